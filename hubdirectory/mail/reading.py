"""A mail's words, from templates/mail/NAME.txt: `Subject: …` on the first line, a blank one, and the text.

The HTML is made of the text: paragraphs, and an address that stands alone on its line becomes a link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from gettext import NullTranslations
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import Any

from babel import Locale
from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.meta import find_undeclared_variables

from .port import Letter

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "hubdirectory" / "templates" / "mail"
CATALOGUES = ROOT / "translations"
# This site's own sentences, for the mail that is being rendered.
_OWN: ContextVar[Mapping[str, str]] = ContextVar("own_sentences", default=MappingProxyType({}))


def render(name: str, locale: str, own: Mapping[str, str] | None = None, /, **values: Any) -> Letter:
    """The mail of that name in that language. Raises jinja2.UndefinedError where a value is missing.

    own: this site's own sentences, by the sentence that each stands for (`messages`)
    """
    token = _OWN.set(own or {})
    try:
        rendered = _environment(locale).get_template(f"{name}.txt").render(**values)
    finally:
        _OWN.reset(token)
    first, _, rest = rendered.strip().partition("\n")
    subject = " ".join(first.removeprefix("Subject:").split())
    text = re.sub(r"\n{3,}", "\n\n", rest.strip()) + "\n"
    return Letter(subject, text, html_of(subject, text, locale))


def names() -> tuple[str, ...]:
    """Every mail that there is."""
    return tuple(sorted(file.stem for file in TEMPLATES.glob("*.txt")))


def messages(name: str) -> tuple[str, ...]:
    """The sentences of a mail, in its order, with placeholders such as %(site)s."""
    environment = _environment("en")
    source = (TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")
    found = environment.extract_translations(source)  # type: ignore[attr-defined]
    said = [one for _, _, message in found for one in (message if isinstance(message, tuple) else (message,)) if one]
    return tuple(dict.fromkeys(said))


def values_of(name: str) -> frozenset[str]:
    """The names that a mail's template is given."""
    environment = _environment("en")
    return frozenset(find_undeclared_variables(environment.parse((TEMPLATES / f"{name}.txt").read_text(encoding="utf-8"))))


def shipped(message: str, locale: str) -> str:
    """What a sentence is in a language, before anybody changed it here."""
    return _catalogue(locale).gettext(message)


def html_of(subject: str, text: str, locale: str) -> str:
    """The text as a plain page."""
    paragraphs = "\n".join(f"<p>{_paragraph(part)}</p>" for part in text.strip().split("\n\n"))
    head = f'<meta charset="utf-8"><title>{escape(subject)}</title>'
    style = "font: 18px/1.5 sans-serif; max-width: 36em; margin: 1em auto; padding: 0 1em"
    return (
        f'<!doctype html>\n<html lang="{escape(locale)}" dir="{_direction(locale)}">\n<head>{head}</head>\n'
        f'<body style="{style}">\n{paragraphs}\n</body>\n</html>\n'
    )


def _direction(locale: str) -> str:
    return "rtl" if Locale.parse(locale).text_direction == "rtl" else "ltr"


def _paragraph(part: str) -> str:
    lines = (_link(line) if re.fullmatch(r"https?://\S+", line) else escape(line) for line in part.split("\n"))
    return "<br>\n".join(lines)


def _link(address: str) -> str:
    return f'<a href="{escape(address)}" dir="ltr">{escape(address)}</a>'


@lru_cache(maxsize=32)
def _environment(locale: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"], keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - plain text; the HTML is escaped where it is made of it
    )  # fmt: skip
    environment.policies["ext.i18n.trimmed"] = True
    catalogue = _catalogue(locale)

    def one(message: str) -> str:
        return _OWN.get().get(message) or catalogue.gettext(message)

    def many(singular: str, plural: str, number: int) -> str:
        own = _OWN.get().get(singular if number == 1 else plural)
        return own or catalogue.ngettext(singular, plural, number)

    environment.install_gettext_callables(one, many, newstyle=True)  # type: ignore[attr-defined]
    return environment


def _catalogue(locale: str) -> NullTranslations:
    return Translations.load(str(CATALOGUES), [locale])
