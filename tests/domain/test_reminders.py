"""Two years of reminders, day by day: who is written to, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubdirectory.domain.days import LONDON
from hubdirectory.domain.freshness import months_later
from hubdirectory.domain.reminders import (
    AFTER_A_BOUNCE,
    FIRST_BEFORE,
    Person,
    Plan,
    Sent,
    asked_together,
    in_working_hours,
    is_working_hour,
    next_reminder,
)

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)  # a Monday
YEARS = 2 * 365
OLA = Person("ola@example.org", BEGIN, owner=True)
SAM = Person("sam@example.org", BEGIN + timedelta(days=1))
OFFICE = Person("office@example.org", BEGIN, member=False)


@dataclass
class Years:
    """Two years of an organisation whose records were confirmed at the beginning and hold three months."""

    people: tuple[Person, ...]
    answers: frozenset[str] = frozenset()  # who confirms two days after each reminder
    bounces: frozenset[str] = frozenset()
    sent: list[Sent] = field(default_factory=list)
    told: list[tuple[datetime, str]] = field(default_factory=list)
    confirmed: datetime = BEGIN
    answered: datetime | None = None
    by: str = ""

    def run(self, days: int = YEARS) -> Years:
        for hour in range(days * 24):
            self._hour(BEGIN + timedelta(hours=hour))
        return self

    def _hour(self, now: datetime) -> None:
        last = self.sent[-1] if self.sent else None
        if last and last.to in self.answers and now == last.at + timedelta(days=2):
            self.confirmed, self.answered, self.by = now, now, last.to
        plan = next_reminder(months_later(self.confirmed, 3), self.people, self.sent, self.answered, self.by)
        if plan.at <= now and is_working_hour(now):
            self.sent.append(Sent(now, plan.to, plan.to in self.bounces))
            if plan.manager:
                self.told.append((now, plan.manager))

    @property
    def story(self) -> list[str]:
        return [f"{one.at:%Y-%m-%d} {one.to.partition('@')[0] or '-'}" for one in self.sent]


def test_who_always_answers_is_asked_two_weeks_before_and_not_again_until_three_months_later() -> None:
    years = Years((OLA, SAM), answers=frozenset({OLA.address})).run()
    assert years.story == [
        "2026-03-23 ola", "2026-06-11 ola", "2026-08-31 ola", "2026-11-18 ola", "2027-02-06 ola", "2027-04-24 ola",
        "2027-07-12 ola", "2027-09-30 ola", "2027-12-20 ola",
    ]  # fmt: skip
    assert years.told == []


def test_who_never_answers_is_asked_ever_more_rarely_and_for_ever_and_the_manager_knows() -> None:
    years = Years((OLA,)).run()
    assert years.story == [
        "2026-03-23 ola", "2026-04-06 ola", "2026-05-04 ola", "2026-06-29 ola", "2026-09-21 ola", "2026-12-14 ola",
        "2027-03-08 ola", "2027-05-31 ola", "2027-08-23 ola", "2027-11-15 ola",
    ]  # fmt: skip
    assert [f"{at:%Y-%m-%d} {why}" for at, why in years.told[:2]] == ["2026-05-04 silent", "2026-06-29 silent"]


def test_after_two_silent_reminders_a_colleague_is_asked_then_the_published_address_then_the_manager_is_told() -> None:
    years = Years((SAM, OFFICE, OLA)).run()
    assert years.story[:8] == [
        "2026-03-23 ola", "2026-04-06 ola", "2026-05-04 sam", "2026-05-18 sam", "2026-06-15 office", "2026-06-29 office",
        "2026-07-27 ola", "2026-09-21 sam",
    ]  # fmt: skip
    assert f"{years.told[0][0]:%Y-%m-%d}" == "2026-07-27"


def test_a_bounce_leads_to_a_colleague_within_days() -> None:
    years = Years((OLA, SAM), bounces=frozenset({OLA.address}), answers=frozenset({SAM.address})).run(300)
    assert years.story[:3] == ["2026-03-23 ola", "2026-03-26 sam", "2026-06-15 sam"]
    assert years.told == []


def test_when_every_mail_bounces_the_manager_is_told_again_and_again() -> None:
    years = Years((OLA,), bounces=frozenset({OLA.address})).run()
    assert years.story[0] == "2026-03-23 ola"
    assert {one.to for one in years.sent[1:]} == {""}
    assert {why for _, why in years.told} == {"bounced"}
    assert len(years.told) >= 7


def test_an_organisation_without_anybody_is_the_managers_from_the_first_day() -> None:
    years = Years(()).run()
    assert years.told[0] == (years.sent[0].at, "nobody")
    assert len(years.told) >= 7


def test_whoever_answered_last_is_asked_first() -> None:
    plan = next_reminder(BEGIN, (OLA, SAM), (), BEGIN - timedelta(days=90), SAM.address)
    assert plan.to == SAM.address


def test_a_colleague_may_opt_out_but_never_the_last() -> None:
    out = Person(OLA.address, BEGIN, owner=True, opted_out=True)
    assert next_reminder(BEGIN, (out, SAM)).to == SAM.address
    assert next_reminder(BEGIN, (out,)).to == OLA.address


def test_half_an_answer_is_a_sign_of_life_and_gives_two_weeks() -> None:
    sent = [Sent(BEGIN, OLA.address), Sent(BEGIN + timedelta(days=14), OLA.address)]
    answered = BEGIN + timedelta(days=15)
    plan = next_reminder(BEGIN + timedelta(days=14), (OLA, SAM), sent, answered, OLA.address)
    assert plan == Plan(answered + timedelta(days=14), OLA.address, 1)


def test_what_goes_stale_in_the_next_weeks_is_asked_in_the_same_mail() -> None:
    due = [("choir", BEGIN), ("lunch", BEGIN + timedelta(days=50)), ("archery", BEGIN + timedelta(days=60))]
    assert asked_together(due, BEGIN) == ["choir", "lunch"]


@pytest.mark.parametrize(
    ("asked", "when"),
    [
        ("2026-01-05T09:00", "2026-01-05T09:00"), ("2026-01-05T07:59", "2026-01-05T08:00"),
        ("2026-01-05T18:00", "2026-01-06T08:00"), ("2026-01-10T19:00", "2026-01-12T08:00"),
        ("2026-01-11T12:00", "2026-01-12T08:00"), ("2026-01-11T02:00", "2026-01-12T08:00"),
        ("2026-03-29T00:30", "2026-03-30T08:00"),
    ],
)  # fmt: skip
def test_mails_are_for_working_hours_and_never_for_sundays(asked: str, when: str) -> None:
    moment = datetime.fromisoformat(asked).replace(tzinfo=LONDON)
    assert in_working_hours(moment) == datetime.fromisoformat(when).replace(tzinfo=LONDON)


PEOPLE = st.lists(st.sampled_from([OLA, SAM, OFFICE]), unique=True, max_size=3).map(tuple)
SOME = st.frozensets(st.sampled_from([OLA.address, SAM.address, OFFICE.address]))


@settings(deadline=None, max_examples=20)
@given(PEOPLE, SOME, SOME)
def test_whatever_happens_nobody_is_written_to_daily_or_at_night_and_it_never_ends(
    people: tuple[Person, ...], answers: Iterable[str], bounces: Iterable[str]
) -> None:
    years = Years(people, frozenset(answers) - frozenset(bounces), frozenset(bounces)).run()
    gaps = [b.at - a.at for a, b in pairwise(years.sent)]
    assert min(gaps) >= AFTER_A_BOUNCE
    assert max(gaps) <= timedelta(days=92)
    assert years.sent[0].at <= months_later(BEGIN, 3) - FIRST_BEFORE + timedelta(days=2)
    for one in years.sent:
        local = one.at.astimezone(LONDON)
        assert 8 <= local.hour < 18 and local.weekday() != 6
    for address in {one.to for one in years.sent if one.to}:
        mine = [one.at for one in years.sent if one.to == address]
        assert all(b - a >= timedelta(days=14) for a, b in pairwise(mine))
    if not people or all(person.address in bounces for person in people):
        assert years.told
