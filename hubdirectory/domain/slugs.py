"""Names in addresses: short, lower case, stable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

LONGEST = 80
_LETTERS = str.maketrans({"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "&": " and "})


def slug_of(name: str) -> str:
    """`Men's Shed & Café` becomes `mens-shed-and-cafe`; a name without a Latin letter or digit becomes `record`."""
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower().replace("'", ""))
    return "-".join(words)[:LONGEST].strip("-") or "record"


def free_slug(name: str, taken: Container[str]) -> str:
    """The slug of a name, with -2, -3 … behind it where another record has it."""
    slug = slug_of(name)
    candidate, number = slug, 2
    while candidate in taken:
        candidate, number = f"{slug}-{number}", number + 1
    return candidate
