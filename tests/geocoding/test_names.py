"""Places by the names that people use."""

from __future__ import annotations

import pytest

from hubdirectory.domain.distance import Point
from hubdirectory.geocoding.names import Gazetteer, NamedPlace, street_in
from hubdirectory.geocoding.port import Found, Kind, NotFound, Reason

HERE, THERE = Point(54.68, -1.21), Point(54.60, -1.00)


def found(gazetteer: Gazetteer, text: str) -> Found:
    answer = gazetteer.find(text)
    assert isinstance(answer, Found), text
    return answer


def one(name: str, kind: str = Kind.PLACE, town: str = "Hartlepool") -> Gazetteer:
    return Gazetteer.from_entries([NamedPlace(name, kind, HERE)], town=town)


@pytest.mark.parametrize(
    "text",
    ["cafe at st aidans", "THE CAFÉ AT ST AIDAN'S", "Cafe\u0301 at St. Aidan`s, Hartlepool",
     "hartlepool cafe at saint aidans", "Café at St Aidan’s"],
)  # fmt: skip
def test_case_accents_apostrophes_the_and_the_town_do_not_count(gazetteer: Gazetteer, text: str) -> None:
    answer = found(gazetteer, text)
    assert (answer.label, answer.exact) == ("The Café at St. Aidan’s", True)


@pytest.mark.parametrize(
    "text",
    ["victoria rd", "12 Victoria Road", "12a Victoria Rd.", "Victoria Road, Hartlepool, TS24 7PW"],
)
def test_a_street_is_found_from_an_address(gazetteer: Gazetteer, text: str) -> None:
    answer = found(gazetteer, text)
    assert (answer.label, answer.kind, answer.exact) == ("Victoria Road", Kind.STREET, True)


def test_the_whole_name_goes_before_a_longer_one(gazetteer: Gazetteer) -> None:
    answer = found(gazetteer, "Victoria")
    assert (answer.label, answer.kind, answer.exact, answer.alternatives) == ("Victoria", "ward", True, ())


def test_a_beginning_finds_the_shortest_and_offers_the_others(gazetteer: Gazetteer) -> None:
    answer = found(gazetteer, "vict")
    assert (answer.label, answer.exact) == ("Victoria", False)
    assert [other.label for other in answer.alternatives] == ["Victoria Road"]


def test_a_whole_word_at_the_beginning_goes_before_half_a_word() -> None:
    names = ["Yorkshire Row", "York Crescent"]
    gazetteer = Gazetteer.from_entries(NamedPlace(name, Kind.STREET, HERE) for name in names)
    assert found(gazetteer, "york").label == "York Crescent"


def test_a_slip_of_the_finger_is_forgiven_but_another_name_is_not_taken_for_it(gazetteer: Gazetteer) -> None:
    slip = found(gazetteer, "Chruch Street")
    assert (slip.label, slip.exact) == ("Church Street", False)
    assert one("Park Road").find("York Road") == NotFound(Reason.UNKNOWN)
    assert one("North Hub").find("South Hub") == NotFound(Reason.UNKNOWN)


def test_two_places_of_one_name_are_a_choice_and_not_exact(gazetteer: Gazetteer) -> None:
    answer = found(gazetteer, "Church Street")
    assert not answer.exact
    assert [other.label for other in answer.alternatives] == ["Church Street"]
    assert answer.alternatives[0].point != answer.point


def test_a_hub_and_its_location_are_one_place(gazetteer: Gazetteer) -> None:
    answer = found(gazetteer, "central hub")
    assert (answer.kind, answer.exact, answer.alternatives) == (Kind.HUB, True, ())


def test_of_one_name_the_hub_comes_first_then_place_ward_and_street() -> None:
    kinds = [Kind.STREET, Kind.WARD, Kind.PLACE, Kind.HUB]
    points = [Point(54.0 + number / 10, -1.2) for number in range(4)]
    entries = [NamedPlace("Rossmere", kind, point) for kind, point in zip(kinds, points, strict=True)]
    answer = found(Gazetteer.from_entries(entries), "rossmere")
    order = [answer.kind, *(other.kind for other in answer.alternatives)]
    assert order == [Kind.HUB, Kind.PLACE, Kind.WARD, Kind.STREET]


def test_no_more_than_five_others_are_offered() -> None:
    entries = [NamedPlace("Chapel Lane", Kind.STREET, Point(51 + n / 10, -1.2)) for n in range(40)]
    assert len(found(Gazetteer.from_entries(entries), "chapel ln").alternatives) == 5


def test_the_town_itself_is_found_only_where_it_is_listed(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Hartlepool") == NotFound(Reason.UNKNOWN)
    assert found(one("Hartlepool"), "hartlepool").exact


def test_a_street_named_after_the_town_does_not_answer_to_road(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("road") == NotFound(Reason.UNKNOWN)
    assert found(gazetteer, "Hartlepool Road").exact


def test_a_town_of_several_words_is_ignored_too() -> None:
    gazetteer = one("Norton Library", town="Stockton-on-Tees")
    assert found(gazetteer, "Norton Library, Stockton on Tees").exact
    assert found(one("York Road", town="St Helens"), "York Rd, St. Helens").exact


@pytest.mark.parametrize("text", ["ch", "x", "!", "12", "24 7PW", "TS24 7PW"])
def test_too_little_to_go_by_is_unknown(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == NotFound(Reason.UNKNOWN)


def test_names_in_other_scripts_are_names() -> None:
    assert found(one("مسجد النور"), "مسجد النور").exact
    assert found(one("Świetlica Żeglarz"), "swietlica zeglarz").exact


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("12 York Road", "York Road"),
        ("Flat 2, 12a York Road, Hartlepool TS26 9AA", "York Road"),
        ("The Old School, 3-5 St Mary's St., Hartlepool", "St Mary's St"),
        ("Community Centre\nVictory Square\nHartlepool", "Victory Square"),
        ("Central Library, 124 York  Rd", "York Rd"),
        ("The Library", None),
        ("Road", None),
        ("", None),
        ("PO Box 4", None),
    ],
)
def test_the_street_of_an_address(address: str, street: str | None) -> None:
    assert street_in(address) == street


def test_a_very_long_address_is_read_quickly() -> None:
    assert street_in("a " * 5_000) is None
    assert street_in("1 " * 5_000 + "Road") is None
