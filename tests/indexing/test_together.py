"""Edits that come at the same moment are indexed together, and none is left out."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from hubdirectory.indexing.together import Together


class Drain:
    """Notes each batch; the first waits until it is let go."""

    def __init__(self):
        self.batches, self.begun, self.go = [], threading.Event(), threading.Event()

    def __call__(self, numbers):
        self.batches.append(numbers)
        self.begun.set()
        assert self.go.wait(5)


def test_those_that_come_while_one_is_at_it_go_together():
    together, drain = Together(), Drain()
    with ThreadPoolExecutor(4) as editors:
        edits = [editors.submit(together.drain, [1], drain, 5)]
        assert drain.begun.wait(5)
        edits += [editors.submit(together.drain, [number], drain, 5) for number in (2, 3, 2)]
        while len(together._waiting) < 2:
            pass
        drain.go.set()
        for edit in edits:
            edit.result(5)
    assert drain.batches[0] == [1]
    assert sorted(number for batch in drain.batches[1:] for number in batch) in ([2, 3], [2, 2, 3])


def test_nobody_waits_longer_than_they_may():
    together, drain = Together(), Drain()
    with ThreadPoolExecutor(1) as editors:
        first = editors.submit(together.drain, [1], drain, 5)
        assert drain.begun.wait(5)
        together.drain([2], drain, 0.05)
        assert drain.batches == [[1]]
        drain.go.set()
        first.result(5)


def test_an_engine_that_fails_says_so_to_whoever_asked_it_and_lets_the_next_have_its_turn():
    together, seen = Together(), []

    def fails(_numbers):
        raise ConnectionError

    with pytest.raises(ConnectionError):
        together.drain([1], fails, 1)
    together.drain([2], seen.append, 1)
    assert seen == [[2]]
