"""The crisis panel as the site ships it: shown, in the visitor's language, where the manager has not written another.

The same words as `actions/data/wording.toml`, marked for translation; it is also what stands when the database is away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext

from hubdirectory.web.locales import current_locale

SHIPPED: tuple[LazyString, ...] = (
    lazy_gettext("If you need help right now"),
    lazy_gettext("You do not have to be certain, and you do not have to wait. Talk to somebody now."),
    lazy_gettext("If you or somebody else is in danger, call 999 or go to the nearest A&E."),
    lazy_gettext("If you can keep safe for the moment but need help today, call 111 and choose option 2."),
    lazy_gettext("If you would rather not speak, text Shout."),
    lazy_gettext("Emergency services"),
    lazy_gettext("Somebody's life is at risk. Free, day and night."),
    lazy_gettext("NHS 111, option 2"),
    lazy_gettext("Urgent help from a trained person. Choose option 2. Free, day and night."),
    lazy_gettext("Samaritans"),
    lazy_gettext("Somebody to talk to, whatever you are going through. Free, day and night."),
    lazy_gettext("Shout"),
    lazy_gettext("Text SHOUT to talk by text message. Free, day and night."),
)


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
    heading: str
    intro: str
    advice: tuple[str, ...]
    lines: tuple[CrisisLine, ...]


def built_in_panel() -> CrisisPanel:
    heading, intro, danger, today, text_us, *lines = (str(words) for words in SHIPPED)
    numbers = (("999", "999", "call"), ("111", "111", "call"), ("116 123", "116123", "call"), ("85258", "85258", "text"))
    pairs = zip(lines[::2], numbers, lines[1::2], strict=True)
    return CrisisPanel(
        heading, intro, (danger, today, text_us), tuple(CrisisLine(name, *number, note) for name, number, note in pairs)
    )


def panel_of(wording: dict[str, Any] | None) -> CrisisPanel:
    """The manager's panel, in the language of the page where they wrote one in it (under `in`).

    Words that are still the shipped ones come in the language of the page.
    """
    wording = (wording or {}).get("in", {}).get(current_locale()) or wording
    if not wording or not wording.get("lines"):
        return built_in_panel()
    lines = tuple(
        CrisisLine(_here(line.get("name")), str(line.get("number", "")), str(line.get("tel", "")),
                   str(line.get("kind", "call")), _here(line.get("note")))
        for line in wording["lines"]
    )  # fmt: skip
    advice = tuple(_here(words) for words in wording.get("advice", ()))
    return CrisisPanel(_here(wording.get("heading")), _here(wording.get("intro")), advice, lines)


def panel_as_written(wording: dict[str, Any]) -> CrisisPanel:
    """A panel to look at before it is public: as it was typed, in no other language."""
    return panel_of({**wording, "in": {}})


def _here(words: object) -> str:
    # An empty text would be translated to the catalogue's own header.
    return gettext(str(words)) if words else ""
