"""Asking a Nominatim server: rarely, politely, and never about somebody's postcode."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from hubdirectory.domain.distance import Box
from hubdirectory.geocoding.nominatim import MOST_WAITING, NominatimGeocoder
from hubdirectory.geocoding.port import Found, Kind, NotFound, Reason


def test_the_server_is_asked_in_its_own_terms_and_told_who_asks(nominatim_server) -> None:
    geocoder = NominatimGeocoder(
        nominatim_server.address,
        user_agent="HubDirectory (hello@example.org)",
        near=Box(south=54.6, west=-1.4, north=54.75, east=-1.1),
        seconds_between=0,
    )
    geocoder.geocode("  Seaton   Carew ")
    (asked,) = nominatim_server.asked
    assert asked["q"] == ["Seaton Carew"]
    assert (asked["countrycodes"], asked["format"]) == (["gb"], ["json"])
    assert asked["viewbox"] == ["-1.4,54.6,-1.1,54.75"]
    assert nominatim_server.agents == ["HubDirectory (hello@example.org)"]


def test_several_places_are_a_choice(nominatim: NominatimGeocoder) -> None:
    answer = nominatim.geocode("Church Street")
    assert isinstance(answer, Found)
    assert (answer.label, answer.kind, answer.exact) == (
        "Church Street, Hartlepool, Tees Valley",
        Kind.PLACE,
        False,
    )
    assert [other.label for other in answer.alternatives] == ["Church Street, Seaton Carew, Hartlepool"]


@pytest.mark.parametrize(
    "text",
    ["TS24 7PW", "ts247pw", "T S 2 4 7 P W", "TS٢٤ ٧PW", "12 Raby Road, TS24 7PW", "I live at ts247pw now"],
)
def test_a_whole_postcode_is_never_sent(nominatim: NominatimGeocoder, nominatim_server, text: str) -> None:
    assert nominatim.geocode(text) == NotFound(Reason.WITHHELD)
    assert nominatim_server.asked == []


@pytest.mark.parametrize(
    "text", ["12 Seaton Lane", "Flat 3b, 12a Seaton Lane", "12-14 Seaton Lane", "Seaton Lane 7", "١٢ Seaton Lane"]
)
def test_the_number_of_a_house_is_never_sent(nominatim: NominatimGeocoder, nominatim_server, text: str) -> None:
    nominatim.geocode(text)
    assert nominatim_server.questions == ["Seaton Lane"]
    assert nominatim.geocode("12") == NotFound(Reason.UNKNOWN)


def test_nothing_that_was_typed_is_remembered(nominatim: NominatimGeocoder) -> None:
    nominatim.geocode("Zelkova Marjoribanks")
    assert "elkova" not in repr(vars(nominatim._memory)).casefold()


def test_the_same_question_is_asked_of_the_server_once(nominatim: NominatimGeocoder, nominatim_server) -> None:
    answers = {nominatim.geocode(text) for text in ("Seaton Carew", "seaton carew", " Seaton  Carew")}
    assert len(answers) == 1
    assert [nominatim.geocode("nowhere at all") for _ in range(3)] == [NotFound(Reason.UNKNOWN)] * 3
    assert nominatim_server.questions == ["Seaton Carew", "nowhere at all"]


def test_only_the_last_answers_are_remembered(nominatim_server) -> None:
    geocoder = NominatimGeocoder(nominatim_server.address, seconds_between=0, remembered=2)
    for text in ("one", "two", "one", "three", "one", "two"):
        geocoder.geocode(text)
    assert nominatim_server.questions == ["one", "two", "three", "two"]


@pytest.mark.filterwarnings("ignore:Latitude normalization")
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, "broken"),
        (403, "go away"),
        (429, "slower please"),
        (200, "<html>not json</html>"),
        (200, ""),
        (200, "[{}]"),
        (200, '[{"lat": "91", "lon": "0", "display_name": "Beyond the pole"}]'),
        (200, '[{"lat": "north", "lon": "west", "display_name": "Words"}]'),
        (200, '[{"lat": null, "lon": null, "display_name": null}]'),
        (200, "[1, 2]"),
        (200, '"text"'),
        (200, '{"error": {"code": 503, "message": "Busy"}}'),
    ],
)
def test_a_server_that_is_out_of_order_is_unavailable(
    nominatim: NominatimGeocoder, nominatim_server, status: int, body: str
) -> None:
    nominatim_server.answer = lambda _: (status, body)
    assert nominatim.geocode("Seaton Carew") == NotFound(Reason.UNAVAILABLE)


def test_a_failure_is_not_remembered(nominatim: NominatimGeocoder, nominatim_server) -> None:
    nominatim_server.answer = lambda _: (500, "broken")
    nominatim.geocode("Seaton Carew")
    nominatim_server.answer = nominatim_server.places
    assert isinstance(nominatim.geocode("Seaton Carew"), Found)


def test_a_slow_server_is_not_waited_for_beyond_the_timeout(nominatim_server) -> None:
    nominatim_server.delay = 3.0
    geocoder = NominatimGeocoder(nominatim_server.address, timeout=0.2, seconds_between=0)
    started = time.monotonic()
    assert geocoder.geocode("Seaton Carew") == NotFound(Reason.UNAVAILABLE)
    assert time.monotonic() - started < nominatim_server.delay


def test_questions_are_kept_apart_by_the_agreed_time(nominatim_server) -> None:
    geocoder = NominatimGeocoder(nominatim_server.address, seconds_between=0.2)
    started = time.monotonic()
    for text in ("one", "two", "three"):
        geocoder.geocode(text)
    assert time.monotonic() - started >= 0.4


def test_a_crowd_does_not_queue_for_the_server(nominatim_server) -> None:
    nominatim_server.delay = 0.3
    geocoder = NominatimGeocoder(nominatim_server.address, seconds_between=0)
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(geocoder.geocode, [f"place {number}" for number in range(12)]))
    assert answers.count(NotFound(Reason.UNAVAILABLE)) == 12 - MOST_WAITING
    assert len(nominatim_server.asked) == MOST_WAITING


def test_what_a_visitor_types_is_not_logged(
    nominatim: NominatimGeocoder, nominatim_server, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        nominatim.geocode("Zelkova Refuge")
        nominatim_server.answer = lambda question: (500, question)
        nominatim.geocode("Zelkova Clinic")
    assert len(nominatim_server.asked) == 2
    assert "elkova" not in caplog.text


@pytest.mark.parametrize("address", ["", "nominatim.example.org", "ftp://example.org", "http://", "file:///etc"])
def test_what_is_no_address_of_a_server_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not the address"):
        NominatimGeocoder(address)


def test_a_server_may_live_under_a_path(nominatim_server) -> None:
    geocoder = NominatimGeocoder(f"{nominatim_server.address}/maps/", seconds_between=0)
    assert isinstance(geocoder.geocode("Seaton Carew"), Found)
