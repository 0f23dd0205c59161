"""Places as an import compares them: the same address and postcode is the same place."""

from __future__ import annotations

from typing import Any

from hubdirectory.geocoding.written import folded
from hubdirectory.models import Location
from importers.record import LocationRecord

Place = dict[str, Any]
PlaceKey = tuple[str, str, bool]


def place_of_record(record: LocationRecord) -> Place:
    """A place as a source says it, in the columns' terms."""
    lines = list(record.address_lines)
    first = lines.pop(0) if lines else ""
    city = record.town or (lines.pop() if lines else "")
    return {
        "name": (record.name or first or record.postcode)[:200],
        "address_1": first[:200],
        "address_2": ", ".join(lines)[:200],
        "city": city[:100],
        "postcode": record.postcode,
        "latitude": record.point.latitude if record.point else None,
        "longitude": record.point.longitude if record.point else None,
        "kind": record.kind,
        "description": record.description,
        "accessibility": sorted({slug[:60] for slug in record.accessibility}),
        "confidential": record.confidential,
    }


def place_of_location(location: Location) -> Place:
    return {
        "name": location.name,
        "address_1": location.address_1,
        "address_2": location.address_2,
        "city": location.city,
        "postcode": location.postcode,
        "latitude": location.latitude,
        "longitude": location.longitude,
        "kind": location.kind,
        "description": location.description,
        "accessibility": sorted(feature.slug for feature in location.accessibility),
        "confidential": location.confidential,
    }


def key_of(place: Place) -> PlaceKey:
    """What makes two places the same. A confidential place is never taken for one that is not."""
    return key(place["address_1"], place["name"], place["postcode"], place["confidential"])


def key(address_1: str, name: str, postcode: str, confidential: bool) -> PlaceKey:
    """The first line of the address (the name where there is none) and the postcode."""
    return folded(address_1 or name), postcode, confidential
