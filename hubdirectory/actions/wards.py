"""The wards of this directory: which one a place lies in, and in which district."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.domain.distance import Point
from hubdirectory.geocoding.areas import Area as NamedArea
from hubdirectory.geocoding.areas import Areas
from hubdirectory.geocoding.postcodes import PostcodePlace
from hubdirectory.models import Area


class Wards:
    """Boundaries first, for they say it of the point itself; then the code that a postcode came with."""

    def __init__(self, session: Session) -> None:
        columns = (Area.id, Area.code, Area.district_code, Area.boundary)
        rows = session.execute(select(*columns).where(Area.kind == "ward").order_by(Area.code)).all()
        self._by_code = {code: id_ for id_, code, _, _ in rows if code}
        self._district = {id_: district for id_, _, district, _ in rows}
        self._bounded = {district for _, _, district, boundary in rows if boundary}
        self._areas = Areas.from_packed((NamedArea(id_, code), boundary) for id_, code, _, boundary in rows)

    def __bool__(self) -> bool:
        return bool(self._by_code)

    def ward_of(self, point: Point | None, code: str | None = None) -> str | None:
        """The area's id. `code` is the ward that the postcode is in, where that is known."""
        inside = self._areas.area_of(point) if point else None
        return inside.code if inside else self._by_code.get(code or "")

    def district_of(self, place: PostcodePlace) -> str | None:
        """The district's code: the postcode's own, never by the outward code, which crosses borders; else its ward's."""
        if place.district_code:
            return place.district_code
        return self._district.get(self.ward_of(place.point, place.ward_code) or "") or None

    def is_in(self, place: PostcodePlace, district: str) -> bool | None:
        """Whether a postcode is in that district. None where neither its code nor the boundaries of the wards say."""
        known = self.district_of(place)
        if known:
            return known == district
        return False if district in self._bounded else None
