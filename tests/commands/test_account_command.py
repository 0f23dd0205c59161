"""`hub account`: what it prints, and what it says where something is not there."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from hubdirectory.actions.starting import prepare_database
from hubdirectory.actions.world import open_world
from hubdirectory.app import create_app
from hubdirectory.commands.accounts import account
from hubdirectory.config import load_settings
from tests.factories.records import Records


@pytest.fixture
def world(tmp_path, monkeypatch):
    monkeypatch.setenv("HUB_INSTANCE", str(tmp_path))
    prepare_database(load_settings())
    world = open_world(load_settings())
    with world.database.writing() as session:
        Records(session).organisation("Choir")
        Records(session).location("Surgery", kind="surgery")
    yield world
    world.close()


def run(*arguments):
    return CliRunner().invoke(account, arguments)


def test_the_link_that_is_printed_signs_in(world):
    printed = run("create", "Nadia@example.org", "--role", "navigator", "--organisation", "choir", "--location", "surgery")
    link = printed.output.strip()
    assert link.startswith("http://127.0.0.1:5000/sign-in/link/")
    page = create_app(world=world).test_client().get(link.removeprefix("http://127.0.0.1:5000"))
    assert "You are about to sign in as nadia@example.org." in page.get_data(as_text=True)


def test_accounts_are_listed_with_what_they_belong_to(world):
    run("create", "nadia@example.org", "--role", "navigator", "--location", "surgery")
    run("create", "boss@example.org", "--role", "manager")
    assert run("list", "--role", "navigator").output.split("\t")[:3] == ["nadia@example.org", "navigator", "Surgery"]
    assert len(run("list").output.splitlines()) == 2


def test_a_role_is_given_and_a_lost_second_step_taken_away(world):
    run("create", "boss@example.org", "--role", "resident")
    assert run("role", "boss@example.org", "manager").output == "boss@example.org is manager now.\n"
    assert "anew" in run("reset-second-step", "boss@example.org").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["create", "nadia@example.org", "--role", "navigator", "--organisation", "nothing"], "nothing"),
        (["create", "nadia@example.org", "--role", "visitor"], "visitor"),
        (["create", "nadia", "--role", "navigator"], "@"),
        (["role", "nobody@example.org", "manager"], "nobody@example.org"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(world, arguments, said):
    told = run(*arguments)
    assert told.exit_code != 0
    assert said in told.output
    assert "Traceback" not in told.output
