"""Words of languages that are written with English's letters, kept apart from English ones.

"Lungă" begins like "lung", so in one index with English words it would be counted for them. So each word of such a
language is kept with a mark before it, and is looked for with that mark. It begins with a letter that nobody types: whoever
types "pl" looks for what begins so, not for every Polish word.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import takewhile

from .analysis import words_of

# By code. Languages in other letters need no mark: none of their words begins like an English one.
APART = ("cy", "pl", "ro")
# Of alphabets that Turkic languages gave up in the 1930s. Twice, so that no word is a typo of a marked one.
MARK = "\u01a3"
# A word that bends keeps its beginning: so many letters of it at least, and at most so many others after them.
STEM, ENDING_TYPED, ENDING_KNOWN = 4, 3, 2


def apart(code: str, text: str) -> str:
    """The text's words as they are kept and looked for; the text itself where its letters are no English ones."""
    return " ".join(f"{MARK}{code}{MARK}{word}" for word in words_of(text)) if code in APART else text


def unbent(word: str, known: Collection[str]) -> str:
    """The known word that this is a form of, as "długach" is of "długi"; the word itself where there is none."""
    if word in known:
        return word
    shared = ((_shared(word, other), other) for other in known)
    near = [
        (-stem, len(other), other)
        for stem, other in shared
        if stem >= STEM and len(word) - stem <= ENDING_TYPED and len(other) - stem <= ENDING_KNOWN
    ]
    return min(near)[2] if near else word


def _shared(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
