"""A day without the network: the essentials on a navigator's own laptop, asked for there, and forgotten there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response, request, url_for
from flask_babel import gettext

from hubdirectory.actions import offline as keeping
from hubdirectory.actions.finding import SearchIsDown
from hubdirectory.actions.navigating.places import Workplace
from hubdirectory.actions.offline import Essentials
from hubdirectory.audiences.navigators import blueprint
from hubdirectory.audiences.navigators.helping import crumbs, their_places
from hubdirectory.web.access import current_actor
from hubdirectory.web.assets import built_file
from hubdirectory.web.errors import SearchAway
from hubdirectory.web.locales import current_locale
from hubdirectory.web.pages import Page, render
from hubdirectory.web.world import the_world


@dataclass(frozen=True, kw_only=True)
class OfflinePage(Page):
    """Whether this device keeps a copy, and the two buttons.

    places: where the copy could be measured from
    address: what is kept
    worker: what keeps it
    """

    template: ClassVar[str] = "navigators/offline.html"
    places: tuple[Workplace, ...]
    address: str
    worker: str


@dataclass(frozen=True, kw_only=True)
class OfflineTodayPage(Page):
    """The copy itself: what is public, without a frame, and without a word about who is signed in.

    kept: the services, hubs and days
    """

    template: ClassVar[str] = "navigators/offline_today.html"
    kept: Essentials


@blueprint.get("/offline")
def offline() -> str:
    page = OfflinePage(
        title=gettext("For a day without the network"), crumbs=crumbs(), indexable=False,
        places=tuple(place for place in their_places() if place.point), address=url_for("navigators.offline_today"),
        worker=url_for("navigators.offline_worker", lang=None),
    )  # fmt: skip
    return render(page)


@blueprint.get("/offline/today")
def offline_today() -> str:
    try:
        kept = keeping.essentials(the_world(), current_actor(), request.args.get("place", ""), current_locale())
    except SearchIsDown as error:
        raise SearchAway from error
    return render(OfflineTodayPage(title=gettext("Without the network"), indexable=False, kept=kept))


@blueprint.get("/offline-worker.js")
def offline_worker() -> Response:
    """It stands here because a worker may only look after what is below it; the header adds /navigate itself."""
    headers = {"Service-Worker-Allowed": url_for("navigators.start", lang=None)}
    return Response(built_file("offline-worker.js"), mimetype="text/javascript", headers=headers)
