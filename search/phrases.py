"""Synonyms as data: groups of equal phrases, for single words and for phrases of up to three words."""

from __future__ import annotations

from collections.abc import Iterable

from .analysis import words_of

LONGEST_KEY = 3
Table = dict[str, tuple[tuple[str, ...], ...]]


def synonym_table(groups: Iterable[Iterable[str]]) -> Table:
    """What else each phrase is looked for as: {"ot": (("occupational", "therapy"),), …}, all words analysed."""
    table: dict[str, set[tuple[str, ...]]] = {}
    for group in groups:
        phrases = {tuple(words_of(phrase)) for phrase in group} - {()}
        for phrase in phrases:
            if len(phrase) <= LONGEST_KEY:
                table.setdefault(" ".join(phrase), set()).update(phrases - {phrase})
    return {key: tuple(sorted(others)) for key, others in table.items() if others}
