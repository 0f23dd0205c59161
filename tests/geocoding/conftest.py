"""Real postcodes of a few areas, the real data where it is at hand, and a Nominatim server of our own."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from hubdirectory.domain.distance import Point
from hubdirectory.geocoding.loading import load
from hubdirectory.geocoding.names import Gazetteer, NamedPlace
from hubdirectory.geocoding.nominatim import NominatimGeocoder
from hubdirectory.geocoding.port import Kind
from hubdirectory.geocoding.postcodes import Postcodes

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def real_data() -> Path:
    folder = Path(os.environ.get("HUB_SHARED_DATA") or REPOSITORY.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("The real data is not here: set HUB_SHARED_DATA to its folder.")
    return folder


@pytest.fixture(scope="session")
def postcode_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Teesside, and two areas that the meridian of Greenwich runs through."""
    path = tmp_path_factory.mktemp("postcodes") / "postcodes.db"
    load(path, ["TS", "SE", "PE"])
    return path


@pytest.fixture
def postcodes(postcode_file: Path) -> Postcodes:
    return Postcodes(postcode_file)


@pytest.fixture
def gazetteer() -> Gazetteer:
    return Gazetteer.from_entries(
        [
            NamedPlace("Central Hub", Kind.HUB, Point(54.6863, -1.2129)),
            NamedPlace("Hartlepool Central Hub", Kind.PLACE, Point(54.6864, -1.2130)),
            NamedPlace("The Café at St. Aidan’s", Kind.PLACE, Point(54.6745, -1.2180)),
            NamedPlace("Victoria", Kind.WARD, Point(54.6882, -1.2233)),
            NamedPlace("Victoria Road", Kind.STREET, Point(54.6858, -1.2150)),
            NamedPlace("Church Street", Kind.STREET, Point(54.6867, -1.2075)),
            NamedPlace("Church Street", Kind.STREET, Point(54.7300, -1.2700)),
            NamedPlace("Hartlepool Road", Kind.STREET, Point(54.7400, -1.2600)),
        ],
        town="Hartlepool",
    )


PLACES = {
    "seaton carew": [("Seaton Carew, Hartlepool, Tees Valley, England, United Kingdom", "54.6612", "-1.1930")],
    "church street": [
        ("Church Street, Hartlepool, Tees Valley, England", "54.6867", "-1.2075"),
        ("Church Street, Seaton Carew, Hartlepool, England", "54.6620", "-1.1900"),
    ],
}


class QuietServer(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that did not wait for the answer is what some tests are about."""


class FakeNominatim:
    """Answers as Nominatim does, remembers what it was asked, and misbehaves as told."""

    def __init__(self) -> None:
        self.asked: list[dict[str, list[str]]] = []
        self.agents: list[str] = []
        self.answer: Callable[[str], tuple[int, str]] = self.places
        self.delay = 0.0
        self._server = QuietServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def places(self, question: str) -> tuple[int, str]:
        found = PLACES.get(question.casefold(), [])
        return 200, json.dumps([{"display_name": n, "lat": lat, "lon": lon} for n, lat, lon in found])

    @property
    def questions(self) -> list[str]:
        return [asked["q"][0] for asked in self.asked]

    def __enter__(self) -> FakeNominatim:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = parse_qs(urlsplit(self.path).query)
                fake.asked.append(asked)
                fake.agents.append(self.headers["User-Agent"])
                time.sleep(fake.delay)
                status, body = fake.answer(asked["q"][0])
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@pytest.fixture
def nominatim_server() -> Iterator[FakeNominatim]:
    with FakeNominatim() as server:
        yield server


@pytest.fixture
def nominatim(nominatim_server: FakeNominatim) -> NominatimGeocoder:
    return NominatimGeocoder(nominatim_server.address, seconds_between=0, timeout=1)
