"""The desk's pages for the front door's routes: what each template is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from hubdirectory.actions.front_door import KeptRule
from hubdirectory.audiences.manager.pages import VersionLine
from hubdirectory.web.pages import Page


@dataclass(frozen=True)
class RuleLine:
    """A rule in words: for whom, and with what first."""

    kept: KeptRule
    route: str
    whom: str
    first: str


@dataclass(frozen=True)
class Ticks:
    """A group of boxes: its field, what it asks, and (value, name, ticked) for each."""

    field: str
    legend: str
    hint: str
    choices: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, kw_only=True)
class RoutesPage(Page):
    """The front door's rules.

    lines: the rules by route, the most urgent first
    versions: what the rules said before
    """

    template: ClassVar[str] = "manager/routes.html"
    lines: tuple[RuleLine, ...]
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, kw_only=True)
class RoutePage(Page):
    """One rule, or a new one.

    rule_id: its id, "new" for a new one
    typed: name, route and services, as typed
    routes: (value, name) of each route
    ticks: needs, ages, areas and hubs to be ticked
    errors: (field, sentence) of what needs putting right
    """

    template: ClassVar[str] = "manager/route.html"
    rule_id: str
    typed: Mapping[str, str]
    routes: tuple[tuple[str, str], ...]
    ticks: tuple[Ticks, ...]
    errors: tuple[tuple[str, str], ...] = ()
