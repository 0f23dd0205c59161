"""How text becomes words, and how typos are read."""

from __future__ import annotations

from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from search.analysis import MOST_WORDS, query_words, singular, words_of
from search.query import Query
from search.relaxing import most_of_the_words
from search.spelling import SHORTEST_TYPO, Shapes, read, typos_allowed
from search.stop_words import STOP_WORDS, telling
from search.tongues import apart, unbent


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("carer", "carers"),
        ("activity", "activities"),
        ("class", "classes"),
        ("headache", "headaches"),
        ("church", "churches"),
        ("potato", "potatoes"),
        ("box", "boxes"),
        ("house", "houses"),
        ("illness", "illnesses"),
        ("baby", "babies"),
        ("group", "groups"),
        ("crash", "crashes"),
        ("nurse", "nurses"),
        ("lunch", "lunches"),
        ("course", "courses"),
    ],
)
def test_plural_and_singular_meet(one, many):
    assert singular(one) == singular(many)


@pytest.mark.parametrize(
    ("one", "other"), [("carer", "career"), ("bus", "bu"), ("class", "clas"), ("us", "u"), ("shoe", "sho"), ("news", "new")]
)
def test_different_words_stay_different(one, other):
    assert (singular(one) == singular(other)) is (one == "news")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Men's Shed & Café", ["men", "shed", "cafe"]),
        ("Alzheimer’s / dementia", ["alzheimer", "dementia"]),
        ("Łódź, İstanbul, naïve", ["lodz", "istanbul", "naive"]),
        ("24/7 on 01632-960123", ["24", "7", "on", "01632", "960123"]),
        ("e-mail_list", ["e", "mail", "list"]),
        ("", []),
        ("!?…", []),
    ],
)
def test_text_becomes_words(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("والديون", "ديون"), ("بالغضب", "غضب"), ("للبالغين", "بالغين"), ("بالغون", "بالغون"), ("بالغوں", "بالغوں"),
        ("الوالدين", "والدين"), ("والدین", "والدين"), ("والدتي", "والدتي"),
    ],
)  # fmt: skip
def test_the_arabic_article_goes_and_letters_of_a_word_that_look_like_it_stay(written, word):
    assert words_of(written) == [word]


@given(st.text())
def test_any_text_becomes_words_without_signs(text):
    for word in words_of(text):
        assert word
        assert word.isalnum() or not word.isascii()


@given(st.text(min_size=1, max_size=30))
def test_analysing_twice_changes_nothing_more(text):
    once = " ".join(words_of(text))
    assert len(words_of(once)) == len(words_of(text))


def test_a_query_is_cut_at_ten_words_after_its_stop_words():
    assert query_words("the " * 50 + " ".join(f"w{n}" for n in range(30)), frozenset({"the"})) == [
        f"w{n}" for n in range(MOST_WORDS)
    ]


class Lexicon:
    """A vocabulary with counts."""

    def __init__(self, **counts):
        self.counts = counts
        self.words = sorted(counts)

    def count(self, word):
        return self.counts.get(word, 0)

    def has_prefix(self, prefix):
        at = bisect_left(self.words, prefix)
        return at < len(self.words) and self.words[at].startswith(prefix)

    def are_neighbours(self, first, second):
        return (first, second) == ("food", "bank")

    def vocabulary(self):
        return self.words

    def perhaps(self, word, typos):
        return self.words


HELD = Lexicon(health=50, wealth=3, mental=40, metal=1, befriending=9, food=20, bank=10, debt=30, autism=8, bereavement=7)


@pytest.mark.parametrize(
    ("typed", "as_read"),
    [
        ("mental", "mental"),
        ("metal", "metal"),
        ("helth", "health"),
        ("haelth", "health"),
        ("dbet", "debt"),
        ("foodbank", "foodbank"),
        ("berevement", "bereavement"),
        ("xyzzy", "xyzzy"),
        ("aut", "aut"),
        ("ts24", "ts24"),
        ("dbt", "dbt"),
    ],
)
def test_an_unknown_word_is_read_as_the_nearest_known_one(typed, as_read):
    assert read([typed], HELD).words == (as_read,)


