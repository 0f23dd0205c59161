"""What a sheet shows, in plain values: the same for the page, for paper, for a mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hubdirectory.domain.distance import Point
from hubdirectory.web.crisis import CrisisPanel


@dataclass(frozen=True)
class Line:
    """One sentence. `kind`: "", "big" (a number to ring), "say" (words to say aloud) or "note".

    href: what pressing it does, "" for nothing; tongue: the language of a record's own words
    """

    words: str
    kind: str = ""
    href: str = ""
    tongue: str = ""


@dataclass(frozen=True)
class Step:
    """A few sentences about one thing, with its picture."""

    icon: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Entry:
    """One service. `code` is the square to point a telephone at, as an address of its picture; `tongue` that of `summary`."""

    position: int
    slug: str
    name: str
    organisation: str
    summary: str
    tongue: str
    warning: str
    steps: tuple[Step, ...]
    address: str
    shown_address: str
    code: str


@dataclass(frozen=True)
class Alive:
    """The sheet's own link: address, how it is shown, its square, and until which day."""

    address: str
    shown_address: str
    code: str
    until: str


@dataclass(frozen=True)
class SheetView:
    """A whole sheet in its language. `intro` and `entries` in the order of reading; `date` is when it was made."""

    locale: str
    direction: str
    style: str
    heading: str
    greeting: str
    intro: tuple[str, ...]
    entries: tuple[Entry, ...]
    crisis: CrisisPanel
    alive: Alive | None
    date: str
    site: str
    foot: str


@dataclass(frozen=True)
class Occasion:
    """Whom and where a sheet is for, as long as it is being made: none of it is kept.

    name: how to greet somebody; start: where they set off from; place: the surgery or hub, "" for nowhere;
    from_place: the way is from there
    """

    made_at: datetime
    place: str = ""
    name: str = ""
    start: Point | None = None
    from_place: bool = False
