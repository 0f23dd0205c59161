"""Where people may have to live: what the form offers, and what a record says already."""

from __future__ import annotations

from flask_babel import gettext

from hubdirectory.actions.changes import Draft
from hubdirectory.actions.organisations import choosing
from hubdirectory.domain.record_data import Data
from hubdirectory.web.world import the_world


def areas_by_key(draft: Draft) -> dict[str, Data]:
    """The town, the country, each part of town, and what the record says besides; each by its kind and name."""
    world = the_world()
    offered: list[Data] = [
        {"kind": "borough", "name": world.settings.town, "area": None},
        {"kind": "nation", "name": gettext("the whole country"), "area": None},
    ]
    offered += [{"kind": "ward", "name": area.name, "area": area.id} for area in choosing.areas(world)]
    known = {_key(one) for one in offered}
    here = [one for one in draft.data.get("service_areas", []) if _key(one) not in known]
    return {_key(one): one for one in [*here, *offered]}


def _key(area: Data) -> str:
    return f"{area['kind']}:{area['name']}"
