"""The doctor finds what is wrong, and its remedy puts it right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from hubdirectory import doctor
from hubdirectory.actions.mailing import queue
from hubdirectory.actions.starting import prepare_database
from hubdirectory.actions.world import World, open_world
from hubdirectory.config import Settings, load_settings, secret_key
from hubdirectory.deploy.prepare import prepare
from hubdirectory.doctor import Finding, Level, diagnose
from hubdirectory.models import DirtyRow, Mail, ServiceCard, database_of
from hubdirectory.setup.children import free_port


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation with the sample town, as `hub run` prepares it, and nothing left for the worker."""
    settings = load_settings({"HUB_INSTANCE": str(tmp_path_factory.mktemp("healthy"))})
    prepare(settings, sample_town=True)
    secret_key(settings)
    database = database_of(settings.database_url)
    with database.writing() as session:
        session.execute(delete(DirtyRow))
    database.close()
    return settings


@pytest.fixture
def world(healthy: Settings) -> Iterator[World]:
    world = open_world(healthy)
    yield world
    world.close()


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    return load_settings({"HUB_INSTANCE": str(tmp_path)})


def told(findings: list[Finding], words: str) -> Finding:
    """The one finding that says these words."""
    found = [finding for finding in findings if words in finding.sentence]
    assert len(found) == 1, [finding.sentence for finding in findings]
    return found[0]


def test_nothing_is_wrong_with_a_directory_that_was_just_prepared(healthy: Settings) -> None:
    assert [finding.sentence for finding in diagnose(healthy) if finding.level is Level.WRONG] == []


def test_whatever_is_not_fine_has_a_remedy(empty: Settings) -> None:
    findings = diagnose(empty)
    assert any(finding.level is Level.WRONG for finding in findings)
    assert all(finding.remedy for finding in findings if finding.level is not Level.FINE)


def test_looking_makes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "none"
    finding = told(diagnose(load_settings({"HUB_INSTANCE": str(folder), "DATABASE_URL": "sqlite://"})), "no instance folder")
    assert finding.remedy == "hub init makes one."
    assert not folder.exists()


def test_a_database_without_tables_is_said_so_and_hub_init_makes_them(empty: Settings) -> None:
    assert told(diagnose(empty), "no tables").level is Level.WRONG
    prepare_database(empty)
    assert told(diagnose(empty), "The tables are those of this version").level is Level.FINE


def test_a_database_of_another_version_is_said_so(empty: Settings) -> None:
    prepare_database(empty)
    database = database_of(empty.database_url)
    with database.writing() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = 'of long ago'")
    database.close()
    assert told(diagnose(empty), "another version").level is Level.WRONG


def test_a_database_server_that_is_away_is_said_so(empty: Settings) -> None:
    away = replace(empty, database_url=f"postgresql+psycopg://hub@127.0.0.1:{free_port()}/hub")
    assert told(diagnose(away), "The database does not answer").level is Level.WRONG


def test_an_index_that_was_never_built_is_said_so(empty: Settings) -> None:
    prepare_database(empty)
    assert told(diagnose(empty), "The embedded index is not built").remedy == "hub index rebuild builds it."


def test_an_empty_directory_is_worth_knowing(empty: Settings) -> None:
    prepare_database(empty)
    assert told(diagnose(empty), "The directory is empty").level is Level.NOTE


def test_an_index_that_lacks_something_is_counted(world: World, healthy: Settings) -> None:
    with world.database.writing() as session:
        number = session.scalar(ServiceCard.__table__.select().where(ServiceCard.searchable).limit(1))
        session.execute(update(ServiceCard).where(ServiceCard.number == number).values(generation=ServiceCard.generation + 1))
    try:
        assert "0 missing, 1 stale, 0 orphaned" in told(diagnose(healthy), "does not agree").sentence
    finally:
        with world.database.writing() as session:
            back = update(ServiceCard).where(ServiceCard.number == number)
            session.execute(back.values(generation=ServiceCard.generation - 1))


@pytest.mark.parametrize(
    ("age", "problem", "level", "words"),
    [
        (timedelta(minutes=1), "", Level.FINE, "index: 1."),
        (timedelta(hours=2), "", Level.WRONG, "index: 1, for 120 minutes"),
        (timedelta(minutes=1), "too long", Level.WRONG, "refused a record: too long"),
    ],
)
def test_changes_that_wait_too_long_are_said_so(
    world: World, healthy: Settings, age: timedelta, problem: str, level: Level, words: str
) -> None:
    row = {"engine": "embedded", "number": 10**6, "generation": 10**6, "since": datetime.now(UTC) - age, "problem": problem}
    with world.database.writing() as session:
        session.execute(insert(DirtyRow).values(row))
    try:
        assert told(diagnose(healthy), words).level is level
    finally:
        with world.database.writing() as session:
            session.execute(delete(DirtyRow).where(DirtyRow.generation == 10**6))


