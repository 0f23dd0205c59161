"""schema.org's description of a record, for search engines. A confidential place is not in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from hubdirectory.actions.showing import OrganisationView, PhoneLine, Place, PlaceView, ServiceView
from hubdirectory.web.addresses import absolute
from hubdirectory.web.formatting import web_address
from hubdirectory.web.names import INTERPRETER
from hubdirectory.web.text import script_json
from hubdirectory.web.times import machine_time


def service(view: ServiceView) -> Markup:
    places = [_place(place) for place in view.places if not place.confidential]
    return _markup({
        "@type": "Service", "@id": absolute("residents.service", slug=view.slug, lang=None), "name": view.name,
        "description": view.summary or view.description, "url": absolute("residents.service", slug=view.slug, lang=None),
        "provider": {
            "@type": "Organization", "name": view.organisation.name,
            "url": absolute("residents.organisation", slug=view.organisation.slug, lang=None),
        },
        "areaServed": list(view.areas),
        "availableLanguage": [spoken.code for spoken in view.languages if spoken.code != INTERPRETER],
        "isAccessibleForFree": ("free" in view.cost_kinds and "paid" not in view.cost_kinds) or None,
        "audience": {"@type": "Audience", "audienceType": ", ".join(term.name for term in view.audiences)}
        if view.audiences else None,
        "telephone": _telephone(view.phones), "email": view.email, "sameAs": web_address(view.website),
        "availableChannel": [{"@type": "ServiceChannel", "serviceLocation": place} for place in places],
    })  # fmt: skip


def organisation(view: OrganisationView) -> Markup:
    return _markup({
        "@type": "Organization", "@id": absolute("residents.organisation", slug=view.slug, lang=None),
        "name": view.name, "alternateName": view.alternate_name, "description": view.summary or view.description,
        "url": absolute("residents.organisation", slug=view.slug, lang=None), "telephone": _telephone(view.phones),
        "email": view.email, "sameAs": web_address(view.website),
    })  # fmt: skip


def place(view: PlaceView) -> Markup:
    hours = [
        {
            "@type": "OpeningHoursSpecification", "validFrom": day.isoformat(), "validThrough": day.isoformat(),
            "opens": machine_time(span.starts)[11:16], "closes": machine_time(span.ends)[11:16],
        }
        for day, spans in view.week for span in spans
    ]  # fmt: skip
    return _markup({
        **_place(view.place), "@type": "CivicStructure", "description": view.description,
        "telephone": _telephone(view.phones), "email": view.email, "openingHoursSpecification": hours,
    })  # fmt: skip


def _place(place: Place) -> dict[str, Any]:
    endpoint = "residents.hub" if place.kind == "hub" else "residents.place"
    point = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return _without_empty({
        "@type": "Place", "name": place.name, "url": absolute(endpoint, slug=place.slug, lang=None),
        "address": {
            "@type": "PostalAddress", "streetAddress": ", ".join(place.address[:-1]), "postalCode": place.postcode,
            "addressCountry": "GB",
        },
        "geo": point if place.latitude is not None and place.longitude is not None else None,
    })  # fmt: skip


def _telephone(phones: Iterable[PhoneLine]) -> str:
    return next((phone.number for phone in phones), "")


def _markup(data: dict[str, Any]) -> Markup:
    return script_json({"@context": "https://schema.org", **_without_empty(data)})


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, "", [])}
