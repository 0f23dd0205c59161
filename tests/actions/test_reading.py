"""What a page reads, it reads in one session: of one moment on SQLite, and never older than what it wrote itself."""

from __future__ import annotations

import pytest
from sqlalchemy import literal, select

from hubdirectory.actions.desk.wordings import page_texts
from hubdirectory.models import Wording


def write(world, words):
    with world.database.writing() as session:
        session.merge(Wording(kind="page", key="about", value={"en": words}))


def test_a_text_is_read_anew_once_it_was_written(world):
    for words in ("One", "Two"):
        write(world, words)
        assert page_texts(world, "about") == {"en": words}
    assert page_texts(world, "privacy") == {}


def test_what_was_written_between_is_read(world):
    write(world, "Before")
    with world.database.sharing():
        assert page_texts(world, "about") == {"en": "Before"}
        write(world, "After")
        assert page_texts(world, "about") == {"en": "After"}


def test_a_session_that_failed_is_given_to_nobody_else(world):
    with world.database.sharing():
        with pytest.raises(ZeroDivisionError), world.database.reading(), world.database.reading() as failed:
            raise ZeroDivisionError
        with world.database.reading() as session:
            assert session is not failed
            assert session.scalar(select(literal(1))) == 1
