"""Spreadsheets: a file and its map, from their names to an account."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import importers
from hubdirectory.actions.world import World
from importers.errors import ImporterError, MapInvalid
from importers.map_parsing import read_map
from importers.reading import SourceReading, read_source

from .account import ImportAccount, ImportRefused, RowLine
from .needed_postcodes import load_needed_postcodes
from .run import Progress, run_import

MAPS = Path(importers.__file__).parent / "maps"


def maps_that_come_along() -> dict[str, Path]:
    """The maps that are part of the product, by name."""
    return {path.stem: path for path in sorted(MAPS.glob("*.toml"))}


def import_spreadsheet(
    world: World,
    file: Path,
    map_name: str,
    *,
    dry_run: bool = False,
    on_line: Callable[[RowLine], None] | None = None,
    on_progress: Progress | None = None,
) -> ImportAccount:
    """Import a CSV file or a workbook. `map_name` is a map file's path, or the name of one that comes along.

    Raises ImportRefused, before anything is saved, where the file or the map cannot be used.
    """
    map_path = _map_path(map_name)
    load_needed_postcodes(world, _read(file, map_path).outcomes)
    return run_import(world, _read(file, map_path), dry_run=dry_run, on_line=on_line, on_progress=on_progress)


def _read(file: Path, map_path: Path) -> SourceReading:
    try:
        return read_source(file, read_map(map_path))
    except MapInvalid as error:
        raise ImportRefused(error.problems) from error
    except ImporterError as error:
        raise ImportRefused([str(error)]) from error


def _map_path(name: str) -> Path:
    known = maps_that_come_along()
    if Path(name).exists() or name not in known:
        return Path(name)
    return known[name]
