"""Names in addresses: short, lower case, stable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

LONGEST = 80
# Letters that no decomposition takes apart, in lower case; ß is ss by then.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "&": " and "})
_WITHIN_WORDS = re.compile("['’‘ʼ`´′™®\u00ad\u200b-\u200d\ufeff]")


def slug_of(name: str) -> str:
    """`Men's Shed & Café` becomes `mens-shed-and-cafe`; a name without a Latin letter or digit becomes `record`."""
    whole = _WITHIN_WORDS.sub("", name).casefold().translate(_LETTERS)
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", whole) if not unicodedata.combining(letter))
    words = re.findall(r"[a-z0-9]+", plain.lower())
    return _cut("-".join(words)) or "record"


def _cut(slug: str) -> str:
    """At most LONGEST letters, ending with a whole word where there is more than one."""
    if len(slug) <= LONGEST:
        return slug
    return slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]


def free_slug(name: str, taken: Container[str]) -> str:
    """The slug of a name, with -2, -3 … behind it where another record has it."""
    slug = slug_of(name)
    candidate, number = slug, 2
    while candidate in taken:
        candidate, number = f"{slug}-{number}", number + 1
    return candidate
