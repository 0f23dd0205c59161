"""Sets of texts, and what there is to learn."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hubdirectory.actions.founding import DATA
from hubdirectory.understanding.by_letters import UnderstandingByLetters
from hubdirectory.understanding.chosen import vectors_installed
from hubdirectory.understanding.phrases import everything_said

HERE = Path(__file__).parent


def rows_of(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="session")
def needs() -> dict[str, tuple[str, ...]]:
    with (DATA / "needs.tsv").open(encoding="utf-8") as file:
        return {row["slug"]: (row["name"], row["description"]) for row in csv.DictReader(file, delimiter="\t")}


@pytest.fixture(scope="session")
def phrases(needs):
    return everything_said(needs)


@pytest.fixture(scope="session")
def letters(phrases):
    understanding = UnderstandingByLetters()
    understanding.learn(phrases)
    return understanding


@pytest.fixture(scope="session")
def model():
    """One model for the whole run; it is large."""
    if not vectors_installed():
        pytest.skip("Sentence vectors are not installed here: see hubdirectory/requirements/understanding.txt.")
    from hubdirectory.understanding.vectors import SentenceEncoder

    return SentenceEncoder()
