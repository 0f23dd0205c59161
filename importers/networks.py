"""Which GP practice belongs to which primary care network: the NHS list of core partners (ePCN), as a spreadsheet.

One row for each time that a practice belonged to a network; an end date in the past says that it does no longer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from importers.cells import one_line
from importers.errors import SourceUnreadable
from importers.source_file import read_file
from importers.table import Table

PRACTICE, NAME, NETWORK, NETWORK_NAME = "partner organisation code", "partner name", "pcn code", "pcn name"
ENDED = "practice to pcn relationship end date"
NEEDED = (PRACTICE, NETWORK, NETWORK_NAME)
DATE_FORMATS = ("%Y%m%d", "%d/%m/%Y", "%Y-%m-%d", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y")
_CODE = re.compile(r"[A-Z0-9]{3,10}")


@dataclass(frozen=True)
class NetworkRow:
    """A row. `code` and `network` are NHS codes; `reason` says why it is skipped or refused, "" for one that holds."""

    row: int
    code: str
    name: str
    network: str = ""
    network_name: str = ""
    outcome: str = ""
    reason: str = ""


def read_networks(path: Path, today: date) -> tuple[NetworkRow, ...]:
    """One outcome for each row: "" holds, else skipped or refused. Raises SourceUnreadable where the columns are not there."""
    table = read_file(path)
    headings = {wanted: table.heading(wanted) for wanted in (*NEEDED, NAME, ENDED)}
    missing = [wanted for wanted in NEEDED if headings[wanted] is None]
    if missing:
        raise SourceUnreadable(
            f"{path.name} is no list of the partners of primary care networks: there is no column {', '.join(missing)}."
        )
    return tuple(_rows(table, headings, today))


def _rows(table: Table, headings: dict[str, str | None], today: date) -> Iterator[NetworkRow]:
    for row in table.rows:
        said = {wanted: one_line(row.cells[heading]) if heading else "" for wanted, heading in headings.items()}
        code, network, name = said[PRACTICE].upper(), said[NETWORK].upper(), said[NAME] or said[PRACTICE]
        outcome, reason = _judged(code, network, said[NETWORK_NAME], said[ENDED], today)
        yield NetworkRow(row.number, code, name, network, said[NETWORK_NAME], outcome, reason)


def _judged(code: str, network: str, network_name: str, ended: str, today: date) -> tuple[str, str]:
    if not _CODE.fullmatch(code):
        return "refused", f"“{code}” is no code of a practice."
    if not _CODE.fullmatch(network) or not network_name:
        return "refused", "The row has no code or no name of a network."
    if not ended:
        return "", ""
    end = _day(ended)
    if end is None:
        return "refused", f"“{ended}” is no date."
    return ("skipped", "It has left this network.") if end <= today else ("", "")


def _day(text: str) -> date | None:
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(text.split(" 00:00")[0], form).date()  # noqa: DTZ007 (a day, no moment)
        except ValueError:
            continue
    return None
