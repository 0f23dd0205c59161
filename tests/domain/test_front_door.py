"""Every way through the front door ends in something: every combination of answers is walked."""

from __future__ import annotations

from itertools import chain, combinations, product

import pytest

from hubdirectory.domain.front_door import (
    CRISIS_NEED,
    ENOUGH,
    MOST,
    TOWN_MILES,
    WHEN_NOTHING_IS_SAID,
    Answers,
    Danger,
    Hard,
    Loose,
    Question,
    climb,
    ladder,
    wanted,
)
from hubdirectory.domain.reasons import Offer, Why, why_it_fits, why_not
from hubdirectory.domain.routing import Person, Route, RouteRule, routing

HARDS = [frozenset(some) for some in chain.from_iterable(combinations(Hard, number) for number in range(len(Hard) + 1))]
WORDS_AND_NEEDS = [("", ()), ("bailiffs", ()), ("", ("debt",)), ("", ("debt", "food")), ("no hope", (CRISIS_NEED,))]
EVERY_ANSWER = [
    Answers(danger, words, needs, age, audiences, place, hard, language)
    for danger, (words, needs), age, audiences, place, hard, language in product(
        Danger, WORDS_AND_NEEDS, ("", "18-to-25"), ((), ("veterans",)), ("", "TS24 7PW"), HARDS, ("", "pl")
    )
]
# Danger changes the way, and not what is looked for.
EVERY_SEARCH = [answers for answers in EVERY_ANSWER if answers.danger is Danger.NOT_SAID]
RULES = (
    RouteRule("Crisis", Route.CRISIS, needs=(CRISIS_NEED,), services=("crisis-team",)),
    RouteRule("Young crisis", Route.CRISIS, needs=(CRISIS_NEED,), ages=("12-to-17",), services=("young-crisis",)),
    RouteRule("Debt here", Route.PROFESSIONAL, needs=("debt",), areas=("E06000001",), services=("advice",), hubs=("central",)),
    RouteRule("Anybody", Route.COMMUNITY, hubs=("north",)),
)

DEBT_FAR = Offer(needs=("debt",), ages=("18-to-25",), costs=("paid",), modes=("place",), miles=7.0)
WARM = Offer(needs=("warm-space",), ages=("18-to-25",), costs=("free",), modes=("place",), miles=0.4, booking="drop-in")
POLISH_LINE = Offer(needs=("debt",), ages=("18-to-25",), languages=("pl",), costs=("free",), modes=("phone",))
VETERANS = Offer(needs=("debt",), ages=("18-to-25",), audiences=("veterans",), modes=("online",), costs=("free",))


def fits(offer, asked):
    """What an engine would find, said once more in plain words."""
    some = ((asked.needs, offer.needs), (asked.ages, offer.ages), (asked.costs, offer.costs), (asked.modes, offer.modes),
            (asked.languages, offer.languages), (asked.audiences, offer.audiences))  # fmt: skip
    if any(choices and not set(choices) & set(there) for choices, there in some) or asked.words:
        return False
    return asked.miles is None or offer.miles is None or offer.miles <= asked.miles


def found_in(*offers):
    return lambda asked: [offer for offer in offers if fits(offer, asked)]


def test_every_combination_of_answers_has_a_route_and_a_ladder_whose_last_rung_asks_for_next_to_nothing():
    for answers in EVERY_ANSWER:
        way = routing(RULES, Person(answers.needs, answers.age, in_danger=answers.danger is Danger.YES))
        assert way.route in Route
        if answers.danger is Danger.YES or CRISIS_NEED in answers.needs:
            assert way.route is Route.CRISIS
        last = ladder(answers, answers.needs, bool(answers.place))[-1]
        assert (last.costs, last.languages, last.modes, last.miles, last.audiences, last.words) == ((), (), (), None, (), "")
        assert last.needs == WHEN_NOTHING_IS_SAID


def test_every_combination_of_answers_ends_in_a_service_where_only_one_exists_for_people_of_that_age():
    for answers in EVERY_SEARCH:
        steps = climb(ladder(answers, answers.needs, bool(answers.place)), found_in(WARM))
        assert [one for step in steps for one in step.found] == [WARM], answers


def test_every_combination_of_answers_finds_what_was_asked_for_before_what_was_not():
    for answers in EVERY_SEARCH:
        steps = climb(ladder(answers, answers.needs, bool(answers.place)), found_in(DEBT_FAR, WARM, POLISH_LINE, VETERANS))
        found = [one for step in steps for one in step.found]
        assert 1 <= len(found) <= MOST, answers
        loosened = [len(step.wanted.loosened) for step in steps]
        assert loosened == sorted(loosened), answers
        if "debt" in answers.needs:
            assert found[0] is not WARM, answers


def test_an_empty_directory_finds_nothing_and_takes_twelve_searches_to_know_it():
    asked = []
    worst = Answers(needs=("debt",), audiences=("veterans",), place="x", hard=frozenset(Hard), language="pl")
    assert climb(ladder(worst, worst.needs, located=True), lambda rung: asked.append(rung) or []) == ()
    assert len(asked) == 12


