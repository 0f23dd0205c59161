"""The line of facts under a service's text: `> drop-in; everybody; TU 10:00-12:00; £2; at:church; also:food`.

| fact | says |
|---|---|
| a slug of a kind of service or an audience | that term |
| `also:a,b`, `maybe:a` | further needs: confirmed, only suggested |
| `5-11`, `65+`, `-17` | ages; `who: …` says it in a sentence |
| `TU 10:00-12:00`, `2TH …`, `daily …`, `once+12 …` | when; in front `term`, `fortnightly`, `not-bh`, behind `@place` |
| `free`, `donation`, `£3 a session`, `cost: …` | what it costs |
| `phone`, `online`, `home` | how, besides at a place; `at:tag`, `at:slug`, `at:tag*3`, `at:hubs` where |
| `nation`, `region`, `ward` | whom it serves, else the borough |
| `book`, `walk-in`, `either`, `refer` | whether one may just come, and whether others may refer |
| `lang:pl,ar` | languages besides English |
| `org:Name`, `@kind` | whose it is, or what kind of organisation; else any that works for the need |
| `tel:116 123`, `text:85258`, `only:phone` | its own number; the one way of getting in touch |
| `paused+30: why`, `draft`, `review`, `closed` | its state, else published |
| `alt: name` | another name |
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal

from .town import SampleCost

AUDIENCES = frozenset({
    "everybody", "children", "young-people", "parents", "older-people", "carers", "men", "women", "lgbtq-people",
    "disabled-people", "long-term-condition", "veterans", "refugees", "newcomers", "unemployed-people",
})  # fmt: skip
KINDS = frozenset({
    "group", "class", "course", "club", "drop-in", "one-to-one", "counselling", "helpline", "advice", "advocacy",
    "outreach", "home-visits", "playgroup", "clinic", "grant", "lending", "delivery", "accommodation", "lifts", "walk",
    "event",
})  # fmt: skip
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MODES = ("phone", "online", "home")
AREAS = ("nation", "region", "ward")
BOOKINGS = {"book": "appointment", "walk-in": "drop-in", "either": "either"}
STATES = {"draft": "draft", "review": "in_review", "closed": "closed"}

_WHEN = re.compile(
    r"^(?P<flags>(?:(?:term|fortnightly|not-bh) )*)"
    r"(?:once\+(?P<once>\d+)|(?P<daily>daily)|(?P<days>(?:-?\d)?[A-Z]{2}(?:[-,](?:-?\d)?[A-Z]{2})*))"
    r" (?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d)(?: @(?P<place>[a-z0-9-]+))?$"
)
_AGES = re.compile(r"^(\d+)-(\d+)$|^(\d+)\+$|^-(\d+)$")
_PAUSED = re.compile(r"^paused\+(\d+)(?:: (.+))?$")
_MONEY = re.compile(r"^£(\d+(?:\.\d\d)?)(?: (.+))?$")


class FactError(ValueError):
    """A fact that nobody understands; the message quotes it."""


@dataclass(frozen=True, slots=True)
class When:
    """A time of a service before it is laid on the calendar. `once`: in so many days from today."""

    opens: time
    closes: time
    freq: str
    byday: tuple[str, ...] = ()
    once: int = 0
    fortnightly: bool = False
    term: bool = False
    not_bank_holidays: bool = False
    place: str = ""


@dataclass(slots=True)
class Facts:
    """What one line of facts says."""

    kinds: list[str] = field(default_factory=list)
    audiences: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    maybe: list[str] = field(default_factory=list)
    ages: tuple[int | None, int | None] = (None, None)
    who: str = ""
    whens: list[When] = field(default_factory=list)
    costs: list[SampleCost] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)
    at: list[tuple[str, int]] = field(default_factory=list)
    area: str = "borough"
    booking: str = ""
    refer: bool = False
    languages: list[str] = field(default_factory=list)
    organisation: str = ""
    kind: str = ""
    number: str = ""
    text_number: str = ""
    only: str = ""
    state: str = "published"
    paused_days: int = 0
    paused_reason: str = ""
    alternate_name: str = ""


def facts_of(line: str) -> Facts:
    """Read a line of facts. Raises FactError."""
    facts = Facts()
    for fact in filter(None, map(str.strip, line.split(";"))):
        if not (_term(facts, fact) or _plain(facts, fact) or _named(facts, fact) or _shaped(facts, fact)):
            raise FactError(f"nobody understands the fact {fact!r}")
    return facts


def _term(facts: Facts, fact: str) -> bool:
    for terms, known in ((facts.audiences, AUDIENCES), (facts.kinds, KINDS)):
        if fact in known:
            terms.append(fact)
            return True
    return False


def _plain(facts: Facts, fact: str) -> bool:
    if fact in MODES:
        facts.modes.append(fact)
    elif fact in AREAS:
        facts.area = fact
    elif fact in BOOKINGS:
        facts.booking = BOOKINGS[fact]
    elif fact in STATES:
        facts.state = STATES[fact]
    elif fact == "free":
        facts.costs.append(SampleCost("", Decimal(0)))
    elif fact == "donation":
        facts.costs.append(SampleCost("", None, "A donation, if you can"))
    elif fact == "refer":
        facts.refer = True
    else:
        return False
    return True


def _named(facts: Facts, fact: str) -> bool:
    name, colon, rest = fact.partition(":")
    rest = rest.strip()
    if not colon and not fact.startswith("@"):
        return False
    match name:
        case "also" | "maybe":
            getattr(facts, name).extend(rest.split(","))
        case "lang":
            facts.languages += rest.split(",")
        case "at":
            tag, _, count = rest.partition("*")
            facts.at.append((tag, int(count or 1)))
        case "cost":
            facts.costs.append(SampleCost("", None, rest))
        case _ if fact.startswith("@"):
            facts.kind = fact[1:]
        case _:
            fields = {"who": "who", "org": "organisation", "tel": "number", "text": "text_number", "only": "only"}
            fields["alt"] = "alternate_name"
            if name not in fields:
                return False
            setattr(facts, fields[name], rest)
    return True


def _shaped(facts: Facts, fact: str) -> bool:
    if found := _AGES.match(fact):
        low, high, above, below = found.groups()
        facts.ages = (_number(low or above), _number(high or below))
    elif found := _PAUSED.match(fact):
        facts.state, facts.paused_days, facts.paused_reason = "paused", int(found[1]), found[2] or ""
    elif found := _MONEY.match(fact):
        facts.costs.append(SampleCost(found[2] or "", Decimal(found[1])))
    elif found := _WHEN.match(fact):
        facts.whens.append(_when(found))
    else:
        return False
    return True


def _when(found: re.Match[str]) -> When:
    flags, days = found["flags"].split(), _days(found["days"] or "")
    monthly = any(len(day) > 2 for day in days)
    freq = "ONCE" if found["once"] else "DAILY" if found["daily"] else "MONTHLY" if monthly else "WEEKLY"
    return When(
        _clock(found["opens"]), _clock(found["closes"]), freq, days, int(found["once"] or 0),
        fortnightly="fortnightly" in flags, term="term" in flags, not_bank_holidays="not-bh" in flags,
        place=found["place"] or "",
    )  # fmt: skip


def _days(text: str) -> tuple[str, ...]:
    if re.fullmatch(r"[A-Z]{2}-[A-Z]{2}", text):
        first, last = (DAYS.index(day) for day in text.split("-"))
        return DAYS[first : last + 1]
    return tuple(text.split(",")) if text else ()


def _clock(text: str) -> time:
    return time(int(text[:2]) % 24, int(text[3:]))


def _number(text: str | None) -> int | None:
    return int(text) if text else None
