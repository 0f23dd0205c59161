"""One surgery into the directory: added, changed, left as it is, or kept out with the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from hubdirectory.actions.records.revising import ground
from hubdirectory.actions.records.slugs import new_slug
from hubdirectory.actions.wards import Wards
from hubdirectory.domain.states import LocationKind
from hubdirectory.geocoding.postcodes import PostcodePlace
from hubdirectory.geocoding.written import folded
from hubdirectory.models import Location, Phone, SourceRecord, new_id
from importers.surgeries import SurgeryOutcome, SurgeryRecord

from .account import ADDED, CHANGED, SKIPPED, UNCHANGED, RowLine
from .parts import hash_of

Said = dict[str, Any]

# What each part is called in a reason; each is a column but for the telephone.
NAMES = {
    "name": "name", "address_1": "address", "address_2": "rest of the address", "city": "town", "postcode": "postcode",
    "phone": "telephone",
}  # fmt: skip


@dataclass
class SurgerySaver:
    """Saves the rows of one unit of work. `touched` are the places that changed."""

    session: Session
    source_id: str
    wards: Wards
    find_postcode: Callable[[str], PostcodePlace | None]
    now: datetime
    touched: list[str] = field(default_factory=list)

    def save(self, outcome: SurgeryOutcome) -> RowLine:
        """The line of one row."""
        if outcome.record is None:
            return RowLine(outcome.row, outcome.outcome, outcome.name, outcome.reason)
        said = said_of(outcome.record)
        known = self._known(outcome.code)
        if known is None:
            return self._add(outcome, said)
        location = self._location(known.record_id)
        if location is None:
            return RowLine(outcome.row, SKIPPED, outcome.name, "It was deleted here, so it is not added again.")
        if known.content_hash == hash_of(said) and known.gone_at is None:
            return RowLine(outcome.row, UNCHANGED, outcome.name, "", location.id)
        return self._change(outcome, said, known, location)

    def _add(self, outcome: SurgeryOutcome, said: Said) -> RowLine:
        location = self._same_surgery(said)
        reason = "It was here already, and is now known by its code." if location else outcome.reason
        added = location is None
        if location is None:
            location = self._new(said)
            reason = " ".join(filter(None, (reason, self._put_on_the_map(location))))
            self.touched.append(location.id)
        record = SourceRecord(
            id=new_id(), source_id=self.source_id, external_id=outcome.code, record_kind="location", record_id=location.id,
            content_hash=hash_of(said), imported=said if added else here_of(location), seen_at=self.now,
        )  # fmt: skip
        self.session.add(record)
        self.session.flush()
        return RowLine(outcome.row, ADDED if added else UNCHANGED, outcome.name, reason, location.id)

    def _change(self, outcome: SurgeryOutcome, said: Said, known: SourceRecord, location: Location) -> RowLine:
        before, here = known.imported, here_of(location)
        differing = [part for part in NAMES if said[part] not in (before.get(part), here[part])]
        written = [part for part in differing if here[part] == before.get(part)]
        kept = [NAMES[part] for part in differing if part not in written]
        moved = ""
        if written:
            ground(self.session, "location", location.id, self.now)
            location = self._location(location.id) or location  # reading it as a record left its telephones behind
            _write(location, {part: said[part] for part in written})
            moved = self._put_on_the_map(location) if "postcode" in written else ""
            self.touched.append(location.id)
        back = known.gone_at is not None
        known.content_hash, known.imported, known.seen_at, known.gone_at = hash_of(said), said, self.now, None
        self.session.flush()
        sentences = [
            f"Changed: {', '.join(NAMES[part] for part in written)}." if written else "",
            f"Kept as edited here: {', '.join(kept)}." if kept else "",
            "It is in the source again." if back else "",
            moved,
        ]
        changed = CHANGED if written or back else UNCHANGED
        return RowLine(outcome.row, changed, outcome.name, " ".join(filter(None, sentences)), location.id)

    def _new(self, said: Said) -> Location:
        id_ = new_id()
        slug = new_slug(self.session, "location", said["name"], id_)
        location = Location(id=id_, slug=slug, kind=LocationKind.SURGERY, phones=[])
        _write(location, said)
        self.session.add(location)
        self.session.flush()
        return location

    def _put_on_the_map(self, location: Location) -> str:
        """By its postcode, and in its ward. A sentence where the postcode is not known."""
        found = self.find_postcode(location.postcode) if location.postcode else None
        location.latitude = found.point.latitude if found else None
        location.longitude = found.point.longitude if found else None
        location.area_id = self.wards.ward_of(found.point, found.ward_code) if found else None
        if found or not location.postcode:
            return ""
        return f"The postcode {location.postcode} is not known here, so the place is not on the map."

    def _known(self, code: str) -> SourceRecord | None:
        query = select(SourceRecord).where(SourceRecord.source_id == self.source_id, SourceRecord.external_id == code)
        return self.session.scalar(query)

    def _location(self, id_: str) -> Location | None:
        query = select(Location).where(Location.id == id_).options(selectinload(Location.phones))
        return self.session.scalar(query.execution_options(populate_existing=True))

    def _same_surgery(self, said: Said) -> Location | None:
        """One that somebody made here by hand. A sample one is taken away some day, so it is never the one."""
        taken = select(SourceRecord.record_id).where(SourceRecord.source_id == self.source_id)
        query = select(Location).where(
            Location.kind == LocationKind.SURGERY, Location.sample.is_(False), Location.postcode == said["postcode"],
            Location.confidential.is_(False), Location.id.not_in(taken),
        ).options(selectinload(Location.phones)).order_by(Location.created_at, Location.id)  # fmt: skip
        alike = (location for location in self.session.scalars(query) if folded(location.name) == folded(said["name"]))
        return next(alike, None)


def said_of(record: SurgeryRecord) -> Said:
    """What a row says, part by part."""
    return {
        "name": record.name[:200], "address_1": record.address_1[:200], "address_2": record.address_2[:200],
        "city": record.town[:100], "postcode": record.postcode, "phone": record.phone,
    }  # fmt: skip


def here_of(location: Location) -> Said:
    """The same of the place as it stands here."""
    phone = location.phones[0].number if location.phones else ""
    return {**{part: getattr(location, part) for part in NAMES if part != "phone"}, "phone": phone}


def _write(location: Location, said: Said) -> None:
    for part, value in said.items():
        if part != "phone":
            setattr(location, part, value)
        elif location.phones and value:
            location.phones[0].number = value
        else:
            location.phones = [Phone(number=value), *location.phones[1:]] if value else location.phones[1:]
