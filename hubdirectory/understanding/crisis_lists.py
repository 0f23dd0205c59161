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
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hubdirectory.understanding.words import folded, words_of

FOLDER = files("hubdirectory.understanding") / "data" / "crisis"
KINDS = ("danger-to-life", "suicide", "child-at-risk", "abuse", "no-food-or-roof")  # the most urgent first
NOT_CRISIS = "everyday"
BEGINNING = 4  # letters of a word by which phrases are found
GAP = r"(?: \S+){0,3}?"
_LATIN_OR_CYRILLIC = re.compile(r"[a-zа-яіїєґ]{5,}")

Sets = Mapping[str, Sequence[str]]


class AnyOf:
    """Phrases looked for in a text of folded words, each with a space before it.

    Each stands under the beginnings of a word that it cannot do without, so that a text is held against few of them.
    """

    def __init__(self, phrases: Iterable[tuple[str, frozenset[str]]]) -> None:
        """`phrases`: each as a regular expression, with those beginnings."""
        self._phrases: defaultdict[str, list[str]] = defaultdict(list)
        for pattern, beginnings in phrases:
            for beginning in beginnings:
                self._phrases[beginning].append(pattern)
        self._patterns: dict[str, re.Pattern[str]] = {}

    def said_in(self, text: str, beginnings: Set[str]) -> bool:
        """`beginnings`: those of the text's words, by `beginnings_of`."""
        return any(self._pattern(beginning).search(text) for beginning in self._phrases.keys() & beginnings)

    def _pattern(self, beginning: str) -> re.Pattern[str]:
        if beginning not in self._patterns:
            self._patterns[beginning] = re.compile(f"(?:{'|'.join(self._phrases[beginning])})(?= |$)")
        return self._patterns[beginning]


def beginnings_of(words: Iterable[str]) -> set[str]:
    return {word[:length] for word in words for length in range(BEGINNING + 1)}


@dataclass(frozen=True)
class Lists:
    """What is looked for in a text of folded words, each with a space before it."""

    same: re.Pattern[str]
    instead: Mapping[str, str]
    everyday: re.Pattern[str]
    perhaps_everyday: AnyOf
    kinds: Mapping[str, AnyOf]
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
    everyday = _phrases(written, NOT_CRISIS)
    return Lists(
        same=re.compile(f" ({'|'.join(sorted(map(re.escape, instead), key=len, reverse=True)) or '(?!)'})(?= |$)"),
        instead=instead,
        everyday=re.compile(f"(?:{'|'.join(pattern for pattern, _ in everyday) or '(?!)'})(?= |$)"),
        perhaps_everyday=AnyOf(everyday),
        kinds={kind: AnyOf(_phrases(written, kind)) for kind in KINDS},
        vocabulary=frozenset(word for language in written for word in _words(language)),
    )


def _phrases(written: list[dict[str, dict[str, list[str]]]], kind: str) -> list[tuple[str, frozenset[str]]]:
    return [
        (pattern_of(phrase, sets), needed_in(phrase, sets))
        for language in written for sets in [language.get("sets", {})]
        for phrase in language.get(kind, {}).get("phrases", [])
    ]  # fmt: skip


def needed_in(phrase: str, sets: Sets) -> frozenset[str]:
    """Beginnings of words, one of which is in each text that holds the phrase: of its most telling word. "" begins any."""
    slots = [slot for slot in phrase.split() if slot not in ("..", "^", "$") and not slot.startswith("?")]
    told = [frozenset(_beginnings(slot, sets)) for slot in slots]
    return min((each for each in told if "" not in each), key=len, default=frozenset({""}))


def _beginnings(slot: str, sets: Sets) -> Iterator[str]:
    for word in slot.split("|"):
        if word.startswith("{"):
            yield from (_beginning(each) for each in sets[word.strip("{}")])
        else:
            yield "" if word == "#" else _beginning(word.removesuffix("*"))


def _beginning(words: str) -> str:
    return folded(words).partition(" ")[0][:BEGINNING]


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
