"""The manager's front door: the desk. Dense, worked from the keyboard, and whole without a script."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("manager", __name__)


@blueprint.context_processor
def _names() -> dict[str, object]:
    """What the desk calls things, for its templates."""
    return {"desk_names": names}


from . import (  # noqa: E402, F401
    audit,
    bulk,
    editing,
    home,
    imports,
    languages,
    lists,
    merging,
    names,
    phrases,
    records,
    review,
    routes,
    searches,
    searching,
    terms,
    texts,
    versions,
    word_lists,
)
