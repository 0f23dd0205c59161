"""Synonyms and stop words, a line for each; and the page that leads to everything that is written at the desk."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from hubdirectory.actions import finding
from hubdirectory.actions.desk import terms as term_actions
from hubdirectory.actions.desk import wordings
from hubdirectory.actions.desk.good_words import BadWording
from hubdirectory.actions.desk.synonyms import groups_in, put_groups, text_of_groups
from hubdirectory.actions.results import Asked
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.helping import crumbs, text
from hubdirectory.audiences.manager.names import PAGE_NAMES, PANEL_NAMES, TAXONOMY_NAMES, named
from hubdirectory.audiences.manager.pages import WordListPage, WordsPage
from hubdirectory.audiences.manager.terms import words_crumbs
from hubdirectory.audiences.manager.texts import mail_names
from hubdirectory.audiences.manager.versions import version_lines
from hubdirectory.domain.typed_lists import parts_of
from hubdirectory.web.access import current_actor
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world

TRIED = 5


@blueprint.get("/desk/words")
def words() -> str:
    world, actor = the_world(), current_actor()
    taxonomies = tuple(
        (named(TAXONOMY_NAMES, slug), url_for("manager.terms", taxonomy=slug), ngettext("%(num)s term", "%(num)s terms", count))
        for slug, _, count in term_actions.taxonomies(world, actor)
    )
    groups = len(wordings.wordings(world, actor, wordings.SYNONYMS))
    search = (
        (gettext("Words that mean the same"), url_for("manager.synonyms"), ngettext("%(num)s group", "%(num)s groups", groups)),
        (gettext("Words that search leaves out"), url_for("manager.stop_words"), ""),
        (gettext("What people say when they mean a need"), url_for("manager.every_phrase"), ""),
    )
    texts = [(str(name), url_for("manager.panel", kind=kind), "") for kind, name in PANEL_NAMES.items()]
    texts += [(gettext("Routes of the front door"), url_for("manager.routes"), "")]
    texts += [(gettext("Languages"), url_for("manager.languages"), "")]
    texts += [(str(name), url_for("manager.page_text", key=key), "") for key, name in PAGE_NAMES.items()]
    mails = tuple((name, url_for("manager.mail_text", name=key), "") for key, name in mail_names())
    parts = (
        (gettext("What people find services by"), taxonomies), (gettext("How search reads"), search),
        (gettext("What pages say"), tuple(texts)), (gettext("What mails say"), mails),
    )  # fmt: skip
    return render(WordsPage(title=gettext("Words and texts"), indexable=False, crumbs=crumbs(), parts=parts))


@blueprint.get("/desk/words/synonyms")
def synonyms() -> str:
    return _synonyms(text_of_groups(wordings.wordings(the_world(), current_actor(), wordings.SYNONYMS)))


@blueprint.post("/desk/words/synonyms")
def save_synonyms() -> str | Response:
    try:
        changed = put_groups(the_world(), current_actor(), groups_in(text("text")))
    except BadWording as bad:
        return _synonyms(text("text"), (("text", gettext("Each line needs two phrases at least: %(line)s", line=bad.value)),))
    flash(ngettext("%(num)s group changed. Search knows it now.", "%(num)s groups changed. Search knows them now.", changed))
    return redirect(url_for("manager.synonyms"), 303)


@blueprint.get("/desk/words/stop-words")
def stop_words() -> str:
    value = wordings.wording(the_world(), current_actor(), wordings.STOP_WORDS, "en") or []
    return _stop_words("\n".join(value))


@blueprint.post("/desk/words/stop-words")
def save_stop_words() -> str | Response:
    try:
        wordings.put(the_world(), current_actor(), wordings.STOP_WORDS, "en", text("text").split("\n"))
    except BadWording as bad:
        return _stop_words(text("text"), (("text", gettext("One word on each line: %(line)s", line=bad.value)),))
    flash(gettext("Saved. Search knows it now."))
    return redirect(url_for("manager.stop_words"), 303)


def _synonyms(typed: str, errors: tuple[tuple[str, str], ...] = ()) -> str:
    page = WordListPage(
        title=gettext("Words that mean the same"), indexable=False, crumbs=words_crumbs(), text=typed, errors=errors,
        hint=gettext("A line for each group, its phrases with commas between them: food bank, food parcel"),
        versions=(), found=_found(request.args.get("try", "")),
    )  # fmt: skip
    return render(page)


def _stop_words(typed: str, errors: tuple[tuple[str, str], ...] = ()) -> str:
    page = WordListPage(
        title=gettext("Words that search leaves out"), indexable=False, crumbs=words_crumbs(), text=typed, errors=errors,
        hint=gettext("One word on each line. Where somebody types nothing else, they count after all."),
        versions=version_lines(wordings.STOP_WORDS, "en"), found=_found(request.args.get("try", "")),
    )  # fmt: skip
    return render(page)


def _found(typed: str) -> tuple[tuple[str, int], ...]:
    """How many services each of a few searches gives now."""
    tried = parts_of(typed)[:TRIED]
    try:
        return tuple((part, finding.find(the_world(), Asked(q=part)).total) for part in tried)
    except finding.SearchIsDown:
        return ()
