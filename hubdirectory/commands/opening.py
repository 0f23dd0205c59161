"""What commands share: the world of this installation, opened and closed, and a bar for long work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

from hubdirectory.actions.world import World, open_world
from hubdirectory.config import load_settings


@contextmanager
def this_world() -> Iterator[World]:
    world = open_world(load_settings())
    try:
        yield world
    finally:
        world.close()


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal; nothing where output goes to a file. The function takes how many are done, of how many."""
    with tqdm(desc=what, disable=None, unit="", leave=False) as progress:

        def show(done: int, total: int) -> None:
            progress.total = total
            progress.update(done - progress.n)

        yield show
