"""What pages are given besides records: hubs, what has moved or gone, lists of names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class HubCard:
    """A hub as every page may show it. `since` when it has been listed: a new hub leaves the others their marks.

    Openings are as in domain.openings.Opening: open without `open_until` never closes.
    """

    id: str
    slug: str
    name: str
    since: datetime
    address: str
    phone: str
    is_open: bool = False
    open_until: datetime | None = None
    opens_next: datetime | None = None
    has_hours: bool = False


@dataclass(frozen=True)
class Moved:
    """The record has another slug now."""

    slug: str


@dataclass(frozen=True)
class Gone:
    """There was such a record, and it is no longer public."""

    name: str


@dataclass(frozen=True)
class ListedName:
    """A line of the A to Z. `kind`: service or organisation; `of` is a service's organisation."""

    kind: str
    slug: str
    name: str
    of: str = ""


@dataclass(frozen=True)
class PageAddress:
    """A page for the sitemap."""

    kind: str
    slug: str
    changed_at: datetime
