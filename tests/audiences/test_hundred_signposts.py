"""A hundred signposts through the real server, each with a name, postcode, e-mail address and number: none of it is left."""

from __future__ import annotations

import hashlib
import re
from contextlib import closing
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import requests
from sqlalchemy import select

from hubdirectory.actions.world import open_world
from hubdirectory.bench.servers import Hub
from hubdirectory.models import Account, Sheet, Signpost
from hubdirectory.web.signing_in import COOKIE
from tests.factories.accounts import session_for

POSTCODES = ("TS24 0JJ", "TS25 5JN", "TS26 0JP", "TS24 0JQ", "TS25 5JJ")
# What everybody may look up, and nobody writes to.
REFERENCE = ("postcodes.db",)
WAYS = ("print", "link", "email", "show", "text")
ROUNDS = 100


class Navigator:
    """Somebody at a computer in a surgery, with the cookies of a browser."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.browser, self.token = url, requests.Session(), ""
        self.browser.cookies.set(COOKIE, token, domain="127.0.0.1")

    def get(self, address: str) -> str:
        return self._page(self.browser.get(self.url + address, timeout=60))

    def send(self, address: str, **fields: object) -> str:
        """Sends a form, with the page that it leads to. One token serves for all of a session's forms."""
        self.token = self.token or re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get("/navigate"))[1]
        return self._page(self.browser.post(self.url + address, {"csrf_token": self.token, **fields}, timeout=60))

    @staticmethod
    def _page(answer: requests.Response) -> str:
        assert answer.status_code == 200, f"{answer.url} answered {answer.status_code}"
        return answer.text


def person(number: int) -> dict[str, str]:
    return {
        "name": f"Quillonia{number:03}", "email": f"quillonia{number:03}@persons.example", "number": f"07700 9{number:05}",
        "words": f"zzquill{number:03} cannot sleep", "postcode": POSTCODES[number % len(POSTCODES)],
    }  # fmt: skip


def signpost(navigator: Navigator, number: int) -> None:
    one = person(number)
    if number % len(WAYS) == 0:  # as they would look it up themselves
        navigator.get(f"/search?{urlencode({'q': one['words'], 'near': one['postcode']})}")
    found = navigator.send("/navigate/find", postcode=one["postcode"], q="", need="debt", age="34", go="find")
    slugs = re.findall(r'name="pick"[^>]*value="([^"]+)"', found)[:3]
    assert slugs, " ".join(re.sub(r"<[^>]+>", " ", found).split())[:3000]
    place = re.search(r'place=([a-z0-9-]+)', unescape(found))
    sheet = f"/navigate/sheet?{urlencode([*(('service', slug) for slug in slugs), ('need', 'debt'), ('age', '26-to-64')])}"
    sheet += f"&place={place[1]}" if place else ""
    way = WAYS[number % len(WAYS)]
    navigator.send(
        sheet, way=way, language="en", style="ordinary", name=one["name"], start="", alive="y",
        email=one["email"] if way == "email" else "", number=one["number"] if way == "text" else "",
    )  # fmt: skip


def left_of(people: list[dict[str, str]], folder: Path) -> list[str]:
    """Where something of somebody is written."""
    planted = {value for one in people for value in (one["name"], one["email"], one["words"][:9], one["number"])}
    planted |= {one["number"].replace(" ", "")[1:] for one in people}
    planted |= {code.replace(" ", between) for code in POSTCODES for between in ("", " ", "+", "%20")}
    signs = re.compile("|".join(sorted(map(re.escape, planted))).encode(), re.IGNORECASE)
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in REFERENCE]
    assert len(files) > 5
    return [f"{path.name}: {found[0].decode()}" for path in files if (found := signs.search(path.read_bytes()))]


def test_of_a_hundred_signposts_no_name_postcode_address_or_number_is_in_any_file(own_town, mail_server):
    with closing(open_world(own_town)) as world:
        with world.database.reading() as session:
            account = session.scalars(select(Account.id).where(Account.email == "navigator@sample.example")).one()
            before = len(session.scalars(select(Signpost.id)).all())
        token = session_for(world, account).token
        postcodes = hashlib.sha256((own_town.instance / "postcodes.db").read_bytes()).digest()
        with closing(Hub(own_town.instance, MAIL_URL=mail_server.url, HUB_ENV="development")) as hub:
            hub.serve()
            navigator = Navigator(hub.url, token)
            for number in range(ROUNDS):
                signpost(navigator, number)
        with world.database.reading() as session:
            assert len(session.scalars(select(Signpost.id)).all()) - before >= ROUNDS * 3 // len(WAYS)
            assert session.scalars(select(Sheet.id)).all()
    mailed = {person(number)["email"] for number in range(ROUNDS) if WAYS[number % len(WAYS)] == "email"}
    assert {to for message in mail_server.messages if (to := message["To"]).endswith("@persons.example")} == mailed
    assert left_of([person(number) for number in range(ROUNDS)], own_town.instance) == []
    assert hashlib.sha256((own_town.instance / "postcodes.db").read_bytes()).digest() == postcodes
