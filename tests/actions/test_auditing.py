"""The audit trail: who did what, and nobody can take it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from hubdirectory.actions import auditing, records
from hubdirectory.actions.acting import PRODUCT, VISITOR, Actor, NotAllowed
from hubdirectory.actions.auditing import Wanted
from hubdirectory.domain.states import Role
from hubdirectory.models import Account, AuditEntry, Revision
from tests.factories.records import Records


@pytest.fixture
def manager(world):
    with world.database.writing() as session:
        account = Account(email="manager@town.example", name="Mina", role="manager")
        session.add(account)
    return Actor(account.id, "Mina", account.email, Role.MANAGER, second_step=True)


def note(world, actor, verb="publish", kind="service", record_id="r1", details=""):
    with world.database.writing() as session:
        auditing.record(session, actor, verb, kind, record_id, at=world.now(), details=details)


def test_an_entry_keeps_who_what_when_and_from_which_role(world, manager):
    note(world, manager, details="name, phones")
    note(world, replace(manager, second_step=False), "sign_in", "account", manager.account_id)
    last, first = auditing.trail(world, manager).lines
    assert (first.by, first.role, first.verb, first.kind, first.record_id) == ("Mina", "manager", "publish", "service", "r1")
    assert first.at == world.now() and first.details == "name, phones"
    assert last.role == "resident"


def test_what_the_product_does_is_signed_with_its_name(world, manager):
    note(world, PRODUCT)
    assert auditing.trail(world, manager).lines[0].by == "Hub Directory"


def test_reading_personal_data_counts(world, manager):
    auditing.read_personal(world, manager, "organisation", "o1", "e-mail addresses of members")
    line = auditing.trail(world, manager).lines[0]
    assert (line.verb, line.details) == ("read_personal", "e-mail addresses of members")


def test_only_who_may_audit_reads_the_trail(world, manager):
    for actor in (VISITOR, replace(manager, second_step=False), Actor(role=Role.COMMISSIONER, second_step=True)):
        with pytest.raises(NotAllowed):
            auditing.trail(world, actor)


def test_the_trail_is_filtered_and_paged_newest_first(world, manager):
    for number in range(7):
        note(world, manager, "publish" if number % 2 else "merge", record_id=f"r{number}")
    assert auditing.verbs(world, manager) == ("merge", "publish")
    page = auditing.trail(world, manager, Wanted(verb="merge"), page=2, per_page=3)
    assert (page.total, page.pages, [line.record_id for line in page.lines]) == (4, 2, ["r0"])
    assert auditing.trail(world, manager, Wanted(record_id="r3", kind="service")).total == 1
    assert auditing.trail(world, manager, Wanted(account_id="somebody else")).total == 0
    assert auditing.trail(world, manager, Wanted(since=world.now() + timedelta(seconds=1))).total == 0
    assert auditing.trail(world, manager, Wanted(until=world.now())).total == 7


def test_an_entry_outlives_its_account_without_the_name(world, manager):
    note(world, manager)
    with world.database.writing() as session:
        session.delete(session.get_one(Account, manager.account_id))
    line = auditing.trail(world, manager).lines[0]
    assert (line.by, line.account_id) == ("", manager.account_id)


TAMPERING = [
    "UPDATE audit_entry SET details = 'nothing'", "DELETE FROM audit_entry", "UPDATE revision SET data = '{}'",
    "UPDATE revision SET number = 7", "UPDATE revision SET action = 'tea'", "DELETE FROM revision",
]  # fmt: skip
COLUMNS = "number, at, account_id, role, by, verb, record_kind, record_id, details"
ON_SQLITE = [f"INSERT OR REPLACE INTO audit_entry ({COLUMNS}) SELECT {COLUMNS} FROM audit_entry"]  # noqa: S608
ON_POSTGRESQL = ["TRUNCATE audit_entry", "TRUNCATE revision CASCADE"]


def test_the_database_itself_refuses_to_rewrite_the_trail_and_the_revisions(world, manager):
    note(world, manager, details="as it was")
    with world.database.writing() as session:
        records.revise(session, manager, "service", Records(session).service().id, "edited", world.now())
    for statement in [*TAMPERING, *(ON_SQLITE if world.database.is_sqlite else ON_POSTGRESQL)]:
        with pytest.raises(DatabaseError, match="never changed or deleted"), world.database.writing() as session:
            session.execute(text(statement))
    with world.database.reading() as session:
        assert session.scalar(select(AuditEntry.details)) == "as it was"
        assert session.scalar(select(Revision.number)) == 1


def test_a_deleted_account_leaves_its_revisions(world, manager):
    with world.database.writing() as session:
        records.revise(session, manager, "service", Records(session).service().id, "edited", world.now())
        session.delete(session.get_one(Account, manager.account_id))
    with world.database.reading() as session:
        revision = session.scalars(select(Revision)).one()
        assert (revision.account_id, revision.role) == (None, "manager")
