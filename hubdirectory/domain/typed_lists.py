"""Lists that somebody types into one field."""

from __future__ import annotations

import re

# The comma of Arabic, Persian and Urdu keyboards is a comma.
_COMMAS = re.compile("[,،]")


def parts_of(typed: str) -> list[str]:
    """What stands between the commas, trimmed; nothing between two commas is no part."""
    return [part.strip() for part in _COMMAS.split(typed) if part.strip()]
