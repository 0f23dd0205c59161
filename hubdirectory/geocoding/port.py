"""What every geocoder does: a few words in; a place, or the reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from hubdirectory.domain.distance import Point

# Nobody types a longer place; what is longer was pasted by accident, or is meant to keep the server busy.
LONGEST_TEXT = 200


class Kind(StrEnum):
    """What was found. A page says "near TS24 7PW" of one and "near the middle of TS24" of another."""

    POSTCODE = "postcode"
    PART_OF_POSTCODE = "part_of_postcode"
    HUB = "hub"
    PLACE = "place"
    WARD = "ward"
    STREET = "street"


class Reason(StrEnum):
    """Why nothing was found. A page has a sentence for each."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNKNOWN = "unknown"
    UNKNOWN_POSTCODE = "unknown_postcode"
    WITHHELD = "withheld"  # a visitor's whole postcode is not told to another server
    NOT_SET_UP = "not_set_up"
    UNAVAILABLE = "unavailable"  # broken or away just now: worth another try later


@dataclass(frozen=True)
class Found:
    """A place. `exact` is false where it is a guess, a middle of something, or one of several.

    `alternatives` are the other places that were perhaps meant, best first, without any of their own.
    """

    point: Point
    label: str
    kind: str
    exact: bool = True
    alternatives: tuple[Found, ...] = ()


@dataclass(frozen=True)
class NotFound:
    reason: Reason


class Geocoder(Protocol):
    def geocode(self, text: str) -> Found | NotFound:
        """The place that the words mean. Never raises, whatever the text is and whatever is broken."""
        ...


def refusal(text: str) -> NotFound | None:
    """Why no geocoder should even look, or None when the text is worth a look."""
    if len(text) > LONGEST_TEXT:
        return NotFound(Reason.TOO_LONG)
    return None if text.strip() else NotFound(Reason.EMPTY)
