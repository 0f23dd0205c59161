from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from hubdirectory.actions.acting import NotAllowed
from hubdirectory.actions.navigating import favourites, notes, seeking, services, templates
from hubdirectory.domain.distance import Point
from hubdirectory.domain.fitting import Asking, Criterion
from hubdirectory.models import Service
from tests.factories.accounts import actor_for, make_account

HERE = Point(54.6844, -1.2134)


@pytest.fixture
def at_work(town):
    """Two navigators of one surgery, one of a hub; a club from 55, a drop-in two miles off and a telephone line."""
    with town.editing() as records:
        surgery = records.location("Station Road Surgery", kind="surgery")
        hub = records.location("Hub", latitude=54.7134)
        club = records.service("Tuesday Club", places=[records.location("Hall", kind="venue")], needs=["loneliness"],
                               days=["TU"], cost="3", ages=(55, None), languages=["en"])  # fmt: skip
        records.service("Drop-in", places=[hub], needs=["loneliness"], booking="drop-in", accepts_referrals=True)
        records.service("Talking line", modes=["phone"], needs=["loneliness"], booking="appointment")
        records.service("Draft", state="draft", needs=["loneliness"])
    world = town.world
    town.surgery, town.hub, town.club = surgery, hub, club
    town.nadia = actor_for(world, make_account(world, "navigator", name="Nadia", works_at=surgery.id))
    town.noor = actor_for(world, make_account(world, "navigator", name="Noor", works_at=surgery.id))
    town.harry = actor_for(world, make_account(world, "navigator", name="Harry", works_at=hub.id))
    town.manager = actor_for(world, make_account(world, "manager", name="Morgan"))
    town.resident = actor_for(world, make_account(world, "resident"))
    return town


def sought(town, words="", point=HERE, **asked):
    found = seeking.seek(town.world, town.nadia, Asking(**asked), words=words, point=point)
    return sorted(one.name for one in (*found.page.results, *found.page.anywhere)), sorted(one.name for one in found.nearly)


def test_what_fits_is_counted_exactly_and_what_nearly_does_stands_apart(at_work):
    found = seeking.seek(at_work.world, at_work.nadia, Asking(needs=("loneliness",), age=52), point=HERE)
    assert (found.page.total, [one.name for one in found.page.results]) == (1, ["Drop-in"])
    assert (found.page.anywhere_total, [one.name for one in found.page.anywhere]) == (1, ["Talking line"])
    assert next(facet for facet in found.page.facets if facet.group == "need").values[0].count == 1
    assert [one.name for one in found.nearly] == ["Tuesday Club"]
    miss = found.fits[at_work.club.id].misses[0]
    assert (miss.criterion, miss.low, miss.number) == (Criterion.AGE, 55, 52)


def test_who_is_nearly_of_the_right_age_for_it_sees_the_nearest_first(at_work):
    with at_work.editing() as records:
        for name, ages in (("Fifty", (20, 50)), ("Fifty-one", (20, 51)), ("Fifty-four", (54, None))):
            records.service(name, needs=["loneliness"], modes=["phone"], ages=ages)
    found = seeking.seek(at_work.world, at_work.nadia, Asking(needs=("loneliness",), age=52), point=HERE)
    nearest, *between, farthest = [one.name for one in found.nearly]
    assert (nearest, sorted(between), farthest) == ("Fifty-one", ["Fifty", "Fifty-four"], "Tuesday Club")


def test_near_misses_by_distance_day_cost_and_language(at_work):
    assert sought(at_work, miles=1) == (["Talking line", "Tuesday Club"], ["Drop-in"])
    assert sought(at_work, days=("friday",), age=60) == ([], ["Drop-in", "Talking line", "Tuesday Club"])
    assert sought(at_work, days=("friday",), referrals=True) == ([], ["Drop-in"])
    assert sought(at_work, costs=("paid", "free"), access=("lift",)) == ([], ["Tuesday Club"])
    assert sought(at_work, languages=("en",))[0] == ["Tuesday Club"]
    assert sought(at_work, costs=("paid",), age=40)[1] == ["Drop-in", "Talking line"]


def test_who_takes_referrals_is_asked_of_the_records(at_work):
    assert sought(at_work, referrals=True) == (["Drop-in"], ["Talking line", "Tuesday Club"])


def test_a_wait_counts_as_soon_as_it_is_noted(at_work):
    assert sought(at_work, weeks=4) == (["Drop-in"], ["Talking line", "Tuesday Club"])
    notes.add(at_work.world, at_work.nadia, "tuesday-club", "wait", "", 3)
    notes.add(at_work.world, at_work.nadia, "talking-line", "wait", "", 30)
    assert sought(at_work, weeks=4) == (["Drop-in", "Tuesday Club"], [])


def test_without_a_place_no_distance_counts(at_work):
    assert sought(at_work, point=None, miles=1)[0] == ["Drop-in", "Talking line", "Tuesday Club"]


def test_notes_are_dated_kept_and_seen_by_navigators_and_the_manager_alone(at_work):
    world = at_work.world
    notes.add(world, at_work.nadia, "tuesday-club", "direct_line", "01632 960 111, ask for Jo")
    notes.add(world, at_work.harry, "tuesday-club", "direct_line", "01632 960 222")
    seen = notes.notes_of(world, at_work.manager, "tuesday-club")
    assert [(note.text, note.by, note.at) for note in seen.current] == [("01632 960 222", "Harry", world.now())]
    assert [note.text for note in seen.earlier] == ["01632 960 111, ask for Jo"]
    assert notes.current_notes(world, at_work.noor, [at_work.club.id])[at_work.club.id][0].text == "01632 960 222"
    for look in (notes.notes_of, lambda *who: notes.add(*who, "other", "x")):
        with pytest.raises(NotAllowed):
            look(world, at_work.resident, "tuesday-club")


