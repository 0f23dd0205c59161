"""What the front doors act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


def the_world() -> World:
    """This website's settings, records, indexes and clock."""
    return cast("World", current_app.extensions["world"])
