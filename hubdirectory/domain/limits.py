"""How long a value may be, and from what it is chosen, by field and by key of an item."""

from __future__ import annotations

from collections.abc import Mapping

from .states import Booking, LocationKind, State

LONGEST_LIST = 60
LONGEST: Mapping[str, int] = {
    "name": 200, "alternate_name": 200, "summary": 500, "description": 20_000, "url": 500, "website": 500, "email": 254,
    "application_process": 5_000, "fees_description": 5_000, "conditions": 5_000, "paused_reason": 300, "legal_status": 80,
    "charity_number": 20, "transport": 5_000, "address_1": 200, "address_2": 200, "city": 100, "postcode": 10,
}  # fmt: skip
LONGEST_IN: Mapping[str, Mapping[str, int]] = {
    "phones": {"number": 40, "extension": 10, "description": 200},
    "contacts": {"name": 120, "title": 120, "email": 254},
    "costs": {"option": 200, "amount_description": 300},
    "languages": {"code": 12, "note": 200},
    "texts": {
        "code": 12, "summary": 500, "description": 20_000, "conditions": 5_000, "fees_description": 5_000,
        "application_process": 5_000,
    },
    "service_areas": {"name": 200},
    "places": {"description": 500, "name": 200, "address_1": 200, "address_2": 200, "city": 100, "postcode": 10},
    "schedules": {"description": 300},
    "accessibility": {"slug": 60, "details": 300},
}  # fmt: skip
CHOICES: Mapping[str, frozenset[str]] = {
    "booking": frozenset(Booking), "state": frozenset(State), "kind": frozenset(LocationKind),
}  # fmt: skip
CHOICES_IN: Mapping[tuple[str, str], frozenset[str]] = {
    ("phones", "kind"): frozenset({"voice", "text", "minicom"}),
    ("service_areas", "kind"): frozenset({"nation", "region", "borough", "ward"}),
    ("costs", "currency"): frozenset({"GBP", "EUR"}),
}
