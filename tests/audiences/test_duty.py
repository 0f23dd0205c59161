"""Who is at a hub for a chat: put down by its staff, read by everybody."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hubdirectory.actions.board import clear_duties
from hubdirectory.models import AccountLocation, Duty, Location, Schedule

HUB = "/hubs/community-hub-central"
DUTY = "/desk/duty/community-hub-central"


@pytest.fixture
def hub(town):
    with town.editing() as made:
        made.location()
        made.location("Community Hub North")
    return town


def test_staff_of_a_hub_say_who_is_there_and_visitors_read_it(hub):
    account_id = hub.sign_in("navigator")
    with hub.world.database.writing() as session:
        place = session.scalars(select(Location.id).where(Location.slug == "community-hub-central")).one()
        session.add(AccountLocation(account_id=account_id, location_id=place))
    assert "Somebody to talk to" not in hub.open(HUB).html
    said = {"day": "2026-11-24", "name": "Zoë", "opens": "10:00", "closes": "13:00", "note": "speaks Polish", "weekly": "1"}
    hub.post(DUTY, **said)
    page = hub.open(HUB)
    assert re.search(r"Zoë</span>, 10 ?am to 1 ?pm", page.html)
    assert "speaks Polish" in page.html
    duty = re.search(r'name="duty" value="([^"]+)"', hub.open(DUTY).html)[1]
    hub.post(f"{DUTY}/remove", DUTY, duty=duty)
    assert "Zoë" not in hub.open(HUB).html
    assert hub.client.get("/desk/duty/community-hub-north").status_code == 404


def test_who_has_gone_home_is_not_offered_and_the_next_day_is(hub):
    hub.sign_in("manager")
    common = {"note": "", "closes": "10:15", "opens": "09:00"}
    hub.post(DUTY, day="2026-11-24", name="Gone", **common)
    hub.post(DUTY, day="2026-11-26", name="Thursday’s", **common)
    page = hub.open(HUB)
    assert "Thursday’s" in page.html
    assert "Gone" not in page.html


def test_nobody_is_there_on_a_day_when_the_hub_is_shut(hub):
    with hub.editing() as made:
        place = made.session.scalar(select(Location.id).where(Location.slug == "community-hub-central"))
        for day in ("TU", "TH"):
            made.add(Schedule(location_id=place, byday=[day], opens_at=time(9), closes_at=time(17)))
    hub.sign_in("manager")
    common = {"note": "", "closes": "16:00", "opens": "09:00"}
    hub.post(DUTY, day="2026-11-25", name="Wednesday’s", **common)
    assert "Wednesday’s" not in hub.open(HUB).html
    hub.post(DUTY, day="2026-11-26", name="Thursday’s", **common)
    assert "Thursday’s" in hub.open(HUB).html


def test_a_weekly_duty_that_was_taken_off_is_put_back_with_one_press(hub):
    hub.sign_in("manager")
    hub.post(DUTY, day="2026-11-25", name="Zoë", opens="10:00", closes="13:00", note="speaks Polish", weekly="1")
    page = hub.open(DUTY)
    assert "Take off every week" in page.html
    asked = {name: re.search(f'name="{name}" value="([^"]+)"', page.html)[1] for name in ("duty", "day")}
    hub.post(f"{DUTY}/remove", DUTY, **asked)
    page = hub.open(DUTY)
    assert "Taken off every week: Zoë" in page.html
    fields = {one.get("name"): one.get("value") for one in page.all("input") if one.get("id")}
    assert fields == {"name": "Zoë", "opens": "10:00", "closes": "13:00", "note": "speaks Polish", "weekly": "1"}
    assert next(one for one in page.all("option") if one.get("selected") is not None).get("value") == "2026-11-25"
    assert next(one for one in page.all("input") if one.get("name") == "weekly").get("checked") is not None


def test_a_name_is_not_kept_after_its_day(hub):
    hub.sign_in("manager")
    common = {"note": "", "opens": "09:00", "closes": "16:00"}
    hub.post(DUTY, day="2026-11-24", name="Today’s", **common)
    hub.post(DUTY, day="2026-11-24", name="Weekly", weekly="1", **common)
    assert clear_duties(hub.world) == 0
    assert clear_duties(replace(hub.world, clock=lambda: hub.world.now() + timedelta(days=1))) == 1
    with hub.world.database.reading() as session:
        assert session.scalars(select(Duty.name)).all() == ["Weekly"]


def test_what_is_wrong_stands_by_its_field_and_nothing_typed_is_lost(hub):
    hub.sign_in("manager")
    page = hub.post(DUTY, day="2026-11-24", name="Ann O’Neill", opens="13:00", closes="10:00", note="", status=200)
    html = page.get_data(as_text=True)
    assert "Write when they go" in html
    assert 'value="Ann O’Neill"' in html
