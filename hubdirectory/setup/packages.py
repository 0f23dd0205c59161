"""The virtual environment and the Python packages in it."""

from __future__ import annotations

import importlib.util
import sys
from datetime import UTC, datetime
from pathlib import Path

from hubdirectory.setup.steps import (
    PYTHON,
    REPOSITORY,
    VENV,
    SetupError,
    done_once,
    fingerprint_of,
    is_done,
    mark_done,
    progress,
    quietly,
)

REQUIREMENTS = REPOSITORY / "hubdirectory" / "requirements"


def prepare_packages(for_tests: bool) -> None:
    """Makes `.venv` and installs the pinned packages, each checked against its hash."""
    make_environment()
    install("run", "Installing Python packages")
    if for_tests:
        install("test", "Installing Python packages for the tests")
    install_where_there_is_a_wheel("understanding")


def make_environment() -> None:
    """A Python that has gone (an upgrade, a moved folder) leaves a broken link: then it is made anew."""
    if PYTHON.exists():
        return
    if not importlib.util.find_spec("venv") or not importlib.util.find_spec("ensurepip"):
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        raise SetupError(f"Python's venv module is missing. On Debian or Ubuntu: sudo apt install {package}")
    with progress("Making a virtual environment in .venv"):
        quietly([sys.executable, "-m", "venv", "--clear", VENV], "Is there room on the disk?")


def install(name: str, sentence: str, *more: str) -> None:
    """Installs `requirements/NAME.txt`, a complete list: pip need not look for what depends on what."""
    file = REQUIREMENTS / f"{name}.txt"
    done_once(f"packages-{name}", fingerprint_of([file]), sentence, lambda: _pip_install(file, *more))


def install_where_there_is_a_wheel(name: str) -> None:
    """An extra that the directory does without: a machine that it is not made for, or no network, is no failure.

    It is tried again on another day.
    """
    file = REQUIREMENTS / f"{name}.txt"
    print_of_it, tried = fingerprint_of([file]), f"packages-{name}-not-here"
    if is_done(f"packages-{name}", print_of_it) or is_done(tried, today := f"{datetime.now(UTC):%F} {print_of_it}"):
        return
    try:
        install(name, "Installing what understands sentences, where this machine can", "--only-binary=:all:")
    except SetupError:
        print("It does not go on this machine. Words are understood without it, less well.")
        mark_done(tried, today)


def _pip_install(file: Path, *more: str) -> None:
    quietly(
        [
            PYTHON,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-input",
            "--no-deps",
            "--require-hashes",
            *more,
            "-r",
            file,
        ],
        "Python packages come over the network: is it there? Run the same command again to go on.",
    )
