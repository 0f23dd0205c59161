"""Which area (a ward, a district) a place lies in, from a GeoJSON file of boundaries."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hubdirectory.domain.distance import Box, Point

# Longitude and latitude of a corner, as GeoJSON orders them.
Corner = tuple[float, float]
Ring = tuple[Corner, ...]


class AreasError(ValueError):
    """The boundaries cannot be used; the message says which feature and why."""


@dataclass(frozen=True)
class Area:
    """An area by its code (the ONS's, as a rule) and its name."""

    code: str
    name: str


@dataclass(frozen=True)
class _Shape:
    area: Area
    rings: tuple[Ring, ...]
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
        content = source if isinstance(source, Mapping) else _read(source)
        features = content.get("features")
        if not isinstance(features, list) or not features:
            raise AreasError("There are no features here: it should be a GeoJSON FeatureCollection.")
        shapes = []
        for number, feature in enumerate(features, start=1):
            try:
                shapes.append(_shape(feature, code_property, name_property))
            except (KeyError, TypeError, IndexError, ValueError) as error:
                raise AreasError(f"Feature {number} cannot be used: {_complaint(error)}.") from error
        return cls(shapes)

    @property
    def all(self) -> tuple[Area, ...]:
        """The areas, each once, in the order of the file."""
        return tuple(dict.fromkeys(shape.area for shape in self._shapes))

    def area_of(self, point: Point) -> Area | None:
        """The area that the point lies in. On a border of two it is one of them, and always the same."""
        inside = (shape for shape in self._shapes if shape.box.holds(point) and _within(point, shape.rings))
        return next((shape.area for shape in inside), None)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise AreasError(f"{path.name} is not GeoJSON: {error}.") from error
    if not isinstance(content, dict):
        raise AreasError(f"{path.name} is not GeoJSON: it should be a FeatureCollection.")
    return content


def _shape(feature: Mapping[str, Any], code_property: str, name_property: str) -> _Shape:
    properties, geometry = feature["properties"], feature["geometry"]
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"it is a {geometry['type']}, not a Polygon or MultiPolygon")
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    rings = tuple(_ring(ring) for polygon in polygons for ring in polygon)
    area = Area(str(properties[code_property]), str(properties[name_property]))
    return _Shape(area, rings, _box(rings))


def _ring(corners: Sequence[Sequence[float]]) -> Ring:
    for corner in corners:
        # Boundaries in eastings and northings are the usual mistake.
        Point(latitude=corner[1], longitude=corner[0])
    return tuple((float(corner[0]), float(corner[1])) for corner in corners)


def _box(rings: tuple[Ring, ...]) -> Box:
    longitudes = [longitude for ring in rings for longitude, _ in ring]
    latitudes = [latitude for ring in rings for _, latitude in ring]
    return Box(min(latitudes), min(longitudes), max(latitudes), max(longitudes))


def _within(point: Point, rings: tuple[Ring, ...]) -> bool:
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


def _complaint(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"it has no {error.args[0]}"
    return str(error) if type(error) is ValueError else "its shape is not as GeoJSON writes it"
