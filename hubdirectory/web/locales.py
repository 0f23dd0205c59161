"""Which language a page is in: `?lang=` where somebody chose, else what the browser asks for.

The choice travels in the address, so that no cookie is needed and a link says the same to everybody. A language is
offered as soon as it has a name here and a catalogue in `translations/`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale
from flask import Flask, Request, g, has_request_context, request
from markupsafe import Markup

from hubdirectory.config import REPOSITORY

DEFAULT = "en"
# Code -> the language's own name for itself.
NAMES = {
    "en": "English", "cy": "Cymraeg", "pl": "Polski", "ro": "Română", "uk": "Українська", "ar": "العربية", "fa": "فارسی",
    "ur": "اردو",
}  # fmt: skip


def _has_catalogue(code: str) -> bool:
    return any((REPOSITORY / "translations" / code / "LC_MESSAGES").glob("messages.[mp]o"))


LANGUAGES = {code: name for code, name in NAMES.items() if code == DEFAULT or _has_catalogue(code)}


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    address: str
    absolute: str
    current: bool

    @property
    def direction(self) -> str:
        return direction(self.code)


def current_locale() -> str:
    try:
        # Known from the second of some fifty times in a page; each `g.` would look anew for the request that it is of.
        known: str = g._get_current_object().locale
    except (AttributeError, RuntimeError):
        if not has_request_context():
            return DEFAULT
        known = g.locale = chosen_locale(request) or _wished_locale(request)
    return known


def chosen_locale(asked: Request) -> str | None:
    """The language that somebody chose on purpose, None where nobody did."""
    # Nearly no request has one, and every link of a page asks.
    if b"lang=" not in asked.query_string:
        return None
    wanted = asked.args.get("lang", "")
    return wanted if wanted in LANGUAGES else None


def _wished_locale(asked: Request) -> str:
    """The first of the browser's languages that we speak: Urdu as in Pakistan is Urdu, before English that it likes less."""
    wished = (re.split("[-_]", tag.lower())[0] for tag, quality in asked.accept_languages if quality > 0)
    return next((code for code in wished if code in LANGUAGES), DEFAULT)


@cache
def direction(locale: str) -> str:
    return "rtl" if Locale.parse(locale).text_direction == "rtl" else "ltr"


def said_in(code: str = DEFAULT) -> Markup:
    """Attributes for a text that is in this language, where the page is in another: how it is read aloud, and which way."""
    here = current_locale()
    if code == here:
        return Markup()
    return (_TONGUE if direction(code) == direction(here) else _TONGUE_TURNED).format(code, direction(code))


_TONGUE, _TONGUE_TURNED = Markup(' lang="{}"'), Markup(' lang="{}" dir="{}"')


def comma() -> str:
    """What stands between the words of a list."""
    return "، " if direction(current_locale()) == "rtl" else ", "


def language_name(code: str, locale: str) -> str:
    """A language's name in another: `pl` in `en` is Polish. An unknown code stays as it is."""
    name = Locale.parse(locale).languages.get(code, code)
    return name[:1].upper() + name[1:]


def keep_choice(app: Flask) -> None:
    """Every link that the site makes keeps the chosen language."""

    @app.url_defaults
    def _keep(_endpoint: str, values: dict[str, Any]) -> None:
        chosen = chosen_locale(request) if has_request_context() else None
        if chosen and "lang" not in values:
            values["lang"] = chosen

    @app.after_request
    def _vary(response: Any) -> Any:
        response.vary.add("Accept-Language")
        return response
