"""Which documents match the words: all of them, the last as a beginning, synonyms and joined words included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from ..phrases import LONGEST_KEY, Table
from ..postings import ALL, FLAG, kept_key, windows
from .embedded_parts import NOTHING, Parts, joined
from .embedded_snapshot import NO_BITS, Snapshot

LONGEST_SPLIT = 40


@dataclass(frozen=True)
class Term:
    """One word of a query with the documents that hold it (or a synonym). `exact`: those with the finished word."""

    word: str
    last: bool
    parts: Parts
    exact: BitMap


class Matcher:
    def __init__(self, snapshot: Snapshot, synonyms: Table) -> None:
        self.snapshot = snapshot
        self.synonyms = synonyms

    def everything(self) -> BitMap:
        return self.snapshot.value(FLAG, ALL)

    def terms(self, words: Sequence[str]) -> list[Term]:
        return [self._term(word, index == len(words) - 1) for index, word in enumerate(words)]

    def _term(self, word: str, last: bool) -> Term:
        other = [parts for parts in (*self._synonyms(word), self._split(word)) if parts.coded]
        exact = joined([self.snapshot.word(word), *other])
        if not last:
            return Term(word, last, exact, exact.all)
        begun = self._beginning(word)  # the word itself among them
        return Term(word, last, joined([exact, begun]) if other else begun, exact.all)

    def _beginning(self, word: str) -> Parts:
        key = kept_key(word)
        return self.snapshot.word(key) if key else self.snapshot.beginning_with(word)

    def _synonyms(self, key: str) -> list[Parts]:
        return [self._phrase(phrase) for phrase in self.synonyms.get(key, ())]

    def _split(self, word: str) -> Parts:
        """"foodbank" also as "food bank": the cut whose halves stand side by side most often, as Meilisearch does."""
        cuts = [(word[:at], word[at:]) for at in range(1, min(len(word), LONGEST_SPLIT))]
        best = max(cuts, key=lambda cut: len(self.snapshot.pair(" ".join(cut))), default=None)
        return self._phrase(best) if best and self.snapshot.pair(" ".join(best)) else NOTHING

    def _phrase(self, phrase: tuple[str, ...]) -> Parts:
        """The documents with these words side by side; placed where the phrase's first word is."""
        if len(phrase) == 1:
            return self.snapshot.word(phrase[0])
        bits = BitMap.intersection(*(self.snapshot.pair(pair) for pair in windows(phrase)))
        if len(phrase) > 2:
            bits = BitMap(number for number in bits if self._holds(number, " ".join(phrase)))
        first = self.snapshot.word(phrase[0])
        return Parts({code: part & bits for code, part in first.coded.items() if part & bits}) if bits else NOTHING

    def _holds(self, number: int, phrase: str) -> bool:
        return any(f" {phrase} " in f" {text} " for text in self.snapshot.document_fields(number))

    def matching(self, terms: Sequence[Term]) -> BitMap:
        """All the words, each as itself, or joined with its neighbours ("food bank" also as "foodbank")."""
        if not terms:
            return self.everything()
        rest: list[BitMap] = [NO_BITS] * len(terms) + [self.everything()]
        for start in reversed(range(len(terms))):
            ways = [terms[start].parts.all & rest[start + 1]]
            for length in range(2, min(LONGEST_KEY, len(terms) - start) + 1):
                joint = self._joint(terms[start : start + length])
                if joint:
                    ways.append(joint & rest[start + length])
            rest[start] = BitMap.union(*ways)
        return rest[0]

    def _joint(self, terms: Sequence[Term]) -> BitMap:
        """Several words written as one, and the synonyms of the phrase that they make."""
        words = [term.word for term in terms]
        found = [self.snapshot.word("".join(words))]
        if terms[-1].last:
            found.append(self.snapshot.beginning_with("".join(words)))
        found += self._synonyms(" ".join(words))
        return BitMap.union(*(parts.all for parts in found))
