"""Crisis panels: the manager's, in the language of the page or of the words; else those that the site ships."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel.support import NullTranslations, Translations

from hubdirectory.config import REPOSITORY
from hubdirectory.web.crisis_words import CALL, GENERAL, SHIPPED, TEXT
from hubdirectory.web.locales import LANGUAGES, current_locale, direction


@dataclass(frozen=True)
class CrisisLine:
    """`tel` is what is dialled; `kind`: call or text."""

    name: str
    number: str
    tel: str
    kind: str
    note: str


@dataclass(frozen=True)
class CrisisPanel:
    """`call` and `text`: what to do with a number, as "Call %(number)s"; `language`: the code that the words are in."""

    heading: str
    intro: str
    advice: tuple[str, ...]
    lines: tuple[CrisisLine, ...]
    call: str = CALL
    text: str = TEXT
    language: str = "en"

    @property
    def direction(self) -> str:
        return direction(self.language)


def built_in_panel(kind: str = GENERAL, language: str = "") -> CrisisPanel:
    """A panel as the site ships it; the language is the page's unless told."""
    language = language or current_locale()
    shipped = SHIPPED.get(kind, SHIPPED[GENERAL])
    lines = tuple(
        CrisisLine(said(name, language), number, tel, way, said(note, language)) for name, number, tel, way, note in shipped.lines
    )
    advice = tuple(said(words, language) for words in shipped.advice)
    return _panel(said(shipped.heading, language), said(shipped.intro, language), advice, lines, language)


def panel_of(wording: Mapping[str, Any] | None, kind: str = GENERAL, language: str = "") -> CrisisPanel:
    """The manager's panel, in the language where they wrote one in it (under `in`).

    Words that are still the shipped ones come in the language asked for, the page's unless told.
    """
    language = language or current_locale()
    wording = (wording or {}).get("in", {}).get(language) or wording
    if not wording or not wording.get("lines"):
        return built_in_panel(kind, language)
    lines = tuple(
        CrisisLine(said(line.get("name"), language), str(line.get("number", "")), str(line.get("tel", "")),
                   str(line.get("kind", "call")), said(line.get("note"), language))
        for line in wording["lines"]
    )  # fmt: skip
    advice = tuple(said(words, language) for words in wording.get("advice", ()))
    return _panel(said(wording.get("heading"), language), said(wording.get("intro"), language), advice, lines, language)


def panel_as_written(wording: Mapping[str, Any]) -> CrisisPanel:
    """A panel to look at before it is public: as it was typed, in no other language."""
    return panel_of({**wording, "in": {}})


def panel_language(languages: tuple[str, ...]) -> str:
    """Of the languages that the words may be in: the page's if it is one, else one that the site speaks.

    English words on a page in another language were typed by somebody who reads that language.
    """
    page = current_locale()
    foreign = [code for code in languages if code in LANGUAGES and code != "en"]
    return page if page in languages or not foreign else foreign[0]


def _panel(heading: str, intro: str, advice: tuple[str, ...], lines: tuple[CrisisLine, ...], language: str) -> CrisisPanel:
    return CrisisPanel(heading, intro, advice, lines, said(CALL, language), said(TEXT, language), language)


def said(words: object, language: str) -> str:
    """Words of a panel in a language, as they are where its catalogue does not have them."""
    # An empty text would be translated to the catalogue's own header.
    return str(_catalogue(language).gettext(str(words))) if words else ""


@cache
def _catalogue(language: str) -> NullTranslations:
    """Its own, since a page's catalogue is that of the page's language."""
    return Translations.load(str(REPOSITORY / "translations"), [language])
