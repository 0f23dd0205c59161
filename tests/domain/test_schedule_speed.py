"""What a question costs, in milliseconds of the processor's time: pages ask thousands of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from time import process_time

import pytest

from hubdirectory.domain.schedules import Recurrence
from tests.domain.recurrences import NOTHING_SPECIAL

TODAY = date(2026, 11, 24)
TEN_YEARS_AGO = date(2016, 11, 24)
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def milliseconds(ask: Callable[[Recurrence], object], freq: str = "DAILY", **fields: object) -> float:
    """The best of several first questions to a rule: each time a new one, which remembers nothing."""
    spent = []
    for _ in range(7):
        rule = Recurrence(freq, time(10), time(12), **fields)
        began = process_time()
        ask(rule)
        spent.append(process_time() - began)
    return min(spent) * 1000


@pytest.mark.parametrize("more", [{}, {"freq": "WEEKLY", "byday": ("TU", "TH")}, {"interval": 3}], ids=str)
def test_a_count_from_ten_years_ago_costs_no_more_than_a_millisecond(more: dict[str, object]) -> None:
    assert milliseconds(lambda rule: rule.occurs_on(TODAY, NOTHING_SPECIAL), start=TEN_YEARS_AGO, count=3653, **more) < 1


def test_a_monthly_count_from_ten_years_ago_is_walked_once() -> None:
    rule = Recurrence("MONTHLY", time(10), time(12), byday=("2TH",), start=TEN_YEARS_AGO, count=120)
    assert rule.last_day == date(2026, 11, 12)
    began = process_time()
    for _ in range(100):
        rule.occurs_on(TODAY, NOTHING_SPECIAL)
    assert (process_time() - began) * 1000 < 5


@pytest.mark.parametrize(
    "never",
    [
        {"freq": "MONTHLY", "byday": ("6MO",)},
        {"freq": "YEARLY", "start": date(2024, 2, 29), "interval": 100},
        {"freq": "DAILY", "term_time_only": True},
        {"freq": "WEEKLY"},
    ],
    ids=str,
)
def test_a_rule_that_never_happens_soon_says_so(never: dict[str, object]) -> None:
    assert milliseconds(lambda rule: list(rule.next_spans(NOW, NOTHING_SPECIAL)), **never) < 3


def test_a_rule_that_is_over_says_so_at_once() -> None:
    over = {"start": TEN_YEARS_AGO, "until": TODAY - timedelta(days=7)}
    assert milliseconds(lambda rule: list(rule.next_spans(NOW, NOTHING_SPECIAL)), **over) < 0.1


def test_a_rule_that_begins_next_summer_is_not_looked_for_before() -> None:
    summer = {"start": date(2027, 7, 1)}
    assert milliseconds(lambda rule: list(islice(rule.next_spans(NOW, NOTHING_SPECIAL), 1)), **summer) < 0.1
