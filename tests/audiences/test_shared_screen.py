"""A hub's shared screen, without a script: signed out, not cached, and only staff stop it."""

from __future__ import annotations

import pytest

TOUCH = "/hubs/community-hub-central/touch"


@pytest.fixture
def hub(town):
    with town.editing() as made:
        made.location()
        made.location("Old Chapel", kind="venue")
    return town


def test_a_new_visit_signs_out_whoever_was_there(hub):
    hub.post(TOUCH)
    hub.sign_in()
    assert hub.client.get("/account").status_code == 200
    page = hub.open(TOUCH)
    assert page.answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "forgets you within a minute" in page.html
    assert hub.client.get("/account").status_code == 303
    assert hub.open("/needs").answer.headers["Cache-Control"] == "no-store"
    assert '<meta http-equiv="refresh"' in hub.open("/needs").html


def test_only_staff_make_it_an_ordinary_device_again(hub):
    hub.post(TOUCH)
    assert hub.client.get(f"{TOUCH}/stop").status_code == 303
    hub.sign_in("manager")
    hub.post(f"{TOUCH}/stop")
    assert "data-shared=" not in hub.open("/needs").html


def test_only_hubs_have_one(hub):
    hub.open("/hubs/old-chapel/touch", 404)
    hub.open("/hubs/nowhere/touch", 404)
