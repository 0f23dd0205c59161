"""The postcodes that a file's places need, loaded before its rows are read into the directory."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hubdirectory.actions.world import World
from hubdirectory.geocoding.code_point import CodePoint, PostcodeSourceError
from hubdirectory.geocoding.loading import load
from hubdirectory.geocoding.postcodes import PostcodeTableError
from importers.record import RowOutcome

_AREA = re.compile(r"[A-Z]{1,2}(?=\d)")


def load_needed_postcodes(world: World, outcomes: Iterable[RowOutcome]) -> tuple[str, ...]:
    """Loads the areas that places without a point are in and that are not loaded yet; gives those.

    A third of a second an area. Where the postcodes did not come along with the installation nothing is loaded, and the
    account says which places are not on the map.
    """
    try:
        source = CodePoint.installed()
        missing = sorted((areas_of(outcomes) - set(world.postcodes.areas())) & set(source.areas))
        if missing:
            load(world.settings.instance / "postcodes.db", missing, source=source)
    except (PostcodeSourceError, PostcodeTableError, OSError):
        return ()
    return tuple(missing)


def areas_of(outcomes: Iterable[RowOutcome]) -> set[str]:
    records = (outcome.record for outcome in outcomes if outcome.record)
    places = (place for record in records for place in record.locations if place.point is None)
    found = (_AREA.match(place.postcode.upper()) for place in places)
    return {match.group() for match in found if match}
