"""The manager's rules: which route, for whom, with which services and hubs. Each change keeps what stood before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.actions.desk import wordings
from hubdirectory.actions.desk.good_words import BadWording
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.routing import Route, RouteRule
from hubdirectory.domain.states import LocationKind
from hubdirectory.models import Area, Location, OldSlug, Service, Wording, new_id

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

KEY = "front_door"


@dataclass(frozen=True)
class KeptRule:
    """A rule and the id that it keeps while it is edited and moved."""

    id: str
    rule: RouteRule


def rules_of(session: Session) -> tuple[RouteRule, ...]:
    """As they stand at this moment, for whoever comes."""
    return tuple(one.rule for one in _read(session))


def kept_rules(world: World, actor: Actor) -> tuple[KeptRule, ...]:
    """In the manager's order. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.reading() as session:
        return _read(session)


def put_rule(world: World, actor: Actor, rule: RouteRule, rule_id: str = "") -> str:
    """Changes a rule, or adds one at the end (without an id); its id. Public at once. Needs Permission.DESK.

    Raises BadWording for what would not do: a service, hub or area that there is not, no name.
    """
    rules = list(kept_rules(world, actor))
    _check(world, rule)
    kept = KeptRule(rule_id or new_id(), rule)
    at = next((number for number, one in enumerate(rules) if one.id == rule_id), None)
    if at is None:
        rules.append(kept)
    else:
        rules[at] = kept
    _write(world, actor, rules)
    return kept.id


def remove_rule(world: World, actor: Actor, rule_id: str) -> None:
    """Takes a rule away; it can be brought back with the earlier texts. Needs Permission.DESK."""
    _write(world, actor, [one for one in kept_rules(world, actor) if one.id != rule_id])


def area_choices(world: World) -> tuple[tuple[str, str], ...]:
    """Districts by their codes, then wards by their slugs, each with its name."""
    with world.database.reading() as session:
        districts = session.execute(select(Area.district_code, Area.district_name).where(Area.district_code != "").distinct())
        wards = session.execute(select(Area.slug, Area.name).where(Area.kind == "ward").order_by(Area.name))
        return (*((code, name or code) for code, name in districts), *((slug, name) for slug, name in wards))


def service_named(world: World, typed: str) -> str:
    """The slug of a service by its slug, the address of its page, or its name; what was typed where there is no such one."""
    slug = typed.strip().rstrip("/").rpartition("/")[2]
    with world.database.reading() as session:
        known = session.scalar(select(Service.slug).where(Service.slug == slug))
        return known or session.scalar(select(Service.slug).where(Service.name == typed.strip()).limit(1)) or typed.strip()


def _check(world: World, rule: RouteRule) -> None:
    hub = select(Location.slug).where(Location.kind == LocationKind.HUB, Location.confidential.is_(False))
    known_areas = {value for value, _ in area_choices(world)}
    with world.database.reading() as session:
        services = set(session.scalars(select(Service.slug).where(Service.slug.in_(rule.services))))
        hubs = set(session.scalars(hub.where(Location.slug.in_(rule.hubs))))
    for field, named, known in (
        ("services", rule.services, services), ("hubs", rule.hubs, hubs), ("areas", rule.areas, known_areas),
    ):  # fmt: skip
        for slug in named:
            if slug not in known:
                raise BadWording(field, "unknown", slug)


def _read(session: Session) -> tuple[KeptRule, ...]:
    """With services and hubs by the slugs that they have now, whatever they were called when they were named."""
    value = session.scalar(select(Wording.value).where(Wording.kind == wordings.ROUTES, Wording.key == KEY)) or {}
    kept = [KeptRule(one["id"], _rule(one)) for one in value.get("rules", ())]
    services = _moved(session, "service", Service, {slug for one in kept for slug in one.rule.services})
    hubs = _moved(session, "location", Location, {slug for one in kept for slug in one.rule.hubs})
    return tuple(
        replace(one, rule=replace(one.rule, services=_now(one.rule.services, services), hubs=_now(one.rule.hubs, hubs)))
        for one in kept
    )


def _moved(session: Session, kind: str, model: type[Service] | type[Location], slugs: set[str]) -> dict[str, str]:
    """Today's slugs by those that were left behind."""
    query = select(OldSlug.slug, model.slug).join(model, OldSlug.record_id == model.id)
    query = query.where(OldSlug.record_kind == kind, OldSlug.slug.in_(slugs))
    return dict(session.execute(query).all())


def _now(slugs: Sequence[str], moved: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(moved.get(slug, slug) for slug in slugs))


def _rule(kept: dict[str, Any]) -> RouteRule:
    lists = {name: tuple(kept.get(name, ())) for name in ("needs", "ages", "areas", "services", "hubs")}
    return RouteRule(kept["name"], Route(kept["route"]), **lists)


def _write(world: World, actor: Actor, rules: Sequence[KeptRule]) -> None:
    wordings.put(world, actor, wordings.ROUTES, KEY, {"rules": [{"id": one.id, **asdict(one.rule)} for one in rules]})
