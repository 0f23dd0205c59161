"""Pieces of the pages of this front door."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hubdirectory.audiences.organisations.fields import Field


@dataclass(frozen=True)
class SectionLine:
    """A section in the list. `standing`: done, to_do, optional."""

    name: str
    address: str
    standing: str


@dataclass(frozen=True)
class Option:
    """One thing to choose; `note`: what was typed beside it."""

    value: str
    label: str
    chosen: bool
    note: str = ""

    @property
    def anchor(self) -> str:
        """The value as a part of an id."""
        return re.sub(r"[^\w-]+", "-", self.value)


@dataclass(frozen=True)
class TermGroup:
    """Terms under one heading. `fixed`: confirmed by the manager, so not chosen here; `proposed`: by us, from the text."""

    name: str
    options: tuple[Option, ...]
    fixed: bool = False
    proposed: bool = False

    @property
    def open(self) -> bool:
        """Whether it is shown without being asked for."""
        return self.proposed or any(option.chosen for option in self.options)


@dataclass(frozen=True)
class Drawn:
    """A field on the page. `items`: rows of an Items field, each part's value by name; `errors`: sentences by key."""

    field: Field
    value: Any
    errors: Mapping[str, str]
    options: tuple[Option, ...] = ()
    groups: tuple[TermGroup, ...] = ()
    rows: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Two:
    """Both versions of one field, a line for each item. `from_tab`: the other one was saved by the same person."""

    field: str
    name: str
    yours: tuple[str, ...]
    theirs: tuple[str, ...]
    from_tab: bool


@dataclass(frozen=True)
class PlaceRow:
    """A place of a service in the form. `number`: where in the list; `unknown`: its postcode is not on the map."""

    number: int
    name: str
    address: str
    note: str
    errors: tuple[str, ...] = ()
    unknown: bool = False


@dataclass(frozen=True)
class TimeRow:
    """A time of a service in the list: in words, with its next dates."""

    number: int
    words: str
    dates: tuple[tuple[object, object], ...]
    errors: tuple[str, ...] = ()
