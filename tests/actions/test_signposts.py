from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import inspect, select

from hubdirectory.actions.acting import NotAllowed
from hubdirectory.actions.navigating import figures, signposts
from hubdirectory.actions.navigating.places import workplaces
from hubdirectory.actions.organisations.figures import figures as figures_of_organisation
from hubdirectory.domain.light_figures import Hidden
from hubdirectory.models import Base, Signpost
from tests.factories.accounts import actor_for, make_account


@pytest.fixture
def surgery(town):
    """A surgery, a navigator in it, and two services."""
    with town.editing() as records:
        place = records.location("Station Road Surgery", kind="surgery")
        other = records.location("Hub")
        records.need("low-mood")
        records.area()
        shed, choir = records.service("Men’s Shed"), records.service("Choir")
    world = town.world
    navigator = actor_for(world, make_account(world, "navigator", works_at=place.id))
    stranger = actor_for(world, make_account(world, "navigator", works_at=other.id))
    manager = actor_for(world, make_account(world, "manager"))
    town.surgery, town.navigator, town.stranger, town.manager, town.services = place, navigator, stranger, manager, [shed, choir]
    return town


def kept(town, **more):
    values = {
        "place_id": town.surgery.id, "needs": ["low-mood"], "age_band": "26-to-64", "ward": "headland-and-harbour",
        "service_ids": [one.id for one in town.services], "way": "print", **more,
    }  # fmt: skip
    return signposts.record(town.world, town.navigator, **values)


def test_a_signpost_is_found_again_by_its_word(surgery):
    made = kept(surgery)
    found = signposts.by_reference(surgery.world, surgery.navigator, made.reference.replace("-", " ").upper())
    assert found == made
    assert (found.day, found.place, found.needs) == (date(2026, 11, 24), "Station Road Surgery", ("low-mood",))
    assert [one.name for one in found.services] == ["Men’s Shed", "Choir"]


def test_a_signpost_has_room_for_nothing_about_a_person(surgery):
    columns = {column["name"] for column in inspect(surgery.world.database.engine).get_columns("signpost")}
    assert columns == {
        "id", "reference", "location_id", "day", "needs", "age_band", "ward", "way", "sheet_id", "outcome", "taken_back",
        "once",
    }  # fmt: skip


PLANTED = "Jean Smith 07700 900123 TS24 7PW"


@pytest.mark.parametrize(
    ("field", "value"),
    [("needs", [PLANTED]), ("age_band", PLANTED), ("ward", PLANTED), ("way", PLANTED), ("sheet_id", PLANTED),
     ("service_ids", [PLANTED]), ("service_ids", [])],
)  # fmt: skip
def test_what_is_on_no_list_is_not_taken_in_and_leaves_nothing_behind(surgery, field, value):
    with pytest.raises(signposts.BadSignpost):
        kept(surgery, **{field: value})
    with surgery.world.database.reading() as session:
        assert session.scalars(select(Signpost.id)).all() == []
        everything = [session.execute(select(table)).all() for table in Base.metadata.sorted_tables]
    assert "Jean Smith" not in str(everything)


def test_only_who_works_at_a_place_records_and_reads_there(surgery):
    world, made = surgery.world, kept(surgery)
    with pytest.raises(NotAllowed):
        signposts.record(world, surgery.stranger, place_id=surgery.surgery.id, needs=[], age_band="", ward="",
                         service_ids=[surgery.services[0].id], way="told")  # fmt: skip
    with pytest.raises(signposts.NoSuchSignpost):
        signposts.by_reference(world, surgery.stranger, made.reference)
    with pytest.raises(NotAllowed):
        signposts.not_heard_of(world, surgery.stranger, surgery.surgery.id)
    assert signposts.by_reference(world, surgery.manager, made.reference) == made
    with pytest.raises(NotAllowed):
        signposts.by_reference(world, actor_for(world, make_account(world, "resident")), made.reference)


def test_a_navigator_has_their_own_places_and_a_manager_all(surgery):
    assert [one.slug for one in workplaces(surgery.world, surgery.navigator)] == ["station-road-surgery"]
    assert [one.slug for one in workplaces(surgery.world, surgery.manager)] == ["hub", "station-road-surgery"]


