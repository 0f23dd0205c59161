"""How people write postcodes and names, brought to one form."""

from __future__ import annotations

import re
import unicodedata

LONGEST_POSTCODE_TEXT = 60

OUTWARD = "[A-Z]{1,2}[0-9][A-Z0-9]?"
# O for 0 and I for 1 are the commonest slips; before the last two letters only a digit can stand.
WHOLE = re.compile(f"({OUTWARD})([0-9OI])([A-Z]{{2}})", re.ASCII | re.IGNORECASE)
PARTIAL = re.compile(f"({OUTWARD}) ?([0-9]?)", re.ASCII)
HURRIED = re.compile("[A-Z]{1,2}[0-9]{2}")
SLIPS = str.maketrans("OI", "01")
# In a longer text the slips are left alone ("Unit B1 Old Mill"), and C I K M O V never end a real postcode.
WITHIN = re.compile(f"(?<![A-Z0-9])({OUTWARD})[ .-]{{0,3}}([0-9][ABD-HJLNP-UW-Z]{{2}})(?![A-Z0-9])", re.ASCII | re.IGNORECASE)

# A flat or a house by its number or letter: "Flat 2", "12a", "12-14".
DOOR = re.compile(r"\b(?:flat|apartment|apt|unit|room)\.?\s+\w+\b|\b\d+\s?[a-z]?\b(?:\s?[-–/]\s?\d+\s?[a-z]?\b)?", re.IGNORECASE)


def whole_postcode(text: str) -> str | None:
    """A whole postcode as it is printed, "TS24 7PW", whatever its case, spaces, dashes and kind of digits."""
    match = WHOLE.fullmatch(_spaced(text).replace(" ", ""))
    if not match:
        return None
    outward, digit, letters = match.group(1, 2, 3)
    return f"{outward} {digit.upper().translate(SLIPS)}{letters}".upper()


def partial_postcodes(text: str) -> tuple[str, ...]:
    """What a part of a postcode may mean, likeliest first: "TS24 7" is a sector, "TS24" an outward code.

    Without a space "TS24" may be a hurried "TS2 4" too.
    """
    match = PARTIAL.fullmatch(_spaced(text).upper())
    if not match:
        return ()
    outward, digit = match.groups()
    if digit:
        return (f"{outward} {digit}",)
    return (outward, f"{outward[:-1]} {outward[-1]}") if HURRIED.fullmatch(outward) else (outward,)


def postcode_in(text: str) -> str | None:
    """The last whole postcode inside a longer text such as an address, as it is printed."""
    matches = WITHIN.findall(_plain(text))
    return " ".join(matches[-1]).upper() if matches else None


def without_postcode(text: str) -> str:
    return WITHIN.sub(" ", _plain(text))


def without_house_numbers(text: str) -> str:
    """An address without what says which door in a street: "York Road, Hartlepool" of "Flat 2, 12a York Road, Hartlepool"."""
    parts = (" ".join(DOOR.sub(" ", part).split()) for part in re.split("[,\n]", _plain(text)))
    return ", ".join(part for part in parts if part)


def folded(text: str) -> str:
    """Words without case, accents, apostrophes and punctuation: "St. Aidan’s  Café" is "st aidans cafe"."""
    letters = unicodedata.normalize("NFKD", text.replace("&", " and "))
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    letters = re.sub("['’‘ʼ`´]", "", letters.casefold())
    return " ".join(re.findall(r"\w+", letters))


def _plain(text: str) -> str:
    """The same text in plain digits and spaces: full-width, Arabic and Persian keyboards write others."""
    text = unicodedata.normalize("NFKC", text)
    digits = (str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return "".join(" " if sign.isspace() else sign for sign in digits)


def _spaced(text: str) -> str:
    """The text with one space for all that people put between: blanks, dots, dashes. Empty when too long."""
    if len(text) > LONGEST_POSTCODE_TEXT:
        return ""
    signs = (" " if unicodedata.category(sign)[0] in "ZPC" else sign for sign in _plain(text))
    return " ".join("".join(signs).split())


def address_key(address_1: str, name: str, postcode: str, confidential: bool) -> tuple[str, str, bool]:
    """What two ways to write one place have in common: a house number and street with the postcode.

    Without a number the name counts as well. A confidential place is never taken for one that is not.
    """
    numbered = any(sign.isdigit() for sign in address_1)
    return folded(address_1 if numbered else f"{name} {address_1}"), postcode, confidential
