"""`hub referrals`: keys, and what is held about somebody."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from hubdirectory.actions import referring
from hubdirectory.actions.referring import Asked, Details
from hubdirectory.actions.starting import prepare_database
from hubdirectory.actions.world import open_world
from hubdirectory.commands.referring import referrals
from hubdirectory.config import load_settings
from hubdirectory.domain.referrals import Question
from tests.factories.accounts import actor_for, make_account
from tests.factories.records import Records


def run(*arguments, **more):
    return CliRunner().invoke(referrals, arguments, **more)


@pytest.fixture
def installation(tmp_path, monkeypatch):
    """One referral, sealed with the first key."""
    key = run("new-key").output.strip()
    for name, value in {"HUB_INSTANCE": str(tmp_path), "REFERRALS": "yes", "REFERRAL_KEY": key}.items():
        monkeypatch.setenv(name, value)
    prepare_database(load_settings())
    world = open_world(load_settings())
    with world.database.writing() as session:
        records = Records(session)
        shed = records.organisation("Shed")
        records.service("Tea", organisation=shed, accepts_referrals=True)
        slug = shed.slug
    nadia = actor_for(world, make_account(world, "navigator"))
    owner = make_account(world, "organisation", member_of=slug, member="owner", totp_confirmed_at=world.now())
    referring.name_reader(world, actor_for(world, owner), next(iter(actor_for(world, owner).memberships)), owner)
    asked = [Asked(question, "May we?", True) for question in Question]
    referring.refer(world, nadia, "tea", asked, Details("Amina K", "07700 900461", "Company"))
    world.close()
    return key


def test_what_is_held_is_printed_and_taken_away_by_a_name_that_is_asked_for(installation):
    printed = run("find", input="amina\n")
    assert json.loads(printed.stdout)[0]["details"]["contact"] == "07700 900461"
    assert run("erase", "07700900461", input="n\n").exit_code == 1
    erased = run("erase", "07700900461", "--yes")
    assert [one["service"] for one in json.loads(erased.stdout)] == ["Tea"]
    assert json.loads(run("find", "amina").stdout) == []


def test_a_key_is_changed_and_a_lost_one_is_said_plainly(installation, monkeypatch):
    new = run("new-key").output.strip()
    monkeypatch.setenv("REFERRAL_KEY", new)
    assert "Put the key that sealed it back" in run("find", "amina").output
    monkeypatch.setenv("REFERRAL_KEY", f"{new} {installation}")
    assert run("rotate-keys").output.startswith("1 sealed anew")
    monkeypatch.setenv("REFERRAL_KEY", new)
    assert len(json.loads(run("find", "amina").stdout)) == 1
