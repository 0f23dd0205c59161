"""When the first engine is left alone, and when it is asked again."""

from __future__ import annotations

import pytest

from search.breaker import LATE, MOST_LATE, OVERDUE, PATIENCE_SECONDS, PAUSE_SECONDS, STEADY_SECONDS, Breaker
from search.failover import Failover
from search.port import EngineUnavailable, IndexMissing, SearchError
from search.query import Query
from search.results import Found

OVERDUE_SECONDS, LATE_SECONDS = OVERDUE * PATIENCE_SECONDS, LATE * PATIENCE_SECONDS


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


class Engine:
    """Holds so many documents, or fails, or takes its time."""

    def __init__(self, name, clock, total=950):
        self.name, self.clock, self.total = name, clock, total
        self.error, self.seconds, self.asked = None, 0.0, 0

    def search(self, query):
        self._answer()
        return Found(self.total, (), engine=self.name)

    def count_each(self, queries):
        self._answer()
        return [self.total for _ in queries]

    def _answer(self):
        self.asked += 1
        self.clock.now += self.seconds
        if self.error:
            raise self.error


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def server(clock):
    return Engine("server", clock)


@pytest.fixture
def file(clock):
    return Engine("file", clock)


@pytest.fixture
def both(server, file, clock):
    return Failover(server, file, clock=clock, watched=False)


def answering(failover, query=None):
    return failover.search(query or Query("shed")).engine


def test_the_first_engine_answers_while_it_can(both):
    assert answering(both) == "server"
    assert both.why == ""


@pytest.mark.parametrize("error", [EngineUnavailable("hung"), IndexMissing("gone")])
def test_an_engine_that_is_away_is_asked_once_and_then_left_alone(both, server, error):
    server.error = error
    assert [answering(both) for _ in range(5)] == ["file"] * 5
    assert server.asked == 1
    assert both.why == str(error)


def test_one_question_that_is_refused_says_nothing_about_the_others(both, server):
    server.error = SearchError("a filter too long")
    assert answering(both) == "file"
    server.error = None
    assert answering(both) == "server"


@pytest.mark.parametrize("nonsense", [KeyError("results"), TypeError("a list"), ValueError("no number")])
def test_a_server_that_is_no_search_server_is_left_alone_as_soon_as_it_is_looked_at(both, server, nonsense):
    server.error = nonsense
    assert answering(both) == "file"
    both.check()
    assert both.why
    answering(both)
    assert server.asked == 2


def test_no_visitor_asks_it_again_only_the_watcher_does(both, server, clock):
    server.error = EngineUnavailable("away")
    answering(both)
    server.error = None
    clock.now += 3600
    assert answering(both) == "file"
    both.check()
    assert answering(both) == "server"


def test_nobody_waits_behind_an_answer_that_is_overdue(clock):
    breaker = Breaker("server", clock=clock)
    with breaker.asking():
        assert breaker.may_ask()
        clock.now += OVERDUE_SECONDS + 0.01
        assert not breaker.may_ask()
    assert breaker.may_ask()


def test_slow_answers_count_as_a_fault_when_they_come_in_a_row(both, server):
    server.seconds = LATE_SECONDS + 0.1
    assert [answering(both) for _ in range(MOST_LATE + 1)] == ["server"] * MOST_LATE + ["file"]
    both.check()
    assert "still" not in both.why and both.why  # the first reason stands
    server.seconds = 0
    both.check()
    assert answering(both) == "server"


def test_a_slow_answer_now_and_then_is_no_fault(both, server):
    for _ in range(3 * MOST_LATE):
        server.seconds = LATE_SECONDS + 0.1
        answering(both)
        server.seconds = 0
        answering(both)
    assert both.why == ""


def test_an_engine_that_fails_again_soon_after_it_came_back_rests_longer_each_time(clock):
    breaker = Breaker("server", clock=clock)
    pauses = []
    for _ in range(4):
        breaker.open("away")
        pauses.append(breaker.pause)
        breaker.close()
    assert pauses == [PAUSE_SECONDS, 2 * PAUSE_SECONDS, 4 * PAUSE_SECONDS, 8 * PAUSE_SECONDS]
    clock.now += STEADY_SECONDS
    breaker.open("away")
    assert breaker.pause == PAUSE_SECONDS


def test_a_question_from_before_it_came_back_does_not_send_it_away_again(clock):
    breaker = Breaker("server", clock=clock)

    def is_asked_and_times_out():
        with breaker.asking():
            breaker.open("away")
            clock.now += 1
            breaker.close()
            raise EngineUnavailable("timed out")

    with pytest.raises(EngineUnavailable):
        is_asked_and_times_out()
    assert breaker.may_ask()


# emptied behind our back


def test_an_emptied_index_never_says_that_nothing_was_found(both, server):
    server.total = 0
    assert answering(both) == "file"
    assert both.count_each([Query("shed"), Query("tea")]) == [950, 950]


def test_nothing_found_by_either_is_believed(both, server, file):
    server.total = file.total = 0
    assert answering(both) == "server"
    assert both.count_each([Query("shed")]) == [0]


def test_nothing_found_is_believed_where_the_fallback_is_away(both, server, file):
    server.total, file.error = 0, IndexMissing("gone")
    assert answering(both) == "server"


@pytest.mark.parametrize(("held", "left_alone"), [(0, True), (475, True), (930, True), (945, False), (950, False), (960, False)])
def test_an_index_that_holds_far_too_little_is_left_alone(both, server, held, left_alone):
    server.total = held
    both.check()
    assert bool(both.why) == left_alone
    server.total = 950
    both.check()
    assert both.why == ""


def test_a_small_directory_that_was_emptied_is_noticed_too(both, server, file):
    server.total, file.total = 0, 3
    both.check()
    assert both.why == "It holds 0 of 3 services."


def test_a_fallback_that_is_being_rebuilt_sends_nobody_away(both, file):
    file.error = IndexMissing("gone")
    both.check()
    assert answering(both) == "server"


# both away


def test_what_both_cannot_answer_is_raised(both, server, file):
    server.error, file.error = EngineUnavailable("away"), IndexMissing("gone")
    for _ in range(2):
        with pytest.raises(IndexMissing):
            answering(both)
    assert server.asked == 1


def test_an_answer_that_is_overdue_is_waited_for_where_there_is_no_other(both, server, file, clock):
    file.error = IndexMissing("gone")
    with both.breaker.asking():
        clock.now += OVERDUE_SECONDS + 0.01
        assert answering(both) == "server"


def test_an_engine_without_a_fallback_is_simply_asked(file, clock):
    alone = Failover(file, clock=clock, watched=False)
    assert answering(alone) == "file"
    file.error = IndexMissing("gone")
    with pytest.raises(IndexMissing):
        answering(alone)
