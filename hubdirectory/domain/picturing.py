"""What a picture may be, and at which sizes it is kept."""

from __future__ import annotations

from enum import StrEnum

LARGEST_BYTES = 10_000_000
LARGEST_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
# The longest side in pixels: on a page, and in a list.
SIZES = (1280, 480)
LONGEST_ALT = 300
MOST_PICTURES = 8
KINDS = ("service", "organisation", "location")


class PictureState(StrEnum):
    WAITING = "waiting"
    PUBLISHED = "published"


def fitted(width: int, height: int, longest: int) -> tuple[int, int]:
    """The size at which the longer side is at most so many pixels; never larger than it is, never nought."""
    share = min(1.0, longest / max(width, height))
    return max(1, round(width * share)), max(1, round(height * share))
