"""Somebody who edits so many services a second, and says when each edit was committed.

    python -m hubdirectory.bench.steady PER_SECOND SECONDS

Prints `WORD MOMENT` once an edit is committed: the word that the service's name now ends with and no other has, and the
time of day in seconds. Only then are the indexes brought up to date, as after every edit.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from hubdirectory.actions.world import World, open_world
from hubdirectory.config import load_settings
from hubdirectory.indexing import touch
from hubdirectory.models import Service

from .editing import slugs_of

EDITORS = 24
# Words that no record has and that are far from each other, so that none is read as another's misspelling.
LETTERS = "bcdfghjklm"
MARK = "qvx"


def word_of(number: int) -> str:
    return MARK + "".join(LETTERS[int(digit)] * 3 for digit in f"{number:05}")


def edit(world: World, slug: str, number: int, saying: threading.Lock) -> None:
    with world.database.writing() as session:
        service = session.scalars(select(Service).where(Service.slug == slug)).one()
        service.name = f"{service.name.partition(f' {MARK}')[0]} {word_of(number)}"
        numbers = touch(session, [service.id], world.engine_names)
    with saying:
        print(word_of(number), time.time(), flush=True)
    world.index_now(numbers)


def run(world: World, slugs: Sequence[str], per_second: float, seconds: float) -> None:
    saying = threading.Lock()
    with ThreadPoolExecutor(EDITORS) as editors:
        began = time.monotonic()
        for number in range(int(per_second * seconds)):
            time.sleep(max(0.0, began + number / per_second - time.monotonic()))
            editors.submit(edit, world, slugs[number % len(slugs)], number, saying)


def main(per_second: float, seconds: float) -> None:
    world = open_world(load_settings())
    run(world, slugs_of(world), per_second, seconds)
    world.close()


if __name__ == "__main__":
    main(float(sys.argv[1]), float(sys.argv[2]))
