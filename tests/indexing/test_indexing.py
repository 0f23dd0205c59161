"""Keeping the index right: what was committed is found, what may not be seen is not, and nothing is forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select

from hubdirectory.indexing import (
    backlog,
    check,
    documents_of,
    drain,
    forget,
    mark_differences,
    rebuild,
    services_at_location,
    services_of_organisation,
    touch,
)
from hubdirectory.models import DirtyRow, Location, Organisation, Service, ServiceArea, ServiceCard
from search.port import EngineUnavailable, SearchError
from search.query import Query
from tests.factories.records import Records


def names_found(town, words=""):
    numbers = [hit.number for hit in town.engine.search(Query(words)).hits]
    with town.database.reading() as session:
        cards = dict(session.execute(select(ServiceCard.number, ServiceCard.card)).all())
    return sorted(cards[number]["name"] for number in numbers)


def one(session, name):
    return session.scalar(select(Service).where(Service.name == name))


def test_only_published_services_are_found(town):
    assert names_found(town) == ["Debt advice", "Men’s Shed"]


@pytest.mark.parametrize("state", ["draft", "in_review", "paused", "closed"])
def test_a_service_that_is_no_longer_published_disappears(town, state):
    with town.database.writing() as session:
        service = one(session, "Debt advice")
        service.state = state
        touch(session, [service.id], town.ENGINES)
    town.drain()
    assert names_found(town) == ["Men’s Shed"]


def test_services_of_an_unpublished_organisation_are_not_found(town):
    with town.database.writing() as session:
        organisation = session.scalar(select(Organisation))
        organisation.state = "draft"
        touch(session, services_of_organisation(session, organisation.id), town.ENGINES)
    town.drain()
    assert names_found(town) == []


def test_a_renamed_organisation_is_found_by_its_new_name_on_every_service(town):
    with town.database.writing() as session:
        organisation = session.scalar(select(Organisation))
        organisation.name = "Seagulls United"
        touch(session, services_of_organisation(session, organisation.id), town.ENGINES)
    town.drain()
    assert names_found(town, "seagull") == ["Debt advice", "Men’s Shed"]
    assert names_found(town, "aidan") == []


def test_a_renamed_hub_is_found_by_its_new_name(town):
    with town.database.writing() as session:
        hub = session.scalar(select(Location))
        hub.name = "Hub at the Lighthouse"
        touch(session, services_at_location(session, hub.id), town.ENGINES)
    town.drain()
    assert names_found(town, "lighthouse") == ["Men’s Shed"]


def test_a_deleted_service_disappears(town):
    with town.database.writing() as session:
        service = one(session, "Debt advice")
        forget(session, [service.id], town.ENGINES)
        session.execute(delete(Service).where(Service.id == service.id))
    town.drain()
    assert names_found(town) == ["Men’s Shed"]
    assert check(town.database, town.engine).clean


def test_a_suggested_term_is_neither_found_nor_counted(town):
    with town.editing() as records:
        records.service("Allotment", suggested=["creative-nature"], needs=["active-ageing"])
    town.drain()
    assert town.engine.search(Query()).facets["need"].get("creative-nature") is None
    assert town.engine.search(Query()).facets["need"]["active-ageing"] == 1


def test_a_confidential_place_is_in_no_document_and_no_card(town):
    with town.editing() as records:
        refuge = records.location("Safe House on Secret Street", confidential=True, postcode="TS24 7XX", access=["step-free"])
        records.service("Refuge", places=[refuge], needs=["domestic-abuse"])
    town.drain()
    with town.database.reading() as session:
        card = session.scalar(select(ServiceCard).where(ServiceCard.service_id == one(session, "Refuge").id))
        document = documents_of(session, [card.number])[0]
    for secret in ("Secret Street", "TS24 7XX", "54.68", refuge.id, "step-free"):
        assert secret not in str(card.card)
        assert secret not in str(document)
    assert document.remote
    assert names_found(town, "secret street") == []


def test_the_ward_that_a_refuge_serves_is_in_no_facet(town):
    with town.editing() as records:
        ward = records.area("Headland")
        refuge = records.location("Rowan House", confidential=True)
        service = records.service("Refuge", places=[refuge])
        records.add(ServiceArea(service_id=service.id, kind="ward", name="Headland", area_id=ward.id))
    town.drain()
    assert "headland" not in town.engine.search(Query()).facets["ward"]


def test_a_confirmation_reaches_the_index(town):
    with town.database.writing() as session:
        service = one(session, "Debt advice")
        Records(session).confirm(service, date(2026, 10, 31))
        touch(session, [service.id], town.ENGINES)
    town.drain()
    with town.database.reading() as session:
        cards = session.scalars(select(ServiceCard).where(ServiceCard.service_id == service.id)).all()
        assert documents_of(session, [cards[0].number])[0].confirmed == 202610
    assert cards[0].card["confirmed_at"].startswith("2026-10-31T12:00")


def test_a_number_stays_with_its_service_for_life(town):
    def numbers():
        with town.database.reading() as session:
            return dict(session.execute(select(ServiceCard.service_id, ServiceCard.number)).all())

    before = numbers()
    with town.editing() as records:
        records.service("Zumba")
    assert before.items() <= numbers().items()


# dirty rows


class Broken:
    """An engine that does not answer."""

    name = "embedded"

    def __init__(self, error):
        self.error = error

    def update(self, documents, gone=(), seconds=None):
        raise self.error


def rename(town, old, new):
    with town.database.writing() as session:
        service = one(session, old)
        service.name = new
        touch(session, [service.id], town.ENGINES)


def test_an_edit_waits_while_the_engine_is_away(town):
    rename(town, "Debt advice", "Money advice")
    with pytest.raises(EngineUnavailable):
        drain(town.database, Broken(EngineUnavailable("away")))
    assert backlog(town.database, "embedded").waiting == 1
    town.drain()
    assert backlog(town.database, "embedded").waiting == 0
    assert names_found(town, "money") == ["Money advice"]


def test_an_edit_made_while_an_older_one_is_indexed_keeps_its_row(town):
    rename(town, "Debt advice", "Money advice")

    class EditsMeanwhile:
        name = "embedded"

        def update(self, documents, gone=(), seconds=None):
            town.engine.update(documents, gone)
            rename(town, "Money advice", "Cash advice")

    drain(town.database, EditsMeanwhile())
    assert backlog(town.database, "embedded").waiting == 1
    town.drain()
    assert names_found(town, "cash") == ["Cash advice"]


def test_one_record_that_the_engine_refuses_never_stops_the_others(town):
    rename(town, "Debt advice", "Money advice")
    rename(town, "Men’s Shed", "Men’s Den")

    class Picky:
        name = "embedded"

        def update(self, documents, gone=(), seconds=None):
            if any("Money" in document.text["name"] for document in documents):
                raise SearchError("too rich")
            town.engine.update(documents, gone)

    drained = drain(town.database, Picky())
    assert (drained.done, drained.stuck) == (1, 1)
    assert names_found(town, "den") == ["Men’s Den"]
    assert backlog(town.database, "embedded").problems == ("too rich",)


def test_many_edits_of_one_service_are_one_row_and_its_age_is_that_of_the_first(town):
    rename(town, "Debt advice", "Money advice")
    first = backlog(town.database, "embedded").oldest
    rename(town, "Money advice", "Cash advice")
    after = backlog(town.database, "embedded")
    assert (after.waiting, after.oldest) == (1, first)


def test_the_worker_leaves_an_edit_of_this_moment_to_whoever_made_it_and_takes_it_up_soon_after(town):
    rename(town, "Debt advice", "Money advice")
    assert drain(town.database, town.engine, grace=1).done == 0
    with town.database.writing() as session:
        session.scalars(select(DirtyRow)).one().since -= timedelta(seconds=1)
    assert drain(town.database, town.engine, grace=1).done == 1
    assert names_found(town, "money") == ["Money advice"]


# rebuild and check


def test_a_check_tells_missing_stale_and_orphaned(town):
    with town.database.reading() as session:
        cards = session.execute(select(ServiceCard.card, ServiceCard.number).where(ServiceCard.searchable))
        numbers = {card["name"]: number for card, number in cards}
        shed = documents_of(session, [numbers["Men’s Shed"]])[0]
    town.engine.update([replace(shed, fingerprint="old"), replace(shed, number=999)], gone=[numbers["Debt advice"]])
    found = check(town.database, town.engine)
    assert (found.missing, found.stale, found.orphaned) == ((numbers["Debt advice"],), (shed.number,), (999,))
    mark_differences(town.database, town.engine)
    town.drain()
    assert check(town.database, town.engine).clean


def test_an_edit_made_during_a_rebuild_is_not_lost(town):
    class SlowRebuild:
        name = "embedded"

        def rebuild(self, documents, words, progress=None):
            documents = list(documents)
            rename(town, "Debt advice", "Money advice")
            town.drain()
            town.engine.rebuild(documents, words)

        def state(self):
            return town.engine.state()

    rebuild(town.database, SlowRebuild())
    town.drain()
    assert names_found(town, "money") == ["Money advice"]
    assert names_found(town, "debt") == ["Money advice"]  # by its need


def test_a_rebuild_reports_its_progress_and_empties_nothing_first(town):
    seen = []
    assert rebuild(town.database, town.engine, lambda done, total: seen.append((done, total))) == 2
    assert names_found(town) == ["Debt advice", "Men’s Shed"]


def test_a_rebuild_leaves_nothing_waiting_that_it_has_indexed(town):
    rename(town, "Debt advice", "Money advice")
    rebuild(town.database, town.engine)
    assert backlog(town.database, "embedded").waiting == 0
    assert names_found(town, "money") == ["Money advice"]


def test_dirty_rows_outlive_their_service(town):
    with town.database.writing() as session:
        forget(session, [one(session, "Debt advice").id], town.ENGINES)
    with town.database.reading() as session:
        assert session.scalars(select(DirtyRow)).all()
