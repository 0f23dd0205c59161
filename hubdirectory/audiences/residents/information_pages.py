"""The pages about the site itself, and the form that says something is wrong: what each template is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from hubdirectory.actions.showing import Origin
from hubdirectory.web.pages import Page


@dataclass(frozen=True, kw_only=True)
class AboutPage(Page):
    """What this is, and whom to thank.

    origins: the sources that records came from, with their licences
    tile_credit: the credit that the map asks for
    """

    template: ClassVar[str] = "residents/about.html"
    origins: tuple[Origin, ...]
    tile_credit: str


@dataclass(frozen=True, kw_only=True)
class AccessibilityPage(Page):
    """How accessible the site is."""

    template: ClassVar[str] = "residents/accessibility.html"


@dataclass(frozen=True, kw_only=True)
class PrivacyPage(Page):
    """What is kept about visitors: nothing.

    tiles: the host that sees a visitor who looks at the map, "" where there is no map
    """

    template: ClassVar[str] = "residents/privacy.html"
    tiles: str


@dataclass(frozen=True, kw_only=True)
class CookiesPage(Page):
    """The cookies, and what each is for."""

    template: ClassVar[str] = "residents/cookies.html"


@dataclass(frozen=True, kw_only=True)
class ExitPage(Page):
    """What "Exit this page" does, and what it does not."""

    template: ClassVar[str] = "residents/exit_page.html"


@dataclass(frozen=True, kw_only=True)
class ByPhonePage(Page):
    """How to use all of this by telephone, on a sheet for whoever has no internet."""

    template: ClassVar[str] = "residents/by_phone.html"


@dataclass(frozen=True, kw_only=True)
class NoNetworkPage(Page):
    """What a browser keeps, and shows in place of a page that it cannot fetch.

    made_at: when it was drawn
    """

    template: ClassVar[str] = "residents/no_network.html"
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReportPage(Page):
    """The form that says something is wrong.

    form: the form
    name: the record's name
    back: the record's page
    problem: what the browser's title begins with where something has to be put right
    """

    template: ClassVar[str] = "residents/report.html"
    form: Any
    name: str
    back: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class ReportThanksPage(Page):
    """After a report.

    back: the record's page
    """

    template: ClassVar[str] = "residents/report_thanks.html"
    back: str
