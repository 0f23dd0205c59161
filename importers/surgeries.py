"""GP practices out of the NHS file of prescribing places (`epraccur.csv`), as the Organisation Data Service publishes it.

Its columns have no headings when it is published; a file that somebody gave headings to is read as well. What the
numbers mean is said in "ODS prescribing cost centres (epraccur): file specification".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from importers.cells import one_line
from importers.errors import SourceUnreadable
from importers.phones import read_phones
from importers.postcodes import read_postcode
from importers.source_file import LARGEST_FILE, read_bytes
from importers.surgery_words import address_of, written_name
from importers.table import SourceRow, Table

CODE, NAME, POSTCODE = "organisation_code", "name", "postcode"
STATUS, SETTING, PHONE = "status_code", "prescribing_setting", "contact_telephone_number"
LINES = tuple(f"address_line_{number}" for number in range(1, 6))
COLUMNS = (
    CODE, NAME, "national_grouping", "high_level_health_geography", *LINES, POSTCODE, "open_date", "close_date", STATUS,
    "organisation_sub_type_code", "commissioner", "join_provider_purchaser_date", "left_provider_purchaser_date", PHONE,
    "null_19", "null_20", "null_21", "amended_record_indicator", "null_23", "provider_purchaser", "null_25", SETTING, "null_27",
)  # fmt: skip
NEEDED = (CODE, NAME, *LINES[:4], POSTCODE, STATUS, PHONE, SETTING)

ACTIVE, GP_PRACTICE = "A", "4"
STATUSES = {"C": "It is closed.", "D": "It is dormant: nobody works there now.", "P": "It is planned, and not open yet."}
SETTINGS = {
    "0": "another kind of prescriber", "1": "a walk-in centre", "2": "an out-of-hours service",
    "3": "a walk-in centre with an out-of-hours service", "8": "a public health service", "9": "a community health service",
    "10": "a hospital service", "11": "an optometry service", "12": "urgent or emergency care", "13": "a hospice",
    "14": "a care home", "15": "a Border Force place", "16": "a young offender institution", "17": "a secure training centre",
    "18": "a secure children's home", "19": "an immigration removal centre", "20": "a court", "21": "a police custody suite",
    "22": "a sexual assault referral centre", "24": "another place of the justice system", "25": "a prison",
    "26": "a service of a primary care network",
}  # fmt: skip
_CODE = re.compile(r"[A-Z0-9]{3,10}")


@dataclass(frozen=True)
class SurgeryRecord:
    """A GP practice that is open. `phone` is "" where the file has none that can be rung."""

    code: str
    name: str
    address_1: str
    address_2: str
    town: str
    postcode: str
    phone: str


@dataclass(frozen=True)
class SurgeryOutcome:
    """What became of one row: a record, or "skipped" or "refused" with the reason. `code` is "" where it has none."""

    row: int
    name: str
    code: str = ""
    record: SurgeryRecord | None = None
    outcome: str = "record"
    reason: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SurgeriesReading:
    rows: int
    outcomes: tuple[SurgeryOutcome, ...]


def read_surgeries(path: Path) -> SurgeriesReading:
    """One outcome for each row. Raises SourceUnreadable, with a sentence, where the file is another kind of file."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SourceUnreadable(f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB.")
        data = path.read_bytes()
    except OSError as error:
        raise SourceUnreadable(f"{path} cannot be opened: {error.strerror or error}.") from error
    table = _with_headings(data)
    missing = [column for column in NEEDED if table.heading(column) is None]
    if missing:
        raise SourceUnreadable(
            f"{path.name} is not the NHS file of prescribing places (epraccur.csv): it has no {', '.join(missing)}."
        )
    return SurgeriesReading(len(table.rows), tuple(_outcomes(table)))


def _with_headings(data: bytes) -> Table:
    """As published the first row is a practice already: 27 cells, and a code in the first."""
    first = data.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
    published = first.count(",") >= len(COLUMNS) - 3 and _CODE.fullmatch(first.split(",")[0].strip('" '))
    return read_bytes(",".join(COLUMNS).encode() + b"\n" + data.removeprefix(b"\xef\xbb\xbf") if published else data)


def _outcomes(table: Table) -> Iterator[SurgeryOutcome]:
    seen: dict[str, int] = {}
    for row in table.rows:
        cells = {column: one_line(row.cells.get(table.heading(column) or column, "")) for column in COLUMNS}
        outcome = _outcome(row, cells, seen.get(cells[CODE]))
        if outcome.code:
            seen.setdefault(outcome.code, row.number)
        yield outcome


def _outcome(row: SourceRow, cells: dict[str, str], first: int | None) -> SurgeryOutcome:
    name = written_name(cells[NAME])
    kept_out = _refused(row, cells) or _skipped(cells, first)
    if kept_out:
        outcome, reason = kept_out
        return SurgeryOutcome(row.number, name, cells[CODE], None, outcome, reason, cells)
    record, reason = _record(cells, name)
    return SurgeryOutcome(row.number, name, cells[CODE], record, "record", reason, cells)


def _refused(row: SourceRow, cells: dict[str, str]) -> tuple[str, str] | None:
    if row.beyond:
        return "refused", "The row has more cells than the file has columns, so they may have slipped."
    for column, said in ((CODE, "code"), (NAME, "name")):
        if not cells[column]:
            return "refused", f"The row has no {said}."
    return None


def _skipped(cells: dict[str, str], first: int | None) -> tuple[str, str] | None:
    setting, status = cells[SETTING], cells[STATUS]
    if first:
        return "skipped", f"The same code as row {first}, which counts."
    if setting != GP_PRACTICE:
        kind = f" but {SETTINGS[setting]}" if setting in SETTINGS else ""
        return "skipped", f"It is no GP practice{kind} (prescribing setting {setting or 'not given'})."
    if status != ACTIVE:
        return "skipped", STATUSES.get(status, f"Its status is “{status}”, not active.")
    return None


def _record(cells: dict[str, str], name: str) -> tuple[SurgeryRecord, str]:
    address_1, address_2, town = address_of(name, [cells[line] for line in LINES])
    postcode = read_postcode(cells[POSTCODE])
    phones = read_phones(cells[PHONE])
    number = phones.numbers[0].number if phones.numbers else ""
    reasons = list(phones.problems)
    if not postcode:
        reasons.append(f"“{cells[POSTCODE]}” is not a postcode." if cells[POSTCODE] else "It has no postcode.")
    return SurgeryRecord(cells[CODE], name, address_1, address_2, town, postcode or "", number), " ".join(reasons)
