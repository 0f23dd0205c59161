"""Places as an import compares them: the same address and postcode is the same place."""

from __future__ import annotations

import re
from typing import Any

from hubdirectory.geocoding.written import address_key
from hubdirectory.models import Location
from importers.record import LocationRecord

_STREET = re.compile(
    r"\b(?:road|street|lane|avenue|drive|close|way|crescent|grove|terrace|place|square|row|hill|rd|st|ave)\.?$", re.IGNORECASE
)
_PART_OF_BUILDING = re.compile(r"(?:unit|flat|suite|room|block|shop|(?:\w+ )?floor)\b", re.IGNORECASE)

Place = dict[str, Any]
PlaceKey = tuple[str, str, bool]


def place_of_record(record: LocationRecord) -> Place:
    """A place as a source says it, in the columns' terms."""
    lines = list(record.address_lines)
    name = record.name or (lines.pop(0) if _begins_with_a_name(lines) else "")
    first = lines.pop(0) if lines else ""
    city = record.town or (lines.pop() if lines else "")
    return {
        "name": (name or first or record.postcode)[:200],
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
    return address_key(place["address_1"], place["name"], place["postcode"], place["confidential"])


def _begins_with_a_name(lines: list[str]) -> bool:
    """ "Old Hall, 1 High Street, Hartlepool": the first is what the place is called."""
    if len(lines) < 3 or lines[0][0].isdigit():
        return False
    return _STREET.search(lines[0]) is None and _PART_OF_BUILDING.match(lines[0]) is None
