"""Pages about the site itself."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response
from flask_babel import gettext

from hubdirectory.actions import showing
from hubdirectory.audiences.residents import blueprint
from hubdirectory.audiences.residents.helping import crumbs
from hubdirectory.audiences.residents.information_pages import (
    AboutPage,
    AccessibilityPage,
    ByPhonePage,
    CookiesPage,
    ExitPage,
    NoNetworkPage,
    PrivacyPage,
)
from hubdirectory.web.assets import built_file
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.get("/about")
def about() -> str:
    world = the_world()
    page = AboutPage(
        title=gettext("About this site"), crumbs=crumbs(), origins=showing.origins(world),
        summary=gettext("What this site is, who keeps it right, and where its records come from."),
        tile_credit=world.settings.tile_credit if world.settings.tile_url else "",
    )  # fmt: skip
    return render(page)


@blueprint.get("/accessibility")
def accessibility() -> str:
    title, summary = gettext("Accessibility"), gettext("How this site works for everybody, and what does not yet.")
    return render(AccessibilityPage(title=title, summary=summary, crumbs=crumbs()))


@blueprint.get("/privacy")
def privacy() -> str:
    title, summary = gettext("Privacy"), gettext("What this site keeps, and what it never keeps.")
    host = urlsplit(the_world().settings.tile_url).netloc
    return render(PrivacyPage(title=title, summary=summary, crumbs=crumbs(), tiles=host))


@blueprint.get("/cookies")
def cookies() -> str:
    title, summary = gettext("Cookies"), gettext("Three cookies, and none for looking things up.")
    return render(CookiesPage(title=title, summary=summary, crumbs=crumbs()))


@blueprint.get("/exit-page")
def exit_page() -> str:
    title = gettext("Leaving this site quickly")
    summary = gettext("What the button “Exit this page” does, and what it cannot do.")
    return render(ExitPage(title=title, summary=summary, crumbs=crumbs()))


@blueprint.get("/by-phone")
def by_phone() -> str:
    title, summary = gettext("Use this by phone"), gettext("A sheet to print for somebody who has no internet.")
    return render(ByPhonePage(title=title, summary=summary, crumbs=crumbs()))


@blueprint.get("/offline")
def no_network() -> str:
    title = gettext("There is no internet just now")
    return render(NoNetworkPage(title=title, indexable=False, made_at=the_world().now()))


@blueprint.get("/service-worker.js")
def service_worker() -> Response:
    """What keeps that page. It stands here because a worker may only look after what is below it. Without an hour of its
    own every page would ask for it anew."""
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(built_file("service-worker.js"), mimetype="text/javascript", headers=headers)
