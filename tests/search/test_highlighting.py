"""Where the words that were looked for stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import query_words
from search.highlighting import segments, snippet


def marked(text, query):
    return [piece for piece, hit in segments(text, query_words(query)) if hit]


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("Men’s Shed for all men", "mens", ["Men’s", "men"]),
        ("Support for carers and a carer's break", "carer", ["carers", "carer's"]),
        ("Café on the front", "cafe", ["Café"]),
        ("Mental health matters", "mental heal", ["Mental", "health"]),
        ("Heal your mental scars", "mental health", ["mental"]),
        ("Nothing here", "debt", []),
        ("Anything", "", []),
        ("Ring 01632 960123", "960123", ["960123"]),
    ],
)
def test_words_are_marked_as_the_search_reads_them(text, query, hits):
    assert marked(text, query) == hits


@given(st.text(max_size=200), st.text(max_size=30))
def test_marking_never_changes_the_text(text, query):
    assert "".join(piece for piece, _ in segments(text, query_words(query))) == text


LONG = "We meet by the sea. " * 30 + "Bring a mug and ask for Jean, who knows about debt. " + "There is a ramp. " * 30


def test_a_snippet_is_cut_at_words_round_the_first_hit():
    cut = snippet(["Nothing in the summary.", LONG], ["debt"])
    assert "knows about debt" in cut
    assert cut.startswith("…")
    assert cut.endswith("…")
    assert 100 < len(cut) <= 190
    assert all(word in LONG for word in cut.strip("…").split())


def test_a_short_text_is_given_whole():
    assert snippet(["Ring about debts."], ["debt"]) == "Ring about debts."


def test_no_hit_gives_no_snippet():
    assert snippet(["We meet by the sea."], ["debt"]) == ""
    assert snippet([LONG], []) == ""


@given(st.text(max_size=400), st.text(min_size=1, max_size=10))
def test_a_snippet_is_never_longer_than_asked(text, query):
    assert len(snippet([text], query_words(query), 60)) <= 62
