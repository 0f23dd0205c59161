"""Addresses and points out of cells."""

import re
from dataclasses import dataclass

from importers.cells import tidy
from importers.postcodes import find_postcode, without_postcode
from importers.record import Point

SOUTH, NORTH, WEST, EAST = 49.8, 60.95, -8.75, 1.85
"""The United Kingdom in degrees. Longitude 0 goes through it."""
MOST_WORDS_OF_A_LINE = 10
_DIRECTIONS = re.compile(r"\b(?:please|opposite|next to|just inside|behind|set back|entrance|note)\b", re.IGNORECASE)


@dataclass(frozen=True)
class AddressReading:
    """Address lines without the postcode; `directions` is what was written there but is no address."""

    lines: tuple[str, ...] = ()
    postcode: str | None = None
    directions: str = ""


def read_address(text: str, postcode: str | None = None) -> AddressReading:
    """Split an address at its commas and lines.

    A postcode in it is taken out, and is the address's own where `postcode` is not given.
    """
    address = tidy(text)
    postcode = postcode or find_postcode(address)
    if postcode:
        address = without_postcode(address, postcode)
    lines: list[str] = []
    directions: list[str] = []
    for piece in re.split(r"[,\n]", address):
        line = " ".join(piece.split()).strip(" .;-")
        if not line or (lines and line.casefold() == lines[-1].casefold()):
            continue
        if directions or _is_directions(line):
            directions.append(line)
        else:
            lines.append(line)
    return AddressReading(tuple(lines), postcode, ", ".join(directions))


def _is_directions(line: str) -> bool:
    return len(line.split()) > MOST_WORDS_OF_A_LINE or (len(line) > 60 and _DIRECTIONS.search(line) is not None)


def read_point(latitude: str, longitude: str) -> tuple[Point | None, str]:
    """The point of two cells, or None and a sentence. Two empty cells are neither."""
    if not latitude.strip() and not longitude.strip():
        return None, ""
    north, east = _degrees(latitude), _degrees(longitude)
    if north is None or east is None:
        return None, f"“{latitude}, {longitude}” is not a latitude and a longitude in degrees."
    if SOUTH <= north <= NORTH and WEST <= east <= EAST:
        return Point(north, east), ""
    if SOUTH <= east <= NORTH and WEST <= north <= EAST:
        return (
            None,
            f"Latitude and longitude have changed places ({latitude}, {longitude}), so they were left out.",
        )
    return None, f"The point {latitude}, {longitude} is not in the United Kingdom, so it was left out."


def _degrees(text: str) -> float | None:
    cell = tidy(text).replace("−", "-").rstrip("°")
    if re.fullmatch(r"[+-]?\d{1,3}(?:[.,]\d{1,18})?", cell, re.ASCII) is None:
        return None
    return float(cell.replace(",", "."))
