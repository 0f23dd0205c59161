"""A whole import: in batches, each a unit of work; a dry run does the same and saves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import PRODUCT
from hubdirectory.actions.occurrences.rolling import roll
from hubdirectory.actions.records.revising import revise_many
from hubdirectory.actions.world import World
from hubdirectory.domain.slugs import slug_of
from hubdirectory.geocoding.postcodes import PostcodePlace, PostcodeTableError
from hubdirectory.indexing import services_at_location, touch
from hubdirectory.models import ImportRow, ImportRun, Service, Source, SourceRecord, new_id
from importers.reading import SourceReading
from importers.record import RowOutcome, SourceDetails

from .account import GONE, ImportAccount, RowLine
from .known import Known
from .placing import place
from .rows import RowSaver

BATCH = 200
"""Rows for each commit: others who want to write wait no longer than one batch."""

Progress = Callable[[int, int], None]


class _NotSaved(Exception):
    """Ends the unit of work of a dry run."""


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
    for batch in _batches(reading.outcomes):
        new = run.save(batch)
        lines += new
        _tell(new, on_line)
        if on_progress:
            on_progress(len(lines), reading.rows)
    gone = run.gone()
    _tell(gone, on_line)
    account = ImportAccount.of([*lines, *gone], [*reading.remarks, *run.place_what_has_no_point()])
    run.end(account)
    return account


def _batches(outcomes: Iterable[RowOutcome]) -> Iterator[list[RowOutcome]]:
    waiting = iter(outcomes)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _tell(lines: Iterable[RowLine], on_line: Callable[[RowLine], None] | None) -> None:
    if on_line:
        for line in lines:
            on_line(line)


class _Run:
    """What the batches of one import share."""

    def __init__(self, world: World, details: SourceDetails, dry_run: bool) -> None:
        self.world, self.details, self.dry_run = world, details, dry_run
        self.seen: set[str] = set()
        self.known: Known | None = None
        self.run_id = new_id()
        with self._unit() as session:
            session.add(ImportRun(id=self.run_id, source_id=self._source(session).id, started_at=world.now()))

    @contextmanager
    def _unit(self) -> Iterator[Session]:
        """A unit of work. In a dry run it is undone at its end, and so is what we believe to know."""
        with suppress(_NotSaved), self.world.database.writing() as session:
            yield session
            session.flush()
            if self.dry_run:
                self.known = None
                raise _NotSaved

    def save(self, batch: list[RowOutcome]) -> list[RowLine]:
        numbers: list[int] = []
        with self._unit() as session:
            saver = RowSaver(session, self._known(session), self._find_postcode, self.world.now(), [], [])
            lines = [saver.save(outcome) for outcome in batch]
            self._keep(session, batch, lines)
            revise_many(session, PRODUCT, "service", saver.touched, "imported", self.world.now())
            shared = [id_ for place in saver.moved for id_ in services_at_location(session, place)]
            roll(session, saver.touched, self.world.now(), self.world.calendar)
            numbers = touch(session, [*saver.touched, *shared], self.world.engine_names)
        self.seen.update(outcome.external_id for outcome in batch if _is_there(outcome))
        if numbers and not self.dry_run:
            self.world.index_now(numbers)
        return lines

    def gone(self) -> list[RowLine]:
        """Records that the source has lost: flagged, never deleted."""
        with self._unit() as session:
            source = self._source(session)
            query = (
                select(SourceRecord.id, SourceRecord.external_id, Service.name, Service.id)
                .join(Service, Service.id == SourceRecord.record_id)
                .where(SourceRecord.source_id == source.id, SourceRecord.gone_at.is_(None))
                .order_by(Service.name, SourceRecord.external_id)
            )
            lost = [row for row in session.execute(query).all() if row[1] not in self.seen]
            reason = "The source no longer has it. It is still published here: look whether it has ended."
            lines = [RowLine(None, GONE, name, reason, service_id) for _, _, name, service_id in lost]
            for id_, _, _, _ in lost:
                session.execute(update(SourceRecord).where(SourceRecord.id == id_).values(gone_at=self.world.now()))
            self._keep_lines(session, [(line, {}) for line in lines])
        return lines

    def place_what_has_no_point(self) -> tuple[str, ...]:
        """Put places of this source on the map whose postcodes have been loaded since; say how many are left."""
        with self._unit() as session:
            source_id = self._source(session).id
            placed = place(session, source_id, self._find_postcode)
            numbers = touch(session, placed.services, self.world.engine_names)
        if numbers and not self.dry_run:
            self.world.index_now(numbers)
        return placed.remarks()

    def end(self, account: ImportAccount) -> None:
        with self._unit() as session:
            values = {"ended_at": self.world.now(), "account": account.as_json()}
            session.execute(update(ImportRun).where(ImportRun.id == self.run_id).values(values))

    def _known(self, session: Session) -> Known:
        if self.known is None:
            self.known = Known(session, self._source(session))
        return self.known

    def _source(self, session: Session) -> Source:
        """The source by its title's slug, with what the map says of it now."""
        slug = slug_of(self.details.title)
        source = session.scalar(select(Source).where(Source.slug == slug)) or Source(id=new_id(), slug=slug)
        for name, longest in (("title", 200), ("publisher", 200), ("url", 500), ("licence", 200), ("licence_url", 500)):
            value = getattr(self.details, name)[:longest]
            if getattr(source, name) != value:
                setattr(source, name, value)
        session.add(source)
        session.flush()
        return source

    def _find_postcode(self, postcode: str) -> PostcodePlace | None:
        try:
            return self.world.postcodes.find(postcode)
        except PostcodeTableError:
            return None

    def _keep(self, session: Session, batch: list[RowOutcome], lines: list[RowLine]) -> None:
        self._keep_lines(session, [(line, outcome.cells) for line, outcome in zip(lines, batch, strict=True)])

    def _keep_lines(self, session: Session, lines: list[tuple[RowLine, dict[str, str]]]) -> None:
        if not lines or self.dry_run:
            return
        rows = [
            {
                "id": new_id(), "run_id": self.run_id, "number": line.row or 0, "outcome": line.outcome,
                "reason": line.reason, "as_it_came": cells, "record_id": line.record_id,
            }
            for line, cells in lines
        ]  # fmt: skip
        session.execute(insert(ImportRow), rows)


def _is_there(outcome: RowOutcome) -> bool:
    """Whether the source still has the record. A row that we refuse may well be it."""
    return bool(outcome.external_id) and outcome.outcome != "skipped"
