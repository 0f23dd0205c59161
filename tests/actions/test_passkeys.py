"""Passkeys as the first and the second step: on both databases."""

from __future__ import annotations

import json

import pytest

from hubdirectory.actions.accounts import passkeys
from hubdirectory.actions.accounts.passkeys import Party, PasskeyRefused
from hubdirectory.actions.accounts.sessions import SessionState
from tests.factories.accounts import make_account, session_for
from tests.factories.authenticator import SecurityKey

PARTY = Party("hubs.example.org", "https://hubs.example.org")


@pytest.fixture
def key(world):
    return SecurityKey(world, make_account(world, "manager", email="morgan@example.org"), PARTY)


def pressed(world, key, waiting=None, verified=False):
    answer = key.answer(passkeys.options_to_sign_in(world, PARTY, waiting), verified)
    return passkeys.sign_in(world, PARTY, answer, "", False, waiting)


def test_a_key_that_only_was_there_is_not_both_steps(world, key):
    waiting = pressed(world, key)
    assert waiting.state is SessionState.WAITING
    with pytest.raises(PasskeyRefused):
        pressed(world, key, waiting)
    assert pressed(world, key, waiting, verified=True).state is SessionState.OPEN


def test_after_a_passkey_the_second_step_asks_the_key_to_know_its_owner(world, key):
    waiting = pressed(world, key)
    assert json.loads(passkeys.options_to_sign_in(world, PARTY, waiting))["userVerification"] == "required"
    assert json.loads(passkeys.options_to_sign_in(world, PARTY))["userVerification"] == "preferred"


def test_after_a_link_a_key_that_only_is_there_is_the_second_step(world, key):
    account_id = pressed(world, key, verified=True).account_id
    waiting = session_for(world, account_id, second_step=False)
    assert waiting.state is SessionState.WAITING
    assert pressed(world, key, waiting).state is SessionState.OPEN
