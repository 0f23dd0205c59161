from __future__ import annotations

import pytest


@pytest.fixture
def debt(town):
    with town.editing() as records:
        central = records.location()
        records.service("Debt drop-in", needs=["debt"], places=[central], days=["WE"], cost="0")
        records.service("Debt line", needs=["debt"], modes=["phone"])
    return town


def test_the_contract_of_an_answer(debt):
    found = debt.client.get("/search.json?q=debt").json
    assert {"total": 2, "page": 1, "pages": 1, "per_page": 20, "engine": "embedded", "crisis": False}.items() <= found.items()
    assert {"need", "audience", "hub", "day", "cost", "language", "access"} <= set(found["facets"])
    assert {"slug": "debt", "count": 2}.items() <= found["facets"]["need"][0].items()
    assert found["anywhere"]["total"] == 0
    assert found["needs"] == [{"slug": "debt", "name": "Debt and money advice", "count": 2}]


def test_a_result_has_its_distance_and_its_page(debt):
    result = debt.client.get("/search.json?q=debt&near=central+hub").json["results"][0]
    expected = {"slug": "debt-drop-in", "name": "Debt drop-in", "distance_miles": 0.0, "url": "http://localhost/services/debt-drop-in"}
    assert expected.items() <= result.items()
    assert result["next"]["starts"] == "2026-11-25T10:00:00+00:00"


def test_the_second_group_has_its_own_total(debt):
    anywhere = debt.client.get("/search.json?q=debt&near=central+hub").json["anywhere"]
    assert anywhere["total"] == 1
    assert anywhere["results"][0]["slug"] == "debt-line"


@pytest.mark.parametrize(
    ("query", "key"),
    [("page=0", "page"), ("page=abc", "page"), ("page=-1", "page"), ("page=%C2%B2", "page"), ("near=x&within=-1", "within"),
     ("near=x&within=nan", "within"), ("near=x&within=inf", "within"), ("sort=price", "sort"), ("open=later", "open"),
     ("where=here", "where"), (f"q={'a' * 201}", "q"), (f"near={'a' * 10_000}", "near"), (f"need={'a' * 91}", "need")],
)  # fmt: skip
def test_nonsense_is_refused_by_name(debt, query, key):
    answer = debt.client.get(f"/search.json?{query}")
    assert answer.status_code == 400
    assert answer.json["parameter"] == key


def test_a_value_that_nobody_has_finds_nothing(debt):
    assert debt.client.get("/search.json?need=nonsense").json["total"] == 0


def test_an_unknown_key_changes_nothing(debt):
    assert debt.client.get("/search.json?q=debt&utm=x").json["total"] == 2


def test_an_unknown_address_of_json_is_answered_in_json(debt):
    answer = debt.client.get("/nothing.json")
    assert answer.status_code == 404
    assert answer.json["status"] == 404
