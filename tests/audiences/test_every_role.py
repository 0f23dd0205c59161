"""Every route of the site, walked as everybody, against the table of permissions. A new route is walked without a line here."""

from __future__ import annotations

import uuid
from datetime import date
from itertools import product

import pytest
from flask import url_for
from werkzeug.routing import AnyConverter, IntegerConverter, UUIDConverter

from hubdirectory.domain.permissions import ANYBODY, BY_ROLE, Permission, demands_second_step, role_may
from hubdirectory.domain.states import Role
from hubdirectory.web.access import ENDPOINTS
from hubdirectory.web.signing_in import COOKIE
from tests.factories.accounts import session_for

# Who walks: role, and membership of the organisation whose pages are walked.
WALKERS = {
    "anonymous": (Role.VISITOR, None),
    "resident": (Role.RESIDENT, None),
    "member of another organisation": (Role.ORGANISATION, "another"),
    "editor": (Role.ORGANISATION, "editor"),
    "owner": (Role.ORGANISATION, "owner"),
    "navigator": (Role.NAVIGATOR, None),
    "manager": (Role.MANAGER, None),
    "commissioner": (Role.COMMISSIONER, None),
}
# Values for the variable parts of addresses, by name; a part that is not here gets what its converter takes.
VALUES = {"letter": "B", "day": date(2026, 11, 24), "date": date(2026, 11, 24)}
OF_KIND = {"service": "choir-practice", "hub": "community-hub-central", "place": "community-hub-central", "need": "debt"}
# They count a press and nothing else: a page that is kept without a cookie sends it.
WITHOUT_A_TOKEN = {"pictures.pressed", "residents.opened"}
REFUSED = (403, 404)


@pytest.fixture
def walked(town):
    """A town with an organisation, and the accounts that walk."""
    with town.editing() as records:
        choir = records.organisation("Choir")
        records.organisation("Another")
        service = records.service("Choir practice", organisation=choir)
        hub = records.location()
        records.need("debt")
    town.records = {"service": service.id, "organisation": choir.id, "location": hub.id}
    town.accounts = {}
    for name, (role, member) in WALKERS.items():
        if role is not Role.VISITOR:
            belongs = {None: {}, "another": {"member_of": "another", "member": "owner"}}.get(member)
            belongs = {"member_of": "choir", "member": member} if belongs is None else belongs
            town.accounts[name] = town.account(role, **belongs)
    return town


def routes(town):
    """(endpoint, address, methods) of every route, its variable parts filled in; with each word where there is a choice."""
    with town.app.test_request_context():
        for rule in town.app.url_map.iter_rules():
            choices = [[(name, value) for value in values_of(rule, name)] for name in rule._converters]
            for chosen in product(*choices):
                values = dict(chosen)
                if "record_id" in values:
                    values["record_id"] = record_of(town, rule, values)
                address = url_for(rule.endpoint, **values, **(rule.defaults or {}))
                yield rule.endpoint, address, rule.methods & {"GET", "POST"}


def values_of(rule, name):
    converter = rule._converters[name]
    if name in VALUES:
        return [VALUES[name]]
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)
    if isinstance(converter, UUIDConverter):
        return [uuid.UUID(int=7)]
    if name == "slug":
        return [OF_KIND.get(rule.endpoint.partition(".")[2], "choir")]
    return [1] if isinstance(converter, IntegerConverter) else ["choir"]


def record_of(town, rule, values):
    """The record that the other words of the address speak of."""
    kind = str(values.get("part") or values.get("kind") or rule.rule).strip("/")
    return next((key for name, key in town.records.items() if name in kind), "choir")


def of_the_organisation(town, endpoint, address):
    """A page of the organisation's own: it stands in the address, or a record of it does."""
    return ENDPOINTS[endpoint] is Permission.OUR_PAGES and any(key in address for key in town.records.values())


def outside(town, name, endpoint, address):
    """Whether this walker has nothing to do there, although the part of the site is open to them."""
    role, member = WALKERS[name]
    return of_the_organisation(town, endpoint, address) and member not in ("owner", "editor") and role is not Role.MANAGER


