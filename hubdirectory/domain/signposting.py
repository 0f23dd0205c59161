"""What is kept of a signpost, and what became of it: ways of handing over, outcomes, the word to ask after it by.

Nothing of these says anything about the person: the word is drawn by chance.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from enum import StrEnum


class Way(StrEnum):
    """How the services were handed over."""

    PRINT = "print"
    PDF = "pdf"
    EMAIL = "email"
    TEXT = "text"
    LINK = "link"
    TOLD = "told"


class Outcome(StrEnum):
    """What became of it, as the navigator heard later."""

    WENT = "went"
    FULL = "full"
    WAITING = "waiting"
    NOT_RIGHT = "not_right"
    NO_CONTACT = "no_contact"


MOST_SERVICES = 20
"""On a shortlist, and so on its sheet. More helps nobody."""
KEPT_DAYS = 1100
"""Three years: as long as a year is compared with the ones before."""

# Plain to say down a telephone, and none that could be about anybody.
FIRST = (
    "amber", "apple", "autumn", "barley", "birch", "blue", "bright", "bronze", "butter", "cedar", "cherry", "chestnut",
    "clover", "copper", "coral", "cotton", "crimson", "daisy", "elm", "emerald", "fern", "forest", "garden", "ginger",
    "golden", "green", "hazel", "heather", "honey", "ivory", "ivy", "jade", "juniper", "lemon", "lilac", "linen", "maple",
    "marble", "meadow", "mint", "misty", "moss", "oak", "olive", "orange", "pearl", "pepper", "pine", "poppy", "primrose",
    "purple", "ruby", "saffron", "sandy", "scarlet", "silver", "spring", "summer", "sunny", "teal", "thistle", "velvet",
    "violet", "walnut", "willow", "winter", "yellow",
)  # fmt: skip
SECOND = (
    "anchor", "badger", "basket", "beacon", "bell", "boat", "bridge", "button", "candle", "castle", "clock", "cottage",
    "curlew", "dolphin", "feather", "ferry", "finch", "flute", "gate", "harbour", "hare", "heron", "hill", "island", "kite",
    "ladder", "lamp", "lantern", "lark", "magpie", "mill", "mirror", "otter", "paddle", "pebble", "pier", "pigeon", "pony",
    "puffin", "quilt", "rabbit", "ribbon", "river", "robin", "rocket", "rope", "saddle", "sail", "sparrow", "spoon",
    "starling", "stone", "swan", "table", "teapot", "tower", "train", "trumpet", "valley", "violin", "wagon", "whistle",
    "window", "wren",
)  # fmt: skip
NUMBERS = range(10, 100)


def reference_from(choose: Callable[[Sequence[str]], str]) -> str:
    """Two easy words and a number, such as `amber-otter-47`. `choose` draws one of several, by chance."""
    return f"{choose(FIRST)}-{choose(SECOND)}-{choose([str(number) for number in NUMBERS])}"


def reference_read(typed: str) -> str:
    """A reference word as somebody wrote it down: `Amber Otter 47`, `amberotter47`. "" for none."""
    plain = unicodedata.normalize("NFKD", typed).casefold()
    found = re.fullmatch(r"([a-z]+?)[^a-z0-9]*([a-z]*)[^a-z0-9]*(\d\d)", re.sub(r"^[^a-z]+|[^0-9]+$", "", plain))
    letters = found[1] + found[2] if found else ""
    for first in FIRST:
        second = letters.removeprefix(first)
        if found and second in SECOND and first + second == letters:
            return f"{first}-{second}-{found[3]}"
    return ""
