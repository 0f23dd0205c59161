"""The form of British postcodes. Whether one exists, and where, is asked elsewhere."""

import re

from importers.cells import one_line

# Royal Mail's forms: A9, A99, AA9, AA99, A9A, AA9A; then a digit and two letters, never C I K M O V.
_POSTCODE = r"(?:GIR|[A-PR-UWYZ](?:\d[\dA-HJKPSTUW]?|[A-HK-Y]\d[\dABEHMNPRVWXY]?))"
_INWARD = r"\d[ABD-HJLNP-UW-Z]{2}"
_WHOLE = re.compile(rf"({_POSTCODE})({_INWARD})")
_WITHIN = re.compile(rf"(?<![A-Z0-9])({_POSTCODE})\s{{0,2}}({_INWARD})(?![A-Z0-9])", re.IGNORECASE)


def read_postcode(text: str) -> str | None:
    """The postcode as it is printed, "TS24 7PW". None where the cell is not one."""
    joined = re.sub(r"[\s.\-_]", "", one_line(text)).upper()
    match = _WHOLE.fullmatch(joined) or _WHOLE.fullmatch(_without_slips(joined))
    return f"{match.group(1)} {match.group(2)}" if match else None


def _without_slips(joined: str) -> str:
    """The last three begin with a digit, so O is 0 there, and I and L are 1."""
    if len(joined) < 5:
        return joined
    return joined[:-3] + joined[-3].translate(str.maketrans("OIL", "011")) + joined[-2:]


def find_postcode(text: str) -> str | None:
    """The last postcode within a longer text, such as an address."""
    found = _WITHIN.findall(one_line(text))
    return f"{found[-1][0]} {found[-1][1]}".upper() if found else None


def without_postcode(text: str, postcode: str) -> str:
    """The text without that postcode, however its space is written."""
    outward, inward = postcode.split(" ")
    return re.sub(rf"(?<![A-Z0-9]){outward}\s*{inward}(?![A-Z0-9])", "", text, flags=re.IGNORECASE)
