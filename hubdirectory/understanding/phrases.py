"""The phrases that came along: what residents say when they mean a need."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from hubdirectory.understanding.port import Phrases

FOLDER = files("hubdirectory.understanding") / "data" / "phrases"


@cache
def languages() -> tuple[str, ...]:
    return tuple(sorted(file.name.removesuffix(".toml") for file in FOLDER.iterdir() if file.name.endswith(".toml")))


@cache
def shipped(language: str) -> Phrases:
    """need -> phrases. Those in other languages than English are not yet checked by a speaker."""
    written = tomllib.loads((FOLDER / f"{language}.toml").read_text())
    return MappingProxyType({need: tuple(said) for need, said in written.items()})


def everything_said(named: Mapping[str, tuple[str, ...]], instead: Mapping[str, Phrases] | None = None) -> Phrases:
    """What to learn. `named`: each need's slug -> its name, description, and whatever else it is called.

    `instead`: language -> need -> phrases, for the lists that the manager edited; each takes the place of the shipped one.
    Phrases of a need that is not named are left out.
    """
    edited = instead or {}
    held: dict[str, list[str]] = {need: list(names) for need, names in named.items()}
    for language in sorted({*languages(), *edited}):
        said = {**(shipped(language) if language in languages() else {}), **edited.get(language, {})}
        for need, phrases in said.items():
            if need in held:
                held[need] += phrases
    return {need: tuple(dict.fromkeys(filter(None, phrases))) for need, phrases in held.items()}
