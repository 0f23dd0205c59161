"""Every route of the site, walked as everybody, against the table of permissions. A new route is walked without a line here."""

from __future__ import annotations

from datetime import date

import pytest
from flask import url_for

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
REFUSED = (403, 404)


@pytest.fixture
def walked(town):
    """A town with an organisation, and the accounts that walk."""
    with town.editing() as records:
        choir = records.organisation("Choir")
        records.organisation("Another")
        records.service("Choir practice", organisation=choir)
        records.location()
        records.need("debt")
    town.ids = {}
    for name, (role, member) in WALKERS.items():
        if role is not Role.VISITOR:
            belongs = {None: {}, "another": {"member_of": "another", "member": "owner"}}.get(member)
            belongs = {"member_of": "choir", "member": member} if belongs is None else belongs
            town.ids[name] = town.account(role, **belongs)
    return town


def routes(app):
    """(endpoint, address, methods) of every route, its variable parts filled in."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            values = {name: value_of(rule, name) for name in rule.arguments}
            yield rule.endpoint, url_for(rule.endpoint, **values), rule.methods & {"GET", "POST"}


def value_of(rule, name):
    if name in VALUES:
        return VALUES[name]
    if name == "slug":
        return OF_KIND.get(rule.endpoint.partition(".")[2], "choir")
    converter = rule._converters[name]
    if type(converter).__name__ == "AnyConverter":
        return sorted(converter.items)[0] if "services" not in converter.items else "services"
    return 1 if converter.regex in (r"\d+", r"-?\d+") else "choir"


def of_the_organisation(endpoint, address):
    """A page of one organisation's own: which one stands in its address."""
    return ENDPOINTS[endpoint] is Permission.OUR_PAGES and "/choir" in address


def client_of(town, name, second_step=True):
    """A fresh session for each request: some pages end it."""
    client = town.app.test_client()
    if name in town.ids:
        client.set_cookie(COOKIE, session_for(town.world, town.ids[name], second_step).token)
    return client


def led_to_sign_in(answer):
    return answer.status_code == 303 and answer.location.startswith("/sign-in?next=")


def complaint(name, endpoint, address, method, answer):
    """What is wrong with this answer to this walker, "" for nothing."""
    role, member = WALKERS[name]
    said = f"{name}: {method} {address} ({endpoint}) answered {answer.status_code}"
    if not role_may(role, ENDPOINTS[endpoint]):
        if role is Role.VISITOR and not address.endswith(".json"):
            held = method == "POST" and answer.status_code == 403
            return "" if held or led_to_sign_in(answer) else f"{said}, and did not lead to signing in"
        return "" if answer.status_code == 403 else f"{said}, and should have refused"
    if of_the_organisation(endpoint, address) and member not in ("owner", "editor") and role is not Role.MANAGER:
        return "" if answer.status_code in REFUSED else f"{said}, and is another organisation's"
    if led_to_sign_in(answer) or (answer.status_code == 403 and member != "editor"):
        return f"{said}, and should have let them in"
    return "" if answer.status_code < 500 else said


@pytest.mark.parametrize("name", WALKERS)
def test_every_page_opens_for_whom_the_table_says_and_for_nobody_else(walked, name):
    complaints = []
    for endpoint, address, methods in routes(walked.app):
        if "GET" in methods:
            answer = client_of(walked, name).get(address)
            complaints.append(complaint(name, endpoint, address, "GET", answer))
    assert len(complaints) > 40
    assert [one for one in complaints if one] == []


@pytest.mark.parametrize("name", WALKERS)
def test_every_form_is_refused_to_whom_the_table_does_not_name(walked, name):
    walked.app.config["WTF_CSRF_ENABLED"] = False
    role, member = WALKERS[name]
    complaints = []
    for endpoint, address, methods in routes(walked.app):
        outside = of_the_organisation(endpoint, address) and member not in ("owner", "editor") and role is not Role.MANAGER
        if "POST" in methods and (outside or not role_may(role, ENDPOINTS[endpoint])):
            answer = client_of(walked, name).post(address)
            complaints.append(complaint(name, endpoint, address, "POST", answer))
    assert [one for one in complaints if one] == []


@pytest.mark.parametrize("name", WALKERS)
def test_no_form_is_taken_from_another_site(walked, name):
    role, _ = WALKERS[name]
    taken = []
    for endpoint, address, methods in routes(walked.app):
        if "POST" in methods and role_may(role, ENDPOINTS[endpoint]):
            answer = client_of(walked, name).post(address, headers={"Sec-Fetch-Site": "cross-site"})
            taken += [] if answer.status_code in (400, 403, 404) else [f"{name}: {address} answered {answer.status_code}"]
    assert taken == []


@pytest.mark.parametrize("name", [name for name, (role, _) in WALKERS.items() if demands_second_step(role)])
def test_without_the_second_step_that_a_role_demands_nothing_more_opens_than_for_a_resident(walked, name):
    role, _ = WALKERS[name]
    wrong = []
    for endpoint, address, methods in routes(walked.app):
        if "GET" in methods and role_may(role, ENDPOINTS[endpoint]) and not role_may(Role.RESIDENT, ENDPOINTS[endpoint]):
            answer = client_of(walked, name, second_step=False).get(address)
            led = answer.status_code == 303 and answer.location.startswith("/account/second-step-needed")
            wrong += [] if led or answer.status_code == 403 else [f"{address} answered {answer.status_code}"]
    assert wrong == []


def test_a_page_for_somebody_signed_in_is_kept_by_no_browser_and_no_search_engine(walked):
    for endpoint, address, methods in routes(walked.app):
        if "GET" in methods and BY_ROLE[ENDPOINTS[endpoint]] != ANYBODY:
            answer = client_of(walked, "manager").get(address)
            assert answer.headers["Cache-Control"] == "no-store", address
            if answer.mimetype == "text/html" and answer.status_code == 200:
                assert '<meta name="robots" content="noindex">' in answer.get_data(as_text=True), address
