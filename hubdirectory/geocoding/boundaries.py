"""Boundaries: read from GeoJSON, and packed into a short text for a table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hubdirectory.domain.distance import Point

# Longitude and latitude of a corner, as GeoJSON orders them.
Corner = tuple[float, float]
Ring = tuple[Corner, ...]
Rings = tuple[Ring, ...]

MICRODEGREES = 1_000_000
"""Six decimal places, 0.1 m: finer than any boundary is drawn."""


class AreasError(ValueError):
    """The boundaries cannot be used; the message says which feature and why."""


@dataclass(frozen=True)
class Boundary:
    """What a file says of an area, and the rings round it: parts and holes alike. `number` counts features from 1."""

    number: int
    properties: Mapping[str, Any]
    rings: Rings

    def value(self, kind: str, what: str) -> str:
        """The ONS names its columns by kind, year and what they hold: ("WD", "CD") finds `WD25CD`; "" without one."""
        pattern = re.compile(f"{kind}[0-9]{{2}}{what}", re.IGNORECASE)
        return next((str(value or "") for name, value in self.properties.items() if pattern.fullmatch(name)), "").strip()


def read_boundaries(source: Path | Mapping[str, Any]) -> tuple[Boundary, ...]:
    """The Polygons and MultiPolygons of a FeatureCollection in WGS84 degrees, in a file or not.

    Raises AreasError with a sentence for anything else, and OSError for a file that cannot be opened.
    """
    content = source if isinstance(source, Mapping) else _read(source)
    features = content.get("features")
    if not isinstance(features, list) or not features:
        raise AreasError("There are no features here: it should be a GeoJSON FeatureCollection.")
    boundaries = []
    for number, feature in enumerate(features, start=1):
        with complaining_of(number):
            boundaries.append(Boundary(number, feature["properties"], _rings(feature["geometry"])))
    return tuple(boundaries)


@contextmanager
def complaining_of(number: int) -> Iterator[None]:
    """Whatever is wrong inside is said of that feature, as an AreasError."""
    try:
        yield
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise AreasError(f"Feature {number} cannot be used: {_complaint(error)}.") from error


def packed(rings: Rings) -> str:
    """Each ring as steps in millionths of a degree from corner to corner: a third of the GeoJSON."""
    return ";".join(" ".join(_steps(ring)) for ring in rings)


def unpacked(text: str) -> Rings:
    """The rings that `packed` made a text of. Nothing for no text."""
    return tuple(_walked(ring.split()) for ring in text.split(";")) if text else ()


def _steps(ring: Ring) -> Iterator[str]:
    x = y = 0
    for longitude, latitude in ring:
        to_x, to_y = round(longitude * MICRODEGREES), round(latitude * MICRODEGREES)
        yield f"{to_x - x},{to_y - y}"
        x, y = to_x, to_y


def _walked(steps: Sequence[str]) -> Ring:
    x = y = 0
    corners = []
    for step in steps:
        east, _, north = step.partition(",")
        x, y = x + int(east), y + int(north)
        corners.append((x / MICRODEGREES, y / MICRODEGREES))
    return tuple(corners)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise AreasError(f"{path.name} is not GeoJSON: {error}.") from error
    if not isinstance(content, dict):
        raise AreasError(f"{path.name} is not GeoJSON: it should be a FeatureCollection.")
    return content


def _rings(geometry: Mapping[str, Any]) -> Rings:
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"it is a {geometry['type']}, not a Polygon or MultiPolygon")
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return tuple(_ring(ring) for polygon in polygons for ring in polygon)


def _ring(corners: Sequence[Sequence[float]]) -> Ring:
    for corner in corners:
        # Boundaries in eastings and northings are the usual mistake.
        Point(latitude=corner[1], longitude=corner[0])
    return tuple((float(corner[0]), float(corner[1])) for corner in corners)


def _complaint(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"it has no {error.args[0]}"
    return str(error) if type(error) is ValueError else "its shape is not as GeoJSON writes it"
