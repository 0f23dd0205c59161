"""Any record, by anything: the list, and the same list as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Response, abort, request, stream_with_context, url_for
from flask_babel import gettext

from hubdirectory.actions.desk import exporting, searching
from hubdirectory.actions.desk.searching import KINDS, MISSING, SORTS, Wanted
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.helping import crumbs, done_now
from hubdirectory.audiences.manager.pages import RecordsPage
from hubdirectory.domain.freshness import Freshness
from hubdirectory.domain.states import State
from hubdirectory.web.access import current_actor
from hubdirectory.web.addresses import Pairs, query_address, with_changes
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 64 * 1024
KEYS = ("q", "kind", "state", "fresh", "source", "need", "hub", "missing", "suggested", "sort")


def wanted_of(args: Any) -> Wanted:
    """What an address or a form asks for; what it cannot mean is left out."""
    sort = args.get("sort", "name")
    return Wanted(
        words=args.get("q", "").replace("\x00", "").strip(), kind=args.get("kind", "") if args.get("kind") in KINDS else "",
        states=tuple(one for one in args.getlist("state") if one in set(State)),
        freshness=tuple(one for one in args.getlist("fresh") if one in set(Freshness)),
        source=args.get("source", ""), need=args.get("need", ""), hub=args.get("hub", ""),
        missing=tuple(one for one in args.getlist("missing") if one in MISSING),
        suggested=bool(args.get("suggested")), sort=sort if sort.removeprefix("-") in SORTS else "name",
        page=max(1, args.get("page", 1, int)),
    )  # fmt: skip


def pairs_of(args: Any) -> Pairs:
    """The choice as it stands in an address, page aside."""
    return tuple((key, value) for key in KEYS for value in args.getlist(key) if value)


@blueprint.get("/desk/records")
def records() -> str:
    world, wanted, pairs = the_world(), wanted_of(request.args), pairs_of(request.args)
    found = searching.find(world, current_actor(), wanted)
    here = url_for("manager.records")

    def to(number: int) -> str:
        return query_address(here, with_changes(pairs, {"page": number})) if 1 <= number <= found.pages else ""

    exports = {ending: query_address(url_for("manager.export", ending=ending), pairs) for ending in ("csv", "xlsx")}
    page = RecordsPage(
        title=gettext("Records"), indexable=False, crumbs=crumbs(), found=found, wanted=wanted, now=world.now(),
        choices=searching.choices(world, current_actor()), done=done_now(), earlier=to(found.page - 1),
        later=to(found.page + 1), exports=exports, query=query_address("", pairs),
    )  # fmt: skip
    return render(page)


@blueprint.get("/desk/records/export.<any(csv, xlsx):ending>")
def export(ending: str) -> Response:
    """Everything that was asked for, on all pages."""
    world, actor = the_world(), current_actor()
    records = searching.every_id(world, actor, wanted_of(request.args))
    return file_of(ending, records)


def file_of(ending: str, records: Any) -> Response:
    world, actor = the_world(), current_actor()
    if ending == "csv":
        lines = exporting.export_csv(world, actor, records)
        response = Response(stream_with_context(lines), mimetype="text/csv")
    elif ending == "xlsx":
        response = Response(_read(exporting.export_xlsx(world, actor, records)), mimetype=XLSX)
    else:
        abort(404)
    name = f"records-{world.now():%Y-%m-%d}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _read(file: Any) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk
