"""Records as a spreadsheet. Never private notes, never the address of a confidential place."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any

from openpyxl import Workbook
from sqlalchemy import select

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.freshness.reading import confirmed_parts
from hubdirectory.actions.records.reading import read_many
from hubdirectory.domain.freshness import confirmed_at
from hubdirectory.domain.permissions import Permission

from .searching import MODELS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hubdirectory.actions.world import World

CHUNK = 250
COLUMNS = (
    "kind", "id", "address", "name", "alternate_name", "organisation", "state", "summary", "description", "phones", "email",
    "website", "contacts", "places", "postcodes", "schedules", "costs", "minimum_age", "maximum_age", "conditions", "modes",
    "booking", "languages", "confirmed", "suggested", "paused_until", "confirmed_at", "updated_at",
)  # fmt: skip
# What a spreadsheet program would take for a formula: =, +, -, @, and what it strips before it looks.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
ADDRESS = ("address_1", "address_2", "city", "postcode")
Records = Sequence[tuple[str, str]]


def safe_cell(value: Any) -> Any:
    """A cell that no spreadsheet program runs: what begins as a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA) else value


def export_csv(world: World, actor: Actor, records: Records) -> Iterator[str]:
    """Line by line, as the records are read. Needs Permission.DESK; asked at the first line."""
    _note(world, actor, records)
    yield "\ufeff" + _line(COLUMNS)
    for row in rows(world, records):
        yield _line([safe_cell(value) for value in row])


def export_xlsx(world: World, actor: Actor, records: Records) -> IO[bytes]:
    """The finished file, kept on disk and not in memory. Needs Permission.DESK."""
    _note(world, actor, records)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Records")
    sheet.append(list(COLUMNS))
    for row in rows(world, records):
        sheet.append([_for_excel(safe_cell(value)) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book.save(file)
    file.seek(0)
    return file


def rows(world: World, records: Records) -> Iterator[list[Any]]:
    """A row for each record that is still there, a few hundred read at a time."""
    for start in range(0, len(records), CHUNK):
        some = records[start : start + CHUNK]
        with world.database.reading() as session:
            made = {kind: _of_kind(session, kind, [id_ for of, id_ in some if of == kind]) for kind in {of for of, _ in some}}
        yield from (made[kind][id_] for kind, id_ in some if id_ in made[kind])


def _note(world: World, actor: Actor, records: Records) -> None:
    """Addresses of people are in it: taking them away counts."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        auditing.record(session, actor, "exported", at=world.now(), details=f"{len(records)} records")


def _line(values: Iterable[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()


def _for_excel(value: Any) -> Any:
    """Control signs are refused by the format, and a cell holds 32,767 letters."""
    if not isinstance(value, str):
        return value
    return "".join(sign for sign in value if sign >= " " or sign in "\n\t")[:32_767]


def _of_kind(session: Session, kind: str, ids: Sequence[str]) -> dict[str, list[Any]]:
    data = read_many(session, kind, ids)
    model = MODELS[kind]
    rows_ = session.execute(select(model.id, model.slug, model.updated_at).where(model.id.in_(ids)))
    known = {id_: (slug, changed) for id_, slug, changed in rows_}
    places = read_many(session, "location", _named(data, "places")) if kind == "service" else {}
    owner_ids = sorted({one["organisation"] for one in data.values()}) if kind == "service" else []
    owners = read_many(session, "organisation", owner_ids)
    parts = confirmed_parts(session, kind, ids)
    made = {}
    for id_, record in data.items():
        slug, changed = known[id_]
        confirmed = confirmed_at(parts.get(id_, {}))
        extra = {"kind": kind, "id": id_, "address": slug, "updated_at": changed.isoformat(timespec="seconds")}
        extra |= {"confirmed_at": confirmed.isoformat(timespec="seconds") if confirmed else ""}
        made[id_] = [value for _, value in _cells(kind, record, places, owners, extra)]
    return made


def _named(data: Mapping[str, Mapping[str, Any]], field: str) -> list[str]:
    return sorted({place["location"] for record in data.values() for place in record[field]})


def _cells(
    kind: str, record: Mapping[str, Any], places: Mapping[str, Any], owners: Mapping[str, Any], extra: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    at = [places[place["location"]] for place in record.get("places", ()) if place["location"] in places]
    at = [record] if kind == "location" else at
    shown = [place for place in at if not place["confidential"]]
    said = {
        **record, **extra, "organisation": owners.get(record.get("organisation", ""), {}).get("name", ""),
        "website": record.get("url", record.get("website", "")),
        "phones": _joined(phone["number"] for phone in record["phones"]),
        "contacts": _joined(f"{one['name']} {one['email']}".strip() for one in record["contacts"]),
        "places": _joined(", ".join(filter(None, (place["name"], *(place[name] for name in ADDRESS)))) for place in shown),
        "postcodes": _joined(place["postcode"] for place in shown),
        "schedules": _joined(_schedule(one) for one in record.get("schedules", ())),
        "costs": _joined(_cost(one) for one in record.get("costs", ())),
        "languages": _joined(one["code"] for one in record.get("languages", ())),
    }  # fmt: skip
    for column in COLUMNS:
        value = said.get(column, "")
        yield column, _joined(value) if isinstance(value, list) else "" if value is None else value


def _cost(one: Mapping[str, Any]) -> str:
    return f"{one['amount'] or ''} {one['option'] or one['amount_description']}".strip()


def _schedule(one: Mapping[str, Any]) -> str:
    return f"{one['freq'].lower()} {' '.join(one['byday'])} {one['opens']}-{one['closes']} {one['description']}".strip()


def _joined(values: Iterable[Any]) -> str:
    return "; ".join(str(value) for value in values if value)
