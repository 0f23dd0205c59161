"""Wards and neighbourhoods with their boundaries, and how deprived the neighbourhoods are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from hubdirectory.actions.world import World
from hubdirectory.geocoding.boundaries import AreasError, Boundary, read_boundaries
from hubdirectory.geocoding.postcodes import PostcodePlace, PostcodeTableError
from hubdirectory.indexing import touch
from importers.deprivation import DeprivationReading, read_deprivation
from importers.errors import ImporterError
from importers.record import SourceDetails

from .account import ImportAccount, ImportRefused, RowLine
from .area_rows import AreaSaver, kind_of
from .running import source_of, tell, unit_of
from .warding import give_wards

_LICENCE = {
    "licence": "Open Government Licence v3.0",
    "licence_url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
BOUNDARIES = SourceDetails(
    title="Boundaries of wards and neighbourhoods",
    publisher="Office for National Statistics; contains OS data © Crown copyright and database right",
    url="https://geoportal.statistics.gov.uk/",
    **_LICENCE,
)
DEPRIVATION = SourceDetails(
    title="English indices of deprivation",
    publisher="Ministry of Housing, Communities and Local Government",
    url="https://www.gov.uk/government/collections/english-indices-of-deprivation",
    **_LICENCE,
)


@dataclass
class _Files:
    """What the files have in them. Wards are saved first, as neighbourhoods lie in them."""

    wards: list[Boundary] = field(default_factory=list)
    neighbourhoods: list[Boundary] = field(default_factory=list)
    others: list[Boundary] = field(default_factory=list)
    deprivation: list[tuple[DeprivationReading, int]] = field(default_factory=list)


def import_areas(
    world: World,
    files: Sequence[Path],
    *,
    year: int | None = None,
    dry_run: bool = False,
    on_line: Callable[[RowLine], None] | None = None,
) -> ImportAccount:
    """Bring in boundaries (GeoJSON with the ONS's names of columns) and deprivation (CSV by LSOA), in any order of files.

    `year`: of the index of deprivation, where the file's name does not say ("imd2025"). Places that have no ward yet are
    given theirs. Raises ImportRefused, before anything is saved, where a file cannot be used.
    """
    read = _read(files, year)
    with unit_of(world, dry_run) as session:
        lines = list(_save(session, read))
        warded = give_wards(session, lambda postcode: _find(world, postcode))
        numbers = touch(session, warded.services, world.engine_names)
    if numbers and not dry_run:
        world.index_now(numbers)
    tell(lines, on_line)
    return ImportAccount.of(lines, warded.remarks())


def _save(session: Session, read: _Files) -> Iterator[RowLine]:
    if read.wards or read.neighbourhoods:
        source_of(session, BOUNDARIES)
    if read.deprivation:
        source_of(session, DEPRIVATION)
    saver = AreaSaver(session)
    yield from (saver.ward(boundary) for boundary in read.wards)
    yield from (saver.neighbourhood(boundary) for boundary in read.neighbourhoods)
    yield from (saver.neither(boundary) for boundary in read.others)
    for reading, year in read.deprivation:
        yield from (saver.deprivation(row, year) for row in reading.rows)
    yield from saver.gone()


def _read(files: Sequence[Path], year: int | None) -> _Files:
    read = _Files()
    for file in files:
        try:
            _read_one(file, year, read)
        except (AreasError, ImporterError) as error:
            raise ImportRefused([f"{file.name}: {error}"]) from error
        except OSError as error:
            raise ImportRefused([f"{file} cannot be opened: {error.strerror or error}."]) from error
    return read


def _read_one(file: Path, year: int | None, read: _Files) -> None:
    with file.open("rb") as opened:
        begins = opened.read(200).removeprefix(b"\xef\xbb\xbf").lstrip()
    if begins.startswith(b"{"):
        by_kind = {"WD": read.wards, "LSOA": read.neighbourhoods, "": read.others}
        for boundary in read_boundaries(file):
            by_kind[kind_of(boundary)].append(boundary)
        return
    reading = read_deprivation(file)
    known = year or reading.year
    if known is None:
        raise ImportRefused([f"{file.name} does not say of which year its figures are: give it with --year."])
    read.deprivation.append((reading, known))


def _find(world: World, postcode: str) -> PostcodePlace | None:
    try:
        return world.postcodes.find(postcode)
    except PostcodeTableError:
        return None
