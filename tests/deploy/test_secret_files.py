from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from hubdirectory.deploy.secret_files import make_secrets


@pytest.mark.parametrize("own", ["", "a word of our own/with@signs?"])
def test_the_database_is_opened_with_the_password_that_it_was_made_with(tmp_path: Path, own: str) -> None:
    if own:
        (tmp_path / "postgres_password").write_text(own)
    make_secrets(tmp_path)
    url = make_url((tmp_path / "database_url").read_text())
    assert url.password == (tmp_path / "postgres_password").read_text()
    assert (url.username, url.host, url.database) == ("hub", "postgres", "hub")


def test_secrets_are_long_and_differ_from_one_installation_to_the_next(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        make_secrets(tmp_path / name)
    for file in (tmp_path / "one").iterdir():
        assert len(file.read_text()) >= 32
        assert file.read_text() != (tmp_path / "two" / file.name).read_text()


def test_a_secret_that_is_there_is_never_changed(tmp_path: Path) -> None:
    (tmp_path / "postgres_password").write_text("a word of our own")
    assert "postgres_password" not in make_secrets(tmp_path)
    before = {file.name: file.read_text() for file in tmp_path.iterdir()}
    assert make_secrets(tmp_path) == []
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == before
    assert before["postgres_password"] == "a word of our own"


def test_each_server_can_read_them_under_its_own_account(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o444}
