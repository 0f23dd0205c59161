"""The front door's routes: who is led which way, and to whom first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import abort, flash, redirect, request, url_for
from flask_babel import LazyString, gettext, lazy_gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import front_door, showing
from hubdirectory.actions.desk import wordings
from hubdirectory.actions.desk.good_words import BadWording
from hubdirectory.actions.front_door import KeptRule
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.helping import text
from hubdirectory.audiences.manager.pages import VersionLine
from hubdirectory.audiences.manager.route_pages import RoutePage, RoutesPage, RuleLine, Ticks
from hubdirectory.audiences.manager.terms import words_crumbs
from hubdirectory.domain.routing import Route, RouteRule
from hubdirectory.web.access import current_actor
from hubdirectory.web.locales import current_locale
from hubdirectory.web.names import AGES
from hubdirectory.web.pages import render
from hubdirectory.web.text import shortened
from hubdirectory.web.world import the_world

NEW = "new"
Names = Mapping[str, str]
ROUTE_NAMES: Mapping[Route, LazyString] = {
    Route.CRISIS: lazy_gettext("Crisis: help within hours"),
    Route.PROFESSIONAL: lazy_gettext("A professional"),
    Route.COMMUNITY: lazy_gettext("Help from the community"),
}


@blueprint.get("/desk/words/routes")
def routes() -> str:
    kept = front_door.kept_rules(the_world(), current_actor())
    names = {field: dict(pairs) for field, pairs in _choices().items()}
    urgency = list(Route)
    lines = tuple(_line(one, names) for one in sorted(kept, key=lambda one: urgency.index(one.rule.route)))
    page = RoutesPage(
        title=gettext("Routes of the front door"), indexable=False, crumbs=words_crumbs(), lines=lines,
        versions=_versions(),
    )  # fmt: skip
    return render(page)


@blueprint.get("/desk/words/routes/<rule_id>")
def route(rule_id: str) -> str:
    return _page(rule_id, _kept(rule_id))


@blueprint.post("/desk/words/routes/<rule_id>")
def save_route(rule_id: str) -> str | Response:
    _kept(rule_id)
    typed = _typed()
    try:
        front_door.put_rule(the_world(), current_actor(), typed, "" if rule_id == NEW else rule_id)
    except BadWording as bad:
        return _page(rule_id, typed, ((bad.field, _wrong(bad)),))
    flash(gettext("Saved. The front door goes by it now."))
    return redirect(url_for("manager.routes"), 303)


@blueprint.post("/desk/words/routes/<rule_id>/remove")
def remove_route(rule_id: str) -> Response:
    front_door.remove_rule(the_world(), current_actor(), rule_id)
    flash(gettext("Taken away. You can bring it back under “Earlier texts”."))
    return redirect(url_for("manager.routes"), 303)


def _versions() -> tuple[VersionLine, ...]:
    """What the rules were before, by their names."""
    found = wordings.versions(the_world(), current_actor(), wordings.ROUTES, front_door.KEY)
    return tuple(
        VersionLine(one.id, one.at, one.by, shortened("; ".join(rule["name"] for rule in one.value.get("rules", ())), 600))
        for one in found
    )


def _kept(rule_id: str) -> RouteRule:
    if rule_id == NEW:
        return RouteRule("", Route.COMMUNITY)
    kept = {one.id: one.rule for one in front_door.kept_rules(the_world(), current_actor())}
    if rule_id not in kept:
        abort(404)
    return kept[rule_id]


def _typed() -> RouteRule:
    ticked = {field: tuple(request.form.getlist(field)) for field in ("needs", "ages", "areas", "hubs")}
    named = (line for line in text("services").splitlines() if line.strip())
    services = tuple(front_door.service_named(the_world(), line) for line in named)
    chosen = Route(text("route")) if text("route") in list(Route) else Route.COMMUNITY
    return RouteRule(text("name").strip(), chosen, services=services, **ticked)


def _wrong(bad: BadWording) -> str:
    if bad.why == "unknown":
        return gettext("There is no “%(name)s” here. Use the name of a service, or its address", name=bad.value)
    if bad.why == "long":
        return gettext("Use less: at most %(limit)s", limit=bad.value)
    return gettext("Write something here")


def _choices() -> dict[str, tuple[tuple[str, str], ...]]:
    """What can be ticked, by field: (value, name)."""
    world, locale = the_world(), current_locale()
    return {
        "needs": tuple((term.slug, term.name) for term in showing.terms(world, "need", locale)),
        "ages": tuple((slug, str(name)) for slug, name in AGES.items()),
        "areas": front_door.area_choices(world),
        "hubs": showing.hub_names(world),
    }


def _line(kept: KeptRule, names: Mapping[str, Names]) -> RuleLine:
    rule = kept.rule
    whom = [*_named(rule.needs, names["needs"]), *_named(rule.ages, names["ages"]), *_named(rule.areas, names["areas"])]
    first = [*rule.services, *_named(rule.hubs, names["hubs"])]
    return RuleLine(kept, str(ROUTE_NAMES[rule.route]), ", ".join(whom) or gettext("Anybody"), ", ".join(first))


def _named(slugs: Sequence[str], names: Names) -> list[str]:
    return [names.get(slug, slug) for slug in slugs]


def _page(rule_id: str, rule: RouteRule, errors: tuple[tuple[str, str], ...] = ()) -> str:
    above = (gettext("Routes of the front door"), url_for("manager.routes"))
    page = RoutePage(
        title=rule.name or gettext("A new rule"), indexable=False, crumbs=words_crumbs(above), rule_id=rule_id,
        ticks=_ticks(rule),
        typed={"name": rule.name, "route": rule.route.value, "services": "\n".join(rule.services)}, errors=errors,
        routes=tuple((one.value, str(name)) for one, name in ROUTE_NAMES.items()),
    )  # fmt: skip
    return render(page)


def _ticks(rule: RouteRule) -> tuple[Ticks, ...]:
    choices = _choices()
    ticked = {"needs": rule.needs, "ages": rule.ages, "areas": rule.areas, "hubs": rule.hubs}
    asked = {
        "needs": (gettext("Needs"), gettext("None ticked: any need")),
        "ages": (gettext("Ages"), gettext("None ticked: any age")),
        "areas": (gettext("Where they live"), gettext("None ticked: anywhere")),
        "hubs": (gettext("Hubs"), gettext("The nearest of these. None ticked: the nearest of all")),
    }
    return tuple(
        Ticks(field, *asked[field], tuple((value, name, value in ticked[field]) for value, name in pairs))
        for field, pairs in choices.items() if pairs
    )  # fmt: skip
