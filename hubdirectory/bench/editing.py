"""Somebody who edits: a process that changes services one after the other, and says when each change is committed.

    python -m hubdirectory.bench.editing COUNT FIRST [EDITORS]

Prints `SLUG NUMBER` once the edit of that number is committed, and only then brings the indexes up to date.
Each editor keeps to services of its own, so the numbers on one service only grow. `lost SLUG NUMBER` says that an edit
was refused, as on a full disk: nobody was told that it was kept.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from hubdirectory.actions.world import World, open_world
from hubdirectory.config import load_settings
from hubdirectory.indexing import touch
from hubdirectory.models import Service, ServiceCard

EDITORS = 4
MARK = "edit"


def edit(world: World, slug: str, number: int) -> list[int]:
    """Commits one edit; the numbers to index. It is a name that says which edit it was."""
    with world.database.writing() as session:
        service = session.scalars(select(Service).where(Service.slug == slug)).one()
        service.name = f"{service.name.partition(f' {MARK} ')[0]} {MARK} {number}"
        return touch(session, [service.id], world.engine_names)


def edited(world: World) -> dict[str, int]:
    """The number of the last edit of each service, as the database has it."""
    with world.database.reading() as session:
        names = session.execute(select(Service.slug, Service.name).where(Service.name.contains(f" {MARK} "))).all()
    return {slug: int(name.rpartition(" ")[2]) for slug, name in names}


def slugs_of(world: World) -> list[str]:
    with world.database.reading() as session:
        query = select(Service.slug).join(ServiceCard, ServiceCard.service_id == Service.id).where(ServiceCard.searchable)
        return list(session.scalars(query.order_by(Service.slug)))


class _Editor(threading.Thread):
    def __init__(self, world: World, slugs: Sequence[str], numbers: range) -> None:
        super().__init__()
        self.world, self.slugs, self.numbers = world, slugs, numbers

    def run(self) -> None:
        for number in self.numbers:
            slug = self.slugs[number % len(self.slugs)]
            try:
                numbers = edit(self.world, slug, number)
            except SQLAlchemyError:
                sys.stdout.write(f"lost {slug} {number}\n")
            else:
                sys.stdout.write(f"{slug} {number}\n")
                sys.stdout.flush()
                self.world.index_now(numbers)


def main(count: int, first: int, editors: int = EDITORS) -> None:
    world = open_world(load_settings())
    slugs = slugs_of(world)
    threads = [
        _Editor(world, slugs[which::editors], range(first + which, first + count, editors)) for which in range(editors)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    world.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
