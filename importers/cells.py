"""What is done to every cell before anybody reads it."""

import re

EMPTY_WORDS = frozenset(
    {
        "",
        "-",
        "--",
        "–",
        "—",
        "?",
        "n/a",
        "na",
        "n.a.",
        "#n/a",
        "#value!",
        "#ref!",
        "nan",
        "nil",
        "none",
        "null",
    }
)

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LINE_ENDS = re.compile("\r\n?|[\u000b\u000c\u0085\u2028\u2029]")


def tidy(text: str) -> str:
    """The text with plain spaces, one kind of line end, and nothing invisible. Lines are kept."""
    text = _LINE_ENDS.sub("\n", text)
    text = _SPACES.sub(" ", _CONTROL.sub("", _INVISIBLE.sub("", text)))
    lines = [line.strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """As `tidy`, on one line."""
    return " ".join(tidy(text).split())


def as_kept(text: str) -> str:
    """The cell as it came, without the one character that no database keeps."""
    return text.replace("\x00", "")


def means_nothing(text: str, empty_words: frozenset[str] = EMPTY_WORDS) -> bool:
    """Whether a tidy cell is one of the words by which people say that a cell is empty."""
    return text.strip().rstrip(".").casefold() in empty_words or not text.strip()
