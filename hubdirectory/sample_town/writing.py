"""Turns a written idea into a service's own words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from random import Random

from .content import Content, Idea, chosen
from .facts import Facts, facts_of
from .saying import booking_of
from .setting import filled
from .town import SampleLocation, SampleOrganisation

# A text of fewer words gets what it lacks: something practical, and something of whose it is.
SHORT_WORDS = 16


@dataclass(frozen=True, slots=True)
class Words:
    """A service's own words. `optional`: the sentence that it carries only where the town needs one more.

    `named`: whether the words send people to this person.
    """

    name: str
    summary: str
    description: str
    optional: str
    application: str
    person: str
    named: bool


class Pool:
    """Sentences that fit many services, each taken in turn, so that none is met often."""

    def __init__(self, practical: dict[str, list[str]]) -> None:
        self._practical = practical
        self._taken: Counter[str] = Counter()

    def take(self, heading: str) -> str:
        sentences = self._practical[heading]
        self._taken[heading] += 1
        return sentences[(self._taken[heading] - 1) % len(sentences)]


def facts_for(idea: Idea, number: int) -> Facts:
    """The facts of the service of that number."""
    return facts_of(chosen(idea.facts, number))


def words_for(
    idea: Idea,
    number: int,
    facts: Facts,
    group: SampleOrganisation,
    places: list[SampleLocation],
    content: Content,
    pool: Pool,
    rng: Random,
) -> Words:
    """Write the service: choices made, names filled in, and sometimes a practical sentence behind."""
    values, people = cast_of(content, facts, rng)
    where = _where(places)
    values |= {"org": group.name, "place": where, "Place": where[:1].upper() + where[1:]}
    paragraphs = [filled(chosen(line, number), values) for line in idea.description]
    short = sum(len(paragraph.split()) for paragraph in paragraphs) < SHORT_WORDS
    more = [pool.take(heading) for heading in _headings(facts, places, group, short, rng)]
    if more:
        paragraphs.append(filled(" ".join(more), values))
    heading = _application(facts, places)
    application = filled(pool.take(heading), values) if heading and rng.random() < 0.6 else ""
    prose = " ".join((*paragraphs, application))
    named = [role for role in ("person", "woman", "man") if re.search(rf"\b{values[role]}\b", prose)]
    return Words(
        name=filled(chosen(idea.name, number), values), summary=filled(chosen(idea.summary, number), values),
        description="\n\n".join(paragraphs), optional=filled(chosen(idea.optional, number), values),
        application=application, person=people[named[0]] if named else people["person"], named=bool(named),
    )  # fmt: skip


def cast_of(content: Content, facts: Facts, rng: Random) -> tuple[dict[str, str], dict[str, str]]:
    """Who is in this text: first names and full names by role. A group for women is led by a woman."""
    full = {"woman": rng.choice(content.women), "man": rng.choice(content.men)}
    alone = [role for role, audience in (("woman", "women"), ("man", "men")) if audience in facts.audiences]
    lead = alone[0] if len(alone) == 1 else rng.choice(("woman", "woman", "man"))
    full["person"] = full[lead]
    full["other"] = full["man" if lead == "woman" else "woman"]
    return {role: name.split()[0] for role, name in full.items()}, full


def _where(places: list[SampleLocation]) -> str:
    if len(places) > 1:
        hubs = sum(place.kind == "hub" for place in places)
        if hubs == len(places):
            return "all three hubs" if hubs == 3 else "two of the hubs"
        if all("library" in place.tags for place in places):
            return "the libraries"
    return places[0].short if places else "home"


def _headings(facts: Facts, places: list[SampleLocation], group: SampleOrganisation, short: bool, rng: Random) -> list[str]:
    """What else the text speaks of: something practical, something that only this kind of organisation would say."""
    practical, voice = _practical(facts, places), f"voice {group.kind}"
    # What small groups say is about their rooms and their rotas, so it belongs to services with a place.
    if group.kind == "line" or not (places or group.kind in ("council", "nhs", "national", "charity")):
        voice = "" if practical else "remote"
    wishes = ((practical, 0.34), (voice, 0.55))
    return [heading for heading, chance in wishes if heading and (rng.random() < chance or (short and group.kind != "line"))]


def _practical(facts: Facts, places: list[SampleLocation]) -> str:
    kinds = set(facts.kinds)
    if not places:
        at_home = "home" in facts.modes and kinds & {"home-visits", "one-to-one"}
        return "home" if at_home else "phone" if "helpline" in kinds else ""
    if kinds & {"outreach", "delivery", "lifts"} or places[0].confidential:
        return ""
    if "walk" in kinds or {"park", "beach"} & set(places[0].tags):
        return "outdoor"
    return next((heading for heading, marks in _HEADINGS if marks & {*facts.audiences, *kinds}), "place")


_HEADINGS = (
    ("children", {"children", "playgroup"}),
    ("place", {"grant", "advice", "clinic", "one-to-one", "counselling", "accommodation", "lending"}),
    ("class", {"class", "course"}),
    ("social", {"group", "drop-in", "club"}),
)


def _application(facts: Facts, places: list[SampleLocation]) -> str:
    booking = booking_of(facts)
    if not places:
        return "apply book" if booking == "appointment" else ""
    return {"appointment": "apply book", "drop-in": "apply walk-in", "either": "apply either"}.get(booking, "apply either")