def client_of(town, name, second_step=True):
    client = town.app.test_client()
    if name in town.accounts:
        client.set_cookie(COOKIE, session_for(town.world, town.accounts[name], second_step).token)
    return client


def led_to_sign_in(answer):
    return answer.status_code == 303 and answer.location.startswith("/sign-in?next=")


def complaint(town, name, endpoint, address, method, answer):
    """What is wrong with this answer to this walker, "" for nothing."""
    role, member = WALKERS[name]
    said = f"{name}: {method} {address} ({endpoint}) answered {answer.status_code}"
    if not role_may(role, ENDPOINTS[endpoint]):
        if role is Role.VISITOR and not address.endswith(".json"):
            held = method == "POST" and answer.status_code == 403
            return "" if held or led_to_sign_in(answer) else f"{said}, and did not lead to signing in"
        return "" if answer.status_code == 403 else f"{said}, and should have refused"
    if outside(town, name, endpoint, address):
        return "" if answer.status_code in REFUSED else f"{said}, and is another organisation's"
    if led_to_sign_in(answer) or (answer.status_code == 403 and member != "editor"):
        return f"{said}, and should have let them in"
    return "" if answer.status_code < 500 else said


@pytest.mark.parametrize("name", WALKERS)
def test_every_page_opens_for_whom_the_table_says_and_for_nobody_else(walked, name):
    complaints, client = [], client_of(walked, name)
    for endpoint, address, methods in routes(walked):
        if "GET" in methods:
            complaints.append(complaint(walked, name, endpoint, address, "GET", client.get(address)))
    assert len(complaints) > 60
    assert "\n".join(one for one in complaints if one) == ""


@pytest.mark.parametrize("name", WALKERS)
def test_every_form_is_refused_to_whom_the_table_does_not_name(walked, name):
    walked.app.config["WTF_CSRF_ENABLED"] = False
    complaints, client = [], client_of(walked, name)
    for endpoint, address, methods in routes(walked):
        may = role_may(WALKERS[name][0], ENDPOINTS[endpoint]) and not outside(walked, name, endpoint, address)
        if "POST" in methods and not may:
            complaints.append(complaint(walked, name, endpoint, address, "POST", client.post(address)))
    assert "\n".join(one for one in complaints if one) == ""


@pytest.mark.parametrize("name", WALKERS)
def test_no_form_is_taken_from_another_site(walked, name):
    taken, client = [], client_of(walked, name)
    for endpoint, address, methods in routes(walked):
        if "POST" in methods and role_may(WALKERS[name][0], ENDPOINTS[endpoint]) and endpoint not in WITHOUT_A_TOKEN:
            answer = client.post(address, headers={"Sec-Fetch-Site": "cross-site"})
            taken += [] if answer.status_code in (400, 403, 404) else [f"{name}: {address} answered {answer.status_code}"]
    assert "\n".join(taken) == ""


@pytest.mark.parametrize("name", [name for name, (role, _) in WALKERS.items() if demands_second_step(role)])
def test_without_the_second_step_that_a_role_demands_nothing_more_opens_than_for_a_resident(walked, name):
    wrong, client, role = [], client_of(walked, name, second_step=False), WALKERS[name][0]
    for endpoint, address, methods in routes(walked):
        if "GET" in methods and role_may(role, ENDPOINTS[endpoint]) and not role_may(Role.RESIDENT, ENDPOINTS[endpoint]):
            answer = client.get(address)
            led = answer.status_code == 303 and answer.location.startswith("/account/second-step-needed")
            wrong += [] if led or answer.status_code == 403 else [f"{address} answered {answer.status_code}"]
    assert "\n".join(wrong) == ""


def test_a_page_for_somebody_signed_in_is_kept_by_no_browser_and_no_search_engine(walked):
    client = client_of(walked, "manager")
    for endpoint, address, methods in routes(walked):
        if "GET" in methods and BY_ROLE[ENDPOINTS[endpoint]] != ANYBODY:
            answer = client.get(address)
            assert answer.headers["Cache-Control"] == "no-store", address
            if answer.mimetype == "text/html" and answer.status_code == 200:
                assert '<meta name="robots" content="noindex">' in answer.get_data(as_text=True), address
