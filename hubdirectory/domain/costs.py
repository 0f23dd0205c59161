"""What a service costs, in the words of the facet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

FREE, PAID, DONATION = "free", "paid", "donation"

_GIFT = re.compile(
    r"(?<!no )(?<!not a )\bdonat(?:ions?|e)\b|\b(?:pay|give) (?:what|as|if|as much as) you (?:can|like|feel|want|wish)\b"
    r"|\bvoluntary contributions?\b|\bcontributions? (?:are )?welcome\b|\bhonesty box\b"
)
# Not gluten-free, freephone, free parking or "not free".
_NOTHING = re.compile(
    r"(?<![\w-])(?<!not )(?<!isn't )(?<!isn’t )free(?:-of-charge)?(?![\w-])(?! (?:parking|phone|wi-?fi))"
    r"|\b(?:no|without|without any) (?:charge|cost|fee)s?\b|\bnothing to pay\b"
)
_PRICE = re.compile(r"£\s*[\d.,]*[1-9]|[1-9]\d*\s*(?:p|pence|pounds?)\b")


def cost_kinds(amounts: Iterable[tuple[Decimal | None, str]]) -> tuple[str, ...]:
    """Which of free, donation and paid a service is, in this order. Where nothing is said of the cost: none of them.

    Each option is an amount in pounds (None where only words are known) and its words. One may be two kinds: "free,
    donations welcome"; and so may several: free for carers, £3 for others.
    """
    kinds = {kind for amount, words in amounts for kind in _kinds(amount, words.casefold())}
    return tuple(kind for kind in (FREE, DONATION, PAID) if kind in kinds)


def _kinds(amount: Decimal | None, words: str) -> set[str]:
    gift = {DONATION} if _GIFT.search(words) else set()
    if amount:
        return gift or {PAID}
    nothing = amount == 0 or bool(_NOTHING.search(words) and (gift or not _PRICE.search(words)))
    if nothing:
        return {FREE} | gift
    return gift or ({PAID} if words.strip() else set())
