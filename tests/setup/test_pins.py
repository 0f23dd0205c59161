"""What is installed is pinned, and checked against a hash; the pins say nothing of where it came from."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from hubdirectory.setup.assets import SOURCES
from hubdirectory.setup.packages import REQUIREMENTS
from hubdirectory.setup.steps import REPOSITORY
from hubdirectory.setup.testing import ENGINES

PINNED = re.compile(r"^([\w.-]+==[\w.]+)( ; [^\\]+)? \\$")
LISTS = sorted(REQUIREMENTS.glob("*.txt"))
LOCKS = [SOURCES / "package-lock.json", ENGINES / "package-lock.json"]


def pins_of(file: Path) -> dict[str, list[str]]:
    """package==version -> its hashes."""
    pins: dict[str, list[str]] = {}
    for line in file.read_text().splitlines():
        if pinned := PINNED.match(line):
            pins[pinned[1]] = []
        elif "--hash=sha256:" in line:
            pins[list(pins)[-1]].append(line.split(":")[1].removesuffix(" \\"))
    return pins


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.stem)
def test_every_python_package_has_hashes(file: Path) -> None:
    pins = pins_of(file)
    named = [line for line in file.read_text().splitlines() if re.match(r"^[a-zA-Z]", line)]
    assert len(pins) == len(named) > 0
    assert all(re.fullmatch("[0-9a-f]{64}", mark) for marks in pins.values() for mark in marks)
    assert all(pins.values())


def test_what_we_ask_for_is_pinned() -> None:
    pinned = {name.partition("==")[0] for name in pins_of(REQUIREMENTS / "run.txt")}
    asked = {re.split(r"[\[<>=;]", line)[0].lower() for line in (REQUIREMENTS / "run.in").read_text().splitlines()
             if re.match(r"^[a-zA-Z]", line)}  # fmt: skip
    assert asked <= pinned


def test_packages_for_running_and_for_testing_agree() -> None:
    running, testing = (dict(pin.split("==") for pin in pins_of(REQUIREMENTS / name)) for name in ("run.txt", "test.txt"))
    assert {name: (version, testing[name]) for name, version in running.items() if testing.get(name, version) != version} == {}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.parent.name)
def test_every_npm_package_has_a_hash(lock: Path) -> None:
    packages: dict[str, Any] = {name: held for name, held in json.loads(lock.read_text())["packages"].items() if name}
    assert packages
    assert all(held["integrity"].startswith("sha512-") for held in packages.values())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.parent.name)
def test_npm_packages_are_asked_for_by_exact_version(lock: Path) -> None:
    asked = json.loads(lock.with_name("package.json").read_text())
    wanted = {**asked["dependencies"], **asked.get("optionalDependencies", {})}
    held = json.loads(lock.read_text())["packages"]
    assert wanted == {name: held[f"node_modules/{name}"]["version"] for name in wanted}


@pytest.mark.parametrize("file", [*LISTS, *LOCKS], ids=lambda file: str(file.relative_to(REPOSITORY)))
def test_no_pin_names_an_address(file: Path) -> None:
    text = re.sub(r'"funding": \{[^}]*\}|"url": "[^"]*"', "", file.read_text())
    assert "://" not in text
    assert '"resolved"' not in text
