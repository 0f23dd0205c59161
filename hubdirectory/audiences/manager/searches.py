"""The workbench: searches that led nowhere, and one tap for each thing that can be done about one."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from hubdirectory.actions import showing
from hubdirectory.actions.desk.deeds import Done
from hubdirectory.actions.desk.good_words import BadWording
from hubdirectory.actions.desk.phrases import NoNeed
from hubdirectory.actions.workbench import gaps as gap_actions
from hubdirectory.actions.workbench import reading
from hubdirectory.actions.workbench.reading import NoPhrase, SearchedLine
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.helping import crumbs, done_now, text
from hubdirectory.audiences.manager.phrases import wrong_phrase
from hubdirectory.audiences.manager.search_pages import GapsPage, SearchesPage, SearchLine
from hubdirectory.web.access import current_actor
from hubdirectory.web.locales import current_locale
from hubdirectory.web.pages import render
from hubdirectory.web.times import short_date
from hubdirectory.web.world import the_world


@blueprint.get("/desk/searches")
def searches() -> str:
    return _shown()


@blueprint.post("/desk/searches")
def work_on_search() -> str | Response:
    """One verb for one phrase: `do` is verb:phrase, or need:phrase:slug."""
    verb, _, rest = text("do").partition(":")
    phrase, _, need = rest.partition(":")
    try:
        done = _do(verb, phrase, need or text("need"))
    except (BadWording, NoPhrase, NoNeed) as bad:
        return _shown((phrase, _wrong(verb, bad)), text("words"))
    flash(gettext("Done. The next search goes by it."))
    following = text("following")
    anchor = f"item-{following}" if following else None
    return redirect(url_for("manager.searches", did=done.id, _anchor=anchor), 303)


@blueprint.get("/desk/gaps")
def gaps() -> str:
    names = _needs()
    lines = tuple((line, dict(names).get(line.need, "")) for line in gap_actions.gaps(the_world(), current_actor()))
    page = GapsPage(title=gettext("What is missing here"), indexable=False, crumbs=crumbs(), lines=lines)
    return render(page)


@blueprint.post("/desk/gaps/<gap_id>")
def close_gap(gap_id: str) -> Response:
    if not gap_actions.close(the_world(), current_actor(), gap_id, closed=text("do") == "close"):
        abort(404)
    return redirect(url_for("manager.gaps"), 303)


def _do(verb: str, phrase: str, need: str) -> Done:
    world, actor, words = the_world(), current_actor(), text("words", 200)
    if verb == "phrase":
        return reading.add_phrase(world, actor, phrase, need)
    if verb == "same":
        return reading.add_synonym(world, actor, phrase, words)
    if verb == "tag":
        return reading.tag(world, actor, phrase, words, need)
    if verb == "gap":
        return reading.file_gap(world, actor, phrase, need, words)
    if verb == "leave":
        return reading.leave(world, actor, [phrase])
    return abort(400)


def _wrong(verb: str, bad: BadWording | NoPhrase | NoNeed) -> str:
    if verb == "phrase" and isinstance(bad, BadWording):
        return wrong_phrase(bad)
    words = {
        "same": gettext("Say which words mean the same"), "phrase": gettext("Choose a need"),
        "tag": gettext("Give the name of a service as it is listed, and choose a need"),
    }  # fmt: skip
    return words.get(verb) or gettext("This is not on the list any more")


def _shown(wrong: tuple[str, str] = ("", ""), typed: str = "") -> str:
    needs = _needs()
    lines = tuple(_line(line, dict(needs)) for line in reading.searched(the_world(), current_actor()))
    page = SearchesPage(
        title=gettext("Searches that led nowhere"), indexable=False, crumbs=crumbs(), lines=lines, needs=needs,
        done=done_now(), wrong=wrong, typed=typed,
    )  # fmt: skip
    return render(page)


def _line(line: SearchedLine, names: dict[str, str]) -> SearchLine:
    outcomes = {
        "nothing": gettext("Nothing was found"), "partly": gettext("Nothing has all the words"),
        "found": gettext("Hardly anybody opened what was found"),
    }  # fmt: skip
    facts = (
        ngettext("%(num)s visitor in a week", "%(num)s visitors in a week", line.visitors),
        outcomes.get(line.outcome, ""), gettext("Week of %(date)s", date=short_date(line.last_week)),
    )  # fmt: skip
    likely = tuple((slug, names[slug]) for slug in line.needs if slug in names)
    return SearchLine(line.id, line.phrase, url_for("residents.search", q=line.phrase), facts, likely)


def _needs() -> tuple[tuple[str, str], ...]:
    return tuple((term.slug, term.name) for term in showing.terms(the_world(), "need", current_locale()))
