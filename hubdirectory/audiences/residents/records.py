"""The pages of services, organisations and places."""

from __future__ import annotations

from flask import redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import showing
from hubdirectory.actions.crisis import about_abuse
from hubdirectory.actions.showing import OrganisationView, PlaceView, ServiceView
from hubdirectory.audiences.residents import blueprint, linked_data
from hubdirectory.audiences.residents.helping import crumbs, shown
from hubdirectory.audiences.residents.needs import crisis_of_needs
from hubdirectory.audiences.residents.pages import HubsPage, OrganisationPage, PlacePage, ServicePage
from hubdirectory.audiences.residents.programme import programme
from hubdirectory.web import counting
from hubdirectory.web.locales import current_locale
from hubdirectory.web.pages import render
from hubdirectory.web.text import shortened
from hubdirectory.web.world import the_world


@blueprint.get("/services/<slug:slug>")
def service(slug: str) -> str | Response:
    world = the_world()
    found = shown(showing.service(world, slug, current_locale()), "residents.service")
    if not isinstance(found, ServiceView):
        return found
    counting.seen("service", found.id)
    crisis = crisis_of_needs(need.slug for need in found.needs)
    page = ServicePage(
        title=found.name, summary=shortened(found.summary or found.description), service=found, now=world.now(),
        crumbs=crumbs(*((need.name, url_for("residents.need", slug=need.slug)) for need in found.needs[:1])),
        crisis=crisis, discreet=about_abuse(crisis), sample=found.sample,
        linked_data=linked_data.service(found),
    )  # fmt: skip
    return render(page)


@blueprint.get("/organisations/<slug:slug>")
def organisation(slug: str) -> str | Response:
    world = the_world()
    found = shown(showing.organisation(world, slug, current_locale()), "residents.organisation")
    if not isinstance(found, OrganisationView):
        return found
    counting.seen("organisation", found.id)
    page = OrganisationPage(
        title=found.name, summary=shortened(found.summary or found.description), organisation=found, now=world.now(),
        crumbs=crumbs((gettext("A to Z"), url_for("residents.a_to_z"))), sample=found.sample,
        linked_data=linked_data.organisation(found),
    )  # fmt: skip
    return render(page)


@blueprint.get("/hubs")
def hubs() -> str:
    world = the_world()
    page = HubsPage(
        title=gettext("Hubs"), summary=gettext("Warm, friendly places in %(town)s to walk into.", town=world.settings.town),
        crumbs=crumbs(),
    )  # fmt: skip
    return render(page)


@blueprint.get("/hubs/<slug:slug>")
def hub(slug: str) -> str | Response:
    return _place(slug, "hub")


@blueprint.get("/places/<slug:slug>")
def place(slug: str) -> str | Response:
    return _place(slug, "place")


def _place(slug: str, address: str) -> str | Response:
    """A place at its address: a hub's is /hubs/, every other's /places/."""
    world = the_world()
    found = shown(showing.place(world, slug, current_locale()), f"residents.{address}")
    if not isinstance(found, PlaceView):
        return found
    right = "hub" if found.place.kind == "hub" else "place"
    if right != address:
        return redirect(url_for(f"residents.{right}", slug=slug), 301)
    above = crumbs((gettext("Hubs"), url_for("residents.hubs"))) if right == "hub" else crumbs()
    page = PlacePage(
        title=found.place.name, summary=shortened(found.description or ", ".join(found.place.address)), view=found,
        now=world.now(), programme=programme(world, found, hub=right == "hub"), crumbs=above,
        sample=found.sample, linked_data=linked_data.place(found),
    )  # fmt: skip
    return render(page)
