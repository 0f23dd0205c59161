"""The pages of this front door: what each template is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from markupsafe import Markup

from hubdirectory.actions.crisis import Crisis
from hubdirectory.actions.results import FacetValue, SearchPage
from hubdirectory.actions.showing import OrganisationView, PlaceView, ServiceView, Term
from hubdirectory.audiences.residents.outcome import Chip, FacetBox, NearBox, WayOut
from hubdirectory.audiences.residents.paging import Pager, SortLink
from hubdirectory.audiences.residents.programme import Programme
from hubdirectory.web.pages import Page


@dataclass(frozen=True)
class NeedGroup:
    name: str
    needs: tuple[FacetValue, ...]


@dataclass(frozen=True)
class PopularSearch:
    words: str
    address: str


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """The front page.

    groups: the needs, in groups, each with how many services meet it
    popular: what people look for, as links to searches
    """

    template: ClassVar[str] = "residents/home.html"
    groups: tuple[NeedGroup, ...]
    popular: tuple[PopularSearch, ...]


@dataclass(frozen=True, kw_only=True)
class ResultsPage(Page):
    """What a search found.

    found: the search's answer: totals, places, how the words were read
    count: the count in words, said aloud where the page changes by itself
    lines: the services on this page, as it shows them
    anywhere: the first services of the second group, where a place was asked for
    anywhere_address: all of the second group
    near_address: back to the first group
    boxes: the facet groups to choose from
    chips: what is chosen, each with the address without it
    clear_address: the same words without any choice
    sorts: ways to order
    pager: the other pages, None where all is on this one
    near: the place box: what was typed, what became of it
    hidden: what the search form carries along unseen
    open_now: whether "open now" is chosen
    ways_out: where nothing was found, fewer filters one by one with how many each gives
    needs: what the words may mean: searches for a need alone, each with how many it finds
    help_first: nothing matches all the words, so that what they may mean comes first
    needs_to_try: every need, where nothing was found and nothing understood
    map_points: the places on the map as JSON, "" where no map is set up
    only_anywhere: whether this is the second group alone
    day_words: the day that was read out of the words ("on Tuesday"), "" where none was
    typed_address: the same words without a day read out of them
    """

    template: ClassVar[str] = "residents/results.html"
    found: SearchPage
    count: str
    lines: tuple[Markup, ...]
    anywhere: tuple[Markup, ...]
    anywhere_address: str
    near_address: str
    boxes: tuple[FacetBox, ...]
    chips: tuple[Chip, ...]
    clear_address: str
    sorts: tuple[SortLink, ...]
    pager: Pager | None
    near: NearBox
    hidden: tuple[tuple[str, str], ...]
    open_now: bool
    ways_out: tuple[WayOut, ...]
    needs: tuple[WayOut, ...]
    help_first: bool
    needs_to_try: tuple[FacetValue, ...]
    map_points: Markup
    only_anywhere: bool
    day_words: str
    typed_address: str


@dataclass(frozen=True, kw_only=True)
class ServicePage(Page):
    """One service.

    service: the service
    now: the moment for which the page is right
    crisis: which crisis panel belongs here, None for none
    """

    template: ClassVar[str] = "residents/service.html"
    service: ServiceView
    now: datetime
    crisis: Crisis | None


@dataclass(frozen=True, kw_only=True)
class OrganisationPage(Page):
    """One organisation and its services.

    organisation: the organisation
    now: the moment for which the page is right
    """

    template: ClassVar[str] = "residents/organisation.html"
    organisation: OrganisationView
    now: datetime


@dataclass(frozen=True, kw_only=True)
class PlacePage(Page):
    """A hub, or another place.

    view: the place, its hours and what is on in it
    now: the moment for which the page is right
    programme: what is on now, what is next, and this week
    """

    template: ClassVar[str] = "residents/place.html"
    view: PlaceView
    now: datetime
    programme: Programme


@dataclass(frozen=True, kw_only=True)
class HubsPage(Page):
    """All hubs; they are facts of the whole site."""

    template: ClassVar[str] = "residents/hubs.html"


@dataclass(frozen=True, kw_only=True)
class NeedsPage(Page):
    """All needs.

    groups: the needs, in groups, each with how many services meet it
    descriptions: a sentence for each need by its slug
    """

    template: ClassVar[str] = "residents/needs.html"
    groups: tuple[NeedGroup, ...]
    descriptions: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class NeedPage(Page):
    """One need and the services that meet it.

    need: the need
    total: how many services meet it
    lines: the first of them
    all_address: all of them, as a search
    near_here: needs of the same group
    crisis: which crisis panel belongs here, None for none
    """

    template: ClassVar[str] = "residents/need.html"
    need: Term
    total: int
    lines: tuple[Markup, ...]
    all_address: str
    near_here: tuple[FacetValue, ...]
    crisis: Crisis | None


@dataclass(frozen=True)
class Letter:
    name: str
    count: int
    address: str
    current: bool


@dataclass(frozen=True)
class NameLine:
    """A line of the A to Z. `detail`: whose service it is, or that it is an organisation."""

    name: str
    address: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class AToZPage(Page):
    """The A to Z, or one letter of it.

    letters: every letter with how many names begin with it
    names: the names under the letter; none on the page of all letters
    """

    template: ClassVar[str] = "residents/a_to_z.html"
    letters: tuple[Letter, ...]
    names: tuple[NameLine, ...] = ()