LETTERS = st.text("abc", min_size=2, max_size=10)


@given(st.text("abc", min_size=SHORTEST_TYPO, max_size=10), st.lists(LETTERS, max_size=200))
def test_every_word_within_so_many_typos_is_compared(typed, known):
    shapes = Shapes()
    for word in {*known, "gone"}:
        shapes.add(word)
    shapes.remove("gone")
    for typos in (1, 2):
        perhaps = set(shapes.perhaps(typed, typos))
        assert {word for word in known if OSA.distance(word, typed) <= typos} <= perhaps <= set(known)


def test_an_unfinished_word_may_be_misspelt_too():
    assert read(["befrendi"], HELD).words == ("befriendi",)
    assert read(["befrendi", "debt"], HELD).words[1] == "debt"


def test_only_the_last_word_may_be_unfinished():
    assert read(["menta", "debt"], HELD).words == ("mental", "debt")
    assert read(["debt", "menta"], HELD).words == ("debt", "menta")


def test_a_word_that_makes_a_known_one_with_its_neighbour_is_no_typo():
    held = Lexicon(football=4, fool=2, balm=2)
    assert read(["foot", "ball"], held).words == ("foot", "ball")


@given(st.lists(st.text(alphabet="abcdefghij", min_size=1, max_size=12), max_size=6))
def test_reading_keeps_the_number_of_words_and_never_strays_far(words):
    reading = read(words, HELD)
    assert len(reading.words) == len(words)
    for typed, instead in reading.changes:
        assert abs(len(typed) - len(instead)) <= typos_allowed(typed)


def test_the_fewest_words_are_left_out():
    totals = {"a c": 0, "b c": 0, "a b": 4, "a": 9, "b": 9, "c": 9}
    found = most_of_the_words(Query("a b c"), ["a", "b", "c"], lambda queries: [totals[query.words] for query in queries])
    assert (found[0].words, found[1]) == ("a b", ("c",))


def test_nothing_is_relaxed_where_nothing_matches():
    assert most_of_the_words(Query("a b"), ["a", "b"], lambda queries: [0] * len(queries)) is None
    assert most_of_the_words(Query("a"), ["a"], lambda queries: [0] * len(queries)) is None


def test_languages_in_english_letters_are_kept_apart_and_others_are_not():
    assert apart("pl", "Długi i porady") == "ƣplƣdlugi ƣplƣi ƣplƣporady"
    assert apart("ar", "الديون") == "الديون"
    assert not [word for word in words_of(apart("ro", "Datorii, 2 lungă")) if word.startswith("lung")]


def test_small_words_of_a_language_are_left_out_unless_there_is_nothing_else():
    assert telling("pl", "Pomoc w długach") == "pomoc dlugach" and telling("pl", "Pomoc w długach", asking=False) == "dlugach"
    assert telling("ur", "قرض کے بارے میں") == " ".join(words_of("قرض"))
    assert telling("pl", "w na do") == "w na do" and telling("en", "pomoc w długach") == "pomoc w długach"
    assert all(15 <= len(words) <= 35 for words in STOP_WORDS.values()) and len(STOP_WORDS) == 7


def test_a_word_is_read_as_the_known_word_of_which_it_is_a_form():
    known = {"dlugi", "dlugotrwale", "dieta"}
    assert [unbent(word, known) for word in ("dlugach", "dlugow", "diety", "dlugotrwalych")] == [
        "dlugi", "dlugi", "dieta", "dlugotrwale",
    ]  # fmt: skip
    assert unbent("dluzej", known) == "dluzej" and unbent("dlugotrwalosc", known) == "dlugotrwale"
