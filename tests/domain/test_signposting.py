from __future__ import annotations

import random

from hubdirectory.domain.signposting import FIRST, SECOND, reference_from, reference_read


def test_a_word_to_ask_by_is_two_easy_words_and_a_number():
    assert reference_from(lambda several: several[0]) == "amber-anchor-10"


def test_every_word_is_read_however_it_was_written_down():
    choose = random.Random(1).choice
    for _ in range(300):
        word = reference_from(choose)
        first, second, number = word.split("-")
        for written in (
            word,
            word.upper(),
            f" {first} {second} {number}. ",
            first + second + number,
            f"{first}, {second}–{number}",
        ):
            assert reference_read(written) == word


def test_what_is_no_word_of_ours_is_none():
    for written in (
        "",
        "Jean Smith",
        "amber-otter",
        "amber-otter-7",
        "amber-47",
        "TS24 7PW",
        "amber-otter-47-12",
        "otter-amber-47",
    ):
        assert reference_read(written) == "", written


def test_no_two_pairs_of_words_read_alike():
    joined = [first + second for first in FIRST for second in SECOND]
    assert len(set(joined)) == len(joined)