def test_a_note_is_removed_by_its_author_or_the_manager_and_can_be_put_back(at_work):
    world = at_work.world
    first = notes.add(world, at_work.nadia, "tuesday-club", "how_to_refer", "By letter")
    later = notes.add(world, at_work.harry, "tuesday-club", "how_to_refer", "Ring first")
    with pytest.raises(NotAllowed):
        notes.remove(world, at_work.nadia, later.id)
    notes.remove(world, at_work.manager, later.id)
    seen = notes.notes_of(world, at_work.nadia, "tuesday-club")
    assert [note.id for note in seen.current] == [first.id]
    assert [(note.id, note.removed) for note in seen.earlier] == [(later.id, True)]
    notes.remove(world, at_work.harry, later.id, back=True)
    assert [note.id for note in notes.notes_of(world, at_work.nadia, "tuesday-club").current] == [later.id]


@pytest.mark.parametrize(
    ("kind", "text", "weeks", "wrong"),
    [("gossip", "x", None, "kind"), ("other", " ", None, "text"), ("other", "x" * 601, None, "text"), ("wait", "", None, "weeks"),
     ("wait", "", -1, "weeks"), ("wait", "", 999, "weeks")],
)  # fmt: skip
def test_a_note_says_what_is_wrong_with_it(at_work, kind, text, weeks, wrong):
    with pytest.raises(notes.BadNote) as problem:
        notes.add(at_work.world, at_work.nadia, "tuesday-club", kind, text, weeks)
    assert problem.value.field == wrong


def test_nobody_notes_anything_of_a_draft(at_work):
    with pytest.raises(services.NoSuchService):
        notes.notes_of(at_work.world, at_work.nadia, "draft")


def test_a_template_is_its_places_and_keeps_nothing_typed_about_a_person(at_work):
    world, place = at_work.world, at_work.surgery.id
    typed = [
        ("need", "loneliness"),
        ("cost", "free"),
        ("q", "her son"),
        ("age", "52"),
        ("spot", "54.68,-1.21"),
        ("day", "No Day"),
    ]
    made = templates.save(world, at_work.nadia, place, " Just  bereaved ", typed, ["drop-in", "draft"])
    assert (made.name, made.filters, made.services) == (
        "Just bereaved", (("need", "loneliness"), ("cost", "free")), ("drop-in",)
    )  # fmt: skip
    assert templates.templates_of(world, at_work.noor, place) == (made,)
    for strange in (lambda: templates.templates_of(world, at_work.harry, place), lambda: templates.save(
        world, at_work.harry, place, "x", [("need", "debt")], []
    )):  # fmt: skip
        with pytest.raises(NotAllowed):
            strange()
    with pytest.raises(templates.NoSuchTemplate):
        templates.remove(world, at_work.harry, made.id)
    templates.remove(world, at_work.noor, made.id)
    assert templates.templates_of(world, at_work.nadia, place) == ()
    templates.remove(world, at_work.nadia, made.id, back=True)
    assert templates.templates_of(world, at_work.nadia, place) == (made,)


@pytest.mark.parametrize(
    ("name", "filters", "why"),
    [("", [("need", "debt")], "missing"), ("x" * 81, [("need", "debt")], "long"), ("New", [("q", "x")], "empty"),
     ("THE ONE", [("need", "debt")], "taken")],
)  # fmt: skip
def test_a_template_says_what_is_wrong_with_it(at_work, name, filters, why):
    templates.save(at_work.world, at_work.nadia, at_work.surgery.id, "The one", [("need", "debt")], [])
    with pytest.raises(templates.BadTemplate) as problem:
        templates.save(at_work.world, at_work.nadia, at_work.surgery.id, name, filters, [])
    assert problem.value.why == why


def test_a_service_that_is_closed_is_no_longer_in_a_template_or_among_favourites(at_work):
    world = at_work.world
    templates.save(world, at_work.nadia, at_work.surgery.id, "Start", [], ["drop-in", "tuesday-club"])
    favourites.star(world, at_work.nadia, "tuesday-club")
    with at_work.editing() as records:
        records.session.scalars(select(Service).where(Service.slug == "tuesday-club")).one().state = "closed"
    assert templates.templates_of(world, at_work.nadia, at_work.surgery.id)[0].services == ("drop-in",)
    assert favourites.favourites_of(world, at_work.nadia) == ()


def test_a_star_pressed_twice_in_one_moment_is_one_favourite(at_work):
    with ThreadPoolExecutor(4) as presses:
        list(presses.map(lambda _: favourites.star(at_work.world, at_work.nadia, "tuesday-club"), range(4)))
    assert len(favourites.favourites_of(at_work.world, at_work.nadia)) == 1


def test_favourites_are_ones_own(at_work):
    world = at_work.world
    favourites.star(world, at_work.nadia, "tuesday-club")
    favourites.star(world, at_work.nadia, "tuesday-club")
    assert [one.name for one in favourites.favourites_of(world, at_work.nadia)] == ["Tuesday Club"]
    assert favourites.favourites_of(world, at_work.noor) == ()
    favourites.star(world, at_work.nadia, "tuesday-club", on=False)
    assert favourites.favourites_of(world, at_work.nadia) == ()
