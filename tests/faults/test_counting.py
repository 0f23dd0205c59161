"""The server gives the results, the bitmaps the counts: and both are of one index whenever the two differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.query import Near, Query

from .conftest import CLUBS


@pytest.fixture
def asked_of_the_server(server, monkeypatch):
    """The facet groups that the server was asked to count, question by question; the watcher's questions apart."""
    groups = []
    search = server.search

    def told(query):
        if query.words:
            groups.append(query.facets)
        return search(query)

    monkeypatch.setattr(server, "search", told)
    return groups


def test_the_server_is_not_asked_to_count_what_the_bitmaps_know(failover, asked_of_the_server):
    found = failover.search(Query("wool", {"need": ("crafts",)}))
    assert (found.engine, found.total, found.facets["need"]) == ("meilisearch", len(CLUBS), {"crafts": len(CLUBS)})
    assert asked_of_the_server == [()]


def test_while_the_server_has_yet_to_learn_of_an_edit_its_own_counts_stand_beside_its_own_results(
    failover, embedded, asked_of_the_server
):
    embedded.update([replace(CLUBS[0], number=999)])
    found = failover.search(Query("wool"))
    assert (found.engine, found.total, found.facets["need"]) == ("meilisearch", len(CLUBS), {"crafts": len(CLUBS)})
    assert len(asked_of_the_server) == 2


def test_what_is_elsewhere_counts_too(failover, asked_of_the_server):
    found = failover.search(Query("wool", near=Near(54.7, -1.2, {})))
    assert (found.total, found.anywhere_total, found.facets["need"]) == (0, len(CLUBS), {})
    assert asked_of_the_server == [()]


def test_without_the_bitmaps_the_server_counts(failover, embedded, asked_of_the_server, tmp_path):
    for file in (tmp_path / "search").iterdir():
        file.unlink()
    found = failover.search(Query("wool"))
    assert (found.engine, found.facets["need"]) == ("meilisearch", {"crafts": len(CLUBS)})
    assert len(asked_of_the_server[0]) == len(Query().facets)
