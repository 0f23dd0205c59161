"""What state a record may be in, how a service reaches people, and who may see which."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """A record's life. Paused means "temporarily closed until": its page stays, search leaves it out."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    PAUSED = "paused"
    CLOSED = "closed"


class Mode(StrEnum):
    """How a service reaches people."""

    PLACE = "place"
    PHONE = "phone"
    ONLINE = "online"
    HOME = "home"


class Booking(StrEnum):
    """Whether one may just come."""

    DROP_IN = "drop-in"
    APPOINTMENT = "appointment"
    EITHER = "either"
    UNKNOWN = "unknown"


class LocationKind(StrEnum):
    HUB = "hub"
    VENUE = "venue"
    SURGERY = "surgery"


class AttributeState(StrEnum):
    """Organisations suggest a term, the manager confirms it. Only confirmed ones are searched and counted."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"


class Role(StrEnum):
    """Of an account. `visitor` is whoever is not signed in: no account has it."""

    VISITOR = "visitor"
    RESIDENT = "resident"
    ORGANISATION = "organisation"
    NAVIGATOR = "navigator"
    MANAGER = "manager"
    COMMISSIONER = "commissioner"


class MemberRole(StrEnum):
    OWNER = "owner"
    EDITOR = "editor"


REMOTE_MODES = frozenset({Mode.PHONE, Mode.ONLINE, Mode.HOME})


def is_searchable(service: str, organisation: str) -> bool:
    """The one rule of who is found: a published service of a published organisation."""
    return service == State.PUBLISHED and organisation == State.PUBLISHED


def has_page(service: str, organisation: str) -> bool:
    """A paused service keeps its page, which says until when."""
    return service in (State.PUBLISHED, State.PAUSED) and organisation in (State.PUBLISHED, State.PAUSED)
