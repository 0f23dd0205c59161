"""The last step: which services carry their sentence about mental health.

The search promises are shown on a figure that everybody can check: "mental health" finds exactly 175 services. Many of
the texts have a true sentence about it that they can do with or without; so many carry it that the figure is met.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from .town import SampleLocation, SampleOrganisation, SampleService

MENTAL_HEALTH_SERVICES = 175

# The needs whose own names say it.
_NEEDS = frozenset({"crisis-suicide", "cyp-mental-health"})
_HEALTH_NEEDS = frozenset({"long-term-conditions"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A service, and the sentence that it may carry besides."""

    service: SampleService
    optional: str


class CountNotReached(ValueError):
    """The written town cannot meet the figure; the message says by how many it misses."""


def finished(
    candidates: Sequence[Candidate], organisations: Sequence[SampleOrganisation], locations: Sequence[SampleLocation]
) -> list[SampleService]:
    """The services, some with their sentence. Raises CountNotReached."""
    names = {group.slug: f"{group.name}" for group in organisations}
    places = {place.slug: place.name for place in locations if not place.confidential}
    searched = [_words(candidate.service, names, places) for candidate in candidates]
    public = [candidate.service.state == "published" for candidate in candidates]
    already = sum(shown and _says_it(words) for shown, words in zip(public, searched, strict=True))
    able = [
        candidate.service.slug
        for candidate, shown, words in zip(candidates, public, searched, strict=True)
        if shown and candidate.optional and not _says_it(words)
    ]
    missing = MENTAL_HEALTH_SERVICES - already
    if not 0 <= missing <= len(able):
        raise CountNotReached(f"{already} say it, {len(able)} more could, {MENTAL_HEALTH_SERVICES} are wanted")
    carrying = set(sorted(able, key=lambda slug: sha256(slug.encode()).digest())[:missing])
    return [_with_sentence(candidate) if candidate.service.slug in carrying else candidate.service for candidate in candidates]


def _with_sentence(candidate: Candidate) -> SampleService:
    service = candidate.service
    first, *rest = service.description.split("\n\n")
    return replace(service, description="\n\n".join([f"{first} {candidate.optional}".strip(), *rest]))


def _words(service: SampleService, names: dict[str, str], places: dict[str, str]) -> set[str]:
    texts = [service.name, service.alternate_name, service.summary, service.description, service.conditions]
    texts += [names[service.organisation], *(places.get(slug, "") for slug in service.locations)]
    confirmed = {term.slug for term in service.terms if term.taxonomy == "need" and term.confirmed}
    if confirmed & _NEEDS:
        texts.append("mental health")
    if confirmed & _HEALTH_NEEDS:
        texts.append("health")
    plain = unicodedata.normalize("NFKD", " ".join(texts).lower()).encode("ascii", "ignore").decode()
    return set(re.findall(r"[a-z0-9]+", plain.replace("'", "")))


def _says_it(words: set[str]) -> bool:
    return "mental" in words and any(word.startswith("health") for word in words)
