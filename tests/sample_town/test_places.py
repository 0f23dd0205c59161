"""The places are Hartlepool's own, and the two that must stay secret are marked."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hubdirectory.sample_town.town import Town

HARTLEPOOL = "E06000001"


@pytest.fixture(scope="session")
def postcodes(shared_data: Path) -> dict[str, dict[str, str]]:
    with (shared_data / "postcodes" / "ts_postcodes_all.csv").open(newline="", encoding="utf-8") as lines:
        return {row["postcode"]: row for row in csv.DictReader(lines)}


def test_every_place_has_a_postcode_of_the_district_with_its_point_and_ward(
    town: Town, postcodes: dict[str, dict[str, str]]
) -> None:
    for place in town.locations:
        row = postcodes[place.postcode]
        assert (row["live"], row["lad25cd"]) == ("1", HARTLEPOOL), place.name
        assert place.latitude == pytest.approx(float(row["lat"]), abs=1e-5)
        assert place.longitude == pytest.approx(float(row["lon"]), abs=1e-5)
        assert place.ward == row["ward25cd_pip"], place.name


def test_there_are_three_hubs_with_opening_hours_and_eleven_surgeries(town: Town) -> None:
    hubs = [place for place in town.locations if place.kind == "hub"]
    assert {place.slug for place in hubs} == {"community-hub-central", "community-hub-north", "community-hub-south"}
    assert all(place.schedules and place.phones for place in hubs)
    assert sum(place.kind == "surgery" for place in town.locations) == 11


def test_the_twelve_wards_are_there_and_each_has_a_place_with_a_service(town: Town) -> None:
    wards = {place.slug: place.ward for place in town.locations}
    used = {wards[slug] for service in town.services for slug in service.locations}
    assert len(town.areas) == 12
    assert used == {area.code for area in town.areas}


def test_places_say_how_one_gets_in(town: Town) -> None:
    slugs = {slug for place in town.locations for slug in place.accessibility}
    assert slugs == {
        "step-free", "accessible-toilet", "changing-place", "hearing-loop", "parking", "blue-badge-parking", "lift",
        "quiet-room", "baby-changing", "wi-fi", "computers", "warm-space", "food", "bus-stop",
    }  # fmt: skip
    assert all(place.accessibility for place in town.locations)


def test_the_refuge_and_the_safe_house_are_confidential_and_no_text_gives_them_away(town: Town) -> None:
    secret = [place for place in town.locations if place.confidential]
    assert len(secret) == 2
    used = {slug for service in town.services for slug in service.locations}
    assert {place.slug for place in secret} <= used
    texts = " ".join(f"{service.name} {service.summary} {service.description}" for service in town.services)
    texts += " ".join(f"{group.summary} {group.description}" for group in town.organisations)
    for place in secret:
        for private in (place.address_1, place.address_2, place.postcode):
            assert private not in texts


def test_no_other_place_shares_a_postcode_with_a_secret_one(town: Town) -> None:
    secret = {place.postcode for place in town.locations if place.confidential}
    assert not secret & {place.postcode for place in town.locations if not place.confidential}
