from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hubdirectory.deploy.worker_health import sentences
from hubdirectory.indexing import Backlog

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


def test_a_worker_with_nothing_or_only_new_changes_to_do_is_well() -> None:
    backlogs = [Backlog("embedded", 0, None, ()), Backlog("meilisearch", 900, NOW - timedelta(minutes=4), ())]
    assert sentences(backlogs, NOW) == []


def test_a_worker_that_left_a_change_waiting_is_not_well() -> None:
    backlogs = [Backlog("embedded", 3, NOW - timedelta(minutes=6), ()), Backlog("meilisearch", 0, None, ())]
    assert sentences(backlogs, NOW) == ["Changes waiting for the embedded index: 3, the oldest since 22 November 10:24."]
