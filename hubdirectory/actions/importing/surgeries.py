"""GP surgeries from the NHS file of prescribing places: where navigators work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from hubdirectory.actions.acting import PRODUCT
from hubdirectory.actions.records.revising import revise_many
from hubdirectory.actions.wards import Wards
from hubdirectory.actions.world import World
from hubdirectory.indexing import services_at_location, touch
from hubdirectory.models import Location, SourceRecord
from importers.errors import ImporterError
from importers.record import SourceDetails
from importers.surgeries import SurgeriesReading, SurgeryOutcome, read_surgeries

from .account import ADDED, CHANGED, UNCHANGED, ImportAccount, ImportRefused, RowLine
from .needed_postcodes import load_postcodes_for
from .running import Progress, Run, batches, tell
from .surgery_rows import SurgerySaver

DETAILS = SourceDetails(
    title="GP practices (epraccur)",
    publisher="NHS England, Organisation Data Service",
    url="https://digital.nhs.uk/services/organisation-data-service",
    licence="Open Government Licence v3.0",
    licence_url="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)
GONE_REASON = "The source has it no longer as an open GP practice. It is still here: look whether it has closed."


def import_surgeries(
    world: World,
    file: Path,
    *,
    dry_run: bool = False,
    on_line: Callable[[RowLine], None] | None = None,
    on_progress: Progress | None = None,
) -> ImportAccount:
    """Bring in the GP practices that are open; every other row is skipped with its reason.

    What was edited here is kept. Raises ImportRefused, before anything is saved, where the file cannot be used.
    """
    reading = _read(file)
    load_postcodes_for(world, (one.record.postcode for one in reading.outcomes if one.record))
    run = _Run(world, DETAILS, dry_run)
    lines: list[RowLine] = []
    for batch in batches(reading.outcomes):
        new = run.save(batch)
        lines += new
        tell(new, on_line)
        if on_progress:
            on_progress(len(lines), reading.rows)
    gone = run.gone(Location, GONE_REASON)
    tell(gone, on_line)
    account = ImportAccount.of([*lines, *gone], [*run.place_what_has_no_point(), *run.said_of_districts()])
    run.end(account)
    return account


def _read(file: Path) -> SurgeriesReading:
    try:
        return read_surgeries(file)
    except ImporterError as error:
        raise ImportRefused([str(error)]) from error


class _Run(Run):
    """Batches of surgeries."""

    def __init__(self, world: World, details: SourceDetails, dry_run: bool) -> None:
        super().__init__(world, details, dry_run)
        self.here = self.elsewhere = 0
        self.wards: Wards | None = None

    def save(self, batch: list[SurgeryOutcome]) -> list[RowLine]:
        with self.unit() as session:
            self.wards = Wards(session)
            saver = SurgerySaver(session, self.source(session).id, self.wards, self.find_postcode, self.world.now())
            lines = [self._with_district(outcome, saver.save(outcome)) for outcome in batch]
            self.keep_lines(session, [(line, outcome.cells) for line, outcome in zip(lines, batch, strict=True)])
            revise_many(session, PRODUCT, "location", saver.touched, "imported", self.world.now())
            services = [id_ for place in saver.touched for id_ in services_at_location(session, place)]
            numbers = touch(session, services, self.world.engine_names)
        self.seen.update(outcome.code for outcome in batch if outcome.outcome != "skipped")
        self.index_now(numbers)
        return lines

    def places(self, source_id: str) -> Any:
        """The surgeries themselves."""
        return select(SourceRecord.record_id).where(SourceRecord.source_id == source_id)

    def said_of_districts(self) -> tuple[str, ...]:
        """How many are in the district of this directory. A postcode's own district says so: outward codes cross borders."""
        if not self.here + self.elsewhere:
            return ()
        return (f"In the district ({self.world.settings.district_code}): {self.here:,}. Elsewhere: {self.elsewhere:,}.",)

    def _with_district(self, outcome: SurgeryOutcome, line: RowLine) -> RowLine:
        """The line, which says of a new surgery outside of the district that it is."""
        if outcome.record is None or line.outcome not in (ADDED, CHANGED, UNCHANGED):
            return line
        found = self.find_postcode(outcome.record.postcode) if outcome.record.postcode else None
        here = self.wards.is_in(found, self.world.settings.district_code) if found and self.wards is not None else None
        self.here += here is True
        self.elsewhere += here is False
        if here is not False or line.outcome != ADDED:
            return line
        code = f" ({found.district_code})" if found and found.district_code else ""
        said = f"{line.reason} It is in another district{code}.".strip()
        return RowLine(line.row, line.outcome, line.name, said, line.record_id)
