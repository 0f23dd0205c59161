"""What people say when they mean a need: read, tried with a sentence, changed and brought back."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.desk import phrases, wordings
from hubdirectory.actions.desk.good_words import BadWording
from hubdirectory.actions.desk.phrases import NeedPhrases
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.helping import text
from hubdirectory.audiences.manager.phrase_pages import NeedPhrasesPage, PhrasesPage
from hubdirectory.audiences.manager.terms import words_crumbs
from hubdirectory.audiences.manager.versions import version_lines
from hubdirectory.web.access import current_actor
from hubdirectory.web.locales import DEFAULT, NAMES
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world

LONGEST_SENTENCE = 200


@blueprint.get("/desk/words/phrases")
def every_phrase() -> str:
    world, actor, sentence = the_world(), current_actor(), request.args.get("try", "")[:LONGEST_SENTENCE]
    page = PhrasesPage(
        title=gettext("What people say"), indexable=False, crumbs=words_crumbs(), language=_language(),
        needs=phrases.every_need(world, actor, _language()), languages=_languages("manager.every_phrase"),
        sentence=sentence, guesses=phrases.try_out(world, actor, sentence) if sentence.strip() else (),
    )  # fmt: skip
    return render(page)


@blueprint.get("/desk/words/phrases/<slug:need>")
def need_phrases(need: str) -> str:
    found = _need(need)
    return _shown(found, "\n".join(found.phrases))


@blueprint.post("/desk/words/phrases/<slug:need>")
def save_need_phrases(need: str) -> str | Response:
    world, actor, found, typed = the_world(), current_actor(), _need(need), text("text")
    if text("do") != "save":
        sentence = text("sentence", LONGEST_SENTENCE)
        guesses = phrases.try_out(world, actor, sentence, need, found.language, typed.splitlines())
        return _shown(found, typed, sentence=sentence, guesses=guesses, tried=True)
    try:
        phrases.put(world, actor, need, found.language, typed.splitlines())
    except BadWording as bad:
        return _shown(found, typed, errors=(("text", wrong_phrase(bad)),))
    flash(gettext("Saved. The next search goes by it."))
    return redirect(url_for("manager.need_phrases", need=need, language=found.language), 303)


def wrong_phrase(bad: BadWording) -> str:
    """What is wrong with a list of phrases."""
    words = {
        "few": gettext("Use at most %(limit)s phrases", limit=bad.value),
        "long": gettext("This phrase is too long: %(phrase)s", phrase=bad.value[:60]),
        "missing": gettext("This phrase has no words: %(phrase)s", phrase=bad.value),
    }
    return words[bad.why]


def _shown(need: NeedPhrases, typed: str, **more: Any) -> str:
    values: dict[str, Any] = {"sentence": "", "guesses": (), "tried": False, "errors": ()}
    page = NeedPhrasesPage(
        title=gettext("What people say: %(need)s", need=need.name), indexable=False, need=need, text=typed,
        crumbs=words_crumbs((gettext("What people say"), url_for("manager.every_phrase"))),
        languages=_languages("manager.need_phrases", need=need.slug),
        versions=version_lines(wordings.PHRASES, need.slug, need.language), **{**values, **more},
    )  # fmt: skip
    return render(page)


def _need(slug: str) -> NeedPhrases:
    try:
        return phrases.of_need(the_world(), current_actor(), slug, _language())
    except phrases.NoNeed:
        abort(404)


def _language() -> str:
    """People type in languages that the site does not speak yet."""
    asked = request.values.get("language", DEFAULT)
    return asked if asked in NAMES else DEFAULT


def _languages(endpoint: str, **values: Any) -> tuple[tuple[str, str, str], ...]:
    return tuple((code, name, url_for(endpoint, language=code, **values)) for code, name in NAMES.items())
