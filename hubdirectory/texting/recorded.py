"""For tests and trials: answers as Notify did when it was asked, and remembers what would have gone."""

from __future__ import annotations

import re

from .port import NumberRefused, TextAway

# As Notify reads a British number: a mobile's begins with 7. Others it takes where the service allows them.
_LANDLINE = re.compile(r"\+44[^7]")


class Recorded:
    """`texts` are number and words, in memory alone. `away`: as when Notify does not answer."""

    def __init__(self, away: bool = False) -> None:
        self.away = away
        self.texts: list[tuple[str, str]] = []

    def send(self, number: str, words: str) -> None:
        if self.away:
            raise TextAway("Notify answered 503.")
        if _LANDLINE.match(number):
            raise NumberRefused("Notify takes no texts for this number.")
        self.texts.append((number, words))
