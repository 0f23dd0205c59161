"""Who is at a hub for a chat: put down by its staff, read by everybody."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from hubdirectory.models import AccountLocation, Location

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


def test_what_is_wrong_stands_by_its_field_and_nothing_typed_is_lost(hub):
    hub.sign_in("manager")
    page = hub.post(DUTY, day="2026-11-24", name="Ann O’Neill", opens="13:00", closes="10:00", note="", status=200)
    html = page.get_data(as_text=True)
    assert "Write when they go" in html
    assert 'value="Ann O’Neill"' in html
