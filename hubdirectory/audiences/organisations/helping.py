"""What the pages of this front door do alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from flask import abort, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import changes, records, showing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.changes import Draft
from hubdirectory.actions.organisations import choosing, pictures
from hubdirectory.actions.organisations.membership import NoSuchMember, NoSuchOrganisation
from hubdirectory.domain.changes import WITH_AUTHOR
from hubdirectory.web.access import current_actor
from hubdirectory.web.locales import current_locale
from hubdirectory.web.pages import Crumb
from hubdirectory.web.world import the_world

KIND = {"services": "service", "organisations": "organisation"}
PART = {kind: part for part, kind in KIND.items()}
Names = Mapping[str, str]


def me() -> Actor:
    return current_actor()


def crumbs(*steps: tuple[str, str]) -> tuple[Crumb, ...]:
    return (Crumb(gettext("Our organisation"), url_for("organisations.home")), *(Crumb(*step) for step in steps))


def to(endpoint: str, **values: Any) -> Response:
    """After a form: the next page, by GET."""
    return redirect(url_for(f"organisations.{endpoint}", **values), 303)


def said(key: str) -> str:
    """What was typed into a field of a form of ours."""
    return request.form.get(key, "").strip()


@contextmanager
def or_404() -> Iterator[None]:
    """What is not there, or is no longer, is a page that is not there."""
    try:
        yield
    except (records.RecordMissing, NoSuchOrganisation, NoSuchMember, pictures.NoSuchPicture, changes.NoAccount):
        abort(404)


def draft_of(part: str, record_id: str) -> Draft:
    """The actor's words for a record of theirs."""
    kind = KIND[part]
    with or_404():
        number = len(pictures.of_record(the_world(), me(), kind, record_id))
        return changes.draft(the_world(), me(), kind, record_id, pictures=number)


def is_open(draft: Draft) -> bool:
    """Whether the author may go on typing."""
    return draft.state in WITH_AUTHOR


def organisation_of(draft: Draft) -> str:
    return draft.record_id if draft.kind == "organisation" else str(draft.stands["organisation"])


def name_of(draft: Draft) -> str:
    return str(draft.data["name"]) or (gettext("A new service") if draft.kind == "service" else gettext("A new organisation"))


def record_crumbs(draft: Draft, *more: tuple[str, str]) -> tuple[Crumb, ...]:
    return crumbs((name_of(draft), url_for("organisations.record", part=PART[draft.kind], record_id=draft.record_id)), *more)


def names_for(*data: Mapping[str, Any]) -> Names:
    """The names of what records refer to by an id or a slug: places and terms."""
    world, ids = the_world(), set()
    for one in data:
        ids |= {item["location"] for key in ("places", "schedules") for item in one.get(key, []) if item.get("location")}
    stands = {item["location"] for item in data[-1].get("places", []) if item.get("location")} if data else set()
    return {**choosing.names_of_places(world, ids, stands), **term_names()}


def term_names() -> dict[str, str]:
    """ "need/debt" -> its name in the language of the page."""
    world, locale = the_world(), current_locale()
    return {
        f"{taxonomy}/{term.slug}": term.name
        for taxonomy in ("need", "audience", "service-type") for term in showing.terms(world, taxonomy, locale)
    }  # fmt: skip


def paused_until(draft: Draft) -> date | None:
    said_day = draft.stands.get("paused_until")
    return date.fromisoformat(said_day) if said_day else None