def test_what_became_of_it_is_said_of_each_service_or_of_the_whole(surgery):
    world, navigator, made = surgery.world, surgery.navigator, kept(surgery)
    quiet = kept(surgery)
    shed, choir = surgery.services
    signposts.follow_up(world, navigator, made.reference, "went", shed.id)
    after = signposts.follow_up(world, navigator, made.reference, "full", choir.id)
    assert [one.outcome for one in after.services] == ["went", "full"]
    assert signposts.follow_up(world, navigator, made.reference, "no_contact").outcome == "no_contact"
    assert signposts.not_heard_of(world, navigator, surgery.surgery.id) == (quiet,)
    assert signposts.number_not_heard_of(world, navigator, surgery.surgery.id) == 1
    with pytest.raises(signposts.BadSignpost):
        signposts.follow_up(world, navigator, made.reference, "she moved to Leeds")


def test_a_mistake_is_taken_back_and_put_back(surgery):
    world, navigator, made = surgery.world, surgery.navigator, kept(surgery)
    assert signposts.take_back(world, navigator, made.reference).taken_back
    assert signposts.not_heard_of(world, navigator, surgery.surgery.id) == ()
    assert signposts.take_back(world, navigator, made.reference, back=False) == made


def test_each_service_counts_as_suggested_once_until_it_is_taken_back(surgery):
    world, organisation = surgery.world, surgery.services[0].organisation_id

    def suggested():
        seen = figures_of_organisation(world, surgery.manager, organisation, 7, "en")
        return {one.name: one.counts["signposted"] for one in seen.records if one.kind == "service"}

    mistake = kept(surgery)
    kept(surgery, service_ids=[surgery.services[0].id])
    assert suggested() == {"Choir": 1, "Men’s Shed": 2}
    signposts.take_back(world, surgery.navigator, mistake.reference)
    assert suggested() == {"Choir": 0, "Men’s Shed": 1}


def test_a_word_that_is_taken_is_drawn_again(surgery, monkeypatch):
    drawn = iter(["amber-otter-10", "amber-otter-10", "amber-otter-11"])
    monkeypatch.setattr(signposts, "reference_from", lambda _choose: next(drawn))
    assert [kept(surgery).reference, kept(surgery).reference] == ["amber-otter-10", "amber-otter-11"]


def test_a_months_figures_are_of_one_place_and_one_month_and_tell_no_small_count(surgery):
    world, place = surgery.world, surgery.surgery.id
    mistake, *_ = [kept(surgery, way=way) for way in ["print"] * 12 + ["email"] * 3 + ["told"] * 6]
    earlier = kept(surgery)
    signposts.take_back(world, surgery.navigator, mistake.reference)
    with world.database.writing() as session:
        session.get_one(Signpost, earlier.id).day = date(2026, 9, 30)
    assert figures.months(world, surgery.navigator, place) == (date(2026, 11, 1), date(2026, 10, 1), date(2026, 9, 1))
    seen = figures.figures_of(world, surgery.navigator, place, date(2026, 11, 24))
    assert seen.total == 20
    assert seen.ways.rows == {"print": 11, "email": Hidden.FEW, "told": Hidden.LEFT_OUT}
    assert seen.services.rows == {"Choir": 20, "Men’s Shed": 20}
    before = figures.figures_of(world, surgery.navigator, place, date(2026, 9, 1))
    assert (before.total, before.ages.told) == (Hidden.FEW, False)
    with pytest.raises(NotAllowed):
        figures.figures_of(world, surgery.stranger, place, date(2026, 11, 1))


def test_what_became_of_somebody_counts_once_however_many_services_they_were_told_of(surgery):
    world, navigator, (shed, choir) = surgery.world, surgery.navigator, surgery.services
    made = [kept(surgery).reference for _ in range(16)]
    for reference in made[:6]:
        signposts.follow_up(world, navigator, reference, "no_contact")
    for reference in made[6:11]:
        signposts.follow_up(world, navigator, reference, "went", shed.id)
        signposts.follow_up(world, navigator, reference, "full", choir.id)
    seen = figures.figures_of(world, navigator, surgery.surgery.id, date(2026, 11, 24))
    assert seen.outcomes.rows == {"no_contact": 6, "went": 5, "full": 5, "": 5}


def test_after_three_years_a_signpost_is_gone(surgery):
    kept(surgery)
    with surgery.world.database.writing() as session:
        session.scalars(select(Signpost)).one().day = date(2023, 10, 1)
    assert signposts.clear_old(surgery.world) == 1
