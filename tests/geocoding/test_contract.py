"""What every geocoder promises: one suite over all of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubdirectory.domain.distance import Point
from hubdirectory.geocoding.chain import ChainedGeocoder
from hubdirectory.geocoding.grid import GREAT_BRITAIN
from hubdirectory.geocoding.names import Gazetteer
from hubdirectory.geocoding.nominatim import NominatimGeocoder
from hubdirectory.geocoding.port import Found, Geocoder, NotFound, Reason
from hubdirectory.geocoding.postcodes import Postcodes

KNOWN = {
    "postcodes": ("ts24 7pw", "TS24 7PW"),
    "gazetteer": ("central hub", "Central Hub"),
    "nominatim": ("Seaton Carew", "Seaton Carew, Hartlepool, Tees Valley"),
    "chain": ("Seaton Carew", "Seaton Carew, Hartlepool, Tees Valley"),
}
AWKWARD = [
    "'; DROP TABLE postcode; --",
    "%",
    "*",
    '"',
    "\x00",
    "TS24\x007PW",
    "\ud800",
    "🙂🙂🙂",
    "،؟",
    "\u202eWP7 42ST",
    "ß1 1AA",
    "-" * 200,
    "9" * 200,
    "the",
    "Hartlepool",
    "st",
]


@pytest.fixture(params=sorted(KNOWN))
def adapter(request: pytest.FixtureRequest) -> tuple[str, Geocoder]:
    if request.param != "chain":
        return request.param, request.getfixturevalue(request.param)
    links = [request.getfixturevalue(name) for name in ("postcodes", "gazetteer", "nominatim")]
    return "chain", ChainedGeocoder(links)


def test_it_finds_what_it_knows(adapter: tuple[str, Geocoder]) -> None:
    name, geocoder = adapter
    asked, label = KNOWN[name]
    found = geocoder.geocode(asked)
    assert isinstance(found, Found)
    assert (found.label, found.exact) == (label, True)
    assert GREAT_BRITAIN.holds(found.point)


@pytest.mark.parametrize("text", ["", " ", "\t\n", "\u00a0"])
def test_nothing_asked_is_said_to_be_empty(adapter: tuple[str, Geocoder], text: str) -> None:
    assert adapter[1].geocode(text) == NotFound(Reason.EMPTY)


@pytest.mark.parametrize("text", ["a" * 10_000, "TS24 7PW" * 1250, " " * 10_000])
def test_ten_thousand_characters_are_too_long(adapter: tuple[str, Geocoder], text: str) -> None:
    assert adapter[1].geocode(text) == NotFound(Reason.TOO_LONG)


def test_nonsense_is_unknown(adapter: tuple[str, Geocoder]) -> None:
    assert adapter[1].geocode("qxzv jjkw") == NotFound(Reason.UNKNOWN)


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_is_answered_and_never_raises(adapter: tuple[str, Geocoder], text: str) -> None:
    assert isinstance(adapter[1].geocode(text), Found | NotFound)


def test_many_threads_at_once_get_the_same_answer(adapter: tuple[str, Geocoder]) -> None:
    name, geocoder = adapter
    expected = geocoder.geocode(KNOWN[name][0])
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(geocoder.geocode, [KNOWN[name][0]] * 64))
    assert answers == [expected] * 64


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80) | st.from_regex(r"[A-Za-z]{1,2}[0-9OI ]{1,6}[A-Za-z]{0,2}", fullmatch=True))
@pytest.mark.parametrize("name", ["postcodes", "gazetteer"])
def test_any_text_at_all_is_answered(request: pytest.FixtureRequest, name: str, text: str) -> None:
    answer = request.getfixturevalue(name).geocode(text)
    assert isinstance(answer, Found | NotFound)
    assert isinstance(answer, NotFound) or isinstance(answer.point, Point)


def test_what_is_not_set_up_says_so(tmp_path: Path) -> None:
    for geocoder in (Postcodes(tmp_path / "postcodes.db"), Gazetteer.from_entries([]), ChainedGeocoder([])):
        assert geocoder.geocode("Raby Road") == NotFound(Reason.NOT_SET_UP)


def test_what_is_broken_is_unavailable_and_does_not_raise(tmp_path: Path) -> None:
    broken = tmp_path / "postcodes.db"
    broken.write_bytes(b"not a database at all" * 100)
    for geocoder in (Postcodes(broken), NominatimGeocoder("http://127.0.0.1:9", timeout=1)):
        assert geocoder.geocode("TS24") == NotFound(Reason.UNAVAILABLE)
