"""Figures that point at nobody: a count under five is "fewer than 5", and cannot be worked out from what stands beside it.

Beside a table stands its total, and a table whose counts add up to it gives a single hidden count away. So more counts are
left out, the smallest first, until each count under five could still be any of 1, 2, 3 and 4. Where even that does not
help, the table is not told at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .figures import FEWEST


class Hidden(StrEnum):
    """Instead of a number: it is from 1 to 4, or it is left out so that another cannot be worked out."""

    FEW = "few"
    LEFT_OUT = "left_out"


Told = int | Hidden


@dataclass(frozen=True)
class Table:
    """`rows` by what is counted, nothing where it was never; `told` is False where there are too few to tell any."""

    rows: Mapping[str, Told]
    told: bool = True


def told_total(total: int) -> Told:
    return Hidden.FEW if 0 < total < FEWEST else total


def told_table(counts: Mapping[str, int]) -> Table:
    """Counts that add up to a total which is told, or can be taken to."""
    there = {name: count for name, count in counts.items() if count > 0}
    small = {name for name, count in there.items() if count < FEWEST}
    if not small:
        return Table(there)
    if sum(there.values()) < FEWEST:
        return Table({}, told=False)
    hidden = set(small)
    for name in sorted(there, key=lambda one: (there[one], one)):
        if _safe(there, hidden, small):
            break
        hidden.add(name)
    if not _safe(there, hidden, small):
        return Table({}, told=False)
    return Table({name: _told(count, name in hidden) for name, count in there.items()})


def _told(count: int, hidden: bool) -> Told:
    if not hidden:
        return count
    return Hidden.FEW if count < FEWEST else Hidden.LEFT_OUT


def _safe(counts: Mapping[str, int], hidden: set[str], small: set[str]) -> bool:
    """Whether each small count could be anything from 1 to 4, for somebody who knows what all the hidden ones add up to."""
    together = sum(counts[name] for name in hidden)
    large = len(hidden - small)
    others_least = (len(small) - 1) + large * FEWEST
    others_most = (len(small) - 1) * (FEWEST - 1) if not large else None
    could_be_most = together - others_least >= FEWEST - 1
    could_be_one = others_most is None or together - others_most <= 1
    return could_be_most and could_be_one
