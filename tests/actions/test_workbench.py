"""Searches that led nowhere: told only of many, never of one; and what one tap makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from hubdirectory.actions.acting import NotAllowed
from hubdirectory.actions.desk import deeds, phrases, wordings
from hubdirectory.actions.desk.good_words import BadWording
from hubdirectory.actions.meaning import meant
from hubdirectory.actions.records.reading import read
from hubdirectory.actions.results import Asked
from hubdirectory.actions.workbench import counting, gaps, proposing, reading
from hubdirectory.actions.workbench.counting import Search
from hubdirectory.actions.workbench.phrasing import by_first_word, countable
from hubdirectory.domain.states import Role
from hubdirectory.models import Gap, Proposal, Searched, SearchedWeek, Service
from tests.factories.people import person


@pytest.fixture
def manager(world):
    return person(world, "Morgan", Role.MANAGER)


def searched(world, words, visitors, outcome=counting.NOTHING):
    for visitor in visitors:
        counting.note(world, Search(words, f"visitor {visitor}", outcome))
    counting.write(world)


def needs_of(world, service_id):
    with world.database.reading() as session:
        return {term.removeprefix("need/") for term in read(session, "service", service_id)["confirmed"]}


def everything_kept(world):
    with world.database.reading() as session:
        rows = session.scalars(select(Searched)).all()
        return [(row.count, row.phrase) for row in rows], " ".join(f"{vars(row)}" for row in rows)


def test_a_phrase_stands_in_clear_only_once_five_different_visitors_typed_it(world, manager):
    searched(world, "Help with wobbly teeth", [1, 2, 3, 4, 4, 4, 1])
    counts, all_of_it = everything_kept(world)
    assert counts == [(4, "")]
    assert "teeth" not in all_of_it
    assert "visitor" not in all_of_it.replace("'visitors'", "")
    assert reading.searched(world, manager) == ()
    searched(world, "help with WOBBLY teeth", [5])
    line = reading.searched(world, manager)[0]
    assert (line.phrase, line.visitors, line.outcome) == ("help with wobbly teeth", 5, "nothing")


def test_when_the_week_is_over_marks_salt_and_all_that_few_typed_are_gone(world, manager):
    searched(world, "wobbly teeth", range(4))
    searched(world, "loose screws", range(6))
    week_on = counting.monday(world) - timedelta(weeks=1)
    with world.database.writing() as session:
        for row in [*session.scalars(select(Searched)), *session.scalars(select(SearchedWeek))]:
            row.week = week_on
    counting.clear_old(world)
    with world.database.reading() as session:
        kept = session.scalars(select(Searched)).one()
        assert (kept.phrase, kept.count, kept.visitors, kept.opened) == ("loose screws", 6, [], [])
        assert session.scalar(select(SearchedWeek)) is None


def test_what_led_somewhere_is_not_told_and_what_nobody_opened_is(world, manager):
    searched(world, "chess club", range(6), counting.FOUND)
    for visitor in range(3):
        counting.note(world, Search("chess club", f"visitor {visitor}"))
    searched(world, "chair yoga", range(6), counting.FOUND)
    assert [line.phrase for line in reading.searched(world, manager)] == ["chair yoga"]


def test_what_led_somewhere_does_not_come_back_when_the_week_is_over(world, manager):
    searched(world, "chess club", range(6), counting.FOUND)
    for visitor in range(3):
        counting.note(world, Search("chess club", f"visitor {visitor}"))
    counting.write(world)
    with world.database.writing() as session:
        session.scalars(select(Searched)).one().week = counting.monday(world) - timedelta(weeks=1)
    counting.clear_old(world)
    assert reading.searched(world, manager) == ()
    assert everything_kept(world)[0] == []


def test_what_a_search_with_a_day_in_it_found_says_nothing_of_the_words_alone(world, manager):
    searched(world, "zumba on Sunday", range(3))
    searched(world, "zumba", range(2, 5), counting.FOUND)
    searched(world, "zumba on Sunday", [5])
    for visitor in range(2):
        counting.note(world, Search("zumba", f"visitor {visitor}"))
    counting.write(world)
    assert reading.searched(world, manager) == ()
    searched(world, "zumba", [6], counting.NOTHING)
    assert [(line.phrase, line.visitors, line.outcome) for line in reading.searched(world, manager)] == [("zumba", 7, "nothing")]


def test_of_words_that_nobody_searched_for_nothing_is_kept(world):
    counting.note(world, Search("words sent by anybody", "visitor 1"))
    counting.write(world)
    assert everything_kept(world)[0] == []


@pytest.mark.parametrize(("typed", "counted"), [
    ("Food bank in Seaton", "food bank in"), ("zumba on Tuesday evening", "zumba"), ("boccia near TS24 8AA", ""),
    ("skran near the marina", "skran"), ("dr patel", ""), ("ring 01429 266522", ""),
    ("jo@example.org", ""), ("he hits me", ""), ("a b c d e f g", ""), ("?", ""),
])  # fmt: skip
def test_a_phrase_is_counted_without_place_time_number_or_name_and_crisis_never(typed, counted):
    assert countable(typed, by_first_word(["Seaton", "Foggy Furze"])) == counted


def test_of_a_place_that_we_know_nothing_is_counted_in_any_form(world, town):
    with town.editing() as records:
        records.location("Community Hub Central", kind="hub", address_1="124 York Road", city="Hartlepool")
        records.location("Owton Manor Community Centre", address_1="Wynyard Road", address_2="Owton Manor", city="Hartlepool")
        records.location("Seaton Carew Library", address_1="Station Lane", address_2="Seaton Carew", city="Billingham")
        records.location("Safe House", address_1="9 Hidden Row", address_2="Secretside", confidential=True)
        records.area("Headland & Harbour")
    for typed in ("food bank headland", "bingo owton manor", "bingo owton", "central hub toilets", "warm space seaton carew",
                  "food bank billingham", "boccia wynyard", "chess secretside", "skran house"):  # fmt: skip
        searched(world, typed, range(6))
    with world.database.reading() as session:
        assert set(session.scalars(select(Searched.phrase))) - {""} == {"skran house"}
    searched(world, "toilets", [1], counting.NOTHING)
    with world.database.reading() as session:
        assert set(session.scalars(select(Searched.phrase))) - {""} == {"skran house", "toilets"}


def test_a_phrase_becomes_a_need_s_own_and_back(world, town, manager):
    with town.editing() as made:
        made.service("Larder", needs=["food"])
    searched(world, "skran", range(5))
    line = reading.searched(world, manager)[0]
    done = reading.add_phrase(world, manager, line.id, "food")
    assert reading.searched(world, manager) == ()
    assert meant(world, Asked(q="skran"), "en").needs[0].slug == "food"
    deeds.undo(world, manager, done.id)
    assert "skran" not in phrases.of_need(world, manager, "food").phrases
    assert [one.phrase for one in reading.searched(world, manager)] == ["skran"]


def test_a_synonym_a_tag_and_a_gap_are_one_deed_each_and_go_back(world, town, manager):
    with town.editing() as made:
        service = made.service("Larder", needs=["food"])
    searched(world, "boccia", range(5))
    line = reading.searched(world, manager)[0]
    done = reading.add_synonym(world, manager, line.id, "bowls")
    assert ["bowls", "boccia"] in wordings.wordings(world, manager, wordings.SYNONYMS).values()
    assert deeds.undo(world, manager, done.id).count == 1
    assert ["bowls", "boccia"] not in wordings.wordings(world, manager, wordings.SYNONYMS).values()
    done = reading.tag(world, manager, line.id, "larder", "active-ageing")
    assert needs_of(world, service.id) == {"food", "active-ageing"}
    deeds.undo(world, manager, done.id)
    assert needs_of(world, service.id) == {"food"}
    done = reading.file_gap(world, manager, line.id, note="Asked for at the hub")
    assert gaps.gaps(world, person(world, "Casey", Role.COMMISSIONER))[0].words == "boccia"
    deeds.undo(world, manager, done.id)
    with world.database.reading() as session:
        assert session.scalar(select(Gap)) is None
    assert [one.phrase for one in reading.searched(world, manager)] == ["boccia"]


def test_a_synonym_taken_back_is_told_to_every_engine(world, manager, monkeypatch):
    searched(world, "boccia", range(5))
    line = reading.searched(world, manager)[0]
    done = reading.add_synonym(world, manager, line.id, "Bowls, boules")
    assert ["bowls", "boules", "boccia"] in wordings.wordings(world, manager, wordings.SYNONYMS).values()
    told = []
    monkeypatch.setattr(world.engines["embedded"], "set_words", told.append)
    deeds.undo(world, manager, done.id)
    assert [("boules" in str(words)) for words in told] == [False]


def test_a_need_is_put_on_a_public_service_only_and_no_other_need_than_there_is(world, town, manager):
    with town.editing() as made:
        made.need("food")
        made.service("Larder", slug="larder-closed", state="closed", needs=[])
        public = made.service("Larder", slug="larder-open", needs=[])
    searched(world, "boccia", range(5))
    line = reading.searched(world, manager)[0]
    for need in ("", "no-such-need"):
        with pytest.raises(phrases.NoNeed):
            reading.tag(world, manager, line.id, "Larder", need)
    with pytest.raises(reading.NoPhrase):
        reading.tag(world, manager, line.id, "larder-closed", "food")
    reading.tag(world, manager, line.id, "Larder", "food")
    assert needs_of(world, public.id) == {"food"}


def test_a_need_with_as_many_phrases_as_there_may_be_takes_no_more(world, manager):
    phrases.put(world, manager, "food", "en", [f"larder {number}" for number in range(60)])
    searched(world, "skran", range(5))
    with pytest.raises(BadWording):
        reading.add_phrase(world, manager, reading.searched(world, manager)[0].id, "food")


def test_searches_are_written_a_few_at_once_and_all_of_them_once(world, manager, monkeypatch):
    monkeypatch.setattr(counting, "AT_ONCE", 2)
    searched(world, "skran", range(5))
    searched(world, "skran", range(5))
    (told,) = reading.searched(world, manager)
    assert (told.phrase, told.visitors) == ("skran", 5)


def test_needs_that_a_text_speaks_of_are_proposed_once_confirmed_in_bulk_and_taken_back(world, town, manager):
    with town.editing() as made:
        made.need("debt", "Debt and money advice")
        one = made.service("Money Matters", summary="Help with debts, bailiffs and loans", needs=[])
        other = made.service("Second Chance", summary="We talk to those you owe money to, debts and loans", needs=[])
    assert proposing.look(world) == 2
    assert proposing.look(world) == 0
    assert {line.service for line in proposing.proposed(world, manager)} == {"Money Matters", "Second Chance"}
    done = proposing.confirm(world, manager, [one.id, other.id], {"need/debt"})
    assert needs_of(world, one.id) == needs_of(world, other.id) == {"debt"}
    assert deeds.undo(world, manager, done.id).count == 2
    assert needs_of(world, one.id) == set()
    proposing.refuse(world, manager, [one.id])
    assert [line.service for line in proposing.proposed(world, manager)] == ["Second Chance"]
    with world.database.reading() as session:
        assert session.get_one(Proposal, one.id).decided_at


def test_a_text_edited_while_texts_are_read_is_read_again_and_one_that_is_gone_is_let_be(world, town, monkeypatch):
    moment = [world.now()]
    world = replace(world, clock=lambda: moment[0])
    with town.editing() as made:
        edited, gone = made.service("Money Matters", needs=[]), made.service("Second Chance", needs=[])
        edited.updated_at = gone.updated_at = moment[0]
    proposed_terms = proposing.proposed_terms

    def meanwhile(*args):
        with world.database.writing() as session:
            moment[0] += timedelta(seconds=5)
            session.get_one(Service, edited.id).updated_at = moment[0]
            moment[0] += timedelta(seconds=5)
            if row := session.get(Service, gone.id):
                session.delete(row)
        return proposed_terms(*args)

    monkeypatch.setattr(proposing, "proposed_terms", meanwhile)
    assert proposing.look(world) == 2
    monkeypatch.setattr(proposing, "proposed_terms", proposed_terms)
    assert proposing.look(world) == 1
    assert proposing.look(world) == 0


def test_whoever_reads_texts_leaves_most_of_the_time_to_visitors(world, town, monkeypatch):
    with town.editing() as made:
        made.service("Money Matters", needs=[])
        made.service("Second Chance", needs=[])
    clock, rested = [0.0], []

    def reading(*_):
        clock[0] += 0.5
        return ()

    monkeypatch.setattr(proposing, "proposed_terms", reading)
    monkeypatch.setattr(proposing, "time", SimpleNamespace(monotonic=lambda: clock[0], sleep=rested.append))
    assert proposing.look(world) == 2
    assert rested == [1.5, 1.5]


def test_only_the_desk_works_here(world):
    nobody = person(world, "Robin")
    for deed in (reading.searched, proposing.proposed, gaps.gaps):
        with pytest.raises(NotAllowed):
            deed(world, nobody)
