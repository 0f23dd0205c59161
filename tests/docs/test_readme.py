"""What the README says is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hubdirectory.cli import hub
from hubdirectory.config import DOCUMENTED

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def commands(group, name="hub"):
    for word, command in group.commands.items():
        if getattr(command, "commands", None):
            yield from commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}"


@pytest.mark.parametrize("command", sorted(commands(hub)))
def test_every_command_is_in_the_readme(command):
    assert re.search(rf"`[^`]*\b{re.escape(command)}\b", README)


def test_every_command_that_the_readme_names_is_there():
    named = set(re.findall(r"`hub ([a-z][a-z-]+)", README))
    assert named - set(hub.commands) - {"setup", "run", "test"} == set()


@pytest.mark.parametrize("setting", sorted(DOCUMENTED))
def test_every_setting_is_in_the_readme(setting):
    assert f"`{setting}`" in README


def test_the_two_commands_come_first():
    assert README.index("./hub run") < README.index("./hub test") < README.index("## What it is")


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!http)([^)#]+)\)", README))))
def test_every_link_leads_somewhere(target):
    assert (ROOT / target).exists()


def test_pictures_are_small():
    for picture in (ROOT / "hubdirectory" / "decisions" / "pictures").glob("*"):
        assert picture.stat().st_size < 120_000, picture.name


def test_every_decision_says_what_it_costs():
    for note in (ROOT / "hubdirectory" / "decisions").glob("[0-9]*.md"):
        text = note.read_text()
        assert re.match(r"# \d+\. ", text), note.name
