"""GP practices out of the NHS file: only open ones, written as people write, every other row with its reason."""

from __future__ import annotations

from collections import Counter

import pytest

from importers.errors import SourceUnreadable
from importers.surgeries import COLUMNS, read_surgeries
from importers.surgery_words import address_of, written_name


def row(code="A81044", name="MCKENZIE HOUSE SURGERY", status="A", setting="4", **more):
    said = {
        "organisation_code": code, "name": name, "address_line_1": "MCKENZIE HOUSE", "address_line_2": "17 KENDAL ROAD",
        "address_line_3": "HARTLEPOOL", "address_line_4": "CLEVELAND", "postcode": "TS25 1QU", "status_code": status,
        "contact_telephone_number": "01632 960123", "prescribing_setting": setting, **more,
    }  # fmt: skip
    return ",".join(f'"{said.get(column, "")}"' for column in COLUMNS)


@pytest.fixture
def read(tmp_path):
    def reading(*rows, headings=True):
        path = tmp_path / "epraccur.csv"
        path.write_text("\n".join([*([",".join(COLUMNS)] if headings else []), *rows]), encoding="utf-8")
        return read_surgeries(path)

    return reading


def test_a_practice_is_written_as_people_write(read):
    record = read(row()).outcomes[0].record
    assert (record.code, record.name, record.town) == ("A81044", "McKenzie House Surgery", "Hartlepool")
    assert (record.address_1, record.address_2) == ("McKenzie House", "17 Kendal Road")
    assert (record.postcode, record.phone) == ("TS25 1QU", "01632 960123")


def test_the_file_is_read_as_it_is_published_without_headings(read):
    reading = read(row(), row("A81001", "THE DENSHAM SURGERY"), headings=False)
    assert reading.rows == 2
    assert [(one.row, one.record.name) for one in reading.outcomes] == [(1, "McKenzie House Surgery"), (2, "The Densham Surgery")]


@pytest.mark.parametrize(
    ("status", "setting", "reason"),
    [
        ("C", "4", "It is closed."),
        ("D", "4", "It is dormant: nobody works there now."),
        ("X", "4", "Its status is “X”, not active."),
        ("A", "25", "It is no GP practice but a prison (prescribing setting 25)."),
        ("A", "77", "It is no GP practice (prescribing setting 77)."),
        ("A", "", "It is no GP practice (prescribing setting not given)."),
    ],
)
def test_whatever_is_no_open_practice_is_skipped_with_its_reason(read, status, setting, reason):
    outcome = read(row(status=status, setting=setting)).outcomes[0]
    assert (outcome.outcome, outcome.record, outcome.reason) == ("skipped", None, reason)


def test_a_second_row_of_one_code_does_not_count(read):
    outcomes = read(row(), row(name="ANOTHER NAME")).outcomes
    assert [one.outcome for one in outcomes] == ["record", "skipped"]
    assert outcomes[1].reason == "The same code as row 1, which counts."


def test_a_row_without_a_code_or_a_name_is_refused(read):
    outcomes = read(row(code=""), row(name="")).outcomes
    assert [(one.outcome, one.reason) for one in outcomes] == [
        ("refused", "The row has no code."),
        ("refused", "The row has no name."),
    ]


def test_a_bad_postcode_and_telephone_leave_the_rest(read):
    outcome = read(row(postcode="TS99", contact_telephone_number="00000 000000")).outcomes[0]
    assert (outcome.record.postcode, outcome.record.phone) == ("", "")
    assert "“TS99” is not a postcode." in outcome.reason
    assert "only fills the space" in outcome.reason


def test_another_kind_of_file_is_said_to_be_one(tmp_path):
    path = tmp_path / "clubs.csv"
    path.write_text("name,phone\nChess,1\n", encoding="utf-8")
    with pytest.raises(SourceUnreadable, match="not the NHS file of prescribing places"):
        read_surgeries(path)
    with pytest.raises(SourceUnreadable, match="cannot be opened"):
        read_surgeries(tmp_path / "nothing.csv")


@pytest.mark.parametrize(
    ("capitals", "written"),
    [
        ("DR O'BRIEN & PARTNERS", "Dr O'Brien & Partners"),
        ("ST HILDA'S SURGERY", "St Hilda's Surgery"),
        ("10A CAMBRIDGE ROAD,LINTHORPE", "10A Cambridge Road, Linthorpe"),
        ("SALTBURN-BY-THE-SEA", "Saltburn-by-the-Sea"),
        ("THE GP CENTRE IN THE PARK", "The GP Centre in the Park"),
        ("The van der Berg Practice", "The van der Berg Practice"),
    ],
)
def test_capitals_become_words(capitals, written):
    assert written_name(capitals) == written


def test_the_county_and_the_own_name_are_no_part_of_the_address():
    lines = ["HART MEDICAL PRACTICE", "SURGERY LANE", "HARTLEPOOL, CLEVELAND", "", ""]
    assert address_of("Hart Medical Practice", lines) == ("Surgery Lane", "", "Hartlepool")
    assert address_of("The Garth", ["THE GARTH"]) == ("The Garth", "", "")
    assert address_of("The Garth", []) == ("", "", "")


@pytest.mark.parametrize(("release", "rows", "practices"), [("2023-12", 199, 74), ("2025-09", 205, 73)])
def test_of_a_real_release_the_open_practices_are_read(shared_data, release, rows, practices):
    reading = read_surgeries(shared_data / "nhs_ods" / f"epraccur_TS_{release}.csv")
    assert reading.rows == rows
    assert Counter(one.outcome for one in reading.outcomes) == {"record": practices, "skipped": rows - practices}
    assert all(one.reason for one in reading.outcomes if one.outcome == "skipped")
    records = [one.record for one in reading.outcomes if one.record]
    assert all(one.postcode and one.phone and one.town for one in records)
    assert sum(one.postcode.split()[0] in ("TS24", "TS25", "TS26", "TS27") for one in records) == 12
