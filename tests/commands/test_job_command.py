from __future__ import annotations

import pytest
from click.testing import CliRunner

from hubdirectory.actions.starting import prepare_database
from hubdirectory.cli import hub
from hubdirectory.config import load_settings
from hubdirectory.jobs import JOBS


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("HUB_INSTANCE", str(tmp_path))
    monkeypatch.setenv("HUB_NOW", "2026-11-24T10:30")
    prepare_database(load_settings())
    return lambda *words: CliRunner().invoke(hub, ["job", *words])


def test_without_a_name_it_lists_every_job(run):
    answer = run()
    assert answer.exit_code == 0
    assert [line.split("  ")[0] for line in answer.output.splitlines()] == [job.name for job in JOBS]


@pytest.mark.parametrize("name", ["reminders", "links and numbers", "what does not work"])
def test_a_job_is_run_by_hand(run, name):
    answer = run(name)
    assert answer.exit_code == 0, answer.output
    assert answer.output.startswith(f"{name}: ")


def test_a_job_that_is_not_there_is_said_with_those_that_are(run):
    answer = run("nothing")
    assert answer.exit_code == 2
    assert "reminders" in answer.output
