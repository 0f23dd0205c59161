"""The catalogues in `translations/`: what each language has, what a speaker has not checked yet, in and out as a sheet.

An entry that nobody who speaks the language has looked at carries a comment that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from hubdirectory.config import REPOSITORY

CATALOGUES = REPOSITORY / "translations"
DOMAIN = "messages"
WIDTH = 110
UNCHECKED = "not yet checked by a speaker"
CHECKED_BY = "checked by "
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
TAG = re.compile(r"</?\w+>")


@dataclass(frozen=True)
class Standing:
    """How far a language is: its strings, how many lack their translation, how many no speaker has checked."""

    code: str
    strings: int
    missing: int
    unchecked: int

    @property
    def checked(self) -> int:
        return self.strings - self.missing - self.unchecked


def catalogue_file(code: str, folder: Path = CATALOGUES) -> Path:
    return folder / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def catalogue_files(folder: Path = CATALOGUES) -> list[Path]:
    """The catalogue of every language, `translations/pl/LC_MESSAGES/messages.po`."""
    return sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def read_catalogue(file: Path) -> Catalog:
    with file.open("rb") as lines:
        return read_po(lines, locale=file.parent.parent.name, domain=DOMAIN, abort_invalid=True)


def write_catalogue(catalogue: Catalog, file: Path) -> None:
    """Without line numbers, so that a moved line changes no catalogue; in the order in which it was read, or brought in line
    with the pages, so that a sheet that comes back moves nothing. Whole or not at all."""
    beside = file.with_suffix(".new")
    with beside.open("wb") as lines:
        write_po(lines, catalogue, width=WIDTH, include_lineno=False, ignore_obsolete=True)
    beside.replace(file)


def standings(folder: Path = CATALOGUES) -> tuple[Standing, ...]:
    return tuple(_standing_of(file, file.stat().st_mtime_ns) for file in catalogue_files(folder))


@lru_cache(maxsize=64)
def _standing_of(file: Path, _written: int) -> Standing:
    return standing(read_catalogue(file))


def standing(catalogue: Catalog) -> Standing:
    missing = {id(message) for message in untranslated(catalogue)}
    unchecked = sum(is_unchecked(message) for message in entries(catalogue) if id(message) not in missing)
    return Standing(str(catalogue.locale), len(catalogue), len(missing), unchecked)


def entries(catalogue: Catalog) -> Iterable[Message]:
    """Every entry but the header."""
    return (message for message in catalogue if message.id)


def untranslated(catalogue: Catalog) -> Iterator[Message]:
    """Entries that lack their translation, or one of its plural forms."""
    for message in entries(catalogue):
        if not all(forms_of(message)) or (message.pluralizable and len(forms_of(message)) != catalogue.num_plurals):
            yield message


def is_unchecked(message: Message) -> bool:
    return UNCHECKED in message.user_comments


def mark(message: Message, checked_by: str) -> None:
    """Takes the word off that no speaker has checked it, and says who has; "" puts it back."""
    others = [one for one in message.user_comments if one != UNCHECKED and not one.startswith(CHECKED_BY)]
    message.user_comments = [*others, f"{CHECKED_BY}{checked_by}" if checked_by else UNCHECKED]


def checked_by(message: Message) -> str:
    return next((one.removeprefix(CHECKED_BY) for one in message.user_comments if one.startswith(CHECKED_BY)), "")


def english_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms_of(message: Message) -> tuple[str, ...]:
    """The translation, one text for each plural form."""
    if isinstance(message.string, list | tuple):
        return tuple(message.string)
    return (message.string or "",)


def wrong_in(message: Message, forms: Sequence[str], plurals: int) -> str:
    """What keeps these forms from being the entry's translation, "" for nothing.

    A form has the placeholders of the English, in singular or plural. Where things are counted it may leave their number out:
    Arabic says "two minutes" in one word.
    """
    wanted = plurals if message.pluralizable else 1
    if len(forms) != wanted:
        return f"{len(forms)} forms where {wanted} are needed"
    return next((why for form in forms if (why := _wrong(message, form))), "")


def _wrong(message: Message, form: str) -> str:
    english: Sequence[str] = tuple(message.id) if message.pluralizable else (english_of(message),)
    if not form.strip():
        return "nothing is written"
    held = [sorted(PLACEHOLDER.findall(text)) for text in english]
    uncounted = [[name for name in names if name != "num"] for names in held] if message.pluralizable else []
    if sorted(PLACEHOLDER.findall(form)) not in [*held, *uncounted]:
        return "the placeholders are " + _listed(PLACEHOLDER.findall(form)) + ", not " + _listed(held[-1])
    if "%" in PLACEHOLDER.sub("", form).replace("%%", ""):
        return "a % stands alone: write %%"
    if TAG.findall(form) != TAG.findall(english[0]):
        return "the tags differ"
    if (form[:1].isspace(), form[-1:].isspace()) != (english[0][:1].isspace(), english[0][-1:].isspace()):
        return "a space at an end differs"
    return ""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"%({name})s" for name in sorted(names)) or "none"


def by_english(catalogue: Catalog) -> Mapping[tuple[str, str], Message]:
    """Entries by their context and English."""
    return {(message.context or "", english_of(message)): message for message in entries(catalogue)}
