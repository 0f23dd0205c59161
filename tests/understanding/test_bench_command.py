"""`hub bench understanding` prints a table, or JSON."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from hubdirectory.bench import understanding_trial
from hubdirectory.commands.understanding_bench import understanding

QUERIES = (
    "query\tlanguage\tkind\tneeds\n"
    "somewhere to borrow a walking stick\ten\tplain\tdisability-aids\n"
    "my mate nicked my bike\ten\toff-topic\t\n"
    "food bank\ten\tplain\tfood\n"
    "he hits me\ten\tcrisis\tdomestic-abuse\n"
)


@pytest.fixture
def queries(tmp_path, monkeypatch):
    """A few queries; letters only, since the vectors of all phrases take a minute."""
    monkeypatch.setattr(understanding_trial, "vectors_installed", lambda: False)
    monkeypatch.setattr(understanding_trial, "prepare", lambda *_: 0)
    file = tmp_path / "queries.tsv"
    file.write_text(QUERIES)
    return str(file)


def test_the_figures_come_as_json(queries):
    answer = CliRunner().invoke(understanding, ["--json", "--queries", queries])
    told = json.loads(answer.stdout)
    assert told["known"] == 1  # "food bank" is a phrase
    assert told["crisis"] == {"queries": 1, "caught": 1}
    (letters,) = told["adapters"]
    assert letters["adapter"] == "letters"
    assert letters["all"]["queries"] == 2  # a query about no need has no right answer
    assert letters["median_ms"] > 0
    assert letters["megabytes"] > 0


def test_the_figures_come_as_a_table(queries):
    answer = CliRunner().invoke(understanding, ["--queries", queries])
    assert answer.exit_code == 0
    assert answer.stdout.startswith("letters: ")
    assert "crisis: 1 of 1 caught by the lists" in answer.stdout
