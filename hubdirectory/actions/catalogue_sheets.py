"""A catalogue as a spreadsheet, for whoever speaks the language and edits no code: out, and back in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from babel.messages.catalog import Catalog, Message
from openpyxl import Workbook, load_workbook

from .catalogues import by_english, checked_by, english_of, entries, forms_of, is_unchecked, mark, wrong_in
from .desk.exporting import FORMULA, safe_cell

# Before the translation, one column for each plural form, and after it.
BEFORE = ("language", "number", "context", "english", "english, several", "where it stands")
TRANSLATION, CHECKED = "translation", "checked by"


class BadSheet(ValueError):
    """The file is no sheet of this language; the message says why."""


@dataclass(frozen=True)
class Account:
    """What a sheet came to. `refused`: number of the row and why; what a row does not change is not counted."""

    changed: int
    checked: int
    refused: tuple[tuple[int, str], ...]


def columns_of(catalogue: Catalog) -> list[str]:
    forms = [f"{TRANSLATION} {number}" for number in range(1, catalogue.num_plurals + 1)]
    return [*BEFORE, *forms, CHECKED]


def rows_of(catalogue: Catalog) -> Iterator[list[str]]:
    """A row for each entry in the order of the catalogue, those that no speaker has checked first."""
    numbered = enumerate(entries(catalogue), 1)
    for number, message in sorted(numbered, key=lambda one: (not is_unchecked(one[1]), one[0])):
        forms = [*forms_of(message), *[""] * catalogue.num_plurals][: catalogue.num_plurals]
        english = (english_of(message), message.id[1] if message.pluralizable else "")
        where = ", ".join(dict.fromkeys(file for file, _ in message.locations))
        of = (str(catalogue.locale), str(number), message.context or "")
        yield [*of, *english, where, *forms, checked_by(message)]


def as_csv(catalogue: Catalog) -> bytes:
    """With the mark by which spreadsheet programs know UTF-8."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    for row in (columns_of(catalogue), *rows_of(catalogue)):
        writer.writerow([safe_cell(cell) for cell in row])
    return lines.getvalue().encode("utf-8-sig")


def as_xlsx(catalogue: Catalog) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(str(catalogue.locale))
    for row in (columns_of(catalogue), *rows_of(catalogue)):
        sheet.append([safe_cell(cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


FORMS = {".csv": as_csv, ".xlsx": as_xlsx}


def cells_in(file: Path) -> list[list[str]]:
    """The cells of a .csv or .xlsx. Raises BadSheet."""
    try:
        if file.suffix.lower() == ".xlsx":
            sheet = load_workbook(file, read_only=True, data_only=True).worksheets[0]
            return [[_unescaped(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return [[_unescaped(cell) for cell in row] for row in csv.reader(lines)]
    except (OSError, UnicodeDecodeError, csv.Error, ValueError, KeyError, BadZipFile) as error:
        raise BadSheet(f"The file cannot be read: {error}") from error


def _unescaped(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    return text[1:] if text.startswith("'") and text[1:].lstrip(" ").startswith(FORMULA) else text


def language_of(cells: list[list[str]]) -> str:
    """Whose catalogue a sheet is, by its first row of words. Raises BadSheet."""
    if len(cells) < 2 or not {"language", "english", f"{TRANSLATION} 1"} <= set(cells[0]):
        raise BadSheet("The first row has to hold the names of the columns, as in a sheet that was exported.")
    return cells[1][cells[0].index("language")].strip()


def take_in(catalogue: Catalog, cells: list[list[str]]) -> Account:
    """Puts a sheet's translations and names of checkers into the catalogue; a wrong row is refused, the others count.

    Rows are known by their context and English, so they may come in any order, and some of them alone.
    """
    known, refused, changed, checked = by_english(catalogue), [], 0, 0
    for number, row in enumerate(_named(cells), 2):
        message = known.get((row.get("context", ""), row["english"]))
        why = _why_not(catalogue, message, row) if any(row.values()) else ""
        if why or message is None:
            refused += [(number, why)] if why else []
            continue
        forms = _forms(row, message)
        changed += forms != forms_of(message)
        message.string = forms if message.pluralizable else forms[0]
        checked += _check(message, row.get(CHECKED, "").strip())
    return Account(changed, checked, tuple(refused))


def _named(cells: list[list[str]]) -> Iterable[Mapping[str, str]]:
    return (dict(zip(cells[0], [*row, *[""] * len(cells[0])], strict=False)) for row in cells[1:])


def _forms(row: Mapping[str, str], message: Message) -> tuple[str, ...]:
    said = [text for key, text in row.items() if key.startswith(f"{TRANSLATION} ")]
    return tuple(said) if message.pluralizable else tuple(said[:1])


def _why_not(catalogue: Catalog, message: Message | None, row: Mapping[str, str]) -> str:
    if row["language"].strip() != str(catalogue.locale):
        return f"it is in another language: {row['language']}"
    if message is None:
        return f"no page says “{row['english'][:60]}” any more"
    extra = [] if message.pluralizable else [text for key, text in row.items() if key.startswith(f"{TRANSLATION} ")][1:]
    if any(extra):
        return "it has no plural, so only the first form counts: empty the others"
    return wrong_in(message, _forms(row, message), catalogue.num_plurals)


def _check(message: Message, who: str) -> bool:
    """Whether somebody has checked it now who had not before."""
    fresh = bool(who) and who != checked_by(message)
    if fresh:
        mark(message, who.replace("\n", " ")[:80])
    return fresh
