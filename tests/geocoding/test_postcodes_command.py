"""`hub postcodes load`, as it is typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hubdirectory.commands.postcodes import postcodes
from hubdirectory.geocoding.postcodes import Postcodes


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUB_INSTANCE", str(tmp_path / "instance"))
    return tmp_path / "instance"


def run(*words: str) -> Result:
    return CliRunner().invoke(postcodes, words)


def test_a_town_is_loaded_into_the_instance_folder_and_counted(instance: Path) -> None:
    result = run("load", "--area", "ts")
    assert result.exit_code == 0, result.output
    assert re.search(r"17,777 postcodes loaded in \d+\.\d seconds\.", result.output)
    assert Postcodes(instance / "postcodes.db").areas() == {"TS": 17_777}


def test_more_than_one_area_may_be_given(instance: Path) -> None:
    assert run("load", "--area", "TS", "--area", "ZE", "--area", "ts").exit_code == 0
    assert list(Postcodes(instance / "postcodes.db").areas()) == ["TS", "ZE"]


def test_without_an_area_the_whole_of_a_folder_is_loaded(instance: Path, tmp_path: Path) -> None:
    folder = tmp_path / "CSV"
    folder.mkdir()
    (folder / "ba.csv").write_text("BA1 1AA,10,375000,165000\n")
    (folder / "b.csv").write_text("B1 1AA,10,406000,287000\n")
    for words in (("load",), ("load", "--all")):
        result = run(*words, "--from", str(folder))
        assert result.output.endswith("seconds.\n")
        assert "2 postcodes loaded" in result.output
    assert list(Postcodes(instance / "postcodes.db").areas()) == ["B", "BA"]


def test_an_area_that_does_not_exist_is_told_in_a_sentence(instance: Path) -> None:
    result = run("load", "--area", "XX")
    assert result.exit_code == 1
    assert "There is no postcode area XX" in result.output
    assert not (instance / "postcodes.db").exists()


def test_all_and_an_area_together_are_refused(instance: Path) -> None:
    result = run("load", "--all", "--area", "TS")
    assert result.exit_code == 2
    assert "not both" in result.output


def test_a_folder_without_postcodes_is_told_in_a_sentence(instance: Path, tmp_path: Path) -> None:
    result = run("load", "--from", str(tmp_path))
    assert result.exit_code == 1
    assert "No postcode files" in result.output
