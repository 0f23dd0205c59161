from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from hubdirectory.domain.light_figures import Hidden, told_table, told_total


def test_a_count_under_five_is_not_told():
    assert [told_total(number) for number in (0, 1, 4, 5)] == [0, Hidden.FEW, Hidden.FEW, 5]


def test_counts_of_five_and_more_are_told_as_they_are():
    assert told_table({"print": 12, "email": 5, "text": 0}).rows == {"print": 12, "email": 5}


def test_a_single_small_count_takes_the_next_with_it():
    assert told_table({"print": 20, "email": 9, "text": 3}).rows == {
        "print": 20, "email": Hidden.LEFT_OUT, "text": Hidden.FEW
    }  # fmt: skip


def test_where_nothing_else_can_be_left_out_the_table_is_not_told():
    assert not told_table({"print": 4, "email": 4}).told
    assert not told_table({"print": 2}).told
    assert told_table({}).told


@given(st.lists(st.integers(0, 12), min_size=1, max_size=5))
def test_from_the_total_and_what_is_told_no_small_count_can_be_worked_out(numbers):
    counts = {str(index): number for index, number in enumerate(numbers)}
    table = told_table(counts)
    if not table.told:
        assert not table.rows
        return
    assert all(told == counts[name] for name, told in table.rows.items() if isinstance(told, int))
    assert all(counts[name] < 5 for name, told in table.rows.items() if told is Hidden.FEW)
    hidden = [name for name, told in table.rows.items() if isinstance(told, Hidden)]
    left = sum(numbers) - sum(told for told in table.rows.values() if isinstance(told, int))
    ranges = [range(1, 5) if table.rows[name] is Hidden.FEW else range(5, 40) for name in hidden]
    possible = [values for values in product(*ranges[:4]) if len(hidden) <= 4 and sum(values) == left]
    for at, name in enumerate(hidden[:4] if len(hidden) <= 4 else []):
        if table.rows[name] is Hidden.FEW:
            assert {values[at] for values in possible} == {1, 2, 3, 4}
