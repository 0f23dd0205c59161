"""The virtual environment and the Python packages in it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from hubdirectory.setup.steps import (
    PYTHON,
    REPOSITORY,
    VENV,
    SetupError,
    done_once,
    fingerprint_of,
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


def make_environment() -> None:
    """A Python that has gone (an upgrade, a moved folder) leaves a broken link: then it is made anew."""
    if PYTHON.exists():
        return
    if not importlib.util.find_spec("venv") or not importlib.util.find_spec("ensurepip"):
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        raise SetupError(f"Python's venv module is missing. On Debian or Ubuntu: sudo apt install {package}")
    with progress("Making a virtual environment in .venv"):
        quietly([sys.executable, "-m", "venv", "--clear", VENV], "Is there room on the disk?")


def install(name: str, sentence: str) -> None:
    """Installs `requirements/NAME.txt`, a complete list: pip need not look for what depends on what."""
    file = REQUIREMENTS / f"{name}.txt"
    done_once(f"packages-{name}", fingerprint_of([file]), sentence, lambda: _pip_install(file))


def _pip_install(file: Path) -> None:
    quietly(
        [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input",
         "--no-deps", "--require-hashes", "-r", file],
        "Python packages come over the network: is it there? Run the same command again to go on.",
    )
