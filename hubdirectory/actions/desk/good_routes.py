"""What the front door's routes must look like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hubdirectory.domain.ages import BANDS
from hubdirectory.domain.routing import Route

from .bad_wording import BadWording

MOST_RULES, LONGEST_NAME, LONGEST_SLUG, MOST_IN_A_LIST = 60, 120, 90, 100
LISTS = ("needs", "ages", "areas", "services", "hubs")


def good_routes(_key: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """Rules as they are kept. Raises BadWording."""
    rules = list(value.get("rules") or ())
    if len(rules) > MOST_RULES:
        raise BadWording("rules", "long", str(MOST_RULES))
    return {"rules": [_rule(rule) for rule in rules]}


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    name = " ".join(str(rule.get("name", "")).split())
    if not name:
        raise BadWording("name", "missing")
    if len(name) > LONGEST_NAME:
        raise BadWording("name", "long", str(LONGEST_NAME))
    if rule.get("route") not in list(Route):
        raise BadWording("route", "missing")
    lists = {field: _slugs(field, rule.get(field) or ()) for field in LISTS}
    return {"id": str(rule["id"]), "name": name, "route": str(rule["route"]), **lists}


def _slugs(field: str, given: Any) -> list[str]:
    slugs = list(dict.fromkeys(str(slug) for slug in given if slug))
    if len(slugs) > MOST_IN_A_LIST or any(len(slug) > LONGEST_SLUG for slug in slugs):
        raise BadWording(field, "long", str(MOST_IN_A_LIST))
    unknown = [slug for slug in slugs if field == "ages" and slug not in BANDS]
    if unknown:
        raise BadWording(field, "unknown", unknown[0])
    return slugs
