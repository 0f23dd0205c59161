"""One ward, neighbourhood or row of figures into the directory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from hubdirectory.domain.distance import Point
from hubdirectory.domain.slugs import free_slug
from hubdirectory.geocoding.boundaries import Boundary, packed
from hubdirectory.models import Area, Neighbourhood, new_id
from importers.deprivation import DeprivationRow

from .account import ADDED, CHANGED, GONE, REFUSED, SKIPPED, UNCHANGED, RowLine

Record = TypeVar("Record", Area, Neighbourhood)

INDEX = "English indices of deprivation {year}, Ministry of Housing, Communities and Local Government"


def kind_of(boundary: Boundary) -> str:
    """ "WD" for a ward, "LSOA" for a neighbourhood, "" for what is neither; by the code column that it has."""
    return next((kind for kind in ("LSOA", "WD") if boundary.value(kind, "CD")), "")


class AreaSaver:
    """Saves row by row in one unit of work."""

    def __init__(self, session: Session) -> None:
        self.session = session
        wards = session.scalars(select(Area).where(Area.kind == "ward").options(undefer(Area.boundary)))
        self.wards = {ward.code: ward for ward in wards if ward.code}
        known = session.scalars(select(Neighbourhood).options(undefer(Neighbourhood.boundary)))
        self.neighbourhoods = {one.code: one for one in known}
        self._slugs: set[str] = set(session.scalars(select(Area.slug)))
        self._seen: set[str] = set()
        self._districts: set[str] = set()

    def ward(self, boundary: Boundary) -> RowLine:
        code, name = boundary.value("WD", "CD"), boundary.value("WD", "NM")
        if not name:
            return RowLine(boundary.number, REFUSED, code, "The ward has no name.")
        middle = _middle(boundary)
        values: dict[str, Any] = {
            "name": name[:200], "boundary": packed(boundary.rings), "district_code": boundary.value("LAD", "CD")[:12],
            "district_name": boundary.value("LAD", "NM")[:200], "latitude": middle.latitude, "longitude": middle.longitude,
        }  # fmt: skip
        self._seen.add(code)
        self._districts.add(values["district_code"])
        known = self.wards.get(code)
        if known:
            return _line(boundary.number, name, _changed(known, values), known.id)
        slug = free_slug(name, self._slugs)
        self._slugs.add(slug)
        self.wards[code] = self._added(Area(id=new_id(), kind="ward", slug=slug, code=code[:12], **values))
        return RowLine(boundary.number, ADDED, name, "", self.wards[code].id)

    def neighbourhood(self, boundary: Boundary) -> RowLine:
        code, name = boundary.value("LSOA", "CD"), boundary.value("LSOA", "NM")
        values = {"name": (name or code)[:200], "boundary": packed(boundary.rings)}
        known = self.neighbourhoods.get(code)
        if known:
            return _line(boundary.number, name, _changed(known, values), known.id)
        self.neighbourhoods[code] = self._added(Neighbourhood(id=new_id(), code=code[:12], **values))
        return RowLine(boundary.number, ADDED, name, "", self.neighbourhoods[code].id)

    def neither(self, boundary: Boundary) -> RowLine:
        return RowLine(boundary.number, SKIPPED, "", "It has the code of neither a ward (WD25CD) nor a neighbourhood (LSOA21CD).")

    def deprivation(self, row: DeprivationRow, year: int) -> RowLine:
        record = row.record
        if record is None:
            return RowLine(row.row, REFUSED, row.name, row.reason)
        known = self.neighbourhoods.get(record.code)
        if known and known.year and known.year > year:
            return RowLine(row.row, SKIPPED, row.name, f"The figures of {known.year} are here already.", known.id)
        ward = self.wards.get(record.ward_code)
        values: dict[str, Any] = {
            "decile": record.decile, "rank": record.rank, "year": year, "source": INDEX.format(year=year),
            **({"area_id": ward.id} if ward else {}),
        }  # fmt: skip
        missing = f"Its ward {record.ward_name} ({record.ward_code}) is not here." if record.ward_code and not ward else ""
        if known:
            line = _line(row.row, row.name, _changed(known, values), known.id)
            return RowLine(line.row, line.outcome, line.name, " ".join(filter(None, (line.reason, missing))), known.id)
        new = Neighbourhood(id=new_id(), code=record.code[:12], name=record.name[:200], **values)
        self.neighbourhoods[record.code] = self._added(new)
        return RowLine(row.row, ADDED, row.name, missing, new.id)

    def gone(self) -> Iterator[RowLine]:
        """Wards of a district whose wards came in without them."""
        for code, ward in sorted(self.wards.items()):
            if ward.district_code and ward.district_code in self._districts and code not in self._seen:
                yield RowLine(None, GONE, ward.name, "The file no longer has it. It stays, with the places in it.", ward.id)

    def _added(self, record: Record) -> Record:
        self.session.add(record)
        self.session.flush()
        return record


def _line(number: int, name: str, changed: list[str], id_: str) -> RowLine:
    reason = f"Changed: {', '.join(changed)}." if changed else ""
    return RowLine(number, CHANGED if changed else UNCHANGED, name, reason, id_)


_WORDS = {"area_id": "ward", "district_code": "district", "district_name": "name of the district"}


def _changed(record: Area | Neighbourhood, values: dict[str, Any]) -> list[str]:
    """What was changed, in words."""
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, values[name])
    return [_WORDS.get(name, name) for name in changed]


def _middle(boundary: Boundary) -> Point:
    """The middle that the file names, else that of the box round the area."""
    try:
        said = {str(name).upper(): value for name, value in boundary.properties.items()}
        return Point(round(float(said["LAT"]), 6), round(float(said["LONG"]), 6))
    except (KeyError, TypeError, ValueError):
        longitudes = [longitude for ring in boundary.rings for longitude, _ in ring]
        latitudes = [latitude for ring in boundary.rings for _, latitude in ring]
        return Point((min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2)
