"""Each hub's own colour, shape and letter, so that colour never speaks alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

SHAPES = ("circle", "square", "diamond", "hexagon", "shield", "octagon")


@dataclass(frozen=True)
class HubMark:
    """`number` picks the colour, 1 to 6."""

    letter: str
    shape: str
    number: int


@lru_cache(maxsize=64)
def marks_of(hubs: tuple[tuple[str, str], ...]) -> Mapping[str, HubMark]:
    """A mark for each hub. `hubs`: slug and name, the oldest first, so that a new hub leaves the others theirs."""
    return hub_marks(dict(hubs))


def hub_marks(names: Mapping[str, str]) -> dict[str, HubMark]:
    """A mark for each hub. `names`: slug -> name, in an order that does not change."""
    letters = _letters(list(names.values()))
    return {
        slug: HubMark(letter, SHAPES[index % len(SHAPES)], index % len(SHAPES) + 1)
        for index, (slug, letter) in enumerate(zip(names, letters, strict=True))
    }


def _letters(names: list[str]) -> list[str]:
    """The first letter of the first word that only this hub has: N of "Community Hub North"."""
    words = [re.findall(r"\w+", name.casefold()) for name in names]
    shared = Counter(word for own in words for word in set(own))
    return [next((word for word in own if shared[word] == 1), "".join(own[:1]) or "?")[0].upper() for own in words]
