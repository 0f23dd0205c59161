"""A step is done once for what it was made from, and says in a sentence why it could not be done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hubdirectory.setup import packages, steps
from hubdirectory.setup.steps import SetupError, done_once, fingerprint_of, progress, quietly


@pytest.fixture(autouse=True)
def stamps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(steps, "STAMPS", tmp_path / "stamps")
    return tmp_path / "stamps"


def test_a_step_is_done_once_for_the_same_input() -> None:
    done: list[str] = []
    for mark in ("one", "one", "two"):
        done_once("paint", mark, "Painting", lambda mark=mark: done.append(mark))
    assert done == ["one", "two"]


def test_a_step_that_failed_is_done_again() -> None:
    def fail() -> None:
        raise SetupError("no paint")

    with pytest.raises(SetupError, match="no paint"):
        done_once("paint", "one", "Painting", fail)
    done: list[bool] = []
    done_once("paint", "one", "Painting", lambda: done.append(True))
    assert done == [True]


def test_a_line_of_progress_ends_with_the_time_it_took(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("Painting"):
        pass
    assert capsys.readouterr().out == "Painting … 0.0 s\n"


def test_a_line_of_progress_says_when_it_did_not_work(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError), progress("Painting"):
        _ = 1 / 0
    assert capsys.readouterr().out == "Painting … did not work.\n"


def test_a_command_that_fails_shows_its_last_words_and_the_advice() -> None:
    script = "import sys; print('no such colour'); sys.exit(3)"
    with pytest.raises(SetupError, match=r"no such colour\n\n.*did not finish. Buy paint."):
        quietly([sys.executable, "-c", script], "Buy paint.")


def test_a_changed_or_renamed_file_changes_the_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "REPOSITORY", tmp_path)
    first = tmp_path / "first"
    first.write_text("a")
    marks = [fingerprint_of([first])]
    first.write_text("b")
    marks.append(fingerprint_of([first]))
    marks.append(fingerprint_of([first.rename(tmp_path / "second")]))
    assert len(set(marks)) == 3


def hub(*words: str, python: str = sys.executable, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, str(steps.REPOSITORY / "hub"), *words], capture_output=True, text=True, cwd="/", **more  # type: ignore[call-overload]
    )


def test_help_lists_the_verbs_and_the_commands_from_any_folder() -> None:
    said = hub("--help").stdout
    for word in ("./hub run", "./hub test", "./hub setup", "sample-town", "worker", "index"):
        assert word in said


def test_an_old_python_is_told_what_is_needed() -> None:
    script = f"import sys; sys.version_info = (3, 10, 4); sys.version = '3.10.4'; sys.argv = ['hub', 'run']; " \
             f"exec(open({str(steps.REPOSITORY / 'hub')!r}).read())"  # fmt: skip
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert said.returncode == 1
    assert said.stderr.startswith("Hub Directory needs Python 3.11 or newer, and this is Python 3.10.4.")


@pytest.mark.parametrize("words", [("setup", "--quickly"), ("run", "fast")])
def test_a_word_that_a_verb_does_not_know_is_said_so(words: tuple[str, ...]) -> None:
    said = hub(*words)
    assert said.returncode == 1
    assert f"./hub {words[0]}" in said.stderr


def test_an_unknown_command_keeps_the_exit_code_of_the_commands() -> None:
    assert hub("no-such-command").returncode == 2


def test_an_extra_that_does_not_go_here_is_no_failure_and_is_tried_once_a_day(monkeypatch, capsys) -> None:
    tried: list[str] = []

    def pip_fails(file: Path, *_more: str) -> None:
        tried.append(file.name)
        raise SetupError("no wheel")

    monkeypatch.setattr(packages, "_pip_install", pip_fails)
    packages.install_where_there_is_a_wheel("understanding")
    packages.install_where_there_is_a_wheel("understanding")
    assert tried == ["understanding.txt"]
    assert "understood without it" in capsys.readouterr().out
