"""A search's answer for machines: the contract of /search.json."""

from __future__ import annotations

from typing import Any

from hubdirectory.actions.results import FacetValue, Result, ResultPlace, SearchPage
from hubdirectory.web.addresses import absolute
from hubdirectory.web.formatting import web_address
from hubdirectory.web.names import value_name
from hubdirectory.web.times import machine_time


def as_json(found: SearchPage) -> dict[str, Any]:
    """The whole answer. Times carry London's offset; distances are miles in a straight line."""
    return {
        "total": found.total, "page": found.page, "pages": found.pages, "per_page": found.per_page,
        "engine": found.engine, "degraded": found.degraded,
        "results": [_result(result) for result in found.results],
        "facets": {facet.group: [_value(facet.group, value) for value in facet.values] for facet in found.facets},
        "anywhere": {"total": found.anywhere_total, "results": [_result(result) for result in found.anywhere]},
        "near": _near(found),
        "needs": [_value("need", value) for value in found.needs],
        "read_as": found.read_as, "relaxed": list(found.relaxed), "crisis": found.crisis,
    }  # fmt: skip


def _near(found: SearchPage) -> dict[str, Any] | None:
    where = found.where
    return {"typed": where.typed, "found": where.found, "label": where.label} if where else None


def _result(result: Result) -> dict[str, Any]:
    return {
        "id": result.id, "slug": result.slug, "name": result.name,
        "organisation": result.organisation, "organisation_slug": result.organisation_slug,
        "url": absolute("residents.service", slug=result.slug, lang=None), "summary": result.summary,
        "distance_miles": None if result.miles is None else round(result.miles, 2),
        "places": [_place(place) for place in result.places],
        "modes": list(result.modes), "booking": result.booking, "cost": result.cost, "cost_words": result.cost_words,
        "next": _next(result), "phone": result.phone, "email": result.email, "website": web_address(result.url),
        "confirmed_at": result.confirmed_at and machine_time(result.confirmed_at),
    }  # fmt: skip


def _next(result: Result) -> dict[str, str] | None:
    time = result.next_time
    return {"starts": machine_time(time.starts), "ends": machine_time(time.ends)} if time else None


def _place(place: ResultPlace) -> dict[str, Any]:
    return {
        "name": place.name, "slug": place.slug, "kind": place.kind, "postcode": place.postcode,
        "latitude": place.latitude, "longitude": place.longitude,
    }  # fmt: skip


def _value(group: str, value: FacetValue) -> dict[str, Any]:
    return {"slug": value.slug, "name": value_name(group, value.slug, value.name), "count": value.count}
