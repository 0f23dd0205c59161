"""A page is a documented dataclass and its template; a template is given its page and the site, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import render_template
from markupsafe import Markup

NOTHING = Markup("")


@dataclass(frozen=True)
class Crumb:
    """A step back up: its name and address."""

    name: str
    address: str


@dataclass(frozen=True)
class Link:
    """One of several ways on; `current`: it leads to this very page."""

    name: str
    address: str
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every page has.

    title: the page's own heading, which also begins the browser's title
    summary: one sentence for search engines and for whoever gets the link
    crumbs: the way back up, the home page first
    indexable: whether a search engine may keep it
    linked_data: schema.org's description as JSON, made safe for a script element; "" for none
    sample: the record shown is invented
    discreet: about abuse: its title says nothing, leaving comes first, and Back does not lead to it
    """

    template: ClassVar[str]
    title: str
    summary: str = ""
    crumbs: tuple[Crumb, ...] = ()
    indexable: bool = True
    linked_data: Markup = NOTHING
    sample: bool = False
    discreet: bool = False


def render(page: Page) -> str:
    return render_template(page.template, page=page)
