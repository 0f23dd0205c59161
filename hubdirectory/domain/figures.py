"""What is counted of a record, and how a number is told so that it points at nobody."""

from __future__ import annotations

from enum import StrEnum

# Below this a number could be about somebody.
FEWEST = 5
KEPT_DAYS = 400


class What(StrEnum):
    SEEN = "seen"  # its page was opened
    FOUND = "found"  # it stood in a list of results; with the need that was looked for, if any
    CALLED = "called"  # its number was pressed
    TEXTED = "texted"
    MAILED = "mailed"
    WEBSITE = "website"
    DIRECTIONS = "directions"
    SIGNPOSTED = "signposted"  # suggested to somebody by a navigator; counted from the signposts themselves


# What the browser reports by itself when a link is pressed.
PRESSED = frozenset({What.CALLED, What.TEXTED, What.MAILED, What.WEBSITE, What.DIRECTIONS})


def told(count: int) -> int | None:
    """The number as it may be told; None for "fewer than 5". Nought is nobody, and may be told."""
    return None if 0 < count < FEWEST else count
