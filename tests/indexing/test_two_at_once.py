"""Two that drain at the same time, the slower with what is no longer so: whoever is last, the index ends right."""

from __future__ import annotations

import threading
from itertools import permutations

import pytest
from sqlalchemy import delete, select

from hubdirectory.indexing import backlog, check, drain, forget, touch
from hubdirectory.models import Service

SLOWER, QUICKER = "slower", "quicker"


class Stepping:
    """An engine whose writing, and whose return, wait for their turn."""

    name = "embedded"

    def __init__(self, engine, turns, who):
        self.engine, self.turns, self.who = engine, turns, who

    def update(self, documents, gone=(), seconds=None):
        self.turns.read[self.who].set()
        self.turns.wait_for(self.who, "writes")
        self.engine.update(documents, gone)
        self.turns.done()
        self.turns.wait_for(self.who, "forgets")


class Turns:
    """Lets each go on in the order that it was given."""

    def __init__(self, order):
        self.order = list(order)
        self.read = {SLOWER: threading.Event(), QUICKER: threading.Event()}
        self.changed = threading.Condition()

    def wait_for(self, who, what):
        with self.changed:
            assert self.changed.wait_for(lambda: self.order[0] == (who, what), timeout=10)

    def done(self):
        with self.changed:
            self.order.pop(0)
            self.changed.notify_all()


STEPS = [(who, what) for who in (SLOWER, QUICKER) for what in ("writes", "forgets")]
ORDERS = [
    order for order in permutations(STEPS)
    if all(order.index((who, "writes")) < order.index((who, "forgets")) for who in (SLOWER, QUICKER))
]  # fmt: skip


def rename(session, service):
    service.name = "Money advice"
    touch(session, [service.id], ("embedded",))


def unpublish(session, service):
    service.state = "paused"
    touch(session, [service.id], ("embedded",))


def remove(session, service):
    forget(session, [service.id], ("embedded",))
    session.execute(delete(Service).where(Service.id == service.id))


@pytest.mark.parametrize("edit", [rename, unpublish, remove], ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("order", ORDERS, ids=lambda order: ", ".join(f"{who} {what}" for who, what in order))
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_index_is_right_whoever_is_last(town, order, edit):
    with town.database.writing() as session:
        touch(session, [one(session).id], town.ENGINES)
    turns = Turns(order)

    def drained(who):
        drain(town.database, Stepping(town.engine, turns, who))
        turns.done()

    threads = [threading.Thread(target=drained, args=(who,)) for who in (SLOWER, QUICKER)]
    threads[0].start()
    assert turns.read[SLOWER].wait(10)
    with town.database.writing() as session:
        edit(session, one(session))
    threads[1].start()
    for thread in threads:
        thread.join(20)
    town.drain()
    assert check(town.database, town.engine).clean
    assert backlog(town.database, "embedded").waiting == 0


def one(session):
    return session.scalar(select(Service).where(Service.name == "Debt advice"))
