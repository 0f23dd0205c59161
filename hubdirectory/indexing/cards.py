"""What a result shows of a service: plain values, written in the edit's own transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hubdirectory.domain.costs import cost_kinds
from hubdirectory.models import CostOption, Location, Service

from .documents import patterns_of, public_places


def card_of(service: Service, confirmed_at: datetime | None) -> dict[str, Any]:
    """The keys are those of actions.results.Result, as JSON; moments are ISO texts, `patterns` say when it is on."""
    options = service.cost_options
    kinds = cost_kinds([(option.amount, f"{option.option} {option.amount_description}") for option in options])
    return {
        "id": service.id, "slug": service.slug, "name": service.name, "summary": service.summary,
        "description": service.description,
        "texts": {one.code: [one.summary, one.description] for one in service.texts if one.summary or one.description},
        "organisation": service.organisation.name,
        "organisation_slug": service.organisation.slug,
        "places": [_place(place) for place in public_places(service)],
        "modes": list(service.modes), "booking": service.booking,
        "cost": kinds[0] if kinds else "", "cost_words": cost_words(options),
        "patterns": list(patterns_of(service)),
        "phone": _number(service, "voice"), "text": _number(service, "text"),
        "email": service.email, "url": service.url,
        "confirmed_at": confirmed_at.isoformat() if confirmed_at else None,
    }  # fmt: skip


def cost_words(options: list[CostOption]) -> str:
    """The first option that says more than free: "£3 a session"."""
    for option in options:
        if option.amount:
            pounds = f"£{option.amount:.2f}".removesuffix(".00")
            return f"{pounds} {option.amount_description or option.option}".strip()
    return next((option.amount_description or option.option for option in options if option.amount is None), "")


def _number(service: Service, kind: str) -> str:
    return next((phone.number for phone in service.phones if phone.kind == kind), "")


def _place(place: Location) -> dict[str, Any]:
    return {
        "id": place.id, "name": place.name, "slug": place.slug, "kind": place.kind, "postcode": place.postcode,
        "latitude": place.latitude, "longitude": place.longitude,
    }  # fmt: skip
