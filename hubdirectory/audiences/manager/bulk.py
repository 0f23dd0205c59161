"""One verb for many records: first what it would do, then what it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import parse_qsl

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from hubdirectory.actions.desk import bulk, searching
from hubdirectory.actions.desk.bulk import Asked, Plan
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.helping import crumbs, text
from hubdirectory.audiences.manager.names import TAXONOMY_NAMES, WHY_NOT, named
from hubdirectory.audiences.manager.pages import BulkPage
from hubdirectory.audiences.manager.searching import file_of, wanted_of
from hubdirectory.audiences.manager.work import rang_them
from hubdirectory.domain.record_data import KINDS
from hubdirectory.web.access import current_actor
from hubdirectory.web.pages import render
from hubdirectory.web.times import local
from hubdirectory.web.world import the_world

FIELDS = ("term", "until", "reason", "subject", "words", "by")
Records = Sequence[tuple[str, str]]


@blueprint.post("/desk/records/several")
def several() -> str | Response:
    """Shows what a verb would do; with `sure`, does it."""
    verb, records = text("verb"), _chosen()
    if not records:
        flash(gettext("Nothing was ticked, so nothing was done."))
        return redirect(_back(), 303)
    if verb in ("csv", "xlsx"):
        return file_of(verb, records)
    if verb not in bulk.VERBS:
        abort(400)
    if len(records) > bulk.MOST:
        flash(gettext("These are %(count)s records. Choose at most %(most)s.", count=len(records), most=bulk.MOST))
        return redirect(_back(), 303)
    asked, error = _asked(verb)
    if "sure" in request.form and not error:
        done = bulk.do(the_world(), current_actor(), asked, records)
        return redirect(url_for("manager.done", deed_id=done.id), 303)
    return _shown(asked, records, error if "sure" in request.form else "")


def _chosen() -> Records:
    """The ticked ones; or everything that the list was about, on all its pages."""
    if text("which") == "all":
        query = MultiDict(parse_qsl(text("query").lstrip("?")))
        return searching.every_id(the_world(), current_actor(), wanted_of(query))
    pairs = (one.partition(".") for one in request.form.getlist("item"))
    return [(kind, id_) for kind, _, id_ in pairs if kind in KINDS and id_]


def _asked(verb: str) -> tuple[Asked, str]:
    """What is asked for, and what is wrong with it."""
    typed = {name: text(name).strip() for name in FIELDS}
    until, error = None, ""
    if typed["until"]:
        try:
            until = date.fromisoformat(typed["until"])
        except ValueError:
            error = gettext("Write a day as 2026-11-24")
    if until and until <= local(the_world().now()).date():
        error = gettext("Choose a day that is still to come")
    if verb in (bulk.ADD_TERM, bulk.TAKE_TERM) and typed["term"] not in dict(_terms()):
        error = gettext("Choose a category")
    if verb == bulk.MESSAGE and not (typed["subject"] and typed["words"]):
        error = gettext("Write a subject and a message")
    by = typed["by"] or rang_them(the_world())
    return Asked(verb, typed["term"], until, typed["reason"][:300], typed["subject"], typed["words"], by), error


def _shown(asked: Asked, records: Records, error: str) -> str:
    plan = bulk.plan(the_world(), current_actor(), asked, records)
    page = BulkPage(
        title=_title(asked.verb), indexable=False, crumbs=crumbs((gettext("Records"), _back())), verb=asked.verb,
        sentence=_sentence(asked, plan), able=plan.able, error=error, back=_back(), terms=_terms(),
        others=tuple((one.kind, one.id, one.name, named(WHY_NOT, one.why_not)) for one in plan.others),
        asked={name: text(name) for name in FIELDS} | {"by": text("by") or asked.by},
    )  # fmt: skip
    return render(page)


def _title(verb: str) -> str:
    titles: Mapping[str, str] = {
        bulk.CONFIRM: gettext("Confirm several records"), bulk.ADD_TERM: gettext("Put a category on several records"),
        bulk.TAKE_TERM: gettext("Take a category off several records"), bulk.PAUSE: gettext("Close several records for now"),
        bulk.MESSAGE: gettext("Write to the people of several records"),
    }  # fmt: skip
    return titles[verb]


def _sentence(asked: Asked, plan: Plan) -> str:
    count = len(plan.able)
    match asked.verb:
        case bulk.CONFIRM:
            return ngettext(
                "%(num)s record will say that it was confirmed today.",
                "%(num)s records will say that they were confirmed today.", count,
            )  # fmt: skip
        case bulk.ADD_TERM:
            return ngettext("%(num)s record gets the category.", "%(num)s records get the category.", count)
        case bulk.TAKE_TERM:
            return ngettext("%(num)s record loses the category.", "%(num)s records lose the category.", count)
        case bulk.PAUSE:
            return ngettext("%(num)s record will not be found.", "%(num)s records will not be found.", count)
    records = ngettext("about %(num)s record", "about %(num)s records", count)
    mails = ngettext("%(num)s mail goes out", "%(num)s mails go out", plan.mails)
    return gettext("%(mails)s, %(records)s. A mail cannot be taken back.", mails=mails, records=records)


def _terms() -> tuple[tuple[str, str], ...]:
    found = searching.choices(the_world(), current_actor())
    needs = [(f"need/{slug}", f"{named(TAXONOMY_NAMES, 'need')}: {name}") for slug, name in found.needs]
    audiences = [(f"audience/{slug}", f"{named(TAXONOMY_NAMES, 'audience')}: {name}") for slug, name in found.audiences]
    return (*needs, *audiences)


def _back() -> str:
    query = text("query")
    return url_for("manager.records") + (query if query.startswith("?") else "")
