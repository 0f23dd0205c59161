"""Bytes to text, for files whose encoding nobody wrote down."""

import codecs

from importers.errors import SourceUnreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, hint: str | None = None) -> tuple[str, str]:
    """Return the text and the name of the encoding that it was read with.

    A byte-order mark decides; then the hint; then UTF-16 by its pattern of zero bytes; then UTF-8; then
    Windows-1252, in which every file can be read (its five unused bytes become a replacement mark).
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, name), name.removesuffix("-sig")
    if hint:
        return _strictly(data, hint), hint
    if unmarked := _unmarked_utf16(data):
        return _strictly(data, unmarked), unmarked
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "cp1252"


def _strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except (UnicodeError, LookupError) as error:
        raise SourceUnreadable(
            f"The file says that it is {name}, but it cannot be read that way ({error}). "
            "Save it again as “CSV UTF-8”, or put the right encoding into the map."
        ) from error


def _unmarked_utf16(data: bytes) -> str | None:
    """Text in our languages has a zero in every other byte of UTF-16, and none in the rest."""
    sample = data[:4000]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return None
