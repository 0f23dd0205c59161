"""Making the offline postcode table: built beside the live one, then swapped in."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from operator import itemgetter
from pathlib import Path

from hubdirectory.geocoding.code_point import CodePoint
from hubdirectory.geocoding.postcodes import Postcodes, PostcodeTableError

SCHEMA = """
CREATE TABLE postcode (
    postcode TEXT PRIMARY KEY,
    easting INTEGER NOT NULL,
    northing INTEGER NOT NULL,
    district_code TEXT,
    ward_code TEXT
) WITHOUT ROWID;
CREATE TABLE sector (
    sector TEXT PRIMARY KEY,
    postcodes INTEGER NOT NULL,
    easting_sum INTEGER NOT NULL,
    northing_sum INTEGER NOT NULL,
    west INTEGER NOT NULL,
    south INTEGER NOT NULL,
    east INTEGER NOT NULL,
    north INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE area (area TEXT PRIMARY KEY, postcodes INTEGER NOT NULL) WITHOUT ROWID;
"""

SUM_UP_SECTORS = """
INSERT INTO sector
SELECT substr(postcode, 1, length(postcode) - 2) AS sector, count(*), sum(easting), sum(northing),
       min(easting), min(northing), max(easting), max(northing)
FROM postcode WHERE postcode BETWEEN :first AND :last GROUP BY sector
"""

Progress = Callable[[int, int], None]


def load(
    path: Path,
    areas: Sequence[str] | None = None,
    on_progress: Progress | None = None,
    source: CodePoint | None = None,
) -> int:
    """Load postcode areas (all of Great Britain when None) and return how many postcodes were loaded.

    Areas that were loaded before and are not asked for now stay. Readers see the old table until the new one
    is whole, and never half of it; after a failure the old one is still there. `on_progress` is told how much
    is done, and of how much, after each area. `source` is the installed package unless given. Raises
    PostcodeSourceError. One load at a time: of two at once the one that ends last stands.
    """
    source = source or CodePoint.installed()
    wanted = source.areas if areas is None else tuple(sorted({area.upper() for area in areas}))
    sizes = {area: source.size(area) for area in wanted}
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        count = _build(beside, path, source, sizes, on_progress or (lambda done, total: None))
        _flush_to_disk(beside)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return count


def _build(beside: Path, live: Path, source: CodePoint, sizes: dict[str, int], on_progress: Progress) -> int:
    keeps_others = _start(beside, live, replacing=set(sizes))
    count = done = 0
    with closing(sqlite3.connect(beside, isolation_level=None)) as table:
        # Nothing reads this file yet and a failed one is thrown away, so it needs no journal.
        table.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        if not keeps_others:
            table.executescript(SCHEMA)
        for area, size in sizes.items():
            count += _replace_area(table, source, area)
            done += size
            on_progress(done, sum(sizes.values()))
    return count


def _start(beside: Path, live: Path, replacing: set[str]) -> bool:
    """Begin with a copy of the live table where it holds areas that must stay; else with nothing."""
    beside.unlink(missing_ok=True)
    try:
        others = set(Postcodes(live).areas()) - replacing
    except PostcodeTableError:
        return False  # what cannot be read cannot be kept, and loading again is the way to mend it
    if others:
        shutil.copyfile(live, beside)
    return bool(others)


def _replace_area(table: sqlite3.Connection, source: CodePoint, area: str) -> int:
    # A digit follows the area's letters, so that replacing B leaves BA alone.
    span = {"first": f"{area}0", "last": f"{area}:"}
    table.execute("BEGIN")
    table.execute("DELETE FROM postcode WHERE postcode BETWEEN :first AND :last", span)
    table.execute("DELETE FROM sector WHERE sector BETWEEN :first AND :last", span)
    # Sorted rows fill the pages of the file; one that a file holds twice must not stop the load.
    table.executemany("INSERT OR REPLACE INTO postcode VALUES (?, ?, ?, ?, ?)", sorted(source.rows(area), key=itemgetter(0)))
    table.execute(SUM_UP_SECTORS, span)
    (count,) = table.execute("SELECT count(*) FROM postcode WHERE postcode BETWEEN :first AND :last", span).fetchone()
    table.execute("INSERT OR REPLACE INTO area VALUES (?, ?)", (area, count))
    table.execute("COMMIT")
    return count


def _flush_to_disk(path: Path) -> None:
    # Without it a power cut after the swap could leave an empty table under the live name.
    with path.open("rb") as file:
        os.fsync(file.fileno())
