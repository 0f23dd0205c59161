"""Whether a telephone number has the form of one that can be rung from here."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import ValidationResult

from hubdirectory.domain.watching import Look, Problem

REGION = "GB"
# Ofcom keeps these for fiction: every example uses them.
FICTION = re.compile(r"44(?:1632960|7700900)\d{3}")
WHY = {
    ValidationResult.TOO_SHORT: Problem.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY: Problem.TOO_SHORT,
    ValidationResult.TOO_LONG: Problem.TOO_LONG,
}  # fmt: skip


def look_at_number(number: str) -> Look:
    """By its form alone: nobody is rung. Short numbers (999, 111, 116 123, 85258) are numbers too."""
    try:
        parsed = phonenumbers.parse(number, REGION)
    except phonenumbers.NumberParseException:
        return Look(Problem.NOT_A_NUMBER)
    if phonenumbers.is_valid_number(parsed) or phonenumbers.is_valid_short_number_for_region(parsed, REGION):
        return Look()
    if FICTION.fullmatch(f"{parsed.country_code}{parsed.national_number}"):
        return Look()
    return Look(WHY.get(phonenumbers.is_possible_number_with_reason(parsed), Problem.NOT_A_NUMBER))
