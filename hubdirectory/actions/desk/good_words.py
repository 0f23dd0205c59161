"""What a wording must look like, by its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import phonenumbers

from hubdirectory import mail
from search.analysis import words_of

from .bad_wording import BadWording as BadWording
from .good_phrases import good_phrases
from .good_routes import good_routes

LONGEST_TEXT, LONGEST_SENTENCE, LONGEST_LINE = 20_000, 2_000, 300
MOST_LINES = 8
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
BRACED = re.compile(r"\{(\w+)\}")
# Numbers for text messages that no list of telephone numbers knows: 85258.
TEXT_CODE = re.compile(r"[678]\d{4}")
REGION = "GB"


def good_value(kind: str, key: str, value: Any) -> Any:
    """The value as it is kept. Raises BadWording."""
    return _GOOD[kind](key, value)


def _synonyms(_key: str, value: list[str]) -> list[str]:
    """Phrases that mean the same, two at least; nothing takes the group away."""
    typed = [" ".join(phrase.lower().split()) for phrase in value]
    phrases = {tuple(words_of(phrase)): phrase for phrase in reversed(typed) if words_of(phrase)}
    if len(phrases) == 1:
        raise BadWording("words", "few")
    return list(reversed(phrases.values()))


def _stop_words(_key: str, value: list[str]) -> list[str]:
    words = []
    for typed in value:
        found = words_of(typed)
        if len(found) > 1:
            raise BadWording("words", "one_word", typed)
        words += found
    return list(dict.fromkeys(words))


def _panel(key: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """The crisis panel, with those in other languages under `in`."""
    good = _one_panel(value)
    good["in"] = {code: _one_panel(panel) for code, panel in (value.get("in") or {}).items()}
    return good


def _one_panel(value: Mapping[str, Any]) -> dict[str, Any]:
    lines = [_line(number, line) for number, line in enumerate(value.get("lines") or ()) if any(map(_text, line.values()))]
    if not lines:
        raise BadWording("lines.0.number", "missing")
    advice = [_long("advice", _text(sentence), LONGEST_LINE) for sentence in value.get("advice") or () if _text(sentence)]
    heading = _long("heading", _text(value.get("heading")), LONGEST_LINE)
    if not heading:
        raise BadWording("heading", "missing")
    intro = _long("intro", _text(value.get("intro")), LONGEST_LINE)
    return {"heading": heading, "intro": intro, "advice": advice, "lines": lines}


def _line(number: int, line: Mapping[str, Any]) -> dict[str, str]:
    """A name and a number that can be dialled: nobody in a crisis may meet a wrong one."""
    at = f"lines.{number}"
    name, shown = _long(f"{at}.name", _text(line.get("name")), LONGEST_LINE), _text(line.get("number"))
    kind = "text" if line.get("kind") == "text" else "call"
    if not name:
        raise BadWording(f"{at}.name", "missing")
    if not can_be_dialled(shown, kind):
        raise BadWording(f"{at}.number", "number", shown)
    tel = re.sub(r"[^\d+]", "", shown)
    note = _long(f"{at}.note", _text(line.get("note")), LONGEST_LINE)
    return {"name": name, "number": shown, "tel": tel, "kind": kind, "note": note}


def can_be_dialled(number: str, kind: str = "call") -> bool:
    """A real number of this country, or a real short one: 999, 111, 116 123; for texts also five figures."""
    digits = re.sub(r"[\s().-]", "", number)
    if kind == "text" and TEXT_CODE.fullmatch(digits):
        return True
    try:
        parsed = phonenumbers.parse(digits, REGION)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(parsed) or phonenumbers.is_valid_short_number_for_region(parsed, REGION)


def _page(key: str, value: Mapping[str, str]) -> dict[str, str]:
    texts = {code: _long(code, text.replace("\r\n", "\n").strip(), LONGEST_TEXT) for code, text in value.items()}
    return {code: text for code, text in texts.items() if text}


def _mail(key: str, value: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """By language, the sentences that differ from those that came with the site."""
    if key not in mail.names():
        raise BadWording("name", "missing", key)
    known = mail.messages(key)
    good = {code: {m: said for m in known if (said := _sentence(m, sentences.get(m, "")))} for code, sentences in value.items()}
    return {code: sentences for code, sentences in good.items() if sentences}


def _sentence(message: str, said: str) -> str:
    """As the catalogue has it. Raises BadWording for a placeholder that the sentence is not given."""
    said = _long("sentence", said.strip(), LONGEST_SENTENCE)
    unknown = set(PLACEHOLDER.findall(said)) - set(PLACEHOLDER.findall(message))
    if unknown or "%" in PLACEHOLDER.sub("", said).replace("%%", ""):
        raise BadWording(message, "placeholder", ", ".join(sorted(unknown)))
    return said


def braces(sentence: str) -> str:
    """A sentence as people edit it: {site} for %(site)s, and a single % for two."""
    return PLACEHOLDER.sub(r"{\1}", sentence).replace("%%", "%")


def without_braces(typed: str) -> str:
    """Back again."""
    return BRACED.sub(r"%(\1)s", typed.replace("%", "%%"))


def _text(value: Any) -> str:
    return " ".join(str(value or "").replace("\x00", "").split())


def _long(field: str, text: str, longest: int) -> str:
    if len(text) > longest:
        raise BadWording(field, "long", str(longest))
    return text


_GOOD: Mapping[str, Callable[[str, Any], Any]] = {
    "synonyms": _synonyms, "stop_words": _stop_words, "panel": _panel, "page": _page, "mail": _mail,
    "routes": good_routes, "phrases": good_phrases,
}  # fmt: skip
