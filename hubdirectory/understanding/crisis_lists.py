"""How the lists of crisis words are written, and how they are made into one thing to look for.

A list holds phrases of words, all in small letters, without accents or apostrophes.

| written | means |
|---|---|
| `hits me` | these words, one after the other |
| `hits|beats me` | either word |
| `hits ?all me` | `all` may be there |
| `suicid*` | any word that begins so |
| `took .. tablets` | up to three words between |
| `{he} hits me` | any of the words of the set `he` |
| `^ rope $` | nothing before; nothing after |
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hubdirectory.understanding.words import folded, words_of

FOLDER = files("hubdirectory.understanding") / "data" / "crisis"
KINDS = ("danger-to-life", "suicide", "child-at-risk", "abuse", "no-food-or-roof")  # the most urgent first
NOT_CRISIS = "everyday"
GAP = r"(?: \S+){0,3}?"
_LATIN_OR_CYRILLIC = re.compile(r"[a-zа-яіїєґ]{5,}")

Sets = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Lists:
    """What is looked for in a text of folded words, each with a space before it."""

    same: re.Pattern[str]
    instead: Mapping[str, str]
    everyday: re.Pattern[str]
    kinds: Mapping[str, re.Pattern[str]]
    vocabulary: frozenset[str]  # the longer words of the phrases: what a misspelt word may have been


@cache
def languages() -> tuple[str, ...]:
    return tuple(sorted(file.name.removesuffix(".toml") for file in FOLDER.iterdir() if file.name.endswith(".toml")))


@cache
def lists() -> Lists:
    """All languages together: nobody says which language is being typed."""
    return _made(languages())


@cache
def lists_in(language: str) -> Lists:
    """Those of one language: to tell which one was typed."""
    return _made((language,))


def _made(codes: Sequence[str]) -> Lists:
    written = [tomllib.loads((FOLDER / f"{code}.toml").read_text()) for code in codes]
    instead = {folded(old): folded(new) for language in written for old, new in language.get("same", {}).items()}
    return Lists(
        same=re.compile(f" ({'|'.join(sorted(map(re.escape, instead), key=len, reverse=True)) or '(?!)'})(?= |$)"),
        instead=instead,
        everyday=_any_of(written, NOT_CRISIS),
        kinds={kind: _any_of(written, kind) for kind in KINDS},
        vocabulary=frozenset(word for language in written for word in _words(language)),
    )


def _any_of(written: list[dict[str, dict[str, list[str]]]], kind: str) -> re.Pattern[str]:
    phrases = [pattern_of(phrase, language.get("sets", {})) for language in written
               for phrase in language.get(kind, {}).get("phrases", [])]  # fmt: skip
    return re.compile(f"(?:{'|'.join(phrases) or '(?!)'})(?= |$)")


def pattern_of(phrase: str, sets: Sets) -> str:
    """A phrase of a list as a regular expression. KeyError for a set that is not there."""
    return "".join(_slot(slot, sets) for slot in phrase.split())


def _slot(slot: str, sets: Sets) -> str:
    if slot == "..":
        return GAP
    if slot in "^$":
        return slot
    words = f"(?: (?:{'|'.join(_word(word, sets) for word in slot.removeprefix('?').split('|'))}))"
    return f"{words}?" if slot.startswith("?") else words


def _word(word: str, sets: Sets) -> str:
    if word.startswith("{"):
        return "|".join(re.escape(folded(each)) for each in sorted(sets[word.strip("{}")], key=len, reverse=True))
    if word.endswith("*"):
        return re.escape(folded(word[:-1])) + r"\S*"
    return r"\d+" if word == "#" else re.escape(folded(word))


def _words(language: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    """Words of five letters and more, in scripts where a word is misspelt by a letter."""
    said = [phrase for kind in KINDS for phrase in language.get(kind, {}).get("phrases", [])]
    held = [each for words in language.get("sets", {}).values() for each in words]
    for text in (*said, *held):
        yield from (word for word in words_of(text) if _LATIN_OR_CYRILLIC.fullmatch(word))
