from __future__ import annotations

import re
import shutil
from collections import Counter
from contextlib import contextmanager
from itertools import pairwise

import html5lib
import pytest
from sqlalchemy import select

from hubdirectory.actions.world import open_world
from hubdirectory.app import create_app
from hubdirectory.config import load_settings
from hubdirectory.indexing import touch
from hubdirectory.models import Service
from hubdirectory.web.signing_in import COOKIE
from tests.factories.accounts import make_account, session_for
from tests.factories.records import Records

NOW = "2026-11-24T10:30"  # a Tuesday
LARGEST_PAGE = 100_000
HTML = "{http://www.w3.org/1999/xhtml}"


class Page:
    """A page that was opened: its answer and its tree. What every page must hold was checked as it was opened."""

    def __init__(self, answer):
        self.answer, self.status = answer, answer.status_code
        self.html = answer.get_data(as_text=True)
        self.tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=True).parse(self.html)

    def all(self, tag):
        return list(self.tree.iter(HTML + tag))

    def text_of(self, tag):
        return words(self.all(tag)[0])

    @property
    def text(self):
        return words(self.all("main")[0])

    def links(self):
        return {words(link): link.get("href") for link in self.all("a")}

    def ids(self):
        return [element.get("id") for element in self.tree.iter() if element.get("id")]


def words(element):
    return " ".join("".join(element.itertext()).split())


class Reader:
    """Opens pages as a visitor does, and checks each of them."""

    def __init__(self, client):
        self.client = client

    def open(self, address, status=200):
        answer = self.client.get(address)
        assert answer.status_code == status, f"{address} answered {answer.status_code}"
        page = Page(answer)
        check(page, address)
        return page


def check(page, address):
    """What every page must hold, whatever it shows."""
    heading = [words(one) for one in page.all("h1")]
    assert len(heading) == 1, f"{address} has {len(heading)} first headings"
    # A page about abuse says nothing in its title.
    discreet = page.all("body")[0].get("data-discreet") is not None
    said = page.text_of("title").removeprefix("Problem: ")
    assert discreet or said.startswith(heading[0]), f"{address}: title and heading differ"
    assert not [one for one, number in Counter(page.ids()).items() if number > 1], f"{address} gives an id twice"
    assert len(page.html.encode()) < LARGEST_PAGE, f"{address} is too large"
    _check_nothing_inline(page, address)
    _check_labels(page, address)
    _check_headings(page, address)


def _check_nothing_inline(page, address):
    for element in page.tree.iter():
        handlers = [name for name in element.attrib if name.startswith("on") or name == "style"]
        assert not handlers, f"{address} has {handlers} in the page itself"
    assert not page.all("style"), f"{address} has a style in the page itself"
    for script in page.all("script"):
        assert script.get("src") or script.get("type") in ("application/ld+json", "application/json"), address


def _check_labels(page, address):
    labelled = {label.get("for") for label in page.all("label")}
    inside = {field for label in page.all("label") for field in label.iter(HTML + "input")}
    for tag in ("input", "select", "textarea"):
        for field in page.all(tag):
            named = field.get("type") == "hidden" or field.get("id") in labelled or field in inside
            assert named, f"{address}: the field {field.get('name')} has no label"


def _check_headings(page, address):
    levels = [int(one.tag[-1]) for one in page.tree.iter() if one.tag in {f"{HTML}h{n}" for n in range(1, 7)}]
    after = levels[levels.index(1) :]
    jumps = [(a, b) for a, b in pairwise(after) if b > a + 1]
    assert not jumps, f"{address} skips a level of heading: {jumps}"


@pytest.fixture(scope="session")
def town_app(sample_town):
    """The sample town's website."""
    app = create_app(sample_town)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app


@pytest.fixture(scope="session")
def town_reader(town_app):
    return Reader(town_app.test_client())


class SmallTown:
    """A few services on a Tuesday morning, to change as a test needs."""

    def __init__(self, world):
        self.world = world
        self.app = create_app(world=world)
        self.app.config.update(PROPAGATE_EXCEPTIONS=True, WTF_CSRF_ENABLED=True)
        self.client = self.app.test_client()
        self.reader = Reader(self.client)

    @contextmanager
    def editing(self):
        with self.world.database.writing() as session:
            yield Records(session)
            numbers = touch(session, session.scalars(select(Service.id)).all(), self.world.engine_names)
        self.world.index_now(numbers)
        self.app.extensions["site_facts"].sample.forget()

    def open(self, address, status=200):
        return self.reader.open(address, status)

    def account(self, role="resident", **more):
        """An account's id; `member_of="slug", member="owner"` makes it a member."""
        return make_account(self.world, role, **more)

    def sign_in(self, role="resident", second_step=True, **more):
        """Signs the town's own client in to a new account of this role; its id."""
        account_id = self.account(role, **more)
        sign_in(self.client, account_id, second_step)
        return account_id

    def post(self, address, /, page="", status=303, **fields):
        """Sends a form of the page as a browser does, with its token. `page`: where the form stands, if not at `address`."""
        answer = self.client.get(page or address)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.get_data(as_text=True))
        assert found, f"{page or address} has no form"
        sent = self.client.post(address, data={"csrf_token": found[1], **fields})
        assert sent.status_code == status, f"{address} answered {sent.status_code}"
        return sent


def sign_in(client, account_id, second_step=True):
    """Signs a test client in to an account, as a sign-in would; every later request of the client is that account's."""
    opened = session_for(client.application.extensions["world"], account_id, second_step)
    client.set_cookie(COOKIE, opened.token)
    return opened


@pytest.fixture(name="sign_in")
def sign_in_fixture():
    return sign_in


@pytest.fixture
def town(empty_directory, tmp_path):
    shutil.copytree(empty_directory, tmp_path, dirs_exist_ok=True)
    world = open_world(load_settings({"HUB_INSTANCE": str(tmp_path), "HUB_NOW": NOW}))
    yield SmallTown(world)
    world.close()
