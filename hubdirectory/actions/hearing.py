"""How every process learns of the manager's synonyms and stop words: a stamp that the edit itself writes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from hubdirectory.models import Wording, new_id
from hubdirectory.models.straight import rows, until_written

STAMP = ("index", "words")
READ = "SELECT CAST(value AS TEXT) FROM wording WHERE kind = 'index' AND key = 'words'"


@dataclass
class HeardWords:
    """The stamp of the words that this process goes by; "" before anybody changed any."""

    stamp: str = ""


def stamp_of_words(session: Session) -> str:
    """Without the mapper: every search asks."""
    return until_written(session.connection(), STAMP, _read_stamp)


def _read_stamp(connection: Connection) -> str:
    found = rows(connection, READ)
    return str(found[0][0]) if found else ""


def stamp_words(session: Session) -> None:
    """In the transaction that changes a synonym or a stop word."""
    kind, key = STAMP
    session.merge(Wording(kind=kind, key=key, value=new_id()))
