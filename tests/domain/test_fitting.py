from __future__ import annotations

import pytest

from hubdirectory.domain.fitting import Asking, Criterion, Offer, Point, fit

CLUB = Offer(
    needs=("loneliness",), days=("tuesday",), costs=("paid",), languages=("en",), access=("step-free",), minimum_age=55,
    miles=1.2, weeks=4,
)  # fmt: skip


def missed(**asked):
    found = fit(Asking(**asked), CLUB)
    return [point.criterion.value for point in found.misses], found.near


def test_whoever_asks_for_nothing_is_told_how_far_it_is_and_no_more():
    assert fit(Asking(), CLUB).reasons == (Point(Criterion.DISTANCE, number=1.2),)
    assert fit(Asking(), Offer()).reasons == ()


def test_everything_that_was_asked_for_and_fits_is_a_reason():
    asked = Asking(needs=("loneliness", "debt"), days=("tuesday",), costs=("free", "paid"), age=60, miles=2, weeks=6)
    found = fit(asked, CLUB)
    assert (found.misses, found.near) == ((), False)
    assert [point.criterion.value for point in found.reasons] == ["need", "age", "distance", "day", "cost", "wait"]
    assert found.reasons[0].values == ("loneliness",)


def test_from_55_you_said_52():
    found = fit(Asking(needs=("loneliness",), age=52), CLUB)
    assert found.near
    assert found.misses == (Point(Criterion.AGE, number=52, low=55),)


@pytest.mark.parametrize(("age", "near"), [(54, True), (50, True), (49, False), (16, False)])
def test_an_age_is_missed_by_up_to_five_years(age, near):
    assert missed(age=age) == (["age"], near)


def test_the_last_year_of_an_age_counts():
    group = Offer(minimum_age=11, maximum_age=17)
    assert [age for age in range(8, 21) if not fit(Asking(age=age), group).misses] == list(range(11, 18))


def test_ages_the_wrong_way_round_are_a_slip_of_the_pen():
    assert not fit(Asking(age=12), Offer(minimum_age=17, maximum_age=11)).misses


@pytest.mark.parametrize(("most", "far", "near"), [(1, 2.4, True), (1, 2.6, False), (5, 7, True), (5, 10.1, False)])
def test_a_place_is_missed_by_as_much_again(most, far, near):
    found = fit(Asking(miles=most), Offer(miles=far))
    assert (found.misses, found.near) == ((Point(Criterion.DISTANCE, number=far),), near)


def test_what_comes_to_the_door_or_rings_is_never_too_far():
    assert not fit(Asking(miles=1), Offer(miles=30, remote=True)).misses
    assert not fit(Asking(miles=1), Offer(remote=True)).misses


def test_two_things_missed_are_no_near_miss():
    assert missed(age=52, costs=("free",)) == (["age", "cost"], False)


def test_a_need_or_an_audience_is_never_missed_by_a_little():
    assert missed(needs=("debt",)) == (["need"], False)
    assert missed(audiences=("veterans",)) == (["audience"], False)


@pytest.mark.parametrize(
    ("asked", "value"),
    [({"days": ("friday",)}, ("tuesday",)), ({"costs": ("free",)}, ("paid",)), ({"languages": ("pl",)}, ("en",)),
     ({"access": ("hearing-loop",)}, ("step-free",))],
)  # fmt: skip
def test_another_day_cost_language_or_way_in_is_a_near_miss_that_says_what_there_is(asked, value):
    found = fit(Asking(**asked), CLUB)
    assert found.near
    assert found.misses[0].values == value


@pytest.mark.parametrize(
    ("weeks", "walk_in", "fits", "near"),
    [(2, False, True, False), (6, False, False, True), (7, False, False, False), (None, True, True, False),
     (None, False, False, True), (9, True, False, False)],
)  # fmt: skip
def test_a_wait_is_known_or_one_may_just_come(weeks, walk_in, fits, near):
    found = fit(Asking(weeks=2), Offer(weeks=weeks, walk_in=walk_in))
    assert (not found.misses, found.near) == (fits, near)


def test_whether_it_takes_referrals_counts_where_it_was_asked():
    assert missed(referrals=True) == (["referrals"], True)
    assert not fit(Asking(referrals=True), Offer(referrals=True)).misses
