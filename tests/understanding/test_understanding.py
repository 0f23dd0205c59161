"""Words people use become needs, by letters and by sentence vectors."""

from __future__ import annotations

import csv
import fcntl
import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubdirectory.bench import understanding as bench
from hubdirectory.understanding import chosen as choosing
from hubdirectory.understanding.by_letters import UnderstandingByLetters
from hubdirectory.understanding.phrases import everything_said, languages, shipped

HERE = Path(__file__).parent
FEW = {"food": ("food bank", "nothing in the cupboard"), "transport": ("lift to the hospital", "bus pass")}


def first(understanding, text):
    return [each.need for each in understanding.understand(text)][:1]


def shares(understanding, phrases):
    asked = bench.read(HERE / "evaluation.tsv")
    fresh = bench.unseen(asked, (phrase for said in phrases.values() for phrase in said))
    return bench.figures("any", bench.answers(understanding, fresh), 0.0)


def test_the_product_languages_each_have_phrases_for_every_need(needs):
    assert set(languages()) == {"ar", "cy", "en", "fa", "pl", "ro", "uk", "ur"}
    for language in languages():
        assert set(shipped(language)) == set(needs), language
        least = 15 if language == "en" else 4
        assert not [need for need, said in shipped(language).items() if len(set(said)) < least], language


def test_no_phrase_stands_for_two_needs():
    for language in languages():
        owners: dict[str, str] = {}
        for need, said in shipped(language).items():
            for phrase in said:
                assert owners.setdefault(phrase, need) == need, phrase


def test_the_managers_list_takes_the_place_of_the_shipped_one(needs):
    said = everything_said(needs, {"en": {"food": ("owt to eat",)}})
    assert "owt to eat" in said["food"]
    assert not set(shipped("en")["food"]) & set(said["food"])
    assert set(shipped("pl")["food"]) <= set(said["food"])


def test_a_need_that_was_taken_away_is_not_learnt():
    assert set(everything_said({"food": ("Food",)})) == {"food"}


def test_an_edited_phrase_changes_the_next_answer():
    understanding = UnderstandingByLetters()
    understanding.learn(FEW)
    assert understanding.understand("scran") == []
    understanding.learn({**FEW, "food": (*FEW["food"], "scran")})
    assert first(understanding, "scran") == ["food"]


def test_a_misspelt_word_is_still_understood_by_its_letters(letters):
    assert first(letters, "alcahol problem") == ["alcohol"]
    assert first(letters, "demensha clinic for memroy") == ["dementia"]


def test_a_text_without_words_means_nothing(letters):
    assert [letters.understand(text) for text in ("", "   ", "?!", "😀")] == [[], [], [], []]


def test_there_are_at_most_three_needs_best_first_and_their_scores_are_shares(letters):
    found = letters.understand("no money for food and the heating is off")
    assert len(found) == 3
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert 0 < sum(each.score for each in found) <= 1


def test_only_the_beginning_of_a_long_text_is_read(letters):
    assert letters.understand("dementia " + "x" * 400) == letters.understand(("dementia " + "x" * 400)[:200])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(max_size=300))
def test_letters_answer_whatever_the_text_is(letters, text):
    assert len(letters.understand(text)) <= 3


def test_letters_reach_their_goal_on_queries_nobody_tuned_to(letters, phrases):
    found = shares(letters, phrases)
    assert found.all.queries >= 150
    assert found.all.among >= 0.60
    assert found.all.first >= 0.40


@pytest.fixture(scope="session")
def vectors(model, needs, tmp_path_factory):
    """With the English phrases alone, which are a third of the work: `hub bench understanding` has all of them."""
    from hubdirectory.understanding.by_vectors import UnderstandingByVectors

    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    understanding = UnderstandingByVectors(shared, model)
    with (shared / "vectors.lock").open("w") as lock:  # half a minute's work, done once for all workers
        fcntl.flock(lock, fcntl.LOCK_EX)
        understanding.learn({need: (*named, *shipped("en")[need]) for need, named in needs.items()})
    return understanding


def test_vectors_understand_far_more(vectors, phrases):
    found = shares(vectors, phrases)
    assert found.all.among >= 0.85
    assert found.all.first >= 0.70
    assert found.other_languages.among >= 0.85


def test_vectors_understand_a_language_without_phrases(vectors):
    assert first(vectors, "iş arıyorum") == ["employment"]


