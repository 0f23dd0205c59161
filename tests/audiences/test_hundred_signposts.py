"""A hundred signposts through the real server, each with a name, postcode, e-mail address and number: none of it is left."""

from __future__ import annotations

import hashlib
import re
import secrets
from contextlib import closing
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
import requests
from sqlalchemy import select

from hubdirectory import paper
from hubdirectory.actions.world import open_world
from hubdirectory.bench.servers import Hub
from hubdirectory.models import Account, Sheet, Signpost
from hubdirectory.web.signing_in import COOKIE
from tests.factories.accounts import session_for
from tests.texting.conftest import RecordedNotify

POSTCODES = ("TS24 0JJ", "TS25 5JN", "TS26 0JP", "TS24 0JQ", "TS25 5JJ")
# What everybody may look up, and nobody writes to.
REFERENCE = ("postcodes.db",)
# As many ways as are not a divisor of so many postcodes: each postcode goes each way. What the page says when it went.
WAYS = {
    "print": "Nothing of what you typed is kept.", "link": "This is the only time that it is shown.",
    "email": "We have forgotten the address.", "text": "We have forgotten the number.",
}  # fmt: skip
ROUNDS = 100
# Rounds on paper that are a PDF instead, which takes a second each.
PDFS = (16, 40, 64) if paper.is_there() else ()
NOTIFY = {
    "NOTIFY_API_KEY": "hub-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0",
    "NOTIFY_TEMPLATE": "t",
}


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
        "start": POSTCODES[(number + 2) % len(POSTCODES)],
    }  # fmt: skip


def way_of(number: int) -> str:
    return "pdf" if number in PDFS else list(WAYS)[number % len(WAYS)]


def signpost(navigator: Navigator, number: int) -> None:
    one = person(number)
    if number % 3 == 0:  # as they would look it up themselves
        navigator.get(f"/search?{urlencode({'q': one['words'], 'near': one['postcode']})}")
    found = navigator.send("/navigate/find", postcode=one["postcode"], q="", need="debt", age="34", go="find")
    slugs = re.findall(r'name="pick"[^>]*value="([^"]+)"', found)[:3]
    assert slugs, " ".join(re.sub(r"<[^>]+>", " ", found).split())[:3000]
    place = re.search(r"place=([a-z0-9-]+)", unescape(found))[1]
    asked = [*(("service", slug) for slug in slugs), ("need", "debt"), ("age", "26-to-64"), ("place", place)]
    way = way_of(number)
    handed = navigator.send(
        f"/navigate/sheet?{urlencode(asked)}", way=way, language="en", style="ordinary", name=one["name"], start=one["start"],
        alive="y", email=one["email"] if way == "email" else "", number=one["number"] if way == "text" else "",
        once=secrets.token_urlsafe(16),
    )  # fmt: skip
    assert handed.startswith("%PDF") if way == "pdf" else WAYS[way] in unescape(handed)


def left_of(people: list[dict[str, str]], folder: Path, *, serving: bool) -> list[str]:
    """Where something of somebody is written. `serving`: what a database has yet to take in stands beside it."""
    codes = {code.lower().replace(" ", between) for code in POSTCODES for between in ("", " ", "+", "%20")}
    signs = {"quillonia", "zzquill", "7700 9000", "77009000", *codes}  # how each value of theirs, and nobody else's, begins
    assert all(any(sign in value.lower() for sign in signs) for one in people for value in one.values())
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in REFERENCE]
    assert len(files) > 5
    assert not serving or any(path.name.endswith("-wal") and path.stat().st_size > 10_000 for path in files)
    whole = {path.name: path.read_bytes().lower() for path in files}
    return [f"{name}: {sign}" for name, said in whole.items() for sign in sorted(signs) if sign.encode() in said]


@pytest.fixture
def notify():
    server = RecordedNotify()
    yield server
    server.close()


def test_of_a_hundred_signposts_no_name_postcode_address_or_number_is_in_any_file(own_town, mail_server, notify):
    people = [person(number) for number in range(ROUNDS)]
    temporary = own_town.instance / "temporary"
    temporary.mkdir()
    settings = {
        "MAIL_URL": mail_server.url,
        "HUB_ENV": "development",
        "TMPDIR": str(temporary),
        "NOTIFY_URL": notify.url,
        **NOTIFY,
    }
    with closing(open_world(own_town)) as world:
        with world.database.reading() as session:
            account = session.scalars(select(Account.id).where(Account.email == "navigator@sample.example")).one()
            before = len(session.scalars(select(Signpost.id)).all())
        token = session_for(world, account).token
        postcodes = hashlib.sha256((own_town.instance / "postcodes.db").read_bytes()).digest()
        with closing(Hub(own_town.instance, **settings)) as hub:
            hub.serve()
            navigator = Navigator(hub.url, token)
            for number in range(ROUNDS):
                signpost(navigator, number)
            assert left_of(people, own_town.instance, serving=True) == []
        with world.database.reading() as session:
            assert len(session.scalars(select(Signpost.id)).all()) - before == ROUNDS
            assert len(session.scalars(select(Sheet.id)).all()) >= ROUNDS
    sent = {way: {number for number in range(ROUNDS) if way_of(number) == way} for way in WAYS}
    mailed = {to for message in mail_server.messages if (to := message["To"]).endswith("@persons.example")}
    assert mailed == {people[number]["email"] for number in sent["email"]}
    texted = [body["phone_number"] for _, body in notify.asked]
    assert texted == [f"+44{people[number]['number'].replace(' ', '')[1:]}" for number in sorted(sent["text"])]
    assert left_of(people, own_town.instance, serving=False) == []
    assert hashlib.sha256((own_town.instance / "postcodes.db").read_bytes()).digest() == postcodes
