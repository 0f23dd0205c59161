"""The postcodes that a file's places need, loaded before its rows are read into the directory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hubdirectory.actions.world import World
from hubdirectory.geocoding.code_point import CodePoint, PostcodeSourceError
from hubdirectory.geocoding.loading import load
from hubdirectory.geocoding.postcodes import PostcodeTableError
from importers.record import RowOutcome

_AREA = re.compile(r"[A-Z]{1,2}(?=\d)")


def load_needed_postcodes(world: World, outcomes: Iterable[RowOutcome]) -> tuple[str, ...]:
    """Loads the areas that places without a point are in; see `load_postcodes_for`."""
    return load_postcodes_for(world, _postcodes_of(outcomes))


def load_postcodes_for(world: World, postcodes: Iterable[str]) -> tuple[str, ...]:
    """Loads the areas of these postcodes that are not loaded yet; gives those.

    A third of a second an area. Where the postcodes did not come along with the installation nothing is loaded, and the
    account says which places are not on the map.
    """
    try:
        source = CodePoint.installed()
        missing = sorted((areas_of(postcodes) - set(world.postcodes.areas())) & set(source.areas))
        if missing:
            load(world.settings.instance / "postcodes.db", missing, source=source)
    except (PostcodeSourceError, PostcodeTableError, OSError):
        return ()
    return tuple(missing)


def areas_of(postcodes: Iterable[str]) -> set[str]:
    """The letters that postcodes begin with: "TS", "B"."""
    found = (_AREA.match(postcode.upper()) for postcode in postcodes)
    return {match.group() for match in found if match}


def _postcodes_of(outcomes: Iterable[RowOutcome]) -> Iterator[str]:
    records = (outcome.record for outcome in outcomes if outcome.record)
    return (place.postcode for record in records for place in record.locations if place.point is None)
