"""The sample town: the same every time, seen from a given day.

Nothing here is drawn by chance twice: each record's dice are seeded by its own slug, so a text added to the content
leaves the others as they were, as far as organisations and places allow.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from hubdirectory.domain.slugs import free_slug

from .casting import Casting, Numbers
from .content import Content, Idea, content
from .dates import confirmed, dice, moment, schedule_of
from .facts import Facts
from .finishing import Candidate, finished
from .saying import booking_of, modes_of, serves_of, terms_of
from .setting import areas_of, domain_of, locations_of, organisations_of
from .town import (
    SampleContact,
    SampleLocation,
    SampleOrganisation,
    SamplePhone,
    SampleService,
    Town,
)
from .writing import Pool, Words, facts_for, words_for

# Ways of getting in touch, and how often a service has just these.
_WAYS = (("phone", "email"), ("phone", "email", "web"), ("phone", "web"), ("email", "web"), ("phone",), ("email",))
_WEIGHTS = (440, 360, 120, 70, 7, 3)


def generate(today: date) -> Town:
    """The whole town as it is on that day: plain values, equal on every run."""
    return _Maker(content(), today).town()


class _Maker:
    def __init__(self, written: Content, today: date) -> None:
        self.written, self.today = written, today
        self.numbers = Numbers()
        self.pool = Pool({**written.practical, **{f"voice {kind}": lines for kind, lines in written.voices.items()}})
        self.locations = locations_of(written, today, self.numbers)
        self.organisations = organisations_of(written, today, self.numbers)
        self.casting = Casting(self.organisations, self.locations)
        self.slugs: set[str] = set()

    def town(self) -> Town:
        candidates = [self._candidate(idea, n) for idea in self.written.ideas for n in range(idea.copies)]
        services = finished(candidates, self.organisations, self.locations)
        return Town(self.today, areas_of(self.written), self.locations, self.organisations, services)

    def _candidate(self, idea: Idea, number: int) -> Candidate:
        facts = facts_for(idea, number)
        group = self.casting.organisation(idea.need, facts)
        places = self.casting.places(facts)
        rng = dice(f"{idea.need}/{idea.name}/{number}")
        words = words_for(idea, number, facts, group, places, self.written, self.pool, rng)
        slug = free_slug(words.name, self.slugs)
        self.slugs.add(slug)
        phones, email, url, contacts = self._reach(slug, facts, group, words, rng)
        service = service_of(slug, idea, facts, group, places, words, self.today, rng)
        return Candidate(replace(service, phones=phones, email=email, url=url, contacts=contacts), words.optional)

    def _reach(
        self, slug: str, facts: Facts, group: SampleOrganisation, words: Words, rng: Random
    ) -> tuple[tuple[SamplePhone, ...], str, str, tuple[SampleContact, ...]]:
        if facts.number or facts.text_number:
            lines = [SamplePhone(facts.number)] if facts.number else []
            return (*lines, *([SamplePhone(facts.text_number, "text")] if facts.text_number else [])), "", "", ()
        ways = (facts.only,) if facts.only else rng.choices(_WAYS, _WEIGHTS)[0]
        domain = domain_of(group.slug)
        email = f"{rng.choice(('hello', 'info', 'ask', 'contact', 'bookings'))}@{domain}" if "email" in ways else ""
        named = words.named or rng.random() < 0.2
        contacts = (SampleContact(words.person, "", email),) if named and not facts.only else ()
        url = f"https://{domain}/{slug[:40].strip('-')}" if "web" in ways else ""
        return self._own_phones(facts, group, rng) if "phone" in ways else (), email, url, contacts

    def _own_phones(self, facts: Facts, group: SampleOrganisation, rng: Random) -> tuple[SamplePhone, ...]:
        if "helpline" in facts.kinds:
            return (self.numbers.phone("free", "Free to call"),)
        if rng.random() < 0.6 and group.phones:
            return group.phones
        return (self.numbers.phone("mobile" if rng.random() < 0.4 else "local"),)


def service_of(
    slug: str,
    idea: Idea,
    facts: Facts,
    group: SampleOrganisation,
    places: list[SampleLocation],
    words: Words,
    today: date,
    rng: Random,
) -> SampleService:
    """A service of that idea, all but how to get in touch."""
    created, updated, assured = _history(facts, today, rng)
    course = "course" in facts.kinds
    return SampleService(
        slug=slug, organisation=group.slug, name=words.name, summary=words.summary, description=words.description,
        alternate_name=facts.alternate_name, terms=terms_of(idea, facts), modes=modes_of(facts, places),
        booking=booking_of(facts), accepts_referrals=facts.refer, created_at=created, updated_at=updated,
        application_process=words.application, state=facts.state, paused_reason=facts.paused_reason,
        paused_until=today + timedelta(days=facts.paused_days) if facts.paused_days else None,
        locations=tuple(place.slug for place in places), serves=(serves_of(facts, places),),
        schedules=tuple(schedule_of(when, today, rng, course) for when in facts.whens), costs=tuple(facts.costs),
        minimum_age=facts.ages[0], maximum_age=facts.ages[1], conditions=facts.who,
        languages=("en", *facts.languages), confirmed_at=assured, confirmed_by=group.name if assured else "",
    )  # fmt: skip


def _history(facts: Facts, today: date, rng: Random) -> tuple[datetime, datetime, datetime | None]:
    created = rng.randrange(40, 700)
    dates = moment(today, created, rng), moment(today, rng.randrange(1, created), rng)
    assured = confirmed(today, rng) if facts.state in ("published", "paused") else None
    return *dates, assured and max(assured, dates[0])
