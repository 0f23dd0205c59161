"""The verbs that set up before anything is installed; every other one goes on to `python -m hubdirectory`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence

from hubdirectory.setup.assets import prepare_assets
from hubdirectory.setup.debian import prepare_sheets
from hubdirectory.setup.languages import prepare_languages
from hubdirectory.setup.packages import prepare_packages
from hubdirectory.setup.steps import PYTHON, SetupError, alone, command_environment, complain

HELP = """Hub Directory

  ./hub run               set up what is missing and serve a sample town at http://127.0.0.1:5000
  ./hub test [ARGUMENTS]  set up what the tests need and run them; arguments go to pytest
  ./hub setup             only the set-up; again is quick and harmless. --for-tests adds what the tests need
"""


def start(arguments: Sequence[str]) -> int:
    """Runs one verb and gives its exit code."""
    verb, rest = (arguments[0], list(arguments[1:])) if arguments else ("--help", [])
    try:
        if verb in ("--help", "-h", "help"):
            return show_help()
        if verb == "setup":
            return set_up_and_say(rest)
        if verb == "run":
            return run(rest)
        if verb == "test":
            return test(rest)
        set_up()
    except SetupError as error:
        return complain(error)
    except KeyboardInterrupt:
        return 130
    return pass_on(arguments)


def show_help() -> int:
    """These verbs, then the directory's own commands where it is installed."""
    print(HELP)
    if not PYTHON.exists():
        print("The other commands are listed here once ./hub setup has been run.")
        return 0
    return subprocess.run([PYTHON, "-m", "hubdirectory", "--help"], env=command_environment()).returncode


def set_up(for_tests: bool = False) -> None:
    """Everything that runs from this checkout needs. Where all is in place it takes milliseconds."""
    with alone():
        prepare_packages(for_tests)
        prepare_assets()
        prepare_languages()
        prepare_sheets()
        if for_tests:
            from hubdirectory.setup.testing import prepare_engines

            prepare_engines()


def set_up_and_say(arguments: list[str]) -> int:
    if set(arguments) - {"--for-tests"}:
        raise SetupError("./hub setup knows one option: --for-tests")
    set_up("--for-tests" in arguments)
    print("Everything is in place. ./hub run serves a sample town.")
    return 0


def run(arguments: list[str]) -> int:
    from hubdirectory.setup.running import run_directory

    if arguments:
        raise SetupError("./hub run takes no arguments. The port is a setting: PORT=8000 ./hub run")
    set_up()
    return run_directory()


def test(arguments: list[str]) -> int:
    from hubdirectory.setup.testing import run_tests

    set_up(for_tests=True)
    return run_tests(arguments)


def pass_on(arguments: Sequence[str]) -> int:
    """Becomes the directory's own command, so that signals and exit codes are its own."""
    os.execve(PYTHON, [str(PYTHON), "-m", "hubdirectory", *arguments], command_environment())
