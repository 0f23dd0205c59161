"""What the navigators' pages do alike."""

from __future__ import annotations

from collections.abc import Iterable

from flask import abort, request, url_for
from flask_babel import gettext

from hubdirectory.actions import showing
from hubdirectory.actions.navigating.places import Workplace, workplaces
from hubdirectory.actions.navigating.whence import ward_name
from hubdirectory.audiences.navigators.asked import Wish, pairs_of
from hubdirectory.web.access import current_actor
from hubdirectory.web.addresses import query_address, with_changes
from hubdirectory.web.locales import DEFAULT
from hubdirectory.web.pages import Crumb
from hubdirectory.web.world import the_world


def crumbs(*steps: tuple[str, str]) -> tuple[Crumb, ...]:
    return (Crumb(gettext("Signpost somebody"), url_for("navigators.start")), *(Crumb(*step) for step in steps))


def their_places() -> tuple[Workplace, ...]:
    return workplaces(the_world(), current_actor())


def place_of(slug: str, places: tuple[Workplace, ...]) -> Workplace | None:
    """The place that an address names; the first of theirs where it names none; None where they have none."""
    named = next((place for place in places if place.slug == slug), None)
    return named or (places[0] if places else None)


def place_or_404(slug: str) -> Workplace:
    """One of the actor's own."""
    found = next((place for place in their_places() if place.slug == slug), None)
    if found is None:
        abort(404)
    return found


def address_of(endpoint: str, wish: Wish, **changes: object) -> str:
    """A page with everything that is looked for in its address."""
    return query_address(url_for(f"navigators.{endpoint}"), with_changes(pairs_of(wish), changes))


def sheet_address(wish: Wish) -> str:
    """The page that makes a sheet of the shortlist."""
    values = {
        "service": list(wish.picks), "need": list(wish.asking.needs), "place": wish.place or None,
        "age": wish.age_band or None, "ward": wish.ward or None,
    }  # fmt: skip
    return url_for("navigators.sheet", **values)  # type: ignore[arg-type]


def known_needs(slugs: Iterable[str]) -> tuple[str, ...]:
    """Without needs that nobody knows, such as one that was renamed since the address was kept."""
    known = {term.slug for term in showing.terms(the_world(), "need", DEFAULT)}
    return tuple(slug for slug in slugs if slug in known)


def known_ward(slug: str) -> str:
    return slug if slug and ward_name(the_world(), slug) else ""


def typed(name: str, longest: int = 2_000) -> str:
    """A field of the form, in one line."""
    return " ".join(request.form.get(name, "").replace("\x00", "").split())[:longest]
