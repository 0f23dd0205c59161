from __future__ import annotations

import pytest

from hubdirectory.domain import permissions
from hubdirectory.domain.permissions import BY_ROLE, Permission
from hubdirectory.domain.states import Role
from hubdirectory.web.access import ENDPOINTS, guard_every_page


def test_every_address_of_the_site_is_in_the_table_of_permissions(town_app):
    assert set(town_app.view_functions) == set(ENDPOINTS)


def test_every_rule_leads_to_an_endpoint_of_the_table(town_app):
    assert {rule.endpoint for rule in town_app.url_map.iter_rules()} == set(ENDPOINTS)


def test_every_permission_says_who_has_it():
    assert set(BY_ROLE) == set(Permission)


def test_a_site_with_an_undeclared_address_does_not_start(town):
    town.app.view_functions["residents.secret"] = lambda: ""
    with pytest.raises(LookupError, match=r"residents\.secret"):
        guard_every_page(town.app)


def test_whoever_is_not_allowed_is_refused_before_the_page_is_asked(town, monkeypatch):
    monkeypatch.setitem(permissions.BY_ROLE, Permission.FIND, frozenset({Role.MANAGER}))
    assert town.client.get("/hubs").location == "/sign-in?next=/hubs"
    town.sign_in()
    assert town.client.get("/hubs").status_code == 403
    assert town.client.get("/health/live").status_code == 200
