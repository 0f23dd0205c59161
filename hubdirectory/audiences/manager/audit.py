"""Who did what, when, from which role."""

from __future__ import annotations

from datetime import date, datetime, time

from flask import request, url_for
from flask_babel import gettext

from hubdirectory.actions import auditing
from hubdirectory.actions.auditing import Line, Wanted
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.helping import crumbs
from hubdirectory.audiences.manager.pages import AuditPage
from hubdirectory.domain.record_data import KINDS
from hubdirectory.domain.schedules import LONDON
from hubdirectory.web.access import current_actor
from hubdirectory.web.addresses import query_address, with_changes
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world

KEYS = ("who", "role", "verb", "kind", "record", "since", "until")


@blueprint.get("/desk/audit")
def audit() -> str:
    world, actor = the_world(), current_actor()
    asked = {key: request.args.get(key, "").strip() for key in KEYS}
    trail = auditing.trail(world, actor, _wanted(asked), max(1, request.args.get("page", 1, int)))
    pairs, here = tuple(asked.items()), url_for("manager.audit")

    def to(number: int) -> str:
        return query_address(here, with_changes(pairs, {"page": number})) if 1 <= number <= trail.pages else ""

    page = AuditPage(
        title=gettext("Who did what"), indexable=False, crumbs=crumbs(), trail=trail, asked=asked,
        verbs=auditing.verbs(world, actor), earlier=to(trail.page - 1), later=to(trail.page + 1),
        links={line.number: address for line in trail.lines if (address := _link(line))},
    )  # fmt: skip
    return render(page)


def _wanted(asked: dict[str, str]) -> Wanted:
    return Wanted(
        account_id=asked["who"], role=asked["role"], verb=asked["verb"], kind=asked["kind"], record_id=asked["record"],
        since=_moment(asked["since"], time.min), until=_moment(asked["until"], time.max),
    )  # fmt: skip


def _moment(typed: str, at: time) -> datetime | None:
    """A day as London has it; what is no day does not filter."""
    try:
        return datetime.combine(date.fromisoformat(typed), at, LONDON) if typed else None
    except ValueError:
        return None


def _link(line: Line) -> str:
    if line.kind in KINDS and line.record_id:
        return url_for("manager.record", kind=line.kind, record_id=line.record_id)
    if line.kind == "account" and line.record_id:
        return url_for("accounts.person", key=line.record_id)
    return ""
