"""What pages show: records as plain values, visibility and confidential places decided here."""

from .browsing import (
    DIGITS,
    LETTERS,
    first_letter,
    listed,
    origins,
    page_addresses,
    site_facts,
    terms,
)
from .facts import Gone, HubCard, ListedName, Moved, PageAddress, SiteFacts
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
    "ServiceView", "SiteFacts", "Spoken", "Term", "first_letter", "listed", "organisation", "origins",
    "page_addresses", "place", "service", "site_facts", "terms",
]  # fmt: skip
