"""A search's answer for machines: the contract of /search.json."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import request

from hubdirectory.actions.results import Facet, FacetValue, Result, ResultPlace, SearchPage
from hubdirectory.web.addresses import absolute
from hubdirectory.web.formatting import web_address
from hubdirectory.web.locales import current_locale
from hubdirectory.web.names import value_name
from hubdirectory.web.times import machine_time


def as_json(found: SearchPage) -> dict[str, Any]:
    """The whole answer. Times carry London's offset; distances are miles in a straight line."""
    locale = current_locale()
    return {
        "total": found.total, "page": found.page, "pages": found.pages, "per_page": found.per_page,
        "engine": found.engine, "degraded": found.degraded,
        "results": _results(found.results),
        "facets": {facet.group: _values(facet, locale) for facet in found.facets},
        "anywhere": {"total": found.anywhere_total, "results": _results(found.anywhere)},
        "near": _near(found),
        "needs": [_value("need", value) for value in found.needs],
        "read_as": found.read_as, "relaxed": list(found.relaxed), "crisis": found.crisis is not None,
        "crisis_kind": found.crisis.kind if found.crisis else None,
    }  # fmt: skip


def _near(found: SearchPage) -> dict[str, Any] | None:
    where = found.where
    return {"typed": where.typed, "found": where.found, "label": where.label} if where else None


def _results(results: tuple[Result, ...]) -> list[dict[str, Any]]:
    return [_result(result, request.root_url) for result in results]


@lru_cache(maxsize=4_000)
def _result(result: Result, _root: str) -> dict[str, Any]:
    """Kept by all that goes into it: nobody may change what is given here."""
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


@lru_cache(maxsize=4_000)
def _values(facet: Facet, _locale: str) -> list[dict[str, Any]]:
    return [_value(facet.group, value) for value in facet.values]


def _value(group: str, value: FacetValue) -> dict[str, Any]:
    return {"slug": value.slug, "name": value_name(group, value.slug, value.name), "count": value.count}
