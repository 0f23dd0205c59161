"""Our own English reads as a nine-year-old's: measured by a plain formula on every string that residents are shown."""

from __future__ import annotations

import re

import pytest

from hubdirectory.commands.languages import english_of, entries, words_of_pages

PLACEHOLDER, TAG = re.compile(r"%\(\w+\)[sd]"), re.compile(r"</?\w+>")
WORD = re.compile(r"[A-Za-z0-9’'-]+")
# American school grades, as the formula gives them: a child of nine is in the fourth.
GRADE_OF_NINE = 4
# No single text may be harder than this; a short one with one long word in it soon is.
HARDEST = 11
# Nothing but names.
NAMES = ("The typefaces are Atkinson",)
LONGEST_SENTENCE = 30
SHORTEST_TEXT = 8


def grade(text):
    """Senter and Smith's Automated Readability Index (1967): letters in a word, words in a sentence."""
    words = WORD.findall(text)
    return 4.71 * sum(map(len, words)) / len(words) + 0.5 * len(words) / max(1, len(sentences(text))) - 21.43


def sentences(text):
    return [one for one in re.split(r"(?<=[.?!:;])\s+", text) if WORD.search(one)]


@pytest.fixture(scope="module")
def shown():
    """Texts of some length on pages for residents and in mails; a place-holder counts as a short word."""
    texts = []
    for message in entries(words_of_pages()):
        files = [file for file, _ in message.locations]
        if any(part in file for file in files for part in ("residents", "templates/parts", "templates/mail", "web/crisis")):
            texts.append(PLACEHOLDER.sub("Sally", TAG.sub("", english_of(message))))
    return [text for text in texts if len(WORD.findall(text)) >= SHORTEST_TEXT]


def test_the_formula_tells_plain_words_from_others():
    assert grade("You can just come. You do not need to book.") < 2
    assert grade("Prospective beneficiaries are encouraged to familiarise themselves with eligibility requirements.") > 12


def test_what_residents_read_is_for_a_reader_of_nine(shown):
    assert len(shown) > 200
    assert grade(" ".join(text if text[-1] in ".?!:" else text + "." for text in shown)) <= GRADE_OF_NINE


def test_no_text_is_hard_and_no_sentence_is_long(shown):
    hard = sorted((round(grade(text), 1), text) for text in shown if grade(text) > HARDEST and not text.startswith(NAMES))
    long = [one for text in shown for one in sentences(text) if len(WORD.findall(one)) > LONGEST_SENTENCE]
    assert not hard, f"Say it in shorter words: {hard}"
    assert not long, f"Make two sentences of it: {long}"
