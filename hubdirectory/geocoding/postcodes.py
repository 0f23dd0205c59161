"""Postcodes offline: where one is, where the middle of a part of one is, and which one is nearest.

The table is a file that `loading.load` makes and nothing changes in place: it is only ever swapped whole. A
connection is opened for each question (0.1 ms), so that threads, forks and swaps need no thought.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hubdirectory.domain.distance import Point
from hubdirectory.geocoding.grid import to_point, to_reference
from hubdirectory.geocoding.port import Found, Kind, NotFound, Reason, refusal
from hubdirectory.geocoding.written import partial_postcodes, postcode_in, whole_postcode

EXACT = """
SELECT postcode, easting, northing, district_code, ward_code FROM postcode WHERE postcode = :postcode
"""

# The middle of a sector ("TS24 7"), or of all the sectors of an outward code ("TS24 0" to "TS24 9").
MIDDLE = """
SELECT 1.0 * sum(easting_sum) / sum(postcodes), 1.0 * sum(northing_sum) / sum(postcodes)
FROM sector WHERE sector = :part OR sector BETWEEN :part || ' 0' AND :part || ' 9'
"""

SECTORS_BY_DISTANCE = """
SELECT sector, dx * dx + dy * dy AS gap FROM (
    SELECT sector,
           max(west - :easting, 0, :easting - east) AS dx,
           max(south - :northing, 0, :northing - north) AS dy
    FROM sector
) ORDER BY gap
"""

NEAREST_IN_SECTOR = """
SELECT (easting - :easting) * (easting - :easting) + (northing - :northing) * (northing - :northing) AS gap,
       postcode, easting, northing, district_code, ward_code
FROM postcode WHERE postcode BETWEEN :sector || 'AA' AND :sector || 'ZZ' ORDER BY gap LIMIT 1
"""


class PostcodeTableError(Exception):
    """The postcode table is there but cannot be read; the message says what to do."""


@dataclass(frozen=True)
class PostcodePlace:
    """A postcode and its middle, to within 5 m; or a part of one and the middle of the live postcodes in it.

    District and ward are the ONS's codes, and None where the table was loaded from files without them.
    """

    postcode: str
    point: Point
    district_code: str | None = None
    ward_code: str | None = None
    partial: bool = False


class Postcodes:
    """The postcode table at a path, which need not be there yet. Safe to share between threads.

    Only live postcodes are in it. All but `geocode` raise PostcodeTableError where the file is broken.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, text: str) -> PostcodePlace | None:
        """A whole live postcode, however it is spaced and cased; None for anything else."""
        postcode = whole_postcode(text)
        return self._exact(postcode) if postcode else None

    def find_in(self, text: str) -> PostcodePlace | None:
        """The last whole live postcode in a longer text, such as an address."""
        postcode = postcode_in(text)
        return self._exact(postcode) if postcode else None

    def find_partial(self, text: str) -> PostcodePlace | None:
        """The middle of an outward code ("TS24") or of a sector ("TS24 7")."""
        middles = (self._middle(part) for part in partial_postcodes(text))
        return next((middle for middle in middles if middle), None)

    def nearest(self, point: Point) -> PostcodePlace | None:
        """The live postcode nearest to a place in Great Britain, however far; None for a place abroad."""
        reference = to_reference(point)
        if reference is None:
            return None
        best: tuple[float, PostcodePlace] | None = None
        for sector, gap in self._rows(SECTORS_BY_DISTANCE, reference._asdict()):
            if best and gap > best[0]:
                break
            row = self._rows(NEAREST_IN_SECTOR, {**reference._asdict(), "sector": sector})[0]
            if not best or row[0] < best[0]:
                best = row[0], _place(*row[1:])
        return best[1] if best else None

    def areas(self) -> dict[str, int]:
        """The postcode areas that are loaded, and how many postcodes of each. Empty before the first load."""
        return dict(self._rows("SELECT area, postcodes FROM area ORDER BY area", {}))

    def geocode(self, text: str) -> Found | NotFound:
        """As a geocoder: a postcode, alone or in an address, else the middle of as much of it as is known.

        An ended or mistyped postcode is answered with the middle of its sector or outward code, not exact.
        """
        refused = refusal(text)
        if refused:
            return refused
        try:
            return self._geocode(text)
        except PostcodeTableError:
            return NotFound(Reason.UNAVAILABLE)

    def _geocode(self, text: str) -> Found | NotFound:
        place = self.find(text) or self.find_in(text) or self.find_partial(text)
        meant = whole_postcode(text) or postcode_in(text)
        if not place and meant:
            place = self._middle(meant[:-2]) or self._middle(meant[:-4])
        if place:
            kind = Kind.PART_OF_POSTCODE if place.partial else Kind.POSTCODE
            return Found(place.point, place.postcode, kind, exact=not place.partial)
        if not self.areas():
            return NotFound(Reason.NOT_SET_UP)
        return NotFound(Reason.UNKNOWN_POSTCODE if meant or partial_postcodes(text) else Reason.UNKNOWN)

    def _exact(self, postcode: str) -> PostcodePlace | None:
        rows = self._rows(EXACT, {"postcode": postcode})
        return _place(*rows[0]) if rows else None

    def _middle(self, part: str) -> PostcodePlace | None:
        rows = self._rows(MIDDLE, {"part": part})
        if not rows or rows[0][0] is None:
            return None
        return PostcodePlace(part, _rounded(*rows[0]), partial=True)

    def _rows(self, query: str, values: dict) -> list[tuple]:
        if not self._path.exists():
            return []
        try:
            # Immutable: the file never changes under this name without becoming another file.
            address = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(address, uri=True)) as table:
                return table.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise PostcodeTableError(
                f"The postcodes in {self._path} cannot be read ({error}): run `hub postcodes load` again."
            ) from error


def _place(postcode: str, easting: int, northing: int, district_code: str | None, ward_code: str | None) -> PostcodePlace:
    return PostcodePlace(postcode, _rounded(easting, northing), district_code, ward_code)


def _rounded(easting: float, northing: float) -> Point:
    # Six places are 0.1 m: more would promise what the formulas do not keep. Adding 0.0 makes -0.0 plain.
    point = to_point(easting, northing)
    return Point(round(point.latitude, 6), round(point.longitude, 6) + 0.0)
