"""What a service's facts say in the records' terms."""

from __future__ import annotations

from .content import Idea
from .facts import Facts
from .town import SampleLocation, SampleServes, SampleTerm


def booking_of(facts: Facts) -> str:
    """Whether one may just come, as far as the facts say."""
    if facts.booking:
        return facts.booking
    if "drop-in" in facts.kinds:
        return "drop-in"
    return "either" if {"group", "club", "class", "walk", "playgroup"} & set(facts.kinds) else "unknown"


def terms_of(idea: Idea, facts: Facts) -> tuple[SampleTerm, ...]:
    sure = facts.state not in ("draft", "in_review")
    terms = [SampleTerm("need", slug, sure) for slug in dict.fromkeys((idea.need, *facts.also)) if slug]
    terms += [SampleTerm("need", slug, False) for slug in facts.maybe]
    terms += [SampleTerm("audience", slug, sure) for slug in facts.audiences or ["everybody"]]
    return (*terms, *(SampleTerm("service-type", slug, sure) for slug in facts.kinds))


def modes_of(facts: Facts, places: list[SampleLocation]) -> tuple[str, ...]:
    return (*(["place"] if places else []), *facts.modes)


def serves_of(facts: Facts, places: list[SampleLocation]) -> SampleServes:
    if facts.area == "ward" and places:
        return SampleServes("ward", places[0].ward_name, places[0].ward)
    names = {"nation": "England", "region": "Tees Valley"}
    kind = facts.area if facts.area in names else "borough"
    return SampleServes(kind, names.get(kind, "Hartlepool"))