def test_one_answer_is_let_go_at_a_time_the_least_painful_first():
    answers = Answers(needs=("debt",), place="TS24", hard=frozenset({Hard.COST, Hard.HOME}))
    rungs = ladder(answers, answers.needs, located=True)
    assert [rung.loosened for rung in rungs] == [
        (), (Loose.NEAR,), (Loose.COST,), (Loose.HOME,), (Loose.NEAR, Loose.COST), (Loose.NEAR, Loose.COST, Loose.HOME),
        (Loose.NEAR, Loose.COST, Loose.HOME, Loose.NEED),
    ]  # fmt: skip


def test_with_enough_found_nothing_is_let_go():
    answers = Answers(needs=("debt",), hard=frozenset({Hard.COST}))
    rungs = ladder(answers, answers.needs, located=False)
    steps = climb(rungs, lambda rung: [f"{rung.loosened}{number}" for number in range(ENOUGH)])
    assert [step.wanted.loosened for step in steps] == [()]


def test_age_is_never_let_go():
    for answers in EVERY_SEARCH:
        for rung in ladder(answers, answers.needs, located=False):
            assert rung.ages == ((answers.age,) if answers.age else ())


def test_a_hard_way_without_a_place_means_by_phone_online_or_at_home():
    hard = Answers(needs=("debt",), hard=frozenset({Hard.TRAVEL}))
    assert wanted(hard, hard.needs, located=False).modes == ("home", "online", "phone")
    assert (wanted(hard, hard.needs, located=True).modes, wanted(hard, hard.needs, located=True).miles) == ((), 1.0)
    assert wanted(Answers(place="TS24"), (), located=True).miles == TOWN_MILES


def test_questions_come_in_order_and_an_answered_one_is_not_asked_again():
    answers = Answers(danger=Danger.NO, age="18-to-25")
    assert answers.next_question(Question.DANGER) is Question.WHAT
    assert answers.next_question(Question.WHAT) is Question.WHERE
    assert answers.next_question(Question.HARD) is None


def test_a_team_for_an_age_or_a_ward_is_for_nobody_else():
    young = routing(RULES, Person((CRISIS_NEED,), "12-to-17"))
    assert young.services == ("crisis-team", "young-crisis")
    adult = routing(RULES, Person((CRISIS_NEED,), "26-to-64"))
    assert adult.services == ("crisis-team",)
    assert adult.barred == {"young-crisis"}
    durham = routing(RULES, Person(("debt",), areas=frozenset({"E06000047"})))
    assert (durham.route, durham.services, durham.hubs) == (Route.COMMUNITY, (), ("north",))
    assert {"advice", "central"} <= durham.barred
    here = routing(RULES, Person(("debt",), areas=frozenset({"E06000001", "rossmere"})))
    assert (here.route, here.services, here.hubs) == (Route.PROFESSIONAL, ("advice",), ("central",))


def test_who_does_not_say_their_age_is_neither_sent_to_the_young_nor_kept_from_anything():
    unsaid = routing(RULES, Person((CRISIS_NEED,)))
    assert (unsaid.services, unsaid.barred) == (("crisis-team",), frozenset())


def test_danger_is_the_crisis_route_whatever_the_rules_say():
    assert routing((), Person(in_danger=True)).route is Route.CRISIS
    assert routing(RULES, Person(("food",), in_danger=True)).services == ("crisis-team",)


def test_reasons_answer_what_is_hard_first():
    answers = Answers(needs=("debt",), hard=frozenset({Hard.HOME, Hard.LANGUAGE}), language="pl")
    reasons = why_it_fits(POLISH_LINE, wanted(answers, answers.needs, located=False), answers.hard)
    assert [one.why for one in reasons] == [Why.LANGUAGE, Why.PHONE, Why.FREE]
    assert reasons[0].value == "pl"


@pytest.mark.parametrize(
    ("hard", "misses"),
    [({Hard.COST}, [Why.COSTS]), ({Hard.HOME}, [Why.GO_THERE]), ({Hard.TRAVEL}, [Why.FAR]), (set(), [Why.FAR])],
)
def test_near_misses_say_what_is_not_so(hard, misses):
    answers = Answers(needs=("debt",), place="TS24", hard=frozenset(hard))
    found = [one.why for one in why_not(DEBT_FAR, wanted(answers, answers.needs, located=True))]
    assert set(misses) <= set(found)


def test_everything_found_has_a_reason():
    for answers in EVERY_SEARCH:
        asked = wanted(answers, answers.needs, bool(answers.place))
        for step in climb(ladder(answers, answers.needs, bool(answers.place)), found_in(DEBT_FAR, WARM, POLISH_LINE)):
            assert all(why_it_fits(one, step.wanted, answers.hard) or why_not(one, asked) for one in step.found)


def test_what_is_made_for_others_says_so_and_an_age_that_was_said_speaks_for_itself():
    anybody = wanted(Answers(needs=("debt",)), ("debt",), located=False)
    assert [one.why for one in why_not(VETERANS, anybody)] == [Why.ONLY_FOR]
    old = Offer(audiences=("older-people",), ages=("65-and-over",))
    assert why_not(old, anybody)
    assert not why_not(old, wanted(Answers(age="65-and-over"), (), located=False))
    assert not why_not(Offer(audiences=("everybody", "men")), anybody)
