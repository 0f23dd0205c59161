"""What a service costs, in the words of the facet."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

FREE, PAID, DONATION = "free", "paid", "donation"


def cost_kinds(amounts: Iterable[tuple[Decimal | None, str]]) -> tuple[str, ...]:
    """Which of free, paid and donation a service is. No cost options at all: not known, so none of them.

    Each option is an amount in pounds (None where only words are known) and its words.
    """
    kinds = {_kind(amount, words.casefold()) for amount, words in amounts}
    return tuple(kind for kind in (FREE, DONATION, PAID) if kind in kinds)


def _kind(amount: Decimal | None, words: str) -> str:
    if "donation" in words or "pay what you can" in words:
        return DONATION
    if amount == 0 or (amount is None and "free" in words):
        return FREE
    return PAID
