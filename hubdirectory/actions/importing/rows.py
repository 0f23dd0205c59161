"""One row into the directory: added, changed, left as it is, or kept out with the reason."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session, selectinload

from hubdirectory.actions.records.revising import ground
from hubdirectory.geocoding.postcodes import PostcodePlace
from hubdirectory.indexing.loading import WHOLE
from hubdirectory.models import Service, SourceRecord, new_id
from importers.record import RowOutcome, ServiceRecord

from .account import ADDED, CHANGED, REFUSED, SKIPPED, UNCHANGED, RowLine
from .known import Known, KnownRecord
from .parts import NAMES, Parts, hash_of, merge, parts_of_record, parts_of_service
from .writing import Writer

log = logging.getLogger(__name__)


@dataclass
class RowSaver:
    """Saves the rows of one unit of work. `touched` and `moved` are services and places that the indexes must learn of."""

    session: Session
    known: Known
    find_postcode: Callable[[str], PostcodePlace | None]
    now: datetime
    touched: list[str]
    moved: list[str]

    def save(self, outcome: RowOutcome) -> RowLine:
        """The line of one row. Whatever is wrong with it stays with it, but for a database that is gone."""
        if outcome.record is None:
            return RowLine(outcome.row, outcome.outcome, outcome.name, outcome.reason)
        try:
            return self._save(outcome, outcome.record)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            # One bad row never stops the others; the log keeps the trace for whoever mends it.
            log.exception("Row %s of %s could not be saved", outcome.row, self.known.source.slug)
            self.known.drop()
            reason = f"The row could not be saved ({type(error).__name__})."
            return RowLine(outcome.row, REFUSED, outcome.name, reason)

    def _save(self, outcome: RowOutcome, record: ServiceRecord) -> RowLine:
        parts = parts_of_record(record, self.known.terms)
        known = self.known.records.get(record.external_id)
        if known is None and record.closed_reason:
            return RowLine(outcome.row, SKIPPED, outcome.name, f"{record.closed_reason} So it was not added.")
        if known and known.service_id is None:
            return RowLine(outcome.row, SKIPPED, outcome.name, "It was deleted here, so it is not added again.")
        if known and known.content_hash == hash_of(parts) and not known.gone:
            return RowLine(outcome.row, UNCHANGED, outcome.name, "", known.service_id)
        with self.session.begin_nested():
            line = self._change(outcome, parts, known) if known else self._add(outcome, record, parts)
        self.known.keep()
        return line

    def _writer(self) -> Writer:
        return Writer(self.session, self.known, self.find_postcode, self.now)

    def _add(self, outcome: RowOutcome, record: ServiceRecord, parts: Parts) -> RowLine:
        writer = self._writer()
        service = writer.new_service(parts, record.organisation_url)
        source_record = SourceRecord(
            id=new_id(),
            source_id=self.known.source.id,
            external_id=record.external_id,
            record_id=service.id,
            content_hash=hash_of(parts),
            imported=parts,
            seen_at=self.now,
        )
        self.session.add(source_record)
        self.session.flush()
        self.known.records[record.external_id] = KnownRecord(source_record.id, service.id, hash_of(parts), gone=False)
        self.touched.append(service.id)
        unknown = [
            f"There is no {term.taxonomy} “{term.slug}” in this directory."
            for term in record.terms
            if (term.taxonomy, term.slug) not in self.known.terms
        ]
        reason = " ".join(filter(None, (outcome.reason, *unknown, *writer.remarks)))
        return RowLine(outcome.row, ADDED, outcome.name, reason, service.id)

    def _change(self, outcome: RowOutcome, parts: Parts, known: KnownRecord) -> RowLine:
        source_record = self.session.get_one(SourceRecord, known.id)
        service = self._whole(known.service_id or "")
        merged = merge(source_record.imported, parts_of_service(service), parts)
        writer = self._writer()
        if merged.write:
            ground(self.session, "service", service.id, self.now)
            writer.write(self._whole(service.id), merged.write, source_record.imported)
            self.touched.append(service.id)
        self.moved += writer.moved
        source_record.content_hash, source_record.imported = hash_of(parts), parts
        source_record.seen_at, source_record.gone_at = self.now, None
        self.session.flush()
        sentences = [
            f"Changed: {', '.join(NAMES[part] for part in merged.write)}." if merged.write else "",
            f"Kept as edited here: {', '.join(merged.kept)}." if merged.kept else "",
            "It is in the source again." if known.gone else "",
            outcome.reason if merged.write else "",
            *writer.remarks,
        ]
        changed = CHANGED if merged.write or known.gone else UNCHANGED
        return RowLine(outcome.row, changed, outcome.name, " ".join(filter(None, sentences)), service.id)

    def _whole(self, service_id: str) -> Service:
        """The service with everything that hangs on it, as the database has it now."""
        query = select(Service).where(Service.id == service_id).options(*WHOLE, selectinload(Service.contacts))
        return self.session.scalars(query.execution_options(populate_existing=True)).unique().one()
