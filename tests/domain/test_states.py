"""Who is found by a search, and who has a page: for every pair of states."""

from __future__ import annotations

from itertools import product

import pytest

from hubdirectory.domain.states import State, has_page, is_searchable

FOUND = {("published", "published")}
SHOWN = {("published", "published"), ("paused", "published"), ("published", "paused"), ("paused", "paused")}
PAIRS = list(product([str(state) for state in State], repeat=2))


@pytest.mark.parametrize(("service", "organisation"), PAIRS)
def test_only_a_published_service_of_a_published_organisation_is_found(service: str, organisation: str) -> None:
    assert is_searchable(service, organisation) == ((service, organisation) in FOUND)
    assert is_searchable(State(service), State(organisation)) == is_searchable(service, organisation)


@pytest.mark.parametrize(("service", "organisation"), PAIRS)
def test_only_what_is_published_or_paused_has_a_page(service: str, organisation: str) -> None:
    assert has_page(service, organisation) == ((service, organisation) in SHOWN)
    assert has_page(State(service), State(organisation)) == has_page(service, organisation)


def test_there_are_five_states_and_so_twenty_five_pairs() -> None:
    assert [str(state) for state in State] == ["draft", "in_review", "published", "paused", "closed"]
    assert len(PAIRS) == 25


@pytest.mark.parametrize(("service", "organisation"), PAIRS)
def test_whoever_is_found_has_a_page(service: str, organisation: str) -> None:
    assert has_page(service, organisation) or not is_searchable(service, organisation)


@pytest.mark.parametrize("unknown", ["", "PUBLISHED", "deleted"])
def test_a_state_that_nobody_knows_is_neither_found_nor_shown(unknown: str) -> None:
    for pair in ((unknown, "published"), ("published", unknown)):
        assert not is_searchable(*pair)
        assert not has_page(*pair)
