"""The town is as large and as varied as the search promises need, and the same every time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta

from hubdirectory.sample_town.generate import generate
from hubdirectory.sample_town.town import SampleService, Town

TODAY = date(2026, 11, 22)

FINGERPRINT = """
from datetime import date
from hashlib import sha256
from hubdirectory.sample_town.generate import generate
print(sha256(repr(generate(date(2026, 11, 22))).encode()).hexdigest())
"""


def confirmed(service: SampleService, taxonomy: str) -> set[str]:
    return {term.slug for term in service.terms if term.taxonomy == taxonomy and term.confirmed}


def test_there_are_at_least_320_organisations_and_950_services(town: Town, published: list[SampleService]) -> None:
    assert len({group.slug for group in town.organisations}) == len(town.organisations) >= 320
    assert len({service.slug for service in town.services}) == len(town.services)
    assert len(published) >= 950


def test_every_organisation_offers_something(town: Town) -> None:
    assert {service.organisation for service in town.services} == {group.slug for group in town.organisations}


def test_all_45_needs_have_at_least_12_published_services(published: list[SampleService]) -> None:
    counts = Counter(need for service in published for need in confirmed(service, "need"))
    assert len(counts) == 45
    assert min(counts.values()) >= 12, counts.most_common()[-3:]


def test_there_is_everything_from_archery_to_zumba(published: list[SampleService]) -> None:
    names = " ".join(service.name for service in published).casefold()
    for thing in ("archery", "bowls", "choir", "judo", "latin", "mah-jong", "roller derby", "tai chi", "ukuleles", "zumba"):
        assert thing in names


def test_services_reach_people_in_every_way(published: list[SampleService]) -> None:
    assert sum(len(service.locations) > 1 for service in published) >= 60
    assert sum(len([slug for slug in service.locations if slug.startswith("community-hub")]) == 3 for service in published) >= 15
    assert sum(not service.locations for service in published) >= 80
    assert sum("home" in service.modes for service in published) >= 30
    assert all(service.modes for service in published)
    assert all(("place" in service.modes) == bool(service.locations) for service in published)


def test_some_services_are_not_to_be_found(town: Town) -> None:
    states = Counter(service.state for service in town.services)
    assert (states["paused"], states["draft"] + states["in_review"], states["closed"]) == (8, 12, 5)


def test_a_paused_service_says_until_when(town: Town) -> None:
    for service in town.services:
        assert (service.paused_until is not None) == (service.state == "paused")
        if service.paused_until:
            assert service.paused_until > TODAY
            assert service.paused_reason


def test_the_kinds_of_organisation_and_of_service_are_all_there(town: Town, published: list[SampleService]) -> None:
    kinds = {kind for service in published for kind in confirmed(service, "service-type")}
    audiences = {slug for service in published for slug in confirmed(service, "audience")}
    assert (len(kinds), len(audiences)) == (21, 15)
    assert {"council", "nhs", "national", "charity", "group", "club", "church", "cic"} <= {
        group.kind for group in town.organisations
    }


def test_schedules_of_every_kind_are_there(published: list[SampleService]) -> None:
    times = [time for service in published for time in service.schedules]
    assert {time.freq for time in times} == {"WEEKLY", "MONTHLY", "DAILY", "ONCE"}
    assert sum(time.interval == 2 for time in times) >= 20
    assert sum(time.term_time_only for time in times) >= 50
    assert sum(time.not_bank_holidays for time in times) >= 50
    assert sum(time.closes_at <= time.opens_at for time in times) >= 20
    assert sum(time.opens_at == time.closes_at for time in times) >= 10
    assert sum("SU" in time.byday for time in times) >= 30
    assert sum(time.at_location != "" for time in times) >= 15
    once = [time.dtstart for time in times if time.freq == "ONCE"]
    assert len(once) >= 20
    assert all(day is not None and TODAY < day <= TODAY + timedelta(days=60) for day in once)
    assert all(time.dtstart and time.byday for time in times if time.interval == 2)


def test_costs_of_every_kind_are_there(published: list[SampleService]) -> None:
    costs = [cost for service in published for cost in service.costs]
    assert sum(cost.amount == 0 for cost in costs) >= 300
    assert sum(bool(cost.amount) for cost in costs) >= 200
    assert sum("donation" in cost.amount_description for cost in costs) >= 15
    assert sum("concession" in cost.option for cost in costs) >= 5


def test_many_languages_are_spoken_british_sign_language_among_them(published: list[SampleService]) -> None:
    counts = Counter(code for service in published for code in service.languages)
    assert all("en" in service.languages for service in published)
    assert min(counts[code] for code in ("bfi", "pl", "ar", "ur", "fa")) >= 10


def test_most_records_were_confirmed_within_six_months_and_some_14_months_ago(published: list[SampleService]) -> None:
    ages = [(TODAY - service.confirmed_at.date()).days for service in published if service.confirmed_at]
    assert sum(age <= 183 for age in ages) > 0.75 * len(published)
    assert sum(420 <= age <= 435 for age in ages) >= 10
    assert len(ages) < len(published)
    assert all(service.confirmed_by for service in published if service.confirmed_at)
    assert min(ages) >= 0


def test_about_25_services_have_only_one_way_of_getting_in_touch(published: list[SampleService]) -> None:
    ways = [bool(service.phones) + bool(service.email) + bool(service.url) for service in published]
    assert min(ways) == 1
    assert 20 <= ways.count(1) <= 40


def test_some_needs_are_only_suggested(town: Town) -> None:
    assert sum(any(not term.confirmed for term in service.terms) for service in town.services) >= 12


def test_services_serve_the_nation_the_region_the_borough_or_a_ward(town: Town, published: list[SampleService]) -> None:
    served = [serves for service in published for serves in service.serves]
    assert {serves.kind for serves in served} == {"nation", "region", "borough", "ward"}
    wards = {area.code: area.name for area in town.areas}
    assert all(wards[serves.ward] == serves.name for serves in served if serves.kind == "ward")


def test_the_real_lines_have_their_real_numbers(town: Town) -> None:
    numbers = {
        service.name: service.phones[0] for service in town.services if service.organisation in ("samaritans", "shout", "nhs-111")
    }
    assert numbers["Samaritans"].number == "116 123"
    assert numbers["NHS 111, option 2"].number == "111"
    assert (numbers["Shout: help by text"].number, numbers["Shout: help by text"].kind) == ("85258", "text")


def test_the_same_day_gives_the_same_town(town: Town) -> None:
    assert generate(TODAY) == town


def test_another_process_makes_the_same_town() -> None:
    def fingerprint(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", FINGERPRINT], env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    assert fingerprint("1") == fingerprint("2")


def test_another_day_moves_the_dates_and_nothing_else(town: Town) -> None:
    later = generate(date(2027, 3, 1))
    for before, after in zip(town.services, later.services, strict=True):
        assert (before.slug, before.description, before.locations) == (after.slug, after.description, after.locations)
    paused = [service for service in later.services if service.paused_until]
    assert all(service.paused_until and service.paused_until > later.today for service in paused)
