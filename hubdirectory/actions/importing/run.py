"""A whole import of services: in batches, each a unit of work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import PRODUCT
from hubdirectory.actions.occurrences.rolling import roll
from hubdirectory.actions.records.revising import revise_many
from hubdirectory.actions.world import World
from hubdirectory.indexing import services_at_location, touch
from hubdirectory.models import Service, ServiceAtLocation, SourceRecord
from importers.reading import SourceReading
from importers.record import RowOutcome

from .account import ImportAccount, RowLine
from .known import Known
from .rows import RowSaver
from .running import Progress, Run, batches, tell

__all__ = ["Progress", "run_import"]


def run_import(
    world: World,
    reading: SourceReading,
    *,
    dry_run: bool = False,
    on_line: Callable[[RowLine], None] | None = None,
    on_progress: Progress | None = None,
) -> ImportAccount:
    """Bring a source's rows in: `on_line` gets a line for each, `on_progress` how many are done, of how many.

    What was committed stays where the database fails on the way; the next run goes on from there.
    """
    run = _Run(world, reading.details, dry_run)
    lines: list[RowLine] = []
    for batch in batches(reading.outcomes):
        new = run.save(batch)
        lines += new
        tell(new, on_line)
        if on_progress:
            on_progress(len(lines), reading.rows)
    gone = run.gone(Service)
    tell(gone, on_line)
    account = ImportAccount.of([*lines, *gone], [*reading.remarks, *run.place_what_has_no_point()])
    run.end(account)
    return account


class _Run(Run):
    """Batches of services."""

    known: Known | None = None

    def forget(self) -> None:
        self.known = None

    def save(self, batch: list[RowOutcome]) -> list[RowLine]:
        numbers: list[int] = []
        with self.unit() as session:
            saver = RowSaver(session, self._known(session), self.find_postcode, self.world.now(), [], [])
            lines = [saver.save(outcome) for outcome in batch]
            self.keep_lines(session, [(line, outcome.cells) for line, outcome in zip(lines, batch, strict=True)])
            revise_many(session, PRODUCT, "service", saver.touched, "imported", self.world.now())
            shared = [id_ for place in saver.moved for id_ in services_at_location(session, place)]
            roll(session, saver.touched, self.world.now(), self.world.calendar)
            numbers = touch(session, [*saver.touched, *shared], self.world.engine_names)
        self.seen.update(outcome.external_id for outcome in batch if _is_there(outcome))
        self.index_now(numbers)
        return lines

    def places(self, source_id: str) -> Any:
        """Where the services of the source are."""
        return (
            select(ServiceAtLocation.location_id)
            .join(SourceRecord, SourceRecord.record_id == ServiceAtLocation.service_id)
            .where(SourceRecord.source_id == source_id)
        )

    def _known(self, session: Session) -> Known:
        if self.known is None:
            self.known = Known(session, self.source(session))
        return self.known


def _is_there(outcome: RowOutcome) -> bool:
    """Whether the source still has the record. A row that we refuse may well be it."""
    return bool(outcome.external_id) and outcome.outcome != "skipped"
