"""Rows through a map: every row has an outcome, and what went wrong is said."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.csv_source import read_csv
from importers.map_fitting import fit
from importers.map_parsing import parse_map
from importers.reading import read_rows
from importers.record import RowOutcome, ServiceRecord, Term
from importers.table import make_table

MAP = """
[source]
title = "Lunch clubs"
licence = "OGL"
external_id = ["Name", "Postcode"]
empty_words = ["Not known"]

[fields]
name = "Name"
organisation = { column = "Run by", default = "The town" }
description = "About"
phone = "Phone"
address = "Address"
postcode = "Postcode"
cost = "Cost"
minimum_age = "From age"
needs = { constant = "befriending" }

[hours]
text = "Open"

[[skip]]
column = "About"
contains = "test row"
reason = "A row that somebody made to try things."

[[skip]]
column = "About"
contains = "has closed"
reason = "The source says that it has closed."
closed = true

[[suggest]]
columns = ["Name", "About"]
words = ["dement"]
needs = "dementia"
"""
HEADINGS = "Name,Run by,About,Phone,Address,Postcode,Cost,From age,Open"


def read(*lines: str, map_text: str = MAP, headings: str = HEADINGS) -> list[RowOutcome]:
    table = read_csv("\n".join([headings, *lines]).encode())
    return list(read_rows(table, fit(parse_map(map_text), table)))


def record_of(line: str, **changes: str) -> ServiceRecord:
    outcome = read(line, **changes)[0]
    assert outcome.record is not None, outcome.reason
    return outcome.record


WHOLE = 'Lunch Club,Jean & Co,Warm food.,1632960123,"Old Hall, 1 High Street",ts247pw,£2.50,55+,Mon 12-2pm'


def test_a_whole_row_becomes_a_service() -> None:
    record = record_of(WHOLE)
    assert (record.external_id, record.name, record.organisation) == ("Lunch Club | ts247pw", "Lunch Club", "Jean & Co")
    assert record.phones[0].number == "01632 960123"
    assert record.locations[0].address_lines == ("Old Hall", "1 High Street")
    assert record.locations[0].postcode == "TS24 7PW"
    assert record.costs[0].amount == Decimal("2.50")
    assert (record.minimum_age, record.licence, record.modes) == (55, "OGL", ("place",))
    assert record.openings[0].day == "MO"
    assert record.terms == (Term("need", "befriending", confirmed=True),)


def test_a_word_in_a_row_only_suggests_a_need() -> None:
    record = record_of("Memory Cafe,,For people with dementia,,,TS24 7PW,,,")
    assert Term("need", "dementia", confirmed=False) in record.terms


def test_words_for_nothing_are_empty_cells() -> None:
    record = record_of("Club,N/A,NULL,Not known,-,TS24 7PW,NA,,not known")
    assert (record.organisation, record.phones, record.costs, record.opening_words) == ("The town", (), (), "")


def test_a_bad_cell_costs_the_cell_and_not_the_row() -> None:
    outcome = read("Club,,x,00000 000000,1 High Street,WA154 1HF,,old,")[0]
    assert outcome.outcome == "record"
    assert [problem.column for problem in outcome.problems] == ["Postcode", "Phone", "From age"]
    assert "“WA154 1HF” is not a postcode" in outcome.reason


def test_a_row_without_a_name_is_refused() -> None:
    outcome = read(",Jean,Warm food,,,TS24 7PW,,,")[0]
    assert (outcome.outcome, outcome.reason, outcome.record) == ("refused", "The row has no name.", None)


def test_a_row_without_its_id_is_refused() -> None:
    outcome = read(",Jean,Warm food,,,,,,")[0]
    assert outcome.reason == "The row has no id (Name, Postcode), so it could not be found again."


def test_a_row_whose_cells_have_slipped_is_refused() -> None:
    outcome = read("Club,Jean,Warm food,,1 High Street, Hartlepool,TS24 7PW,,,,")[0]
    assert outcome.outcome == "record"
    slipped = read("Club,Jean,Warm food,,1 High Street, Hartlepool,TS24 7PW,,,Mon 9-5")[0]
    assert slipped.outcome == "refused"
    assert "“Mon 9-5” is beyond the last" in slipped.reason


def test_a_rule_passes_a_row_over_with_its_reason() -> None:
    outcome = read("Club,,This is a TEST ROW,,,TS24 7PW,,,")[0]
    assert (outcome.outcome, outcome.name) == ("skipped", "Club")
    assert outcome.reason == "A row that somebody made to try things."


def test_a_rule_can_say_that_a_service_has_ended() -> None:
    assert record_of("Club,,It has closed.,,,TS24 7PW,,,").closed_reason == "The source says that it has closed."


def test_the_same_row_twice_counts_once_and_both_are_accounted_for() -> None:
    outcomes = read(WHOLE, WHOLE)
    assert [outcome.outcome for outcome in outcomes] == ["record", "skipped"]
    assert outcomes[1].reason == "The same as row 1."


def test_a_second_row_about_the_same_thing_fills_gaps_and_says_where_it_differs() -> None:
    outcomes = read("Club,Jean,,,,TS24 7PW,,,", "Club,Jo,,01632 960123,,TS24 7PW,,,")
    assert outcomes[0].record is not None
    assert (outcomes[0].record.organisation, outcomes[0].record.phones[0].number) == ("Jean", "01632 960123")
    assert outcomes[1].reason.startswith("The same Name, Postcode as row 1, which counts. Here it says Run by: “Jo”")


def test_headings_in_the_middle_are_passed_over() -> None:
    assert read(HEADINGS, WHOLE)[0].reason == "These are the column headings again."


def test_hours_that_cannot_be_read_are_kept_as_words() -> None:
    outcome = read("Club,,,,,TS24 7PW,,,Most mornings")[0]
    assert outcome.record is not None
    assert (outcome.record.openings, outcome.record.opening_words) == ((), "Most mornings")
    assert "Not read as opening times" in outcome.reason


def test_a_price_in_words_is_kept_as_words() -> None:
    assert record_of("Club,,,,,TS24 7PW,£30 for six weeks,,").costs[0].description == "£30 for six weeks"
    assert record_of("Club,,,,,TS24 7PW,free,,").costs[0].amount == 0


PARTS_MAP = """
[source]
title = "Services"
external_id = "id"
continues = "part of"
[fields]
name = "name"
organisation = "name"
postcode = "postcode"
contact_name = "contact"
contact_public = "public"
cost = "cost"
[hours]
day = "day"
opens = "opens"
closes = "closes"
"""
PARTS_HEADINGS = "id,part of,name,postcode,contact,public,cost,day,opens,closes"


def test_a_row_may_add_to_another() -> None:
    outcomes = read(
        "1,,Club,TS24 7PW,Jean,TRUE,2,monday,09:00:00,12:00:00",
        "2,1,,TS25 1AA,Jo,FALSE,3,tuesday,13:00,15:00",
        "3,9,,TS25 1AA,,,,,,",
        map_text=PARTS_MAP,
        headings=PARTS_HEADINGS,
    )
    record = outcomes[0].record
    assert record is not None
    assert [place.postcode for place in record.locations] == ["TS24 7PW", "TS25 1AA"]
    assert [cost.amount for cost in record.costs] == [2, 3]
    assert [opening.day for opening in record.openings] == ["MO", "TU"]
    assert [contact.name for contact in record.contacts] == ["Jean"]
    assert [outcome.outcome for outcome in outcomes] == ["record", "skipped", "refused"]
    assert outcomes[1].reason == "Part of row 1, and read together with it."
    assert outcomes[2].reason == "The row adds to “9”, which is not in the file."


@given(st.lists(st.lists(st.text(max_size=30), min_size=9, max_size=9), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_no_cell_breaks_an_import_and_no_row_is_lost(rows: list[list[str]]) -> None:
    table = make_table(enumerate([HEADINGS.split(","), *rows], start=1))
    outcomes = list(read_rows(table, fit(parse_map(MAP), table)))
    assert [outcome.row for outcome in outcomes] == [row.number for row in table.rows]
    assert all(outcome.record or outcome.reason for outcome in outcomes)


@pytest.mark.parametrize("cells", ["=1+1", "\u202ereversed", "\u0000", "😀" * 30, "a" * 5000, '<script>alert("x")</script>'])
def test_odd_names_come_through_plain(cells: str) -> None:
    quoted = cells.replace('"', '""')
    outcome = read(f'"{quoted} Club",,,,,TS24 7PW,,,')[0]
    assert outcome.record is not None
    assert len(outcome.record.name) <= 200
    assert not {"\u202e", "\u0000"} & set(outcome.record.name)
