"""Imports: each run, its rows as they came, and why some were refused."""

from __future__ import annotations

from flask import abort, request, url_for
from flask_babel import gettext

from hubdirectory.actions.desk import worklists
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.helping import crumbs
from hubdirectory.audiences.manager.names import OUTCOME_NAMES
from hubdirectory.audiences.manager.pages import ImportPage, ImportsPage
from hubdirectory.web.access import current_actor
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.get("/desk/imports")
def imports() -> str:
    runs = worklists.imports(the_world(), current_actor())
    return render(ImportsPage(title=gettext("Imports"), indexable=False, crumbs=crumbs(), runs=runs))


@blueprint.get("/desk/imports/<run_id>")
def import_run(run_id: str) -> str:
    world, actor = the_world(), current_actor()
    run = worklists.import_run(world, actor, run_id) or abort(404)
    outcome = request.args.get("outcome", "")
    outcome = outcome if outcome in OUTCOME_NAMES else ""
    number = max(1, request.args.get("page", 1, int))
    rows, pages = worklists.import_rows(world, actor, run_id, outcome, number)

    def to(page: int) -> str:
        return url_for("manager.import_run", run_id=run_id, outcome=outcome or None, page=page) if 1 <= page <= pages else ""

    page = ImportPage(
        title=gettext("Import from %(source)s", source=run.source), indexable=False,
        crumbs=crumbs((gettext("Imports"), url_for("manager.imports"))), run=run, rows=rows, outcome=outcome,
        addresses=(to(number - 1), to(number + 1)),
    )  # fmt: skip
    return render(page)
