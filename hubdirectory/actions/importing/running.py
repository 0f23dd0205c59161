"""What every import does, whatever it brings in: units of work, a line kept for each row, records that have gone.

A dry run does the same and saves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from hubdirectory.actions.world import World
from hubdirectory.domain.slugs import slug_of
from hubdirectory.geocoding.postcodes import PostcodePlace, PostcodeTableError
from hubdirectory.indexing import touch
from hubdirectory.models import ImportRow, ImportRun, Location, Service, Source, SourceRecord, new_id
from importers.record import SourceDetails

from .account import GONE, ImportAccount, RowLine
from .placing import place
from .warding import give_wards

BATCH = 200
"""Rows for each commit: others who want to write wait no longer than one batch."""

Progress = Callable[[int, int], None]
Row = TypeVar("Row")


class _NotSaved(Exception):
    """Ends the unit of work of a dry run."""


def batches(outcomes: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows, a commit's worth at a time."""
    waiting = iter(outcomes)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def tell(lines: Iterable[RowLine], on_line: Callable[[RowLine], None] | None) -> None:
    """Give each line to whoever listens."""
    if on_line:
        for line in lines:
            on_line(line)


@contextmanager
def unit_of(world: World, dry_run: bool) -> Iterator[Session]:
    """A unit of work; in a dry run it is undone at its end."""
    with suppress(_NotSaved), world.database.writing() as session:
        yield session
        session.flush()
        if dry_run:
            raise _NotSaved


def source_of(session: Session, details: SourceDetails) -> Source:
    """The source by its title's slug, with what is said of it now: the about page names it with its licence."""
    slug = slug_of(details.title)
    source = session.scalar(select(Source).where(Source.slug == slug)) or Source(id=new_id(), slug=slug)
    for name, longest in (("title", 200), ("publisher", 200), ("url", 500), ("licence", 200), ("licence_url", 500)):
        value = getattr(details, name)[:longest]
        if getattr(source, name) != value:
            setattr(source, name, value)
    session.add(source)
    session.flush()
    return source


class Run:
    """What the batches of one import share. `seen` are the external ids that the source still has."""

    def __init__(self, world: World, details: SourceDetails, dry_run: bool) -> None:
        self.world, self.details, self.dry_run = world, details, dry_run
        self.seen: set[str] = set()
        self.run_id = new_id()
        with self.unit() as session:
            session.add(ImportRun(id=self.run_id, source_id=self.source(session).id, started_at=world.now()))

    @contextmanager
    def unit(self) -> Iterator[Session]:
        """A unit of work. In a dry run it is undone at its end, and so is what we believe to know."""
        with unit_of(self.world, self.dry_run) as session:
            yield session
        if self.dry_run:
            self.forget()

    def forget(self) -> None:
        """What was learnt in a unit of work that was undone."""

    def places(self, source_id: str) -> Any:
        """The ids of the places that the source's records are at, as a query."""
        raise NotImplementedError

    def gone(self, model: type[Service] | type[Location], reason: str = "") -> list[RowLine]:
        """Records that the source has lost: flagged, never deleted."""
        with self.unit() as session:
            query = (
                select(SourceRecord.id, SourceRecord.external_id, model.name, model.id)
                .join(model, model.id == SourceRecord.record_id)
                .where(SourceRecord.source_id == self.source(session).id, SourceRecord.gone_at.is_(None))
                .order_by(model.name, SourceRecord.external_id)
            )
            lost = [row for row in session.execute(query).all() if row[1] not in self.seen]
            reason = reason or "The source no longer has it. It is still published here: look whether it has ended."
            lines = [RowLine(None, GONE, name, reason, record_id) for _, _, name, record_id in lost]
            for id_, _, _, _ in lost:
                session.execute(update(SourceRecord).where(SourceRecord.id == id_).values(gone_at=self.world.now()))
            self.keep_lines(session, [(line, {}) for line in lines])
        return lines

    def place_what_has_no_point(self) -> tuple[str, ...]:
        """Put places of this source on the map whose postcodes have been loaded since, and in their wards; say what is left."""
        with self.unit() as session:
            places = self.places(self.source(session).id)
            placed = place(session, places, self.find_postcode)
            warded = give_wards(session, self.find_postcode, places)
            numbers = touch(session, [*placed.services, *warded.services], self.world.engine_names)
        self.index_now(numbers)
        return (*placed.remarks(), *warded.remarks())

    def end(self, account: ImportAccount) -> None:
        with self.unit() as session:
            values = {"ended_at": self.world.now(), "account": account.as_json()}
            session.execute(update(ImportRun).where(ImportRun.id == self.run_id).values(values))

    def index_now(self, numbers: Sequence[int]) -> None:
        if numbers and not self.dry_run:
            self.world.index_now(numbers)

    def source(self, session: Session) -> Source:
        return source_of(session, self.details)

    def find_postcode(self, postcode: str) -> PostcodePlace | None:
        try:
            return self.world.postcodes.find(postcode)
        except PostcodeTableError:
            return None

    def keep_lines(self, session: Session, lines: list[tuple[RowLine, Mapping[str, str]]]) -> None:
        """A row of the run for each line, with the cells as they came."""
        if not lines or self.dry_run:
            return
        rows = [
            {
                "id": new_id(), "run_id": self.run_id, "number": line.row or 0, "outcome": line.outcome,
                "reason": line.reason, "as_it_came": dict(cells), "record_id": line.record_id,
            }
            for line, cells in lines
        ]  # fmt: skip
        session.execute(insert(ImportRow), rows)
