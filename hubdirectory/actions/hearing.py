"""How every process learns of the manager's synonyms and stop words: a stamp that the edit itself writes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from hubdirectory.models import Wording, new_id
from hubdirectory.models.straight import rows

STAMP = ("index", "words")
READ = "SELECT CAST(value AS TEXT) FROM wording WHERE kind = 'index' AND key = 'words'"


@dataclass
class HeardWords:
    """The stamp of the words that this process goes by; "" before anybody changed any."""

    stamp: str = ""


def stamp_of_words(session: Session) -> str:
    """Without the mapper: every search asks."""
    found = rows(session.connection(), READ)
    return str(found[0][0]) if found else ""


def stamp_words(session: Session) -> None:
    """In the transaction that changes a synonym or a stop word."""
    kind, key = STAMP
    session.merge(Wording(kind=kind, key=key, value=new_id()))
