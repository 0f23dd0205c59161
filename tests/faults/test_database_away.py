"""With the database held or gone every page is a plain one that says so: soon, and while the site says that it lives."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import closing, contextmanager
from statistics import median

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from hubdirectory.actions.starting import migration_settings
from hubdirectory.app import create_app
from hubdirectory.models import Service, database_of
from hubdirectory.models.sqlite_file import WRITE_WAIT_MS
from tests.factories.records import Records

PAGES = ("/search?q=wool", "/search.json?q=wool", "/", "/needs", "/needs/hobbies", "/a-to-z", "/services/wool-club-7")


@pytest.fixture
def site(installation):
    """A site that was visited before, as a site is when its database goes away."""
    app = create_app(installation())
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client()
    for page in PAGES:
        assert client.get(page).status_code == 200
    client.world = app.extensions["world"]
    client.file = client.world.settings.instance / "directory.db"
    yield client
    client.world.close()


@contextmanager
def held(site):
    """Somebody has the whole file to himself, as a restore or a check of it may."""
    site.world.close()
    with closing(sqlite3.connect(site.file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE wording SET key = key")
        yield


@contextmanager
def gone(site):
    elsewhere = site.file.with_suffix(".elsewhere")
    site.file.rename(elsewhere)
    yield
    elsewhere.rename(site.file)


@contextmanager
def replaced_by_something_else(site):
    kept = site.file.read_bytes()
    site.file.write_bytes(b"Minutes of the parish council\n" * 2000)
    yield
    site.file.write_bytes(kept)


@contextmanager
def cut_to_nothing(site):
    kept = site.file.read_bytes()
    os.truncate(site.file, 0)
    yield
    site.file.write_bytes(kept)


FAULTS = (held, gone, replaced_by_something_else, cut_to_nothing)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_every_page_says_so_plainly_and_soon(site, fault):
    with fault(site):
        started = time.monotonic()
        for page in PAGES:
            answer = site.get(page)
            assert answer.status_code == 503, page
            assert "Traceback" not in answer.text
            if "json" not in page:
                assert "116 123" in answer.text
        assert time.monotonic() - started < 4
        assert site.get("/health/live").status_code == 200
        ready = site.get("/health/ready")
        assert ready.status_code == 503
        assert "The database does not answer" in ready.json["why"][0]
    until = time.monotonic() + 5
    while site.get("/search?q=wool").status_code != 200:
        assert time.monotonic() < until, "it did not come back by itself"
        time.sleep(0.1)


def test_a_database_that_is_gone_is_not_replaced_by_an_empty_one(site):
    with gone(site):
        site.get("/")
        assert not site.file.exists()


def test_nothing_is_written_to_a_file_that_is_gone(site):
    with gone(site), pytest.raises(OperationalError), site.world.database.writing() as session:
        Records(session).organisation()


def test_a_restored_file_is_what_is_read_next(site):
    other = site.file.with_suffix(".restored")
    with closing(sqlite3.connect(site.file)) as source, closing(sqlite3.connect(other)) as copy:
        source.backup(copy)
        copy.execute("UPDATE service SET name = 'Restored club' WHERE slug = 'wool-club-7'")
        copy.commit()
    other.replace(site.file)
    with site.world.database.reading() as session:
        assert session.scalar(select(Service.name).where(Service.slug == "wool-club-7")) == "Restored club"


def test_readers_never_wait_for_a_writer(site):
    with site.world.database.writing() as session:
        session.execute(text("UPDATE wording SET key = key"))
        started = time.monotonic()
        assert site.get("/search?q=wool").status_code == 200
        assert time.monotonic() - started < WRITE_WAIT_MS / 1000


def test_a_writer_that_waited_in_vain_sends_no_reader_away(site, monkeypatch):
    monkeypatch.setattr("hubdirectory.models.sqlite_file.WRITE_WAIT_MS", 50)
    with closing(sqlite3.connect(site.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError), site.world.database.writing() as session:
            Records(session).organisation()
        assert site.get("/search?q=wool").status_code == 200


def fails_in_the_work(site):
    with site.world.database.writing() as session:
        session.execute(text("UPDATE wording SET key = key"))
        raise ZeroDivisionError


def fails_at_the_commit(site):
    with site.world.database.writing() as session:
        session.execute(text("UPDATE wording SET key = key"))
        session.add(Service(slug="of nobody"))


def fails_at_the_beginning(site):
    with closing(sqlite3.connect(site.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        fails_in_the_work(site)


@pytest.mark.parametrize("failing", [fails_in_the_work, fails_at_the_commit, fails_at_the_beginning])
def test_whoever_fails_to_write_keeps_no_other_writer_waiting(site, failing, monkeypatch):
    monkeypatch.setattr("hubdirectory.models.sqlite_file.WRITE_WAIT_MS", 300)
    with pytest.raises((OperationalError, IntegrityError, ZeroDivisionError)):
        failing(site)
    monkeypatch.setattr("hubdirectory.models.sqlite_file.WRITE_WAIT_MS", 20_000)
    begun = time.monotonic()
    with site.world.database.writing() as session:
        session.execute(text("UPDATE wording SET key = key"))
    assert time.monotonic() - begun < 10


def test_several_transactions_of_one_connection_do_not_wait_for_each_other(site, monkeypatch):
    monkeypatch.setattr("hubdirectory.models.sqlite_file.WRITE_WAIT_MS", 20_000)
    began = time.monotonic()
    with site.world.database.engine.connect().execution_options(writing=True) as connection:
        for _ in range(2):
            with connection.begin():
                connection.execute(text("UPDATE wording SET key = key"))
    assert time.monotonic() - began < 10


def test_writers_of_one_process_come_in_order(site):
    """Each waits for whoever wrote when it came, and for nobody who came later. A machine that stands still may mix up who
    came when, so it has three tries."""
    assert any(came == wrote for came, wrote in (queued(site.world.database) for _ in range(3)))


def queued(database):
    """The order in which six came while somebody wrote, and that in which they wrote."""
    came, wrote = [], []

    def write(name):
        came.append(name)
        with database.writing() as session:
            session.execute(text("UPDATE wording SET key = key"))
            wrote.append(name)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    with database.writing() as session:
        session.execute(text("UPDATE wording SET key = key"))
        for thread in threads:
            thread.start()
            time.sleep(0.2)
    for thread in threads:
        thread.join(20)
    assert sorted(wrote) == sorted(came) == list(range(6))
    return came, wrote


def test_one_waits_for_a_held_database_and_the_others_are_told_at_once(site):
    """Or every thread of the server would wait, and nobody could be told that it lives."""
    with held(site):
        site.get("/")
        waited = []

        def visit():
            started = time.monotonic()
            site.application.test_client().get("/needs")
            waited.append(time.monotonic() - started)

        threads = [threading.Thread(target=visit) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        assert median(waited) < 0.9


def test_postgresql_that_holds_a_table_or_is_not_there_is_told_too(postgresql_url):
    from alembic import command

    command.upgrade(migration_settings(postgresql_url), "head")
    with closing(database_of(postgresql_url)) as database, closing(database_of(postgresql_url)) as other:
        with other.writing() as holding:
            holding.execute(text("LOCK TABLE service IN ACCESS EXCLUSIVE MODE"))
            started = time.monotonic()
            for _ in range(4):
                with pytest.raises(OperationalError), database.reading() as session:
                    session.scalars(select(Service.id)).all()
            assert time.monotonic() - started < 3
        time.sleep(1.1)
        with database.reading() as session:
            assert session.scalars(select(Service.id)).all() == []
    nowhere = database_of("postgresql+psycopg://nobody@127.0.0.1:9/nothing")
    with closing(nowhere), pytest.raises(OperationalError), nowhere.reading() as session:
        session.scalars(select(Service.id)).all()
