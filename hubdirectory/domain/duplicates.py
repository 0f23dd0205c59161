"""Whether two records may be one: a score of 0 to 100 made of what agrees, each part of which can be said in words.

A name alone never decides: "Friends of Ward Jackson Park" and "Friends of Rossmere Park" are two groups. Nor does a contact
alone within one organisation, whose services share its telephone and its door.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

LIKELY = 60
# A telephone number or door that so many records share says nothing of any two of them.
SHARED_BY_MANY = 25


class Agrees(StrEnum):
    NAME = "name"  # the names are nearly the same
    NAME_WITHIN = "name_within"  # one name holds all the words of the other
    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"
    POSTCODE = "postcode"


POINTS = {Agrees.PHONE: 30, Agrees.EMAIL: 25, Agrees.WEB: 25, Agrees.POSTCODE: 20}
# How alike names are, of 100 -> points. Never as many as LIKELY.
NAME_POINTS = ((97, 45), (88, 35), (78, 20))
WITHIN_POINTS = 20
# Services of one organisation share its contacts: those count half, and the names must be nearly the same.
ALIKE_WITHIN_ONE = 88
NOISE = frozenset(
    ["the", "of", "and", "for", "in", "at", "a", "an", "ltd", "limited", "cic", "cio", "charity", "group", "service"]
)
# A page on one of these is one organisation's; the host alone is everybody's.
OF_EVERYBODY = ("facebook.com", "instagram.com", "twitter.com", "x.com", "linktr.ee", "youtube.com", "nhs.uk", "gov.uk")


@dataclass(frozen=True)
class Traits:
    """What two records are compared by. `phones` are as dialled, `web` without scheme and www, `owner` whose it is."""

    id: str
    name: str
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    web: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    owner: str = ""


@dataclass(frozen=True)
class Reason:
    """One thing that agrees: `value` is the number, address or postcode, for names how alike they are of 100."""

    agrees: Agrees
    value: str
    points: int


@dataclass(frozen=True)
class Likeness:
    """The reasons add up to the score, of 100 at most."""

    score: int = 0
    reasons: tuple[Reason, ...] = field(default_factory=tuple)

    @property
    def likely(self) -> bool:
        return self.score >= LIKELY and any(reason.agrees in POINTS for reason in self.reasons)


def compare(one: Traits, other: Traits, name_ratio: float) -> Likeness:
    """How likely it is that both are one. `name_ratio`: how alike the names are, word order aside, 0 to 100."""
    within = bool(one.owner) and one.owner == other.owner
    if within and name_ratio < ALIKE_WITHIN_ONE:
        return Likeness()
    shared = (
        (Agrees.PHONE, one.phones & other.phones), (Agrees.EMAIL, one.emails & other.emails),
        (Agrees.WEB, one.web & other.web), (Agrees.POSTCODE, one.postcodes & other.postcodes),
    )  # fmt: skip
    contacts = [Reason(what, min(values), POINTS[what] // (2 if within else 1)) for what, values in shared if values]
    reasons = (*_name(one, other, name_ratio), *contacts)
    return Likeness(min(100, sum(reason.points for reason in reasons)), reasons)


def _name(one: Traits, other: Traits, ratio: float) -> Iterable[Reason]:
    for least, points in NAME_POINTS:
        if ratio >= least:
            return [Reason(Agrees.NAME, str(round(ratio)), points)]
    mine, yours = set(name_words(one.name)), set(name_words(other.name))
    if min(len(mine), len(yours)) >= 2 and (mine <= yours or yours <= mine):
        return [Reason(Agrees.NAME_WITHIN, str(round(ratio)), WITHIN_POINTS)]
    return []


def name_words(name: str) -> list[str]:
    """The words that tell names apart: no accents, no capitals, no "the" and no "Ltd"."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("’", "").replace("'", ""))
    words = re.findall(r"[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    return [word for word in words if word not in NOISE] or words


def dialled(number: str) -> str:
    """A number as its digits from the leading nought on: +44 1429 and 01429 are the same. "" for short ones: everybody's."""
    digits = re.sub(r"\D", "", number)
    for start in ("0044", "44"):
        if digits.startswith(start) and len(digits) - len(start) >= 9:
            digits = "0" + digits[len(start) :].removeprefix("0")
    return digits if len(digits) >= 7 else ""


def web_key(address: str) -> str:
    """Host and path; "" for a host that many share, without a path of its own."""
    parts = urlsplit(address.strip() if "//" in address else f"//{address.strip()}")
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    path = parts.path.rstrip("/").casefold()
    if not host or (not path and any(host == one or host.endswith(f".{one}") for one in OF_EVERYBODY)):
        return ""
    return host + path


def postcode_key(postcode: str) -> str:
    return postcode.replace(" ", "").upper()
