"""What the frame round every page shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from flask import current_app, g, request, url_for
from flask_babel import gettext

from hubdirectory.actions.showing import HubCard, SiteFacts
from hubdirectory.web.addresses import canonical, language_links
from hubdirectory.web.crisis import CrisisPanel, panel_of
from hubdirectory.web.hub_marks import HubMark, hub_marks
from hubdirectory.web.locales import LanguageLink, chosen_locale, current_locale, direction
from hubdirectory.web.memory import Memory
from hubdirectory.web.times import local, short_date

# Where "Exit this page" leads: a page that anybody may have open.
NEUTRAL_PAGE = "https://www.bbc.co.uk/weather"


@dataclass(frozen=True)
class NavLink:
    name: str
    address: str
    current: bool


class Site:
    """The site's name, town, language and links. Nothing here raises when the database is away."""

    def __init__(
        self, name: str, town: str, memory: Memory[SiteFacts], now: Callable[[], datetime], away: bool = False
    ) -> None:
        self.name, self.town = name, town
        self._memory, self._now, self._away = memory, now, away

    @cached_property
    def facts(self) -> SiteFacts:
        """Loaded, or with the database away the last that was loaded."""
        if not self._away:
            return self._memory.get()
        return self._memory.last or SiteFacts()

    @property
    def sample(self) -> bool:
        return self.facts.sample

    @property
    def hubs(self) -> tuple[HubCard, ...]:
        return self.facts.hubs

    @property
    def crisis(self) -> CrisisPanel:
        return panel_of(self.facts.crisis)

    @cached_property
    def marks(self) -> dict[str, HubMark]:
        oldest_first = sorted(self.hubs, key=lambda hub: (hub.since, hub.slug))
        return hub_marks({hub.slug: hub.name for hub in oldest_first})

    @property
    def now(self) -> datetime:
        return self._now()

    @property
    def today(self) -> str:
        return short_date(local(self.now).date())

    @property
    def locale(self) -> str:
        return current_locale()

    @property
    def chosen_locale(self) -> str:
        return chosen_locale(request) or ""

    @property
    def direction(self) -> str:
        return direction(current_locale())

    @property
    def languages(self) -> tuple[LanguageLink, ...]:
        return language_links()

    @property
    def canonical(self) -> str:
        return canonical()

    @property
    def exit_address(self) -> str:
        return NEUTRAL_PAGE

    @property
    def navigation(self) -> tuple[NavLink, ...]:
        """The links at the top, the one for this part of the site marked."""
        links = (
            (gettext("Search"), "residents.search", ("residents.search", "residents.service", "residents.organisation")),
            (gettext("What people need"), "residents.needs", ("residents.needs", "residents.need")),
            (gettext("Hubs"), "residents.hubs", ("residents.hubs", "residents.hub")),
            (gettext("A to Z"), "residents.a_to_z", ("residents.a_to_z", "residents.a_to_z_letter")),
        )
        return tuple(NavLink(name, url_for(to), request.endpoint in parts) for name, to, parts in links)


def current_site(away: bool = False) -> Site:
    """The frame of this request's page. `away`: the database does not answer, so it must not be asked."""
    if away or "site" not in g:
        world = current_app.extensions["world"]
        name, town = world.settings.site_name, world.settings.town
        g.site = Site(name, town, current_app.extensions["site_facts"], world.now, away)
    return g.site
