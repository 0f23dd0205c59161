"""Words of languages that are written with English's letters, kept apart from English ones.

"Lungă" begins like "lung", so in one index with English words it would be counted for them. So each word of such a
language is kept with a mark before it that begins no word of any language, and is looked for with that mark.
"""

from __future__ import annotations

from .analysis import words_of

# By code. Languages in other letters need no mark: none of their words begins like an English one.
APART = ("cy", "pl", "ro")


def apart(code: str, text: str) -> str:
    """The text's words as they are kept and looked for; the text itself where its letters are no English ones."""
    return " ".join(f"{code}zq{word}" for word in words_of(text)) if code in APART else text
