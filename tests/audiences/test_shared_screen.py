"""A hub's shared screen, without a script: signed out, not cached, and only staff stop it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from hubdirectory.actions import records
from hubdirectory.domain.states import Role
from hubdirectory.models import Location
from hubdirectory.web.shared_screens import COOKIE
from tests.factories.people import person

TOUCH = "/hubs/community-hub-central/touch"


@pytest.fixture
def hub(town):
    with town.editing() as made:
        made.location()
        made.location("Old Chapel", kind="venue")
    return town


def world_later(hub):
    """Sets the site's clock on, again and again."""
    moment = hub.world.now()

    def later(**by):
        nonlocal moment
        moment += timedelta(**by)

    hub.app.extensions["world"] = replace(hub.world, clock=lambda: moment)
    return later


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


def test_a_screen_that_was_shared_before_it_knew_its_last_moment_begins_anew_and_stays_shared(hub):
    hub.client.set_cookie(COOKIE, "community-hub-central.0123456789abcdef")
    answer = hub.client.get("/needs")
    assert (answer.status_code, answer.location) == (303, TOUCH)
    assert "data-shared=" in hub.open(TOUCH).html


def test_a_new_visit_shows_nothing_of_who_was_there(hub):
    hub.post(TOUCH)
    hub.sign_in("manager")
    assert 'class="doors"' in hub.open("/needs").html
    assert 'class="doors"' not in hub.open(TOUCH).html
    polish = hub.open("/needs?lang=pl")
    assert f'data-shared="{TOUCH}"' in polish.html
    exit_link = next(one for one in polish.all("a") if one.get("data-exit") is not None)
    assert exit_link.get("href") == TOUCH


def test_a_visit_that_nobody_was_heard_of_is_over_wherever_they_went(hub):
    later = world_later(hub)
    hub.post(TOUCH)
    hub.sign_in()
    for _ in range(3):
        later(seconds=80)
        assert hub.client.get("/touched").status_code == 204
    assert hub.client.get("/account").status_code == 200
    later(seconds=91)
    for address in ("/account", "/touched", "/search?q=debt&lang=pl"):
        answer = hub.client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (303, TOUCH)
    assert hub.client.post("/sign-out").headers["Location"] == TOUCH
    hub.open(TOUCH)
    assert hub.client.get("/account").headers["Location"].startswith("/sign-in")


def test_a_screen_forgets_when_its_hub_is_renamed_and_when_it_has_closed(hub):
    hub.post(TOUCH)
    hub.sign_in()
    mina = person(hub.world, "Mina", Role.MANAGER)
    with hub.world.database.reading() as session:
        place = session.scalar(select(Location.id).where(Location.slug == "community-hub-central"))
    records.edit(hub.world, mina, "location", place, {"name": "Harbour Hub"})
    moved = hub.client.get(TOUCH)
    assert (moved.status_code, moved.headers["Location"]) == (301, "/hubs/harbour-hub/touch")
    assert moved.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert hub.client.get("/account").status_code == 303
    assert "forgets you within a minute" in hub.open("/hubs/harbour-hub/touch").html
    hub.sign_in()
    records.close(hub.world, mina, "location", place, reason="Shut")
    hub.open("/hubs/harbour-hub/touch", 410)
    assert hub.client.get("/account").status_code == 303


def test_only_staff_make_it_an_ordinary_device_again(hub):
    hub.post(TOUCH)
    assert hub.client.get(f"{TOUCH}/stop").status_code == 303
    hub.sign_in("manager")
    hub.post(f"{TOUCH}/stop")
    assert "data-shared=" not in hub.open("/needs").html


def test_only_hubs_have_one(hub):
    hub.open("/hubs/old-chapel/touch", 404)
    hub.open("/hubs/nowhere/touch", 404)