def test_a_meilisearch_that_answers_tells_its_version(healthy: Settings, meilisearch_server: Any) -> None:
    own = {"meili_url": meilisearch_server.url, "meili_master_key": meilisearch_server.key}
    settings = replace(healthy, **own, meili_index=meilisearch_server.index_name())
    findings = diagnose(settings)
    assert told(findings, "Meilisearch 1.21.0 answers").level is Level.FINE
    assert told(findings, "The meilisearch index is not built").level is Level.WRONG


@pytest.mark.parametrize("key", ["of somebody else", ""])
def test_a_meilisearch_that_refuses_the_key_is_said_so(healthy: Settings, meilisearch_server: Any, key: str) -> None:
    settings = replace(healthy, meili_url=meilisearch_server.url, meili_master_key=key)
    assert told(diagnose(settings), f"Meilisearch at {meilisearch_server.url} does not answer").level is Level.WRONG


def test_a_meilisearch_that_is_away_is_said_so(healthy: Settings) -> None:
    settings = replace(healthy, meili_url=f"http://127.0.0.1:{free_port()}")
    assert told(diagnose(settings), "Meilisearch at").level is Level.WRONG


def test_mails_that_go_nowhere_are_wrong_only_where_people_rely_on_them(healthy: Settings) -> None:
    assert told(diagnose(healthy), "MAIL_URL").level is Level.NOTE
    assert told(diagnose(replace(healthy, env="production")), "MAIL_URL").level is Level.WRONG


def test_a_mail_server_is_tried(healthy: Settings, mail_server: Any) -> None:
    assert told(diagnose(replace(healthy, mail_url=mail_server.url)), "mail server").level is Level.FINE
    away = replace(healthy, mail_url=f"smtp://127.0.0.1:{free_port()}")
    assert told(diagnose(away), "mail server 127.0.0.1 does not answer").level is Level.WRONG


def test_a_secret_key_that_can_be_guessed_or_read_is_said_so(healthy: Settings) -> None:
    assert told(diagnose(replace(healthy, secret_key="hub")), "guessed").level is Level.WRONG
    file = healthy.instance / "secret_key"
    file.chmod(0o644)
    try:
        assert told(diagnose(healthy), "can read").remedy == f"chmod 600 {file}"
    finally:
        file.chmod(0o600)


def test_no_postcodes_is_said_so(empty: Settings) -> None:
    assert told(diagnose(empty), "No postcodes are loaded").remedy == "hub postcodes load"


def test_a_clock_that_stands_still_is_worth_knowing(healthy: Settings) -> None:
    settings = replace(healthy, now=datetime(2026, 11, 22, 10, 30, tzinfo=UTC))
    assert told(diagnose(settings), "HUB_NOW").sentence == "HUB_NOW is set: it is always 22 November 2026, 10:30 here."


def test_missing_styles_are_said_so(tmp_path: Path, healthy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "BUILT", tmp_path)
    assert told(diagnose(healthy), "not built, so pages have no look").level is Level.WRONG
    (tmp_path / "manifest.json").write_text('{"site.css": "site.0123456789ab.css"}')
    assert told(diagnose(healthy), "Built files have gone: site.css").level is Level.WRONG


def test_a_translation_that_changed_since_it_was_compiled_is_said_so(
    tmp_path: Path, healthy: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text("")
    monkeypatch.setattr(doctor, "CATALOGUES", tmp_path)
    assert told(diagnose(healthy), "Translations are not compiled: pl").level is Level.WRONG
    (folder / "messages.mo").write_text("")
    assert told(diagnose(healthy), "Translations are compiled: pl").level is Level.FINE


def test_a_full_disk_is_said_so(healthy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, level in ((1, Level.WRONG), (10**9, Level.NOTE), (10**11, Level.FINE)):
        monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _, free=free: doctor.shutil._ntuple_diskusage(0, 0, free))
        assert told(diagnose(healthy), "GB free").level is level


def test_mails_that_wait_or_never_arrived_are_said(world: World, healthy: Settings) -> None:
    with world.database.writing() as session:
        session.execute(delete(Mail))  # the sample town has one that never arrived
    assert told(diagnose(healthy), "No mail waits.").level is Level.FINE
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    with world.database.writing() as session:
        mail = queue(session, to="amina@example.org", subject="s", text="t", kind="test", at=an_hour_ago)
    assert told(diagnose(healthy), "Mails wait to be sent: 1").level is Level.WRONG
    with world.database.writing() as session:
        session.execute(update(Mail).values(done=True, refused_at=datetime.now(UTC)))
    assert told(diagnose(healthy), "could not be sent in the last 7 days: 1").level is Level.NOTE
    with world.database.writing() as session:
        session.execute(delete(Mail).where(Mail.id == mail.id))


def test_links_in_mails_must_lead_to_the_public_address(healthy: Settings) -> None:
    at_home = replace(healthy, env="production")
    assert told(diagnose(at_home), "Links in mails lead to http://127.0.0.1:5000.").level is Level.WRONG
    known = replace(at_home, public_url="https://hub.example.org")
    assert told(diagnose(known), "Links in mails lead to https://hub.example.org.").level is Level.FINE
