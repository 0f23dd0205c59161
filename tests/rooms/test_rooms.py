"""Which room may import which: the table of the README, held true by reading the imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ("hubdirectory", "search", "importers")
FLASK = ("flask", "flask_wtf", "flask_babel", "wtforms", "werkzeug", "jinja2")
TABLES = ("sqlalchemy", "alembic", "psycopg")

# room -> (the rooms of ours that it may import, the libraries that it never may).
MAY: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "search": ((), FLASK + TABLES),
    "importers": ((), FLASK + TABLES),
    "config": ((), FLASK + TABLES),
    "domain": ((), FLASK + TABLES),
    "models": (("domain",), FLASK),
    "geocoding": (("domain",), FLASK),
    "mail": (("domain",), tuple(name for name in FLASK if name != "jinja2") + TABLES),
    "links": (("domain",), FLASK + TABLES),
    "paper": ((), FLASK + TABLES),
    "texting": ((), FLASK + TABLES),
    "understanding": (("domain",), FLASK),
    "indexing": (("domain", "models", "search"), FLASK),
    "sample_town": (("domain", "models"), FLASK),
    "actions": (
        (
            "domain",
            "models",
            "indexing",
            "geocoding",
            "mail",
            "links",
            "paper",
            "texting",
            "understanding",
            "search",
            "importers",
            "sample_town",
            "config",
        ),
        FLASK,
    ),
    "web": (("domain", "actions", "config"), TABLES),
    "audiences": (("domain", "actions", "web", "config"), TABLES),
    "bench": (
        ("domain", "models", "indexing", "actions", "search", "understanding", "sample_town", "config", "setup", "jobs"),
        FLASK,
    ),
    "commands": (
        (
            "domain",
            "models",
            "indexing",
            "actions",
            "search",
            "geocoding",
            "importers",
            "understanding",
            "bench",
            "config",
            "worker",
            "jobs",
            "doctor",
            "setup",
        ),
        FLASK,
    ),
    "worker": (("domain", "models", "actions", "indexing", "search", "jobs"), FLASK),
    "jobs": (("domain", "models", "actions"), FLASK),
    "migrations": (("models", "config"), FLASK),
    "setup": (("config",), FLASK + TABLES),
    "deploy": (("domain", "models", "indexing", "actions", "search", "geocoding", "config", "setup"), FLASK),
}
FREE = ("app", "cli", "__main__", "__init__", "doctor")  # the composition roots know every room


def room_of(module: str) -> str:
    first, _, rest = module.partition(".")
    return rest.partition(".")[0] if first == "hubdirectory" else first


def files() -> list[Path]:
    return sorted(path for top in OURS for path in (ROOT / top).rglob("*.py") if "node_modules" not in path.parts)


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            yield node.lineno, module
            if module in OURS:
                yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def complaints(path: Path) -> Iterator[str]:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    room = room_of(module)
    if room in FREE or room not in MAY:
        return
    allowed, never = MAY[room]
    for line, name in imports_of(path):
        first = name.partition(".")[0]
        here = f"{path.relative_to(ROOT)}, line {line}"
        if first in never:
            yield f"{here}: {room} never imports {first}."
        elif first in OURS and room_of(name) not in (room, "", *allowed):
            yield f"{here}: {room} may not import {room_of(name)} ({name})."
        if room == "audiences" and name.startswith("hubdirectory.audiences.") and _audience(name) != _audience(module):
            yield f"{here}: one audience never imports another ({name})."


def _audience(module: str) -> str:
    return module.split(".")[2] if module.count(".") >= 2 else ""


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_arrows_run_one_way(path):
    assert not list(complaints(path))


def test_every_room_is_in_the_table():
    rooms = {room_of(".".join(path.relative_to(ROOT).with_suffix("").parts)) for path in files()}
    assert rooms - set(MAY) - set(FREE) - {""} == set()


def test_the_domain_needs_the_standard_library_only():
    import sys

    for path in sorted((ROOT / "hubdirectory" / "domain").glob("*.py")):
        names = {name.partition(".")[0] for _, name in imports_of(path)}
        assert names - set(sys.stdlib_module_names) - {"hubdirectory"} == set(), path.name
