"""What the frame round every page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from flask import current_app, g, request
from flask_babel import lazy_gettext
from markupsafe import Markup

from hubdirectory.actions import notices, showing
from hubdirectory.actions.crisis import Crisis
from hubdirectory.actions.desk.wordings import page_texts
from hubdirectory.actions.notices import Banner
from hubdirectory.actions.showing import HubCard
from hubdirectory.web.addresses import address, canonical, in_no_language, language_links
from hubdirectory.web.crisis import CrisisPanel, panel_language, panel_of
from hubdirectory.web.crisis_words import GENERAL
from hubdirectory.web.doors import DoorLink, door_links
from hubdirectory.web.hub_marks import HubMark, marks_of
from hubdirectory.web.locales import LanguageLink, chosen_locale, current_locale, direction
from hubdirectory.web.memory import Memory
from hubdirectory.web.pages import NOTHING
from hubdirectory.web.shared_screens import SharedScreen, this_screen
from hubdirectory.web.text import page_prose
from hubdirectory.web.times import local, short_date

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

Fact = TypeVar("Fact")
# Whether anything here is invented changes once in the life of a site, and asking takes a look at every record.
SAMPLE_SECONDS = 30
# Where "Exit this page" leads: a page that anybody may have open.
NEUTRAL_PAGE = "https://www.bbc.co.uk/weather"


@dataclass(frozen=True)
class NavLink:
    name: str
    address: str
    current: bool


class Facts:
    """What the frame reads from the database. All but one are read anew for each page that shows them: a panel that
    the manager changed is seen at the very next request. The last ones stand when the database is away."""

    def __init__(self, world: World) -> None:
        self.sample = Memory(lambda: showing.has_samples(world), SAMPLE_SECONDS)
        self.hubs = Memory(lambda: showing.every_hub(world))
        self.hub_names = Memory(lambda: showing.hub_names(world))
        self.notices = Memory(lambda: notices.on_now(world))
        self.texts: Callable[[str], Mapping[str, str]] = lambda key: page_texts(world, key)
        self.crisis: Memory[dict[str, dict[str, Any]]] = Memory(lambda: showing.crisis_panels(world))


PARTS = (
    (lazy_gettext("Search"), "residents.search", ("residents.search", "residents.service", "residents.organisation")),
    (
        lazy_gettext("What’s on"),
        "residents.today",
        ("residents.today", "residents.tomorrow", "residents.this_week", "residents.day"),
    ),
    (lazy_gettext("What people need"), "residents.needs", ("residents.needs", "residents.need")),
    (lazy_gettext("Hubs"), "residents.hubs", ("residents.hubs", "residents.hub")),
    (lazy_gettext("A to Z"), "residents.a_to_z", ("residents.a_to_z", "residents.a_to_z_letter")),
)


@dataclass(frozen=True)
class Frame:
    """What stands above and below every page. The same for all pages of one part of the site, and kept for them.

    part: the endpoint that the part's link leads to, "" outside of them
    """

    name: str
    town: str
    part: str
    exit_address: str = NEUTRAL_PAGE

    @property
    def navigation(self) -> tuple[NavLink, ...]:
        """The links at the top, the one for this part of the site marked."""
        return tuple(NavLink(str(name), address(to), to == self.part) for name, to, _ in PARTS)


class Site:
    """The site's name, town, language and links. Nothing here raises when the database is away."""

    def __init__(self, name: str, town: str, facts: Facts, now: Callable[[], datetime], away: bool = False) -> None:
        self.name, self.town = name, town
        self._facts, self._now, self._away = facts, now, away

    def _fact(self, memory: Memory[Fact], otherwise: Fact) -> Fact:
        """Loaded, or with the database away the last that was loaded."""
        if not self._away:
            return memory.get()
        return otherwise if memory.last is None else memory.last

    @cached_property
    def sample(self) -> bool:
        return self._fact(self._facts.sample, False)

    @cached_property
    def hubs(self) -> tuple[HubCard, ...]:
        return self._fact(self._facts.hubs, ())

    @cached_property
    def crisis(self) -> CrisisPanel:
        """The general panel: on dead ends, and where nothing says what kind of crisis it is."""
        return panel_of(self._panels.get(GENERAL))

    def crisis_of(self, crisis: Crisis) -> CrisisPanel:
        """The panel for what somebody typed, in the language that they typed in where the site speaks it."""
        return panel_of(self._panels.get(crisis.kind), crisis.kind, panel_language(crisis.languages))

    @cached_property
    def _panels(self) -> dict[str, dict[str, Any]]:
        return self._fact(self._facts.crisis, {})

    @cached_property
    def notices(self) -> tuple[Banner, ...]:
        """What the manager tells everybody at this moment."""
        return self._fact(self._facts.notices, ())

    @cached_property
    def marks(self) -> Mapping[str, HubMark]:
        return marks_of(self._fact(self._facts.hub_names, ()))

    def page_text(self, key: str) -> Markup:
        """The manager's own text of a page in this language; "" where they wrote none."""
        texts = {} if self._away else self._facts.texts(key)
        return page_prose(texts[current_locale()]) if texts.get(current_locale()) else NOTHING

    @property
    def frame(self) -> Frame:
        part = next((to for _, to, endpoints in PARTS if request.endpoint in endpoints), "")
        leads_to = self.shared_screen.begin if self.shared_screen else NEUTRAL_PAGE
        return Frame(self.name, self.town, part, leads_to)

    @property
    def now(self) -> datetime:
        return self._now()

    @cached_property
    def doors(self) -> tuple[DoorLink, ...]:
        """The signed-in parts, for somebody signed in; none for a visitor."""
        return () if self._away else door_links()

    @cached_property
    def shared_screen(self) -> SharedScreen | None:
        """The hub's shared screen that shows this page; None on somebody's own device."""
        return this_screen()

    @cached_property
    def today(self) -> str:
        return short_date(local(self.now).date())

    @property
    def locale(self) -> str:
        return current_locale()

    @property
    def chosen_locale(self) -> str:
        return chosen_locale(request) or ""

    @cached_property
    def direction(self) -> str:
        return direction(current_locale())

    @cached_property
    def languages(self) -> tuple[LanguageLink, ...]:
        return language_links()

    @property
    def neutral_address(self) -> str:
        """This page for whoever's language the site does not speak: as the browser asks for it."""
        return in_no_language()

    @cached_property
    def canonical(self) -> str:
        return canonical()


def current_site(away: bool = False) -> Site:
    """The frame of this request's page. `away`: the database does not answer, so it must not be asked."""
    if away or "site" not in g:
        world = current_app.extensions["world"]
        name, town = world.settings.site_name, world.settings.town
        g.site = Site(name, town, current_app.extensions["site_facts"], world.now, away)
    return g.site
