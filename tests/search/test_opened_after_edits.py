"""Whoever opens the embedded index after edits reads it as one who saw them come."""

from __future__ import annotations

import random
import string

from search.document import Document
from search.engines.embedded import EmbeddedEngine
from search.port import Words
from search.query import Query


def club(number, word):
    return Document(number, {"name": f"{word} club"}, remote=True, fingerprint=word)


def words(count, seed):
    dice = random.Random(seed)
    return ["".join(dice.choices(string.ascii_lowercase, k=8)) for _ in range(count)]


def totals(engine, asked):
    return [engine.search(Query(word)).total for word in asked]


def test_prefixes_typos_and_further_edits_come_out_the_same(tmp_path):
    first, later, last = words(60, 1), words(60, 2), words(60, 3)
    witness = EmbeddedEngine(tmp_path)
    witness.rebuild([club(number, word) for number, word in enumerate(first, start=1)], Words())
    assert totals(witness, first[:1]) == [1]
    for number, word in enumerate(later, start=1):
        witness.update([club(number, word)])
    newcomer = EmbeddedEngine(tmp_path)
    prefixes = [word[:4] for word in later]
    typos = [word[:6] + word[7] + word[6] for word in later]
    assert totals(newcomer, [*later, *prefixes]) == [1] * 120
    assert totals(newcomer, typos) == totals(witness, typos)
    for number, word in enumerate(last, start=1):
        witness.update([club(number, word)])
        assert totals(newcomer, [word, word[:4], "club"]) == [1, 1, 60]
    assert totals(newcomer, [*first, *later]) == totals(witness, [*first, *later])
