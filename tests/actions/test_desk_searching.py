"""Any record is found by anything that is known of it, and by what it lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hubdirectory.actions.desk import searching
from hubdirectory.actions.desk.conditions import last_moment
from hubdirectory.actions.desk.searching import Wanted
from hubdirectory.domain.freshness import Freshness, months_later
from hubdirectory.domain.states import Role
from hubdirectory.models import Assurance, Contact, Source, SourceRecord
from tests.factories.people import person


@pytest.fixture
def manager(world):
    return person(world, "Morgan", Role.MANAGER)


@pytest.fixture
def found(world, manager):
    def ask(words="", **more):
        rows = searching.find(world, manager, Wanted(words=words, **more)).rows
        return [row.name for row in rows]

    return ask


@pytest.fixture
def shed(town):
    with town.editing() as made:
        aidan = made.organisation("St Aidan’s", email="office@aidan.example", website="https://aidan.example")
        shed = made.service(
            "Men’s Shed", organisation=aidan, places=[made.location()], needs=["company"], days=["TU"],
            phone="+44 (0)1632 960123", confirmed=date(2026, 11, 1), url="https://shed.example/tea", email="shed@aidan.example",
        )  # fmt: skip
        made.add(Contact(service_id=shed.id, name="Jean", email="jean@aidan.example"))
        made.service(
            "Choir", organisation=made.organisation("Singers"), phone="", summary="", suggested=["company"], state="draft"
        )
    return shed


@pytest.mark.parametrize(
    "words",
    [
        "shed men’s", "MEN’S", "01632 960123", "+441632960123", "(01632) 960-123", "960123", "jean@aidan", "shed.example",
        "mens-shed",
    ],
)  # fmt: skip
def test_a_service_is_found_by(found, shed, words):
    assert "Men’s Shed" in found(words)


@pytest.mark.parametrize("words", ["TS26 9EU", "ts269eu", "York Road"])
def test_a_postcode_or_a_street_finds_the_place_and_what_is_on_there_and_who_runs_it(found, shed, words):
    assert found(words) == ["Community Hub Central", "Men’s Shed", "St Aidan’s"]


def test_an_id_finds_its_record_alone(found, shed):
    assert found(shed.id) == ["Men’s Shed"]
    assert found(shed.id.upper()) == ["Men’s Shed"]


@pytest.mark.parametrize("words", ["%", "_", "\\", "'", '"', "nothing like this", "0", "999 999 999"])
def test_what_nobody_is_called_finds_nothing(found, shed, words):
    assert found(words) == []


FILTERS = [
    ({"states": ("draft",)}, ["Choir"]),
    ({"kind": "organisation"}, ["Singers", "St Aidan’s"]),
    ({"need": "company"}, ["Choir", "Men’s Shed"]),
    ({"hub": "community-hub-central"}, ["Men’s Shed"]),
    ({"kind": "service", "missing": ("phone",)}, ["Choir"]),
    ({"missing": ("summary",), "kind": "service"}, ["Choir"]),
    ({"missing": ("need",)}, ["Choir"]),
    ({"missing": ("place", "schedule")}, ["Choir"]),
    ({"missing": ("confirmation",), "kind": "service"}, ["Choir"]),
    ({"missing": ("member",), "kind": "organisation"}, ["Singers", "St Aidan’s"]),
    ({"missing": ("website",), "kind": "service"}, ["Choir"]),
    ({"suggested": True}, ["Choir"]),
    ({"freshness": ("fresh",), "kind": "service"}, ["Men’s Shed"]),
    ({"freshness": ("long_stale",), "kind": "service"}, ["Choir"]),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "names"), FILTERS)
def test_records_are_chosen_by(found, shed, wanted, names):
    assert sorted(found(**wanted)) == names


def test_records_of_a_source_are_found(found, shed, world):
    with world.database.writing() as session:
        source = Source(slug="sheet", title="The sheet")
        session.add(source)
        session.flush()
        session.add(SourceRecord(source_id=source.id, external_id="7", record_kind="service", record_id=shed.id))
    assert found(source="sheet") == ["Men’s Shed"]


def test_pages_hold_every_record_once_in_every_order(world, manager, town):
    with town.editing() as made:
        for number in range(12):
            made.service(f"Choir {number:02}")
    for sort in ("name", "-name", "changed", "confirmed", "-confirmed", "state"):
        wanted = Wanted(kind="service", sort=sort)
        pages = [searching.find(world, manager, replace(wanted, page=page), per_page=5) for page in (1, 2, 3)]
        assert {len(page.rows) for page in pages} == {5, 2}
        assert [row.id for page in pages for row in page.rows] == [id_ for _, id_ in searching.every_id(world, manager, wanted)]
        assert {page.total for page in pages} == {12}


def test_a_page_beyond_the_last_is_the_last(world, manager, shed):
    assert searching.find(world, manager, Wanted(page=99)).page == 1


DAYS = [0, 13, 14, 15, 60, 91, 92, 93, 180, 184, 185, 200, 364, 365, 366, 400]


def test_freshness_in_the_list_is_the_freshness_of_the_rule(world, manager, town):
    """Every day around each limit, with a part that was confirmed by itself, asked by each state."""
    with town.editing() as made:
        for days in DAYS:
            for part in ("all", "contact", "times"):
                service = made.service(f"{part} {days}", days=["TU"] if days % 2 else ())
                at = world.now() - timedelta(days=days)
                made.add(Assurance(record_kind="service", record_id=service.id, confirmed_at=at, part="all"))
                if part != "all":
                    later = at + timedelta(days=min(days, 30))
                    made.add(Assurance(record_kind="service", record_id=service.id, confirmed_at=later, part=part))
    everything = searching.find(world, manager, Wanted(kind="service"), per_page=500).rows
    for state in Freshness:
        found = searching.find(world, manager, Wanted(kind="service", freshness=(state,)), per_page=500).rows
        assert {row.name for row in found} == {row.name for row in everything if row.freshness is state}, state


@pytest.mark.parametrize("now", [datetime(2026, month, day, 12, tzinfo=UTC) for month in (2, 3, 5, 12) for day in (1, 27, 28)])
@pytest.mark.parametrize("months", [1, 3, 6])
def test_the_last_moment_is_the_last_that_is_over(now, months):
    now = months_later(now + timedelta(days=3), 0)
    last = last_moment(now, months)
    assert months_later(last, months) <= now or last.day != now.day
    assert months_later(last + timedelta(seconds=1), months) > now or (last + timedelta(days=1)).day == 1


def test_choices_leave_retired_terms_out(world, manager, shed):
    from hubdirectory.actions.desk import terms

    assert ("company", "Company") in searching.choices(world, manager).needs
    terms.retire(world, manager, "need", "company")
    assert "company" not in dict(searching.choices(world, manager).needs)
