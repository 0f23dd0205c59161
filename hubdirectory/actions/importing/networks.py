"""Primary care networks: which practice belongs to which, from the NHS's own list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions.world import World
from hubdirectory.domain.schedules import LONDON
from hubdirectory.models import NetworkPractice
from importers.errors import ImporterError
from importers.networks import NetworkRow, read_networks
from importers.record import SourceDetails

from .account import ADDED, CHANGED, GONE, SKIPPED, UNCHANGED, ImportAccount, ImportRefused, RowLine
from .running import source_of, tell, unit_of

DETAILS = SourceDetails(
    title="Primary care networks (ePCN)",
    publisher="NHS England, Organisation Data Service",
    url="https://digital.nhs.uk/services/organisation-data-service",
    licence="Open Government Licence v3.0",
    licence_url="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)
GONE_REASON = "The source has it in no network any more, and so has this directory."


def import_networks(
    world: World, file: Path, *, dry_run: bool = False, on_line: Callable[[RowLine], None] | None = None
) -> ImportAccount:
    """Bring in who belongs to which network; what the list has no longer is taken away.

    Raises ImportRefused, before anything is saved, where the file cannot be used.
    """
    try:
        rows = read_networks(file, world.now().astimezone(LONDON).date())
    except ImporterError as error:
        raise ImportRefused([str(error)]) from error
    with unit_of(world, dry_run) as session:
        source_of(session, DETAILS)
        lines = [*_save(session, rows)]
    tell(lines, on_line)
    return ImportAccount.of(lines)


def _save(session: Session, rows: tuple[NetworkRow, ...]) -> Iterator[RowLine]:
    known = {one.practice_code: one for one in session.scalars(select(NetworkPractice))}
    seen: set[str] = set()
    for row in rows:
        # What a row says wrongly is no reason to forget what was known.
        if row.outcome != SKIPPED:
            seen.add(row.code)
        if row.outcome:
            yield RowLine(row.row, row.outcome, row.name, row.reason)
            continue
        yield _saved(session, known, row)
    for code, one in sorted(known.items()):
        if code not in seen:
            session.delete(one)
            yield RowLine(None, GONE, one.practice_name or code, GONE_REASON)


def _saved(session: Session, known: dict[str, NetworkPractice], row: NetworkRow) -> RowLine:
    said = {"practice_name": row.name[:200], "network_code": row.network, "network_name": row.network_name[:200]}
    here = known.get(row.code)
    if here is None:
        known[row.code] = NetworkPractice(practice_code=row.code, **said)
        session.add(known[row.code])
        return RowLine(row.row, ADDED, row.name, f"In {row.network_name}.")
    if all(getattr(here, part) == value for part, value in said.items()):
        return RowLine(row.row, UNCHANGED, row.name)
    for part, value in said.items():
        setattr(here, part, value)
    return RowLine(row.row, CHANGED, row.name, f"In {row.network_name}.")
