"""What pages show: records as plain values, visibility and confidential places decided here."""

from .browsing import (
    DIGITS,
    LETTERS,
    crisis_panel,
    crisis_panels,
    every_hub,
    first_letter,
    has_samples,
    hub_names,
    listed,
    origins,
    page_addresses,
    terms,
)
from .facts import Gone, HubCard, ListedName, Moved, PageAddress
from .organisations import organisation
from .places import place
from .services import service
from .views import (
    AccessLine,
    CostLine,
    Happening,
    Link,
    OrganisationView,
    Origin,
    Person,
    PhoneLine,
    Place,
    PlaceView,
    Rule,
    ServiceLine,
    ServiceView,
    Spoken,
    Term,
)

__all__ = [
    "DIGITS", "LETTERS", "AccessLine", "CostLine", "Gone", "Happening", "HubCard", "Link", "ListedName", "Moved",
    "OrganisationView", "Origin", "PageAddress", "Person", "PhoneLine", "Place", "PlaceView", "Rule", "ServiceLine",
    "ServiceView", "Spoken", "Term", "crisis_panel", "crisis_panels", "every_hub", "first_letter", "has_samples", "hub_names",
    "listed", "organisation", "origins", "page_addresses", "place", "service", "terms",
]  # fmt: skip
