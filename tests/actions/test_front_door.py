"""The front door on real records: five suggestions at most, each with a reason, and never nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import select

from hubdirectory.actions import records
from hubdirectory.actions.acting import PRODUCT, VISITOR, NotAllowed
from hubdirectory.actions.desk import wordings
from hubdirectory.actions.desk.good_words import BadWording
from hubdirectory.actions.facets import names_of
from hubdirectory.actions.front_door import kept_rules, next_step, put_rule, remove_rule, service_named
from hubdirectory.actions.naming import around_the_town
from hubdirectory.actions.starting import prepare_database
from hubdirectory.domain.ages import BANDS
from hubdirectory.domain.front_door import Answers, Danger, Hard, Loose
from hubdirectory.domain.reasons import Reason, Why
from hubdirectory.domain.routing import Person, Route, RouteRule, routing
from hubdirectory.domain.states import Role
from hubdirectory.geocoding.code_point import CodePoint
from hubdirectory.geocoding.loading import load
from hubdirectory.models import Location, Service
from tests.factories.people import person
from tests.factories.records import everything

DEBT = Answers(needs=("debt",))


def names(step):
    return [one.result.name for group in step.groups for one in group.suggestions]


def only(step, name):
    return next(one for group in step.groups for one in group.suggestions if one.result.name == name)


@pytest.fixture
def helped(town):
    """A hub, another far away, and four services for debt that differ in what is hard about them."""
    with town.editing() as records:
        central = records.location()
        records.location("Hub by the Sea", latitude=54.8, longitude=-1.2)
        records.service("Paid Advice", places=[central], needs=["debt"], cost="2", phone="01632 960111")
        records.service("Free Advice", places=[central], needs=["debt"], cost="0")
        records.service("Polish Debt Line", needs=["debt"], cost="0", languages=["pl"], modes=["phone"])
        records.service("Youth Money", places=[central], needs=["debt"], cost="0", ages=(11, 17))
        records.service("Quiet Chairs", places=[central], needs=["warm-space"], cost="0", booking="drop-in")
    return town


def test_what_is_free_comes_with_that_reason_and_what_is_not_says_so(helped):
    step = next_step(helped.world, replace(DEBT, hard=frozenset({Hard.COST}), age="26-to-64"))
    assert set(names(step)) == {"Free Advice", "Polish Debt Line", "Paid Advice"}
    assert [group.loosened for group in step.groups] == [(), (Loose.COST,)]
    assert Reason(Why.FREE) in only(step, "Free Advice").reasons
    assert only(step, "Paid Advice").misses == (Reason(Why.COSTS, "paid"),)


def test_one_answer_is_let_go_where_nothing_fits_all_of_them(helped):
    step = next_step(helped.world, replace(DEBT, hard=frozenset({Hard.COST, Hard.LANGUAGE}), language="pl"))
    assert [group.loosened for group in step.groups] == [(), (Loose.LANGUAGE,)]
    assert [one.result.name for one in step.groups[0].suggestions] == ["Polish Debt Line"]
    nothing_online = next_step(helped.world, replace(DEBT, hard=frozenset({Hard.PEOPLE}), age="12-to-17"))
    assert nothing_online.groups[0].loosened == (Loose.PEOPLE,)


def test_from_a_place_come_miles_and_the_nearest_hub(helped):
    with helped.editing() as records:
        records.area("Rossmere", latitude=54.79, longitude=-1.2)
    step = next_step(helped.world, replace(DEBT, place="Rossmere"))
    assert step.where and step.where.found
    assert step.hub and step.hub.hub.place.name == "Hub by the Sea"
    assert step.hub.miles == pytest.approx(0.69, abs=0.1)
    assert step.groups[0].loosened == ()
    far = only(step, "Free Advice")
    assert Reason(Why.FAR, miles=far.result.miles) in far.misses
    assert Why.NEAR not in [one.why for one in far.reasons]


def test_a_place_that_nobody_knows_is_said_and_everything_else_stays(helped):
    step = next_step(helped.world, replace(DEBT, place="Nowhere at all"))
    assert step.where and not step.where.found
    assert len(names(step)) == 4


def test_own_words_become_a_need_and_words_of_a_crisis_raise_the_alarm(helped):
    step = next_step(helped.world, Answers(words="I owe money to everyone"))
    assert step.understood[0].slug == "debt"
    assert "Free Advice" in names(step)
    alarm = next_step(helped.world, Answers(words="I want to kill myself", danger=Danger.NO))
    assert alarm.crisis is not None
    assert alarm.route is Route.CRISIS


def test_of_many_needs_the_most_urgent_says_the_way_and_is_looked_for(helped):
    needs = ("food", "debt", "homelessness", "crisis-suicide")
    step = next_step(helped.world, Answers(needs=needs))
    assert step.route is Route.CRISIS
    assert len(step.needs) == 3
    assert step.needs[-1].slug == "crisis-suicide"


def test_who_says_nothing_is_told_of_somewhere_to_go(helped):
    step = next_step(helped.world, Answers())
    assert names(step) == ["Quiet Chairs"]
    assert step.hub


def test_a_directory_with_nothing_in_it_still_answers(world):
    step = next_step(world, replace(DEBT, danger=Danger.YES, place="TS24", hard=frozenset(Hard)))
    assert (step.route, step.groups, step.hub) == (Route.CRISIS, (), None)


def test_every_path_ends_in_a_service_and_a_hub(helped):
    ages, places, hards = ("", "12-to-17"), ("", "Community Hub Central"), [frozenset(), *({one} for one in Hard), set(Hard)]
    needs = ((), ("debt",), ("cancer",))
    for danger, need, age, place, hard in product(Danger, needs, ages, places, hards):
        answers = Answers(danger, needs=need, age=age, place=place, hard=frozenset(hard), language="pl")
        step = next_step(helped.world, answers)
        assert step.hub, answers
        assert 1 <= len(names(step)) <= 5, answers
        assert len(set(names(step))) == len(names(step)), answers
        assert all(one.reasons or one.misses for group in step.groups for one in group.suggestions), answers


def test_without_an_engine_there_is_still_a_hub(helped, monkeypatch):
    from search.port import SearchError

    def away(_query):
        raise SearchError

    monkeypatch.setattr(helped.world.search, "search", away)
    step = next_step(helped.world, DEBT)
    assert step.search_away
    assert step.hub


def test_nothing_that_is_answered_is_written(helped):
    before = everything(helped.world)
    next_step(helped.world, Answers(words="Zelkova owes money", place="TS24 7PW", needs=("debt",), age="65-and-over"))
    assert everything(helped.world) == before
    files = [file.read_bytes() for file in helped.world.settings.instance.rglob("*") if file.is_file()]
    assert files
    assert not any(planted in raw for raw in files for planted in (b"Zelkova", b"TS24 7PW"))


def test_places_are_looked_for_round_the_wards_first(helped):
    assert around_the_town(helped.world.database) is None
    with helped.editing() as records:
        records.area("Headland", latitude=54.7, longitude=-1.18)
        records.area("Seaton", latitude=54.66, longitude=-1.2)
    assert around_the_town(helped.world.database) == pytest.approx((54.61, -1.25, 54.75, -1.13))


# the manager's routes


def test_a_new_directory_has_routes_and_they_are_not_founded_twice(world):
    first = kept_rules(world, PRODUCT)
    assert {one.rule.route for one in first} == set(Route)
    remove_rule(world, PRODUCT, first[0].id)
    prepare_database(world.settings)
    assert len(kept_rules(world, PRODUCT)) == len(first) - 1


def test_every_need_at_every_age_has_a_way_by_the_routes_that_come_along(world):
    rules = [one.rule for one in kept_rules(world, PRODUCT)]
    with world.database.reading() as session:
        needs = [slug for slug, _ in names_of(session, "en").named("need")]
    assert {slug for rule in rules for slug in rule.needs} <= set(needs)
    ways = {(need, age): routing(rules, Person((need,), age)).route for need, age in product(needs, ("", *BANDS))}
    assert {need for (need, _), way in ways.items() if way is Route.CRISIS} == {"crisis-suicide"}
    assert ways["domestic-abuse", ""] is ways["talking-therapy", "65-and-over"] is Route.PROFESSIONAL
    assert ways["food", "12-to-17"] is Route.COMMUNITY


def test_a_rule_puts_a_service_first_for_those_it_is_for_and_keeps_it_from_others(helped):
    put_rule(helped.world, PRODUCT, RouteRule(
        "Young people's money", Route.PROFESSIONAL, needs=("debt",), ages=("12-to-17",), services=("youth-money",),
        hubs=("hub-by-the-sea",),
    ))  # fmt: skip
    young = next_step(helped.world, replace(DEBT, age="12-to-17"))
    assert (young.route, names(young)[0]) == (Route.PROFESSIONAL, "Youth Money")
    assert Reason(Why.NAMED) == only(young, "Youth Money").reasons[0]
    assert young.hub and young.hub.hub.place.slug == "hub-by-the-sea"
    adult = next_step(helped.world, replace(DEBT, age="26-to-64"))
    assert adult.route is Route.COMMUNITY
    assert "Youth Money" not in names(adult)
    assert adult.hub and adult.hub.hub.place.slug == "community-hub-central"


def test_a_rule_holds_for_a_service_and_a_hub_that_are_called_something_else_now(helped):
    put_rule(helped.world, PRODUCT, RouteRule(
        "Young people's money", Route.PROFESSIONAL, needs=("debt",), ages=("12-to-17",), services=("youth-money",),
        hubs=("hub-by-the-sea",),
    ))  # fmt: skip
    with helped.world.database.reading() as session:
        youth = session.scalar(select(Service.id).where(Service.slug == "youth-money"))
        sea = session.scalar(select(Location.id).where(Location.slug == "hub-by-the-sea"))
    mina = person(helped.world, "Mina", Role.MANAGER)
    records.edit(helped.world, mina, "service", youth, {"name": "Young Money"})
    records.edit(helped.world, mina, "location", sea, {"name": "Harbour Hub"})
    rule = kept_rules(helped.world, PRODUCT)[-1].rule
    assert (rule.services, rule.hubs) == (("young-money",), ("harbour-hub",))
    young = next_step(helped.world, replace(DEBT, age="12-to-17"))
    assert names(young)[0] == "Young Money"
    assert young.hub and young.hub.hub.place.slug == "harbour-hub"
    assert "Young Money" not in names(next_step(helped.world, replace(DEBT, age="26-to-64")))


@pytest.fixture
def postcodes(world, tmp_path):
    """One in the ward of Headland in Hartlepool, one in County Durham, with their codes as the OS publishes them."""
    rows = [("TS249ZZ", 451000, 533800, "E06000001", "E05013043"), ("TS274LQ", 445819, 539336, "E06000047", "E05000001")]
    folder = tmp_path / "codepoint"
    folder.mkdir()
    lines = (f'"{code}",10,{east},{north},"","","","",{district},{ward}' for code, east, north, district, ward in rows)
    (folder / "ts.csv").write_text("\n".join(lines), encoding="utf-8")
    load(world.settings.instance / "postcodes.db", ["TS"], source=CodePoint(folder))


@pytest.mark.parametrize("area", ["headland", "E06000001"])
def test_a_rule_for_a_ward_or_a_district_is_for_those_who_live_there(helped, postcodes, area):
    with helped.editing() as records:
        records.area("Headland", district_code="E06000001", district_name="Hartlepool")
    put_rule(helped.world, PRODUCT, RouteRule("Here", Route.PROFESSIONAL, areas=(area,), services=("free-advice",)))
    here = next_step(helped.world, replace(DEBT, place="ts249zz"))
    assert (here.route, names(here)[0]) == (Route.PROFESSIONAL, "Free Advice")
    durham = next_step(helped.world, replace(DEBT, place="TS27 4LQ"))
    assert durham.route is Route.COMMUNITY
    assert "Free Advice" not in names(durham)
    unsaid = next_step(helped.world, DEBT)
    assert unsaid.route is Route.COMMUNITY
    assert "Free Advice" in names(unsaid)


def test_a_change_of_the_routes_is_audited_and_can_be_brought_back(helped):
    before = kept_rules(helped.world, PRODUCT)
    rule_id = put_rule(helped.world, PRODUCT, RouteRule("Food first", Route.COMMUNITY, needs=("food",)))
    put_rule(helped.world, PRODUCT, RouteRule("Food at once", Route.CRISIS, needs=("food",)), rule_id)
    assert kept_rules(helped.world, PRODUCT)[-1].rule.name == "Food at once"
    assert next_step(helped.world, Answers(needs=("food",))).route is Route.CRISIS
    first = wordings.versions(helped.world, PRODUCT, wordings.ROUTES, "front_door")[-1]
    wordings.restore(helped.world, PRODUCT, first.id)
    assert kept_rules(helped.world, PRODUCT) == before


def test_what_does_not_exist_cannot_be_named(helped):
    with pytest.raises(BadWording, match="services"):
        put_rule(helped.world, PRODUCT, RouteRule("Wrong", Route.CRISIS, services=("no-such-service",)))
    with pytest.raises(BadWording, match="areas"):
        put_rule(helped.world, PRODUCT, RouteRule("Ward", Route.CRISIS, areas=("nowhere",)))
    with pytest.raises(BadWording, match="name"):
        put_rule(helped.world, PRODUCT, RouteRule(" ", Route.CRISIS))
    assert service_named(helped.world, " https://hub.example.org/services/free-advice ") == "free-advice"
    assert service_named(helped.world, "Free Advice") == "free-advice"


def test_only_the_manager_sets_routes(world):
    with pytest.raises(NotAllowed):
        put_rule(world, VISITOR, RouteRule("Mine", Route.CRISIS))
    with pytest.raises(NotAllowed):
        kept_rules(world, VISITOR)
