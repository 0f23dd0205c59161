"""What is wrong with this installation, and what to do about it."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import meilisearch
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from meilisearch.errors import MeilisearchError
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from hubdirectory.actions.mailing import outbox
from hubdirectory.actions.referring import how_sealed
from hubdirectory.actions.world import World, open_world
from hubdirectory.config import REPOSITORY, Settings
from hubdirectory.geocoding.postcodes import PostcodeTableError
from hubdirectory.indexing import backlog, check
from hubdirectory.mail import MailAway, Smtp
from hubdirectory.models import Service
from hubdirectory.paper import is_there as makes_pdfs
from search.port import Engine, IndexMissing, SearchError

BUILT = REPOSITORY / "hubdirectory" / "static" / "built"
CATALOGUES = REPOSITORY / "translations"
MIGRATIONS = REPOSITORY / "hubdirectory" / "migrations"
LITTLE_ROOM, NO_ROOM = 2_000_000_000, 200_000_000  # bytes
LATE = timedelta(minutes=15)
SECONDS = 3
TRIED = ((3, 11), (3, 12), (3, 13))


class Level(StrEnum):
    """`WRONG` stops something from working; a `NOTE` is worth knowing."""

    FINE = "fine"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: how it is, and what puts it right (empty where it is fine)."""

    level: Level
    sentence: str
    remedy: str = ""


def diagnose(settings: Settings) -> list[Finding]:
    """Looks at everything that an installation needs. Changes nothing; a server that is away costs a few seconds."""
    findings = [look(settings) for look in OF_THE_MACHINE]
    world = open_world(settings)
    try:
        findings += _records_and_indexes(world)
    finally:
        world.close()
    return findings


def fine(sentence: str) -> Finding:
    return Finding(Level.FINE, sentence)


def note(sentence: str, remedy: str) -> Finding:
    return Finding(Level.NOTE, sentence, remedy)


def wrong(sentence: str, remedy: str) -> Finding:
    return Finding(Level.WRONG, sentence, remedy)


# the machine and the settings


def python_version(_: Settings) -> Finding:
    sentence = f"This is Python {'.'.join(map(str, sys.version_info[:3]))}."
    if sys.version_info[:2] in TRIED:
        return fine(sentence)
    return note(sentence, "This directory was tried with 3.11 to 3.13; where something is odd, use one of those.")


def instance_folder(settings: Settings) -> Finding:
    folder = settings.instance
    if not folder.is_dir():
        return wrong(f"There is no instance folder at {folder}.", "hub init makes one.")
    if not os.access(folder, os.W_OK | os.X_OK):
        return wrong(f"Nothing can be written in {folder}.", "Give the folder to the account that runs this.")
    free = shutil.disk_usage(folder).free
    room = f"{free / 1e9:.1f} GB free for {folder}"
    if free < NO_ROOM:
        return wrong(f"The disk is full: {room}.", "Make room before anything else.")
    return note(f"The disk is nearly full: {room}.", "Make room soon.") if free < LITTLE_ROOM else fine(f"{room}.")


def sheets_as_pdf(_: Settings) -> Finding:
    if makes_pdfs():
        return fine("Sheets can be saved as PDFs.")
    packages = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core"
    return note("Sheets cannot be saved as PDFs: what draws them is missing.", f"sudo apt install {packages}")


def secret_key_kept(settings: Settings) -> Finding:
    file = settings.instance / "secret_key"
    if settings.secret_key and len(settings.secret_key) < 32:
        return wrong("SECRET_KEY is short enough to be guessed.", "Take it away: a good one is made at the next start.")
    if file.exists() and file.stat().st_mode & 0o077:
        return wrong(f"Others on this machine can read {file}.", f"chmod 600 {file}")
    return fine("The secret key is long and private.")


def assets_built(_: Settings) -> Finding:
    manifest = BUILT / "manifest.json"
    if not manifest.exists():
        return wrong("Styles and scripts are not built, so pages have no look.", "hub setup builds them.")
    lost = [name for name, file in json.loads(manifest.read_text()).items() if not (BUILT / file).exists()]
    if lost:
        return wrong(f"Built files have gone: {', '.join(lost[:3])}.", "Remove hubdirectory/static/built, then hub setup.")
    return fine("Styles and scripts are built.")


def translations_compiled(_: Settings) -> Finding:
    written = sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po"))
    old = [file.parts[-3] for file in written if not _newer(file.with_suffix(".mo"), file)]
    if old:
        return wrong(f"Translations are not compiled: {', '.join(old)}.", "hub setup compiles them.")
    return fine(f"Translations are compiled: {', '.join(file.parts[-3] for file in written) or 'there are none'}.")


def _newer(made: Path, source: Path) -> bool:
    """A second's grace: a checkout writes both in no order."""
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime - 1


def mail_setting(settings: Settings) -> Finding:
    if not settings.mail_url:
        sentence = "MAIL_URL is not set: mails are kept and can be read at /mail, and are not sent."
        remedy = "Set MAIL_URL=smtp://user:word@host:port."
        return wrong(sentence, remedy) if settings.production else note(sentence, remedy)
    host = urlsplit(settings.mail_url).hostname
    try:
        Smtp(settings.mail_url, settings.sender, settings.site_name).greet(SECONDS)
    except MailAway as error:
        return wrong(f"The mail server {host} does not answer: {error}.", "Check MAIL_URL.")
    return fine(f"The mail server {host} answers.")


def public_address(settings: Settings) -> Finding:
    host = urlsplit(settings.public_url).hostname
    if settings.production and host in ("127.0.0.1", "localhost"):
        return wrong(f"Links in mails lead to {settings.public_url}.", "Set PUBLIC_URL to the address of the site.")
    return fine(f"Links in mails lead to {settings.public_url}.")


