"""Alembic's entry: the database of the command's settings, SQLite by way of batches."""

from __future__ import annotations

from alembic import context

from hubdirectory.config import load_settings
from hubdirectory.models import Base, database_of


def run() -> None:
    url = context.config.attributes.get("database_url") or load_settings().database_url
    database = database_of(url)
    with database.engine.connect().execution_options(writing=True) as connection:
        context.configure(connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()
        if connection.in_transaction():
            connection.commit()
    database.close()


run()
