"""Why a wording is not taken."""

from __future__ import annotations


class BadWording(ValueError):
    """`field` names the part that is wrong, `why` how: missing, long, number, one_word, few, placeholder, unknown."""

    def __init__(self, field: str, why: str, value: str = "") -> None:
        self.field, self.why, self.value = field, why, value
        super().__init__(f"{field}: {why} {value}")