def clock(settings: Settings) -> Finding:
    if settings.now:
        return note(f"HUB_NOW is set: it is always {settings.now:%d %B %Y, %H:%M} here.", "Take it away after the trial.")
    return fine("The clock is the machine's.")


OF_THE_MACHINE: tuple[Callable[[Settings], Finding], ...] = (
    python_version, instance_folder, secret_key_kept, assets_built, translations_compiled, mail_setting, sheets_as_pdf,
    public_address, clock,
)  # fmt: skip


# records, indexes and places


def _records_and_indexes(world: World) -> Iterator[Finding]:
    answering = database_answers(world)
    yield answering
    if answering.level is not Level.WRONG:
        migrated = database_migrated(world)
        yield migrated
        if migrated.level is not Level.WRONG:
            yield records(world)
            yield from (index(world, engine) for engine in world.engines.values())
            yield from (waiting(world, name) for name in world.engines)
            yield mails_waiting(world)
            yield referrals_readable(world)
    if world.settings.uses_meilisearch:
        yield meilisearch_server(world.settings)
    yield postcodes(world)


def mails_waiting(world: World) -> Finding:
    post = outbox(world)
    if post.oldest and datetime.now(UTC) - post.oldest > LATE:
        return wrong(
            f"Mails wait to be sent: {post.waiting}, the oldest since {post.oldest:%d %B %H:%M}.",
            "Keep hub worker running, and check MAIL_URL.",
        )
    if post.failed:
        return note(f"Mails that could not be sent in the last 7 days: {post.failed}.", "Look at the addresses on the desk.")
    return fine("No mail waits.")


def referrals_readable(world: World) -> Finding:
    stands = how_sealed(world)
    if stands.unreadable:
        return wrong(
            f"The key of {stands.unreadable} referrals is not in REFERRAL_KEY: nobody can read them.",
            "Put the old key back, behind the new one, then hub referrals rotate-keys.",
        )
    if stands.older:
        return note(f"{stands.older} referrals are sealed with an older key.", "hub referrals rotate-keys seals them anew.")
    return fine("Referrals are switched on." if world.settings.referrals else "Referrals are switched off.")


def database_answers(world: World) -> Finding:
    try:
        with world.database.reading() as session:
            session.execute(select(1))
    except SQLAlchemyError as error:
        return wrong(f"The database does not answer: {_first_line(error)}", "Check DATABASE_URL, and that its server runs.")
    return fine(f"The database answers ({world.database.engine.dialect.name}).")


def database_migrated(world: World) -> Finding:
    heads = set(ScriptDirectory(str(MIGRATIONS)).get_heads())
    with world.database.engine.connect() as connection:
        current = set(MigrationContext.configure(connection).get_current_heads())
    if current == heads:
        return fine("The tables are those of this version.")
    if not current:
        return wrong("The database has no tables yet.", "hub init makes them.")
    return wrong("The tables are those of another version.", "Keep a copy of the database, then hub init brings them up to date.")


def records(world: World) -> Finding:
    with world.database.reading() as session:
        count = session.scalar(select(func.count()).select_from(Service)) or 0
    if not count:
        return note("The directory is empty.", "hub import brings records in; hub sample-town makes some up.")
    return fine(f"{count:,} services are in the directory.")


def index(world: World, engine: Engine) -> Finding:
    try:
        found = check(world.database, engine)
    except IndexMissing:
        return wrong(f"The {engine.name} index is not built.", "hub index rebuild builds it.")
    except SearchError as error:
        return wrong(f"The {engine.name} index does not answer: {error}", "Searches go on with the other index, if there is one.")
    if found.clean:
        return fine(f"The {engine.name} index agrees with the database.")
    counts = f"{len(found.missing)} missing, {len(found.stale)} stale, {len(found.orphaned)} orphaned"
    return wrong(f"The {engine.name} index does not agree with the database: {counts}.", "hub index rebuild puts it right.")


def waiting(world: World, engine: str) -> Finding:
    behind = backlog(world.database, engine)
    if not behind.waiting:
        return fine(f"Nothing waits for the {engine} index.")
    sentence = f"Changes waiting for the {engine} index: {behind.waiting:,}"
    age = datetime.now(UTC) - behind.oldest if behind.oldest else timedelta()
    if behind.problems:
        return wrong(f"The {engine} index refused a record: {behind.problems[0]}", "Open and save that record, or report this.")
    if age > LATE:
        return wrong(f"{sentence}, for {age // timedelta(minutes=1):,} minutes.", "Is hub worker running?")
    return fine(f"{sentence}.")


def meilisearch_server(settings: Settings) -> Finding:
    client = meilisearch.Client(settings.meili_url, settings.meili_master_key, timeout=SECONDS)
    try:
        version = str(client.get_version()["pkgVersion"])
    except MeilisearchError as error:
        return wrong(f"Meilisearch at {settings.meili_url} does not answer: {_first_line(error)}", "Check MEILI_URL and its key.")
    if version.split(".")[:1] != ["1"]:
        return note(f"Meilisearch is version {version}.", "This directory was tried with 1.21.0.")
    return fine(f"Meilisearch {version} answers.")


def postcodes(world: World) -> Finding:
    try:
        areas = world.postcodes.areas()
    except PostcodeTableError as error:
        return wrong(str(error), "hub postcodes load makes it anew.")
    if not areas:
        return wrong("No postcodes are loaded, so nothing can be found near one.", "hub postcodes load")
    return fine(f"{sum(areas.values()):,} postcodes are loaded ({', '.join(list(areas)[:5])}{'…' if len(areas) > 5 else ''}).")


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
