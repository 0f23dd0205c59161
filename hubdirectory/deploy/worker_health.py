"""Whether the worker does its work: no change has waited long.  python -m hubdirectory.deploy.worker_health

Exit status 1, and a sentence, where one has. That the process itself runs is the container's to see.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hubdirectory.config import Settings, load_settings
from hubdirectory.indexing import Backlog, backlog
from hubdirectory.models import database_of

PATIENCE = timedelta(minutes=5)


def late(settings: Settings, now: datetime) -> list[str]:
    """A sentence for each index whose oldest change has waited too long."""
    database = database_of(settings.database_url)
    try:
        return sentences([backlog(database, name) for name in settings.engine_names], now)
    finally:
        database.close()


def sentences(backlogs: Sequence[Backlog], now: datetime) -> list[str]:
    return [
        f"Changes waiting for the {behind.engine} index: {behind.waiting}, the oldest since {behind.oldest:%d %B %H:%M}."
        for behind in backlogs
        if behind.oldest and now - behind.oldest > PATIENCE
    ]


if __name__ == "__main__":
    if said := late(load_settings(), datetime.now(UTC)):
        sys.exit("\n".join(said))
