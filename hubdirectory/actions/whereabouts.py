"""Where a postcode is in the statistics' and the NHS's terms: ward, neighbourhood, district, primary care network.

Nothing of it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.domain.distance import Point, miles_between
from hubdirectory.domain.states import LocationKind
from hubdirectory.geocoding.areas import Area as NamedArea
from hubdirectory.geocoding.areas import Areas
from hubdirectory.geocoding.postcodes import PostcodePlace, PostcodeTableError
from hubdirectory.models import Area, Location, Neighbourhood, NetworkPractice, SourceRecord

from .wards import Wards
from .world import World


@dataclass(frozen=True)
class Ward:
    """`id` and `slug` are of this directory: the search filters by the slug."""

    id: str
    slug: str
    code: str
    name: str


@dataclass(frozen=True)
class Streets:
    """A neighbourhood (LSOA). `decile` 1 is among England's most deprived tenth, `year` and `source` say by what index."""

    code: str
    name: str
    decile: int | None
    rank: int | None
    year: int | None
    source: str


@dataclass(frozen=True)
class Network:
    """A primary care network: that of the nearest surgery whose network is known, named with its miles in a straight line.

    Somebody's own is where they are registered, which nobody asks here.
    """

    code: str
    name: str
    surgery: str
    miles: float


@dataclass(frozen=True)
class Whereabouts:
    """What is known of a postcode; each part may be absent. The district's name is "" where only its code is known."""

    postcode: str
    point: Point
    ward: Ward | None = None
    neighbourhood: Streets | None = None
    district_code: str | None = None
    district_name: str = ""
    network: Network | None = None


def whereabouts(world: World, postcode: str) -> Whereabouts | None:
    """Of a whole live postcode, however it is written. None for anything else, and where postcodes are not loaded."""
    try:
        place = world.postcodes.find(postcode)
    except PostcodeTableError:
        return None
    if place is None:
        return None
    with world.database.reading() as session:
        return _whereabouts(session, place)


def _whereabouts(session: Session, place: PostcodePlace) -> Whereabouts:
    wards = Wards(session)
    ward_id = wards.ward_of(place.point, place.ward_code)
    row = session.execute(select(Area.id, Area.slug, Area.code, Area.name).where(Area.id == ward_id)).first()
    code = wards.district_of(place)
    name = session.scalar(select(Area.district_name).where(Area.district_code == code).limit(1)) if code else ""
    return Whereabouts(
        postcode=place.postcode,
        point=place.point,
        ward=Ward(*row) if row else None,
        neighbourhood=_neighbourhood(session, place.point),
        district_code=code,
        district_name=name or "",
        network=_network(session, place.point),
    )


def _network(session: Session, point: Point) -> Network | None:
    columns = (Location.name, Location.latitude, Location.longitude, NetworkPractice.network_code, NetworkPractice.network_name)
    query = (
        select(*columns).join(SourceRecord, SourceRecord.record_id == Location.id)
        .join(NetworkPractice, NetworkPractice.practice_code == SourceRecord.external_id)
        .where(Location.kind == LocationKind.SURGERY, Location.confidential.is_(False), Location.latitude.is_not(None),
               SourceRecord.record_kind == "location", SourceRecord.gone_at.is_(None))
    )  # fmt: skip
    near = [
        Network(code, name, surgery, miles_between(point, Point(north or 0.0, east or 0.0)))
        for surgery, north, east, code, name in session.execute(query)
    ]
    return min(near, key=lambda one: one.miles, default=None)


def _neighbourhood(session: Session, point: Point) -> Streets | None:
    columns = (Neighbourhood.code, Neighbourhood.name, Neighbourhood.boundary)
    rows = session.execute(select(*columns).where(Neighbourhood.boundary != "").order_by(Neighbourhood.code))
    inside = Areas.from_packed((NamedArea(code, name), boundary) for code, name, boundary in rows).area_of(point)
    if inside is None:
        return None
    said = (Neighbourhood.decile, Neighbourhood.rank, Neighbourhood.year, Neighbourhood.source)
    decile, rank, year, source = session.execute(select(*said).where(Neighbourhood.code == inside.code)).one()
    return Streets(inside.code, inside.name, decile, rank, year, source)
