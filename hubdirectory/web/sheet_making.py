"""A sheet from its services, in its own language: as a view, as the text of a mail, as a short message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import segno
from flask import current_app, get_template_attribute, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from hubdirectory.actions.showing import ServiceView
from hubdirectory.web.crisis import CrisisPanel, panel_of
from hubdirectory.web.crisis_words import GENERAL
from hubdirectory.web.formatting import stale_words
from hubdirectory.web.locales import DEFAULT, current_locale, direction
from hubdirectory.web.sheet_views import Alive, Entry, Occasion, SheetView
from hubdirectory.web.sheet_words import apart, steps
from hubdirectory.web.times import local, short_date
from hubdirectory.web.world import the_world


def sheet_view(
    services: Sequence[ServiceView], occasion: Occasion, style: str, link: str = "", until: datetime | None = None
) -> SheetView:  # fmt: skip
    """In the language that is spoken now. `link`: the sheet's own, where it has one."""
    settings, locale = the_world().settings, current_locale()
    date = short_date(local(occasion.made_at).date())
    return SheetView(
        locale=locale, direction=direction(locale), style=style, heading=gettext("Your next steps"),
        greeting=gettext("Hello %(name)s,", name=apart(occasion.name)) if occasion.name else gettext("Hello,"),
        intro=tuple(_intro(len(services), occasion.place, date)),
        entries=tuple(_entry(position, view, occasion) for position, view in enumerate(services)),
        crisis=crisis_panel(), alive=_alive(link, until) if link and until else None, date=date, site=settings.site_name,
        foot=gettext("Made on %(date)s by %(site)s. Things may change: ring first.", date=date, site=apart(settings.site_name)),
    )  # fmt: skip


def shown(sheet: SheetView, reference: str = "") -> Markup:
    """A part of a page in whatever language: made here, while the sheet's own is spoken."""
    return Markup(get_template_attribute("parts/sheet.html", "shown")(sheet, 2, reference))  # noqa: S704 - our own template


def crisis_panel() -> CrisisPanel:
    """The general one, in the language that is spoken now."""
    return panel_of(current_app.extensions["site_facts"].crisis.get().get(GENERAL), GENERAL, current_locale())


def _intro(number: int, place: str, date: str) -> Iterator[str]:
    if place:
        yield gettext("This is what we talked about at %(place)s on %(date)s.", place=apart(place), date=date)
    yield gettext("This can help you.") if number == 1 else gettext("These can help you. You can start with one.")


def _entry(position: int, view: ServiceView, occasion: Occasion) -> Entry:
    now = the_world().now()
    locale = current_locale()
    address = public("residents.service", slug=view.slug, lang=locale if locale != DEFAULT else None)
    return Entry(
        position, view.slug, view.name, view.organisation.name, view.summary, view.tongues.summary,
        stale_words(view.confirmed_at, now), steps(view, occasion, now), address, _shown(address), code_of(address),
    )  # fmt: skip


def _alive(link: str, until: datetime) -> Alive:
    address = public("sheets.sheet", link=link, lang=None)
    return Alive(address, _shown(address), code_of(address), short_date(local(until).date()))


def public(endpoint: str, **values: Any) -> str:
    """An address for paper: the site's own, or on a development server the one that it is visited by."""
    settings = the_world().settings
    host = settings.public_url if settings.production else request.host_url.rstrip("/")
    return host + url_for(endpoint, **values)


def _shown(address: str) -> str:
    """As somebody types it: without what every browser adds, and without the language."""
    return address.partition("://")[2].partition("?")[0]


def code_of(address: str) -> str:
    """A QR code, black on white whatever the scheme, as an address of a picture."""
    return str(segno.make(address, micro=False, error="m").svg_data_uri(scale=4, border=2, light="#fff"))


# a mail and a text


def mail_text(sheet: SheetView) -> str:
    """The sheet in plain sentences, a paragraph for each thing."""
    parts = [sheet.greeting, "\n".join(sheet.intro)]
    for entry in sheet.entries:
        parts.append("\n".join(filter(None, (f"{entry.position + 1}. {entry.name}", entry.organisation, entry.summary))))
        parts += ["\n".join((step.title, *(line.words for line in step.lines))) for step in entry.steps]
        parts.append(entry.address)
    if sheet.alive:
        parts.append(gettext("This page shows what has changed since. It works until %(date)s:", date=sheet.alive.until))
        parts.append(sheet.alive.address)
    parts.append("\n".join([sheet.crisis.heading, *(f"{line.name}: {line.number}" for line in sheet.crisis.lines)]))
    return "\n\n".join([*parts, sheet.foot]) + "\n"


def text_words(sheet: SheetView) -> str:
    """A text message: the link, and until when it works."""
    if sheet.alive is None:
        raise ValueError("A text needs a link.")
    values = {"site": sheet.site, "link": sheet.alive.address, "date": sheet.alive.until}
    return gettext("%(site)s: your next steps are at %(link)s – until %(date)s.", **values)