class CountingEncoder:
    """A stand-in for the model: any text has a vector of its own."""

    def __init__(self):
        self.encoded: list[str] = []

    def encode(self, text):
        import numpy

        self.encoded.append(text)
        dice = random.Random(text)
        vector = numpy.array([dice.gauss(0, 1) for _ in range(16)], dtype=numpy.float32)
        return vector / numpy.linalg.norm(vector)


@pytest.fixture
def by_counting(tmp_path):
    pytest.importorskip("numpy", reason="numpy comes with the sentence vectors")
    from hubdirectory.understanding.by_vectors import UnderstandingByVectors

    return lambda encoder: UnderstandingByVectors(tmp_path, encoder)


def test_a_phrase_is_worked_out_once_and_then_read_from_the_disk(by_counting):
    before, after = CountingEncoder(), CountingEncoder()
    by_counting(before).learn(FEW)
    assert sorted(before.encoded) == sorted(phrase for said in FEW.values() for phrase in said)
    again = by_counting(after)
    assert again.lacks(FEW) == 0
    again.learn({**FEW, "food": (*FEW["food"], "scran")})
    assert after.encoded == ["scran"]


def test_a_damaged_file_of_vectors_only_costs_time(by_counting, tmp_path):
    by_counting(CountingEncoder()).learn(FEW)
    (tmp_path / "understanding.npz").write_bytes(b"half a file")
    encoder = CountingEncoder()
    by_counting(encoder).learn(FEW)
    assert len(encoder.encoded) == 4


def test_an_edited_phrase_changes_the_next_answer_by_vectors_too(by_counting):
    understanding = by_counting(CountingEncoder())
    understanding.learn(FEW)
    understanding.learn({**FEW, "transport": ("scran",)})
    assert first(understanding, "scran") == ["transport"]


def test_a_text_that_is_a_phrase_itself_is_not_worked_out_again_however_it_is_written(by_counting):
    encoder = CountingEncoder()
    understanding = by_counting(encoder)
    understanding.learn(FEW)
    encoder.encoded.clear()
    typed = ("food bank", "Food  Bank!", "bus pass")
    assert [first(understanding, text) for text in typed] == [["food"], ["food"], ["transport"]]
    assert encoder.encoded == []
    understanding.understand("bank of food")
    assert encoder.encoded == ["bank of food"]


def test_letters_serve_while_many_vectors_are_still_to_be_worked_out(by_counting):
    many = {need: tuple(f"{phrase} {number}" for number in range(20) for phrase in said) for need, said in FEW.items()}
    serving = choosing.VectorsWhenReady(by_counting(CountingEncoder()))
    serving.learn(many)
    assert serving.serving == "letters"
    assert first(serving, "bus pass 3") == ["transport"]
    by_counting(CountingEncoder()).learn(many)
    serving.learn(many)
    assert serving.serving == "vectors"


def test_letters_serve_where_the_library_does_not_load(by_counting):
    class Broken:
        def encode(self, text):
            raise OSError("for another processor")

    serving = choosing.VectorsWhenReady(by_counting(Broken()))
    serving.learn(FEW)
    assert serving.serving == "letters"
    assert first(serving, "food bank") == ["food"]


def test_letters_are_chosen_where_the_package_is_absent(monkeypatch):
    monkeypatch.setattr(choosing, "PACKAGES", ("no_such_package",))
    assert isinstance(choosing.chosen(None), UnderstandingByLetters)
    assert choosing.prepare(Path("nowhere"), FEW) == 0


def test_the_evaluation_is_large_and_varied_enough():
    with (HERE / "evaluation.tsv").open() as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    kinds = [row["kind"] for row in rows]
    assert kinds.count("off-topic") >= 20
    assert kinds.count("crisis") >= 30
    assert len(rows) - kinds.count("off-topic") - kinds.count("crisis") >= 150
    assert {"cy", "pl", "ar", "fa", "ur", "uk", "ro", "so", "bn", "tr"} <= {row["language"] for row in rows}


def test_finding_is_perfect_when_all_that_is_right_comes_first():
    asked = [bench.Asked("hungry", "en", "plain", ("food",))]
    found = bench.finding(asked, lambda query: ["a", "b", "x"], lambda need: frozenset({"a", "b"}))
    assert (found.recall_at_10, found.ndcg_at_10) == (1.0, 1.0)


def test_finding_is_worse_the_lower_the_right_ones_come():
    asked = [bench.Asked("hungry", "en", "plain", ("food",))]
    found = bench.finding(asked, lambda query: ["x", "a"], lambda need: frozenset({"a", "b"}))
    assert found.recall_at_10 == 0.5
    assert 0 < found.ndcg_at_10 < 0.5
