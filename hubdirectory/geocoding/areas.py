"""Which area (a ward, a district) a place lies in, from boundaries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hubdirectory.domain.distance import Box, Point

from .boundaries import AreasError, Rings, complaining_of, read_boundaries, unpacked

__all__ = ["Area", "Areas", "AreasError"]


@dataclass(frozen=True)
class Area:
    """An area by its code (the ONS's, as a rule) and its name."""

    code: str
    name: str


@dataclass(frozen=True)
class _Shape:
    area: Area
    rings: Rings
    box: Box


class Areas:
    """Boundaries in memory. Where two overlap the first in the file answers."""

    def __init__(self, shapes: Sequence[_Shape]) -> None:
        self._shapes = tuple(shapes)

    @classmethod
    def from_geojson(cls, source: Path | Mapping[str, Any], code_property: str, name_property: str) -> Areas:
        """Areas from a FeatureCollection of Polygons and MultiPolygons in WGS84 degrees, in a file or not.

        Raises AreasError with a sentence for anything else, and OSError for a file that cannot be opened.
        """
        shapes = []
        for boundary in read_boundaries(source):
            with complaining_of(boundary.number):
                properties = boundary.properties
                area = Area(str(properties[code_property]), str(properties[name_property]))
                shapes.append(_Shape(area, boundary.rings, _box(boundary.rings)))
        return cls(shapes)

    @classmethod
    def from_packed(cls, known: Iterable[tuple[Area, str]]) -> Areas:
        """Areas from texts that `boundaries.packed` made. One without a boundary holds no place."""
        rings = ((area, unpacked(text)) for area, text in known if text)
        return cls([_Shape(area, some, _box(some)) for area, some in rings])

    @property
    def all(self) -> tuple[Area, ...]:
        """The areas, each once, in the order of the file."""
        return tuple(dict.fromkeys(shape.area for shape in self._shapes))

    def area_of(self, point: Point) -> Area | None:
        """The area that the point lies in. On a border of two it is one of them, and always the same."""
        inside = (shape for shape in self._shapes if shape.box.holds(point) and _within(point, shape.rings))
        return next((shape.area for shape in inside), None)


def _box(rings: Rings) -> Box:
    longitudes = [longitude for ring in rings for longitude, _ in ring]
    latitudes = [latitude for ring in rings for _, latitude in ring]
    return Box(min(latitudes), min(longitudes), max(latitudes), max(longitudes))


def _within(point: Point, rings: Rings) -> bool:
    """Whether a line from the point eastward crosses the borders an odd number of times.

    Holes and separate parts need nothing more: each is one border more to cross.
    """
    inside = False
    for ring in rings:
        for (from_x, from_y), (to_x, to_y) in zip(ring, (*ring[1:], ring[0]), strict=True):
            # Half open, so that a corner counts once and a level side never.
            if (from_y > point.latitude) != (to_y > point.latitude):
                crossing = from_x + (point.latitude - from_y) / (to_y - from_y) * (to_x - from_x)
                inside ^= point.longitude < crossing
    return inside
