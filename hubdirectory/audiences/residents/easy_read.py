"""Easy read: one idea in a sentence, a sign beside each part. Of a service, and of how to use the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import showing
from hubdirectory.actions.crisis import Crisis, about_abuse
from hubdirectory.actions.showing import ServiceView
from hubdirectory.audiences.residents import blueprint
from hubdirectory.audiences.residents.helping import crumbs, shown
from hubdirectory.audiences.residents.needs import crisis_of_needs
from hubdirectory.web.formatting import stale_words
from hubdirectory.web.locales import current_locale
from hubdirectory.web.pages import Page, render
from hubdirectory.web.sheet_views import Line, Occasion, Step
from hubdirectory.web.sheet_words import steps
from hubdirectory.web.world import the_world


@dataclass(frozen=True, kw_only=True)
class EasyServicePage(Page):
    """A service in easy read.

    service: the service
    warning: that nobody has said for long that it is right, "" where somebody has
    steps: what to do first, when, where and so on, in the order of reading
    crisis: which crisis panel belongs here, None for the general one
    """

    template: ClassVar[str] = "residents/easy_service.html"
    service: ServiceView
    warning: str
    steps: tuple[Step, ...]
    crisis: Crisis | None


@dataclass(frozen=True, kw_only=True)
class EasyReadPage(Page):
    """How to use the site, in easy read.

    steps: what somebody can do here, one thing after another
    """

    template: ClassVar[str] = "residents/easy_read.html"
    steps: tuple[Step, ...]


@blueprint.get("/services/<slug:slug>/easy-read")
def easy_service(slug: str) -> str | Response:
    world = the_world()
    found = shown(showing.service(world, slug, current_locale()), "residents.easy_service")
    if not isinstance(found, ServiceView):
        return found
    now, crisis = world.now(), crisis_of_needs(need.slug for need in found.needs)
    page = EasyServicePage(
        title=gettext("Easy read: %(name)s", name=found.name), service=found, warning=stale_words(found.confirmed_at, now),
        steps=steps(found, Occasion(now), now), crisis=crisis, discreet=about_abuse(crisis), sample=found.sample, indexable=False,
        crumbs=crumbs((found.name, url_for("residents.service", slug=found.slug))),
    )  # fmt: skip
    return render(page)


@blueprint.get("/easy-read")
def easy_read() -> str:
    title, summary = gettext("Easy read: how to use this site"), gettext("Short sentences that say what you can do here.")
    return render(EasyReadPage(title=title, summary=summary, crumbs=crumbs(), steps=_ways_in()))


def _ways_in() -> tuple[Step, ...]:
    return (
        Step("search", gettext("Look for help"), (
            Line(gettext("Type what you need. Use your own words.")),
            Line(gettext("You can type “food”. You can type “I feel sad”.")),
            Line(gettext("Start here"), href=url_for("residents.home")),
        )),
        Step("way", gettext("Let us ask you"), (
            Line(gettext("We ask a few things. You can leave out any of them.")),
            Line(gettext("Then we say what may help.")),
            Line(gettext("Answer a few questions"), href=url_for("residents.start")),
        )),
        Step("clock", gettext("See what is on today"), (
            Line(gettext("There is a list for each day.")),
            Line(gettext("It says when, where and what it costs.")),
            Line(gettext("Today"), href=url_for("residents.today")),
        )),
        Step("pin", gettext("Go to a hub"), (
            Line(gettext("A hub is a warm place. You can walk in.")),
            Line(gettext("The people there listen. They help you find things.")),
            Line(gettext("See the hubs"), href=url_for("residents.hubs")),
        )),
        Step("phone", gettext("Ring"), (
            Line(gettext("No internet? You can ring a hub. Somebody looks for you.")),
            Line(gettext("Use this by phone"), href=url_for("residents.by_phone")),
        )),
        Step("people", gettext("Make it easier to read"), (
            Line(gettext("Each service has a page in easy read. Look for “This service in easy read”.")),
            Line(gettext("You can make the letters larger. You can have a page read to you.")),
            Line(gettext("You can choose another language.")),
        )),
        Step("lock", gettext("You stay private"), (
            Line(gettext("You do not say who you are.")),
            Line(gettext("Nobody is told who looked for what.")),
            Line(gettext("“Exit this page” takes you away at once.")),
        )),
    )  # fmt: skip
