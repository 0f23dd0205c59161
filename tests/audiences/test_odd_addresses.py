"""Whatever stands in an address, a person gets a page and a machine gets JSON: never a 500."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubdirectory.audiences.residents.asked import GROUPS

EXAMPLES = 60
KEYS = st.sampled_from([*GROUPS, "q", "near", "within", "open", "sort", "page", "where", "lang", "other"])
ODD = ["0", "-1", "abc", "nan", "inf", "1e999", "\x00", "a\x00b", "²", "١", "' OR 1=1 --", "*", '"', "(", "%", "\ud83d",
       "food", "TS24 7PW", "now", "name", "distance", "anywhere", "x" * 10_000, "9" * 20, "monday", "free", "pl"]  # fmt: skip
VALUES = st.one_of(st.sampled_from(ODD), st.text(max_size=40))
QUERIES = st.lists(st.tuples(KEYS, VALUES), max_size=8)


def address(path, pairs):
    return f"{path}?{urlencode(pairs, errors='replace')}"


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=QUERIES)
def test_any_query_string_gets_a_results_page(town_app, pairs):
    answer = town_app.test_client().get(address("/search", pairs))
    assert answer.status_code in (200, 302)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=QUERIES)
def test_any_query_string_gets_json(town_app, pairs):
    answer = town_app.test_client().get(address("/search.json", pairs))
    assert answer.status_code in (200, 400)
    assert answer.is_json


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=VALUES)
def test_any_text_gets_suggestions(town_app, text):
    assert town_app.test_client().get(address("/suggest", [("q", text)])).status_code == 200


@settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=VALUES)
def test_any_name_in_an_address_is_a_page_or_404(town_app, name):
    client = town_app.test_client()
    for part in ("services", "organisations", "hubs", "places", "needs", "a-to-z"):
        path = f"/{part}/{name.encode('utf-8', 'replace').decode()}"
        assert client.get(path).status_code in (200, 301, 308, 404)


NO_ADDRESSES = ["/%00", "/services/%00", "/a-to-z/%FF", "/services/../../etc/passwd", "/static/../app.py", "//x"]


@pytest.mark.parametrize("path", NO_ADDRESSES)
def test_an_address_that_is_no_address_is_404(town_app, path):
    assert town_app.test_client().get(path).status_code in (308, 404)


def test_a_form_sent_where_none_is_taken_is_refused(town_app):
    answer = town_app.test_client().post("/about")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
