"""Telephone numbers out of cells: spreadsheets eat their first nought, people write O for 0 and words too."""

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import Leniency, NumberParseException, PhoneNumberFormat, PhoneNumberMatcher

from importers.cells import one_line
from importers.record import PhoneNumber

REGION = "GB"
_LETTER_O = re.compile(r"(?<![A-Za-z])[Oo](?=[\d ]*\d)|(?<=\d)[Oo](?=\d)")
_EXPONENT = re.compile(r"(\d+)(?:\.(\d+))?e\+?(\d{1,2})", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"(\d)\1{5,}|0?1234567890?")
_DIGITS = re.compile(r"\+?\d[\d ().\-/]{1,}\d")
_NOTE_BESIDE = re.compile(r"\(([^()\d]{3,60})\)")
_SHORT = re.compile(
    r"(?:(?:call|ring|dial|phone|tel(?:ephone)?)[ :.]*|(text \w+ to) )?"
    r"(116[ \-]?\d{3}|\d{3,6})(?: ?\(([^()]{1,60})\))?",
    re.IGNORECASE,
)
_DRAMA = re.compile(r"44(?:1632960|7700900)\d{3}")
"""Numbers that Ofcom keeps for fiction: nobody has them, and every trial and every example uses them."""
_LONGEST_TEXT = 2_000


@dataclass(frozen=True)
class PhonesReading:
    """The numbers of one cell. `problems` are sentences about what was left out, or read with a doubt."""

    numbers: tuple[PhoneNumber, ...] = ()
    problems: tuple[str, ...] = ()
    remainder: str = ""


def read_phones(text: str) -> PhonesReading:
    """Read all the numbers in a cell. What is no number stays in `remainder`."""
    cell = one_line(text)[:_LONGEST_TEXT]
    if not cell:
        return PhonesReading()
    if short := _short_number(cell):
        return PhonesReading((short,))
    mended, problems = _mended(cell)
    numbers, rest = _matched(mended)
    if not numbers and (lost := _with_its_nought(mended)):
        numbers, rest = [lost], ""
    if not numbers and _DIGITS.search(mended):
        return PhonesReading((), (_why_not(cell, mended),), rest)
    return PhonesReading(tuple(dict.fromkeys(numbers)), tuple(problems) if numbers else (), rest)


def _short_number(cell: str) -> PhoneNumber | None:
    """111, 999, 116 123, "text SHOUT to 85258": numbers that are whole without an area."""
    match = _SHORT.fullmatch(cell)
    if match is None:
        return None
    text, number, note = match.groups()
    digits = re.sub(r"[ \-]", "", number)
    try:
        parsed = phonenumbers.parse(digits, REGION)
    except NumberParseException:  # 001 is the way to America, and no number yet
        return None
    if not phonenumbers.is_valid_short_number_for_region(parsed, REGION):
        return None
    shown = f"116 {digits[3:]}" if digits.startswith("116") and len(digits) == 6 else digits
    return PhoneNumber(shown, note=(note or text or "").strip())


def _mended(cell: str) -> tuple[str, list[str]]:
    mended = _LETTER_O.sub("0", cell)
    if match := _EXPONENT.fullmatch(mended):
        mended = _out_of_exponent(match) or mended
    if mended == cell:
        return cell, []
    return mended, [f"“{cell}” was taken as the telephone number {_with_its_number(mended)}."]


def _with_its_number(mended: str) -> str:
    numbers, _ = _matched(mended)
    number = numbers[0] if numbers else _with_its_nought(mended)
    return number.number if number else mended


def _out_of_exponent(match: re.Match[str]) -> str | None:
    """1617959e3 is 1617959000 shortened. 1.61796E+09 has lost digits for good."""
    whole, decimals, power = match.group(1), match.group(2) or "", int(match.group(3))
    if len(whole) + power > 13 or (decimals and len(whole) + len(decimals) < 9):
        return None
    return whole + decimals + "0" * (power - len(decimals)) if power >= len(decimals) else None


def _matched(text: str) -> tuple[list[PhoneNumber], str]:
    numbers = []
    rest = text
    notes = _NOTE_BESIDE.findall(text)
    for match in _matches(text):
        numbers.append(_number(match.number))
        rest = rest.replace(match.raw_string, " ", 1)
    if len(numbers) == 1 and len(notes) == 1:
        rest = rest.replace(f"({notes[0]})", " ")
        numbers[0] = PhoneNumber(numbers[0].number, numbers[0].extension, notes[0].strip())
    return numbers, rest.strip(" /,;|&-")


def _matches(text: str) -> list[phonenumbers.PhoneNumberMatch]:
    valid = list(PhoneNumberMatcher(text, REGION, leniency=Leniency.VALID))
    possible = PhoneNumberMatcher(text, REGION, leniency=Leniency.POSSIBLE)
    fiction = [match for match in possible if _is_for_fiction(match.number)]
    return sorted((*valid, *fiction), key=lambda match: match.start)


def _is_for_fiction(parsed: phonenumbers.PhoneNumber) -> bool:
    return _DRAMA.fullmatch(f"{parsed.country_code}{parsed.national_number}") is not None


def _number(parsed: phonenumbers.PhoneNumber) -> PhoneNumber:
    extension = parsed.extension or ""
    plain = phonenumbers.PhoneNumber(
        country_code=parsed.country_code,
        national_number=parsed.national_number,
        italian_leading_zero=parsed.italian_leading_zero,
    )
    style = PhoneNumberFormat.NATIONAL if parsed.country_code == 44 else PhoneNumberFormat.INTERNATIONAL
    return PhoneNumber(phonenumbers.format_number(plain, style), extension)


def _with_its_nought(text: str) -> PhoneNumber | None:
    """1617903377 is 0161 790 3377: a spreadsheet took it for a quantity."""
    digits = re.sub(r"[ ().\-]", "", text.removesuffix(".0"))
    if not digits.isascii() or not digits.isdigit() or not 9 <= len(digits) <= 10 or digits.startswith("0"):
        return None
    try:
        parsed = phonenumbers.parse("0" + digits, REGION)
    except NumberParseException:
        return None
    known = phonenumbers.is_valid_number(parsed) or _is_for_fiction(parsed)
    return _number(parsed) if known else None


def _why_not(cell: str, mended: str) -> str:
    digits = re.sub(r"\D", "", mended)
    if _PLACEHOLDER.fullmatch(digits) or not digits.strip("0"):
        return f"The telephone number “{cell}” only fills the space, so it was left out."
    if _EXPONENT.fullmatch(mended):
        return f"The telephone number “{cell}” was shortened by a spreadsheet and its last digits are lost."
    return f"“{cell}” is not a telephone number that can be rung in the United Kingdom, so it was left out."
