"""The navigators' pages: what each template is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from hubdirectory.actions.navigating.notes import ServiceNotes
from hubdirectory.actions.navigating.services import ServiceName
from hubdirectory.actions.navigating.signposts import SignpostView
from hubdirectory.actions.results import FacetValue, Result
from hubdirectory.audiences.navigators.asked import Wish
from hubdirectory.web.addresses import Pairs
from hubdirectory.web.pages import Link, Page

Choices = tuple[tuple[str, str, bool], ...]
Wrong = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Box:
    """A group of filters: its slug, its name, the values seen at once and the rest, and how many are chosen."""

    group: str
    name: str
    first: tuple[FacetValue, ...]
    rest: tuple[FacetValue, ...]
    chosen: int


@dataclass(frozen=True)
class Line:
    """A service in a list. `reasons` and `misses` in words; `notes` are what only navigators see: (kind, words, day) each.

    `refer`: where somebody can be referred to it, "" where nobody can.
    """

    service: Result
    when: str
    where: str
    cost: str
    warning: str
    reasons: tuple[str, ...]
    misses: tuple[str, ...]
    notes: tuple[tuple[str, str, str], ...]
    picked: bool
    favourite: bool = False
    gone: str = ""
    up: str = ""
    refer: str = ""


@dataclass(frozen=True)
class TemplateLink:
    id: str
    name: str
    address: str


@dataclass(frozen=True)
class AskForm:
    """The form about the person in front of one. Choices are (value, name, whether chosen) each.

    `place` is the name of where the navigator is, "" where they have no place; `ward` of where the person comes from, ""
    where none is known; `postcode` what was typed and could not be found.
    """

    wish: Wish
    places: Choices
    place: str
    ward: str
    distances: Choices
    waits: Choices
    postcode: str = ""


@dataclass(frozen=True, kw_only=True)
class StartPage(Page):
    """Where a navigator begins.

    asked: the form about the person in front of one
    groups: the needs to choose from by group, (name, (slug, name) each) each
    templates: the starts that the place shares
    removed: a start that was just taken away, (id, name); None for none
    favourites: the navigator's own
    waiting: how many signposts nobody has said anything of
    word: a reference word that was typed and is not known
    wrong: what is wrong, (id of the field, sentence) each
    """

    template: ClassVar[str] = "navigators/start.html"
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    templates: tuple[TemplateLink, ...]
    removed: tuple[str, str] | None
    favourites: tuple[ServiceName, ...]
    waiting: int
    asked: AskForm
    word: str = ""
    wrong: Wrong = ()


@dataclass(frozen=True, kw_only=True)
class FindPage(Page):
    """What fits, in one column.

    asked: the form about the person in front of one
    lines: this page of them; the title says how many there are, without those by phone, online or at home
    anywhere_total: how many more serve by phone, online or at home
    anywhere: the first of these
    nearly: what misses one thing, by a little
    boxes: filters with their counts
    sorts: other orders
    earlier: the page before
    later: the next page
    anywhere_address: all that serve by phone, online or at home
    picked: how many are on the shortlist
    off: for each thing asked for, the page without it
    read_as: how a misspelling was read
    relaxed: words that were left out because nothing matches them all
    wrong: what is wrong, (id of the field, sentence) each
    """

    template: ClassVar[str] = "navigators/find.html"
    lines: tuple[Line, ...]
    anywhere_total: int
    anywhere: tuple[Line, ...]
    nearly: tuple[Line, ...]
    boxes: tuple[Box, ...]
    sorts: tuple[Link, ...]
    earlier: str
    later: str
    anywhere_address: str
    picked: int
    off: tuple[Link, ...]
    read_as: str
    relaxed: tuple[str, ...]
    asked: AskForm
    wrong: Wrong = ()


@dataclass(frozen=True, kw_only=True)
class ShortlistPage(Page):
    """The services for one person, in one column.

    wish: what was looked for, with the picks
    carried: the same as (name, value) each, for the forms
    once: drawn with the page, so that the same form sent again records nothing new
    place: the id of where the navigator is, "" where they have no place
    lines: the services, in order
    back: the page of what was found
    sheet: the page that makes a sheet of it
    put_back: the service that was just taken off, and the page with it; None for none
    name: what was typed as the name of a template
    wrong: what is wrong, (id of the field, sentence) each
    """

    template: ClassVar[str] = "navigators/shortlist.html"
    wish: Wish
    carried: Pairs
    once: str
    place: str
    lines: tuple[Line, ...]
    back: str
    sheet: str
    put_back: Link | None = None
    name: str = ""
    wrong: Wrong = ()


@dataclass(frozen=True, kw_only=True)
class NotesPage(Page):
    """What navigators know of a service.

    notes: what holds and what was said before
    said: what is said in each note, by its id
    kinds: the kinds of note, (slug, name) each
    favourite: it is one of the navigator's favourites
    typed: what was typed, by field
    wrong: what is wrong, (id of the field, sentence) each
    """

    template: ClassVar[str] = "navigators/notes.html"
    notes: ServiceNotes
    said: Mapping[str, str]
    kinds: tuple[tuple[str, str], ...]
    favourite: bool
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Wrong = ()


@dataclass(frozen=True, kw_only=True)
class SignpostPage(Page):
    """One signpost: what was suggested, and what became of it.

    signpost: what is kept of it
    facts: what is kept in words, (name, value) each
    outcomes: what may have become of it, (slug, name) each
    back: the page to start with somebody else
    """

    template: ClassVar[str] = "navigators/signpost.html"
    signpost: SignpostView
    facts: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str], ...]
    back: str


@dataclass(frozen=True, kw_only=True)
class SignpostsPage(Page):
    """The signposts of a place of which nobody has said what became.

    places: the places to choose from
    signposts: the oldest first
    """

    template: ClassVar[str] = "navigators/signposts.html"
    places: tuple[Link, ...]
    signposts: tuple[SignpostView, ...]


@dataclass(frozen=True, kw_only=True)
class FiguresPage(Page):
    """A month's figures of a place.

    places: the places to choose from
    months: the months to choose from
    total: how many signposts there were, in words
    tables: a table for each question: its name, a sentence about it, and rows of (name, number in words)
    csv: the same as a file
    month: the month in words
    """

    template: ClassVar[str] = "navigators/figures.html"
    places: tuple[Link, ...]
    months: tuple[Link, ...]
    total: str
    tables: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    csv: str
    month: str
