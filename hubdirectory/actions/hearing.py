"""How every process learns of what the manager wrote for search: stamps that the edits themselves write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from hubdirectory.models import Wording, new_id
from hubdirectory.models.straight import rows, until_written
from hubdirectory.understanding import Phrases

KIND = "index"
WORDS, PHRASES = "words", "phrases"
READ = "SELECT key, CAST(value AS TEXT) FROM wording WHERE kind = 'index'"


@dataclass
class HeardWords:
    """The stamp of the words that this process goes by; "" before anybody changed any."""

    stamp: str = ""


@dataclass
class Learnt:
    """What this process understands needs by: the phrases as they stood at the stamp. None before the first question.

    prepared: the stamp of the phrases whose vectors were worked out last
    """

    stamp: str | None = None
    prepared: str | None = None
    phrases: Phrases = field(default_factory=dict)
    learning: Lock = field(default_factory=Lock)


def stamp_of_words(session: Session) -> str:
    """Of synonyms and stop words; without the mapper, since every search asks."""
    return _stamps(session).get(WORDS, "")


def stamp_of_phrases(session: Session) -> str:
    """Of the needs and of what people say when they mean one."""
    return _stamps(session).get(PHRASES, "")


def _stamps(session: Session) -> Mapping[str, str]:
    return until_written(session.connection(), (KIND, "stamps"), _read_stamps)


def _read_stamps(connection: Connection) -> dict[str, str]:
    return {key: str(value) for key, value in rows(connection, READ)}


def stamp_words(session: Session) -> None:
    """In the transaction that changes a synonym or a stop word."""
    session.merge(Wording(kind=KIND, key=WORDS, value=new_id()))


def stamp_phrases(session: Session) -> None:
    """In the transaction that changes a need or its phrases."""
    session.merge(Wording(kind=KIND, key=PHRASES, value=new_id()))
