"""Words of crisis are caught; words of every day are not."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubdirectory.understanding import Understood
from hubdirectory.understanding.crisis import KINDS, kind_of_crisis
from hubdirectory.understanding.crisis_lists import FOLDER, NOT_CRISIS, AnyOf, beginnings_of, lists, needed_in, pattern_of

HERE = Path(__file__).parent
LANGUAGES = ("ar", "cy", "en", "fa", "pl", "ro", "uk", "ur")


def rows_of(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_tried_phrase_of_crisis_is_caught():
    tried = rows_of("crisis.tsv")
    assert len({row["text"] for row in tried}) >= 400
    assert [row["text"] for row in tried if kind_of_crisis(row["text"]) is None] == []


def test_nearly_all_of_them_get_the_panel_that_fits():
    tried = rows_of("crisis.tsv")
    fitting = sum(kind_of_crisis(row["text"]) == row["kind"] for row in tried)
    assert fitting >= 0.97 * len(tried)


def test_at_most_one_in_fifty_everyday_phrases_raises_it(letters):
    """As on a page: by the lists, and by what understanding is sure of."""
    tried = rows_of("everyday.tsv")
    assert len({row["text"] for row in tried}) >= 400
    raised = [row["text"] for row in tried if kind_of_crisis(row["text"], letters.understand(row["text"]))]
    assert len(raised) <= 0.02 * len(tried), raised


@pytest.mark.parametrize(("text", "kind"), [
    ("I took a load of tablets", "danger-to-life"),
    ("Standing on the bridge", "suicide"),
    ("he hits me", "abuse"),
    ("No food tonight!", "no-food-or-roof"),
    ("I'm suicidel", "suicide"),
    ("he strangeld me", "abuse"),
    ("nowhere to slep tonite with the kids, nowhere to stay", "no-food-or-roof"),
])  # fmt: skip
def test_indirect_and_misspelt_words_are_caught(text, kind):
    assert kind_of_crisis(text) == kind


@pytest.mark.parametrize("text", [
    "killing time", "drop dead gorgeous wedding dance", "die Brücke", "kill the weeds", "suicide squad film night",
    "standing on the bride's side", "cooking for one", "", "   ", "?",
])  # fmt: skip
def test_what_only_sounds_like_crisis_is_let_be(text):
    assert kind_of_crisis(text) is None


def test_capitals_accents_and_apostrophes_make_no_difference():
    assert kind_of_crisis("I DON’T WANT TO LIVE") == kind_of_crisis("i dont want to live") == "suicide"
    assert kind_of_crisis("chce sie zabic") == kind_of_crisis("Chcę się zabić") == "suicide"


def test_the_most_urgent_panel_comes_first():
    assert kind_of_crisis("he hits me and now he is not breathing") == "danger-to-life"


def test_understanding_that_is_sure_of_a_crisis_is_believed():
    assert kind_of_crisis("a text that no list has", [Understood("crisis-suicide", 0.9)]) == "suicide"
    assert kind_of_crisis("a text that no list has", [Understood("crisis-suicide", 0.3)]) is None
    assert kind_of_crisis("a text that no list has", [Understood("food", 0.9)]) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_of_the_product_has_words_for_every_kind(language):
    written = tomllib.loads((FOLDER / f"{language}.toml").read_text())
    assert all(len(written[kind]["phrases"]) >= 8 for kind in KINDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_of_a_list_is_so_short_that_any_text_holds_it(language):
    """A phrase of optional words alone, or of one short word, would raise the panel over nothing."""
    written = tomllib.loads((FOLDER / f"{language}.toml").read_text())
    for kind in KINDS:
        for phrase in written[kind]["phrases"]:
            assert _shortest(phrase, written.get("sets", {})) >= 2, phrase


def _shortest(phrase: str, sets: dict[str, list[str]]) -> int:
    needed = [slot for slot in phrase.split() if not slot.startswith("?") and slot not in ("..", "^", "$")]
    words = [word for slot in needed for word in slot.split("|")]
    return sum(min(len(word) for word in slot.split("|")) for slot in needed) if words else 0


def test_a_set_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        pattern_of("{nobody} hits me", {})


def test_a_phrase_is_looked_for_only_where_a_word_of_it_stands():
    sets = {"he": ["he", "step dad"]}
    assert needed_in("^ {he} .. suicid* ?all me|us", sets) == {"suic"}
    assert needed_in("{he} ?hits", sets) == {"he", "step"}
    assert needed_in("# .. #", sets) == {""}
    anything = AnyOf([(pattern_of(phrase, sets), needed_in(phrase, sets)) for phrase in ("{he} hits me", "# pills")])
    for text, said in ((" my step dad hits me", True), (" 40 pills", True), (" hits me", False), (" he hits men", False)):
        assert anything.said_in(text, beginnings_of(text.split())) is said


def test_the_lists_are_read_once():
    assert lists() is lists()
    assert NOT_CRISIS not in lists().kinds


@settings(deadline=None)
@given(text=st.text(max_size=400))
def test_any_text_at_all_has_an_answer(text):
    assert kind_of_crisis(text) in (None, *KINDS)


@settings(deadline=None, max_examples=30)
@given(words=st.lists(st.sampled_from(["he", "hits", "me", "no", "want", "to", "die", "not", "a", "all", "my"]), max_size=60))
def test_no_text_takes_long(words):
    import time

    kind_of_crisis("warm up")
    started = time.thread_time()
    kind_of_crisis(" ".join(words))
    assert time.thread_time() - started < 0.1
