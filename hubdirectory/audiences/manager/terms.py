"""Taxonomies: their terms added, renamed, put in order, retired."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, flash, redirect, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from hubdirectory.actions.desk import terms as acting
from hubdirectory.actions.desk.terms import BadTerm, NoTerm, TermLine
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.helping import crumbs, text
from hubdirectory.audiences.manager.names import TAXONOMY_NAMES, named
from hubdirectory.audiences.manager.pages import TermPage, TermsPage
from hubdirectory.web.access import current_actor
from hubdirectory.web.locales import DEFAULT, LANGUAGES
from hubdirectory.web.pages import Crumb, render
from hubdirectory.web.world import the_world


def words_crumbs(*steps: tuple[str, str]) -> tuple[Crumb, ...]:
    return crumbs((gettext("Words and texts"), url_for("manager.words")), *steps)


@blueprint.get("/desk/words/terms/<slug:taxonomy>")
def terms(taxonomy: str) -> str:
    return _shown(taxonomy)


@blueprint.post("/desk/words/terms/<slug:taxonomy>")
def change_terms(taxonomy: str) -> str | Response:
    """A new term; or one term up or down."""
    world, actor = the_world(), current_actor()
    verb, _, slug = text("do").partition(":")
    try:
        if verb == "add":
            slug = acting.add(world, actor, taxonomy, text("name"))
            flash(gettext("Added. Write its description and its translations here."))
            return redirect(url_for("manager.term", taxonomy=taxonomy, slug=slug), 303)
        acting.move(world, actor, taxonomy, slug, -1 if verb == "up" else 1)
    except BadTerm as bad:
        return _shown(taxonomy, (("name", _wrong(bad)),), text("name"))
    except NoTerm:
        abort(404)
    return redirect(url_for("manager.terms", taxonomy=taxonomy, _anchor=f"term-{slug}"), 303)


@blueprint.get("/desk/words/terms/<slug:taxonomy>/<slug:slug>")
def term(taxonomy: str, slug: str) -> str:
    found = _term(taxonomy, slug)
    return _term_shown(taxonomy, found, _typed(found))


@blueprint.post("/desk/words/terms/<slug:taxonomy>/<slug:slug>")
def change_term(taxonomy: str, slug: str) -> str | Response:
    world, actor, found = the_world(), current_actor(), _term(taxonomy, slug)
    if text("do") in ("retire", "bring_back"):
        count = acting.retire(world, actor, taxonomy, slug, text("do") == "retire")
        flash(gettext("Retired.") if text("do") == "retire" else gettext("In use again."))
    else:
        translations = {key: text(key) for key in _translated()}
        try:
            count = acting.change(
                world, actor, taxonomy, slug, name=text("name"), description=text("description"), translations=translations
            )
        except BadTerm as bad:
            typed = {key: text(key) for key in ("name", "description", *_translated())}
            return _term_shown(taxonomy, found, typed, (("name", _wrong(bad)),))
        flash(gettext("Saved. Its address stays."))
    flash(ngettext("%(num)s service says so at once.", "%(num)s services say so at once.", count))
    return redirect(url_for("manager.term", taxonomy=taxonomy, slug=slug), 303)


def _wrong(bad: BadTerm) -> str:
    words: Mapping[str, str] = {
        "missing": gettext("Write a name"), "long": gettext("Use a shorter name"),
        "taken": gettext("Another term has this name already"),
    }  # fmt: skip
    return words[bad.why]


def _term(taxonomy: str, slug: str) -> TermLine:
    try:
        return acting.term(the_world(), current_actor(), taxonomy, slug)
    except NoTerm:
        abort(404)


def _translated() -> list[str]:
    codes = [code for code in LANGUAGES if code != DEFAULT]
    return [key for code in codes for key in (code, f"{code}.description")]


def _typed(found: TermLine) -> dict[str, str]:
    translations = {key: found.translations.get(key, "") for key in _translated()}
    return {"name": found.name, "description": found.description, **translations}


def _shown(taxonomy: str, errors: tuple[tuple[str, str], ...] = (), typed: str = "") -> str:
    try:
        found = acting.taxonomy(the_world(), current_actor(), taxonomy)
    except NoTerm:
        abort(404)
    page = TermsPage(
        title=named(TAXONOMY_NAMES, taxonomy), indexable=False, crumbs=words_crumbs(), taxonomy=found, errors=errors, typed=typed
    )
    return render(page)


def _term_shown(taxonomy: str, found: TermLine, typed: dict[str, str], errors: tuple[tuple[str, str], ...] = ()) -> str:
    above = (named(TAXONOMY_NAMES, taxonomy), url_for("manager.terms", taxonomy=taxonomy))
    page = TermPage(
        title=found.name, indexable=False, crumbs=words_crumbs(above), taxonomy=taxonomy, term=found, typed=typed, errors=errors,
        languages=tuple((code, name) for code, name in LANGUAGES.items() if code != DEFAULT),
    )  # fmt: skip
    return render(page)
