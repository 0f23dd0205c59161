"""The written town: places, wards, people, and a file per need with its organisations and services.

In a need's file `[one|other]` stands for what differs between the services made of one text: the first service takes
the first, the second takes the second. A line that begins with `~` is a sentence that some of them carry.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CONTENT = Path(__file__).parent / "content"
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_ORGANISATION = re.compile(
    r"^- (?P<name>.+?)(?: / (?P<other>.+?))? \((?P<kind>[a-z]+)\)(?: \{(?P<needs>[a-z, -]+)\})?: (?P<summary>.+)$"
)


@dataclass(frozen=True, slots=True)
class WrittenOrganisation:
    """`needs` are the slugs that it works for; `kind` is its voice."""

    name: str
    alternate_name: str
    kind: str
    needs: tuple[str, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Idea:
    """A service as it is written, before the choices in it are made. `copies`: how many services it makes."""

    need: str
    copies: int
    name: str
    summary: str
    description: tuple[str, ...]
    optional: str
    facts: str


@dataclass(frozen=True)
class Content:
    """`practical`: sentences by what they are about; `voices`: by the kind of organisation that would say them."""

    wards: list[dict[str, str]]
    places: list[dict[str, str]]
    organisations: list[WrittenOrganisation]
    ideas: list[Idea]
    women: list[str]
    men: list[str]
    practical: dict[str, list[str]]
    voices: dict[str, list[str]]

    @property
    def people(self) -> list[str]:
        return self.women + self.men


class ContentError(ValueError):
    """Something in the written town that cannot be read; the message names file and text."""


@cache
def content() -> Content:
    """The whole written town, read once."""
    organisations, ideas = [], []
    for path in sorted((CONTENT / "services").glob("*.md")):
        some, others = _need_file(path)
        organisations += some
        ideas += others
    return Content(
        wards=_table("wards.tsv"), places=_table("places.tsv"), organisations=organisations, ideas=ideas,
        women=_people("woman"), men=_people("man"), practical=_sentences("practical.txt"),
        voices=_sentences("voices.txt"),
    )  # fmt: skip


def chosen(text: str, number: int) -> str:
    """The text for the service of that number, counted from 0: each `[a|b]` gives its turn."""
    return _CHOICE.sub(lambda found: _turn(found[1].split("|"), number), text)


def _turn(alternatives: list[str], number: int) -> str:
    return alternatives[number % len(alternatives)].strip()


def copies_of(text: str) -> int:
    return max((len(found.split("|")) for found in _CHOICE.findall(text)), default=1)


def _table(file: str) -> list[dict[str, str]]:
    with (CONTENT / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _people(gender: str) -> list[str]:
    return [row["name"] for row in _table("people.tsv") if row["gender"] == gender]


def _sentences(file: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    heading = ""
    for line in (CONTENT / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            heading = line[2:].strip()
        elif line.strip():
            found.setdefault(heading, []).append(line.strip())
    return found


def _need_file(path: Path) -> tuple[list[WrittenOrganisation], list[Idea]]:
    text = path.read_text(encoding="utf-8")
    before, _, after = text.partition("\n## Services\n")
    groups = [_organisation(path.stem, line) for line in before.splitlines() if line.startswith("- ")]
    ideas = [_idea(path.stem, block) for block in after.split("\n### ")[1:]]
    return groups, ideas


def _organisation(need: str, line: str) -> WrittenOrganisation:
    found = _ORGANISATION.match(line)
    if found is None:
        raise ContentError(f"{need}: this organisation cannot be read: {line}")
    more = tuple(found["needs"].replace(" ", "").split(",")) if found["needs"] else ()
    needs = more if need == "general" else (need, *more)
    return WrittenOrganisation(found["name"], found["other"] or "", found["kind"], needs, found["summary"])


def _idea(need: str, block: str) -> Idea:
    name, *lines = [line.strip() for line in block.strip().splitlines() if line.strip()]
    facts = [line[1:].strip() for line in lines if line.startswith(">")]
    optional = [line[1:].strip() for line in lines if line.startswith("~")]
    prose = [line for line in lines if line[0] not in ">~"]
    if len(facts) != 1 or not prose:
        raise ContentError(f"{need}: the service {name!r} needs a summary and one line of facts")
    # Where the name waits for a place, the rest of the text says how many services there are.
    copies = max(map(copies_of, [name, prose[0], *prose[1:], facts[0]])) if "{place}" in name else copies_of(name)
    return Idea(need, copies, name, prose[0], tuple(prose[1:]), " ".join(optional), facts[0])
