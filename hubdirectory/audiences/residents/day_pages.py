"""The pages of what is on: what each template is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from hubdirectory.audiences.residents.day_lines import DayLine
from hubdirectory.audiences.residents.outcome import Chip, FacetBox, NearBox
from hubdirectory.web.pages import Page


@dataclass(frozen=True)
class Section:
    """Dated happenings under a heading: on now, starting soon, later; or the parts of another day."""

    slug: str
    name: str
    lines: tuple[DayLine, ...]


@dataclass(frozen=True)
class DayLink:
    """Another day, another kind, another page of the list. `count` is -1 where nobody counted."""

    name: str
    address: str
    current: bool = False
    count: int = -1


@dataclass(frozen=True, kw_only=True)
class DayPage(Page):
    """What is on on one day.

    day: the day, written out
    count: how many there are, in words
    sections: the lines under their headings
    earlier: what was on earlier today, the latest first
    whats: the kinds of things: at a time and place, open most of the day, by phone or online; each with its count
    strip: this week's days
    before: the day before, None where it is too long ago
    after: the day after, None where it is too far ahead
    boxes: the groups to choose from
    chips: what is chosen, each with the address without it
    clear_address: the same day without any choice
    near: the place box: what was typed, what became of it
    hidden: what the form carries along unseen
    more: the next page of a long list, None where all is here
    ways_out: where nothing is on, the next days on which something is
    calendar_address: what is chosen as a calendar to follow, "" where nothing is
    """

    template: ClassVar[str] = "residents/today.html"
    day: str
    count: str
    sections: tuple[Section, ...]
    earlier: tuple[DayLine, ...]
    whats: tuple[DayLink, ...]
    strip: tuple[DayLink, ...]
    before: DayLink | None
    after: DayLink | None
    boxes: tuple[FacetBox, ...]
    chips: tuple[Chip, ...]
    clear_address: str
    near: NearBox
    hidden: tuple[tuple[str, str], ...]
    more: DayLink | None
    ways_out: tuple[DayLink, ...]
    calendar_address: str


@dataclass(frozen=True)
class WeekDay:
    """One day of a week. `total` of which `lines` are the first."""

    day: date
    name: str
    address: str
    total: int
    lines: tuple[DayLine, ...]


@dataclass(frozen=True, kw_only=True)
class WeekPage(Page):
    """What is on on seven days.

    days: the days, each with its first happenings
    whats: the kinds of things, each with its count
    boxes: the groups to choose from
    chips: what is chosen, each with the address without it
    clear_address: the same week without any choice
    near: the place box: what was typed, what became of it
    hidden: what the form carries along unseen
    """

    template: ClassVar[str] = "residents/this_week.html"
    days: tuple[WeekDay, ...]
    whats: tuple[DayLink, ...]
    boxes: tuple[FacetBox, ...]
    chips: tuple[Chip, ...]
    clear_address: str
    near: NearBox
    hidden: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class BeyondPage(Page):
    """A day that is too long ago or too far ahead.

    first: the first day that is kept, written out
    last: the last one
    """

    template: ClassVar[str] = "residents/beyond.html"
    first: str
    last: str
