"""The crisis panel, texts of pages and sentences of mails: written here, looked at first, and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.desk import mail_words, wordings
from hubdirectory.actions.desk.good_words import BadWording, braces, good_value, without_braces
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.helping import text
from hubdirectory.audiences.manager.names import PAGE_NAMES, PANEL_NAMES, Names, named
from hubdirectory.audiences.manager.pages import MailTextPage, PanelPage, TextPage
from hubdirectory.audiences.manager.terms import words_crumbs
from hubdirectory.audiences.manager.versions import version_lines
from hubdirectory.web.access import current_actor
from hubdirectory.web.crisis import panel_as_written, panel_of
from hubdirectory.web.crisis_words import GENERAL
from hubdirectory.web.locales import DEFAULT, LANGUAGES
from hubdirectory.web.pages import render
from hubdirectory.web.text import page_prose
from hubdirectory.web.world import the_world

PANEL_LINES = 8
PUBLIC_PAGES = {
    "home": "residents.home", "about": "residents.about", "accessibility": "residents.accessibility",
    "privacy": "residents.privacy", "cookies": "residents.cookies", "exit-page": "residents.exit_page",
}  # fmt: skip
MAIL_NAMES: Names = {
    "sign_in": lazy_gettext("Sign in"), "new_account": lazy_gettext("A new account"),
    "still_right": lazy_gettext("Is this still right?"), "we_have_stopped": lazy_gettext("Something has stopped"),
    "change_published": lazy_gettext("A change is public"), "change_sent_back": lazy_gettext("A change goes back"),
    "visitor_report": lazy_gettext("A visitor says that something is wrong"),
    "watched_records": lazy_gettext("Watched records have changed"), "desk_message": lazy_gettext("A message from the desk"),
}  # fmt: skip


def mail_names() -> tuple[tuple[str, str], ...]:
    """Every mail, by what it is called."""
    pairs = ((key, named(MAIL_NAMES, key).capitalize()) for key in mail_words.names())
    return tuple(sorted(pairs, key=lambda pair: pair[1]))


def _language() -> str:
    asked = request.values.get("language", DEFAULT)
    return asked if asked in LANGUAGES else DEFAULT


def _languages(endpoint: str, **values: Any) -> tuple[tuple[str, str, str], ...]:
    return tuple((code, name, url_for(endpoint, language=code, **values)) for code, name in LANGUAGES.items())


# the crisis panel


@blueprint.get("/desk/words/panel")
def panel() -> str:
    return _panel()


@blueprint.post("/desk/words/panel")
def save_panel() -> str | Response:
    world, actor, language, typed = the_world(), current_actor(), _language(), _typed_panel()
    kind = _panel_kind()
    stands = wordings.wording(world, actor, wordings.PANEL, kind) or {}
    others = {code: one for code, one in stands.get("in", {}).items() if code != language}
    value = {**typed, "in": others} if language == DEFAULT else {**stands, "in": {**others, language: typed}}
    try:
        good = good_value(wordings.PANEL, kind, value)
        if text("do") != "save":
            return _panel(typed, preview=panel_as_written(good if language == DEFAULT else good["in"][language]))
        wordings.put(world, actor, wordings.PANEL, kind, value)
    except BadWording as bad:
        return _panel(typed, errors=((bad.field.replace(".", "-"), _panel_wrong(bad)),))
    flash(gettext("The crisis panel is public now."))
    return redirect(url_for("manager.panel", kind=kind, language=language), 303)


def _panel_kind() -> str:
    kind = request.values.get("kind", GENERAL)
    return kind if kind in PANEL_NAMES else abort(404)


def _typed_panel() -> dict[str, Any]:
    lines = [
        {name: text(f"lines-{number}-{name}") for name in ("name", "number", "kind", "note")} for number in range(PANEL_LINES)
    ]
    said = [line for line in lines if line["name"].strip() or line["number"].strip()]
    return {"heading": text("heading"), "intro": text("intro"), "advice": text("advice").splitlines(), "lines": said}


def _panel_wrong(bad: BadWording) -> str:
    words: Mapping[str, str] = {
        "missing": gettext("Write something here"), "long": gettext("Use at most %(limit)s letters", limit=bad.value),
        "number": gettext("“%(number)s” is not a number that people here can dial", number=bad.value),
    }  # fmt: skip
    return words[bad.why]


def _panel(typed: Mapping[str, Any] | None = None, preview: Any = None, errors: tuple[tuple[str, str], ...] = ()) -> str:
    kind = _panel_kind()
    if typed is None:
        stands = panel_of(wordings.wording(the_world(), current_actor(), wordings.PANEL, kind), kind, _language())
        typed = {**vars(stands), "lines": [vars(line) for line in stands.lines]}
    lines = [*typed["lines"], *({},) * PANEL_LINES][:PANEL_LINES]
    page = PanelPage(
        title=named(PANEL_NAMES, kind), indexable=False, crumbs=words_crumbs(), kind=kind, language=_language(),
        languages=_languages("manager.panel", kind=kind), preview=preview, errors=errors,
        versions=version_lines(wordings.PANEL, kind),
        typed={"heading": typed["heading"], "intro": typed["intro"], "advice": "\n".join(typed["advice"])},
        lines=tuple({name: str(line.get(name, "")) for name in ("name", "number", "kind", "note")} for line in lines),
    )  # fmt: skip
    return render(page)


# pages


@blueprint.get("/desk/words/pages/<key>")
def page_text(key: str) -> str:
    value = wordings.wording(the_world(), current_actor(), wordings.PAGE, _page_key(key)) or {}
    return _page(key, value.get(_language(), ""))


@blueprint.post("/desk/words/pages/<key>")
def save_page_text(key: str) -> str | Response:
    world, actor, typed = the_world(), current_actor(), text("text")
    stands = wordings.wording(world, actor, wordings.PAGE, _page_key(key)) or {}
    try:
        good = good_value(wordings.PAGE, key, {_language(): typed}).get(_language(), "")
        if text("do") != "save":
            return _page(key, typed, page_prose(good))
        wordings.put(world, actor, wordings.PAGE, key, {**stands, _language(): typed})
    except BadWording as bad:
        return _page(key, typed, errors=(("text", gettext("Use at most %(limit)s letters", limit=bad.value)),))
    flash(gettext("Saved. It is public now.") if typed.strip() else gettext("The page says again what it said at first."))
    return redirect(url_for("manager.page_text", key=key, language=_language()), 303)


def _page_key(key: str) -> str:
    if key not in wordings.PAGES:
        abort(404)
    return key


def _page(key: str, typed: str, preview: Any = None, errors: tuple[tuple[str, str], ...] = ()) -> str:
    page = TextPage(
        title=named(PAGE_NAMES, key), indexable=False, crumbs=words_crumbs(), language=_language(), text=typed,
        languages=_languages("manager.page_text", key=key), preview=preview, public=url_for(PUBLIC_PAGES[key]), errors=errors,
        versions=version_lines(wordings.PAGE, key, _language()),
    )  # fmt: skip
    return render(page)


# mails


@blueprint.get("/desk/words/mails/<name>")
def mail_text(name: str) -> str:
    value = wordings.wording(the_world(), current_actor(), wordings.MAIL, _mail_key(name)) or {}
    own = value.get(_language(), {})
    return _mail(name, {message: braces(said) for message, said in own.items()})


@blueprint.post("/desk/words/mails/<name>")
def save_mail_text(name: str) -> str | Response:
    world, actor, messages = the_world(), current_actor(), mail_words.messages(_mail_key(name))
    typed = {message: text(f"sentence-{number}").strip() for number, message in enumerate(messages)}
    own = {message: without_braces(said) for message, said in typed.items() if said}
    stands = wordings.wording(world, actor, wordings.MAIL, name) or {}
    try:
        good = good_value(wordings.MAIL, name, {_language(): own}).get(_language(), {})
        if text("do") != "save":
            return _mail(name, typed, preview=mail_words.example(world, name, _language(), good))
        wordings.put(world, actor, wordings.MAIL, name, {**stands, _language(): own})
    except BadWording as bad:
        number = messages.index(bad.field) if bad.field in messages else 0
        return _mail(name, typed, errors=((f"sentence-{number}", _mail_wrong(bad)),))
    flash(gettext("Saved. The next mail says it so."))
    return redirect(url_for("manager.mail_text", name=name, language=_language()), 303)


def _mail_wrong(bad: BadWording) -> str:
    if bad.why == "long":
        return gettext("Use at most %(limit)s letters", limit=bad.value)
    return gettext("In braces, use only what the first sentence has in braces: not {%(name)s}", name=bad.value)


def _mail_key(name: str) -> str:
    if name not in mail_words.names():
        abort(404)
    return name


def _mail(name: str, typed: Mapping[str, str], preview: Any = None, errors: tuple[tuple[str, str], ...] = ()) -> str:
    sentences = tuple(
        (number, braces(mail_words.shipped(message, _language())), typed.get(message, ""))
        for number, message in enumerate(mail_words.messages(name))
    )
    page = MailTextPage(
        title=dict(mail_names())[name], indexable=False, crumbs=words_crumbs(), language=_language(), sentences=sentences,
        languages=_languages("manager.mail_text", name=name), preview=preview, errors=errors,
        versions=version_lines(wordings.MAIL, name, _language()),
    )  # fmt: skip
    return render(page)
