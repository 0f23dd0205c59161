"""The figures of an organisation's services: sums of days, and never a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.domain.days import LONDON
from hubdirectory.domain.figures import What
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import State
from hubdirectory.models import Figure, Service, Signpost, SignpostService, Taxonomy, TaxonomyTerm

from .membership import the_organisation

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

MOST_NEEDS = 5


@dataclass(frozen=True)
class NeedCount:
    name: str
    count: int


@dataclass(frozen=True)
class RecordFigures:
    """Sums of one record. `counts`: by What; `needs`: by which needs it was found, the most first."""

    kind: str
    record_id: str
    name: str
    counts: Mapping[What, int]
    needs: tuple[NeedCount, ...]


@dataclass(frozen=True)
class Figures:
    """An organisation's own page first, then its services by name. `days`: over how many days up to today."""

    organisation: str
    days: int
    records: tuple[RecordFigures, ...]


def figures(world: World, actor: Actor, organisation_id: str, days: int, locale: str) -> Figures:
    """Needs Permission.EDIT there."""
    actor.must(Permission.EDIT, organisation_id)
    since = world.now().astimezone(LONDON).date() - timedelta(days=days - 1)
    with world.database.reading() as session:
        organisation = the_organisation(session, organisation_id)
        services = session.execute(
            select(Service.id, Service.name)
            .where(Service.organisation_id == organisation_id, Service.state.in_((State.PUBLISHED, State.PAUSED)))
            .order_by(Service.name)
        ).all()
        wanted = [organisation_id, *(id_ for id_, _ in services)]
        sums = session.execute(
            select(Figure.record_kind, Figure.record_id, Figure.what, Figure.need, func.sum(Figure.count))
            .where(Figure.record_id.in_(wanted), Figure.day >= since, Figure.what != What.SIGNPOSTED.value)
            .group_by(Figure.record_kind, Figure.record_id, Figure.what, Figure.need)
        ).all()
        suggested = _suggested(session, wanted, since)
        names = _names_of_needs(session, locale)
    lines = [("organisation", organisation_id, organisation.name), *(("service", id_, name) for id_, name in services)]
    return Figures(organisation.name, days, tuple(_line(*line, [*sums, *suggested], names) for line in lines))


def _suggested(session: Session, service_ids: Sequence[str], since: date) -> list[Any]:
    """As the sums of figures. Counted from the signposts, so that one that was taken back counts no more."""
    return list(session.execute(
        select(literal("service"), SignpostService.service_id, literal(What.SIGNPOSTED.value), literal(""), func.count())
        .join(Signpost, Signpost.id == SignpostService.signpost_id)
        .where(SignpostService.service_id.in_(service_ids), Signpost.day >= since, Signpost.taken_back.is_(None))
        .group_by(SignpostService.service_id)
    ))  # fmt: skip


def _names_of_needs(session: Session, locale: str) -> dict[str, str]:
    rows = session.execute(
        select(TaxonomyTerm.slug, TaxonomyTerm.name, TaxonomyTerm.translations).join(Taxonomy).where(Taxonomy.slug == "need")
    )
    return {slug: (translations or {}).get(locale) or name for slug, name, translations in rows}


def _line(kind: str, record_id: str, name: str, sums: Sequence[Any], names: Mapping[str, str]) -> RecordFigures:
    own = [row[2:] for row in sums if tuple(row[:2]) == (kind, record_id)]
    counts = {what: sum(count for was, need, count in own if was == what and not need) for what in What}
    needs = [NeedCount(names[need], count) for was, need, count in own if was == What.FOUND and need in names]
    return RecordFigures(kind, record_id, name, counts, tuple(sorted(needs, key=lambda one: -one.count)[:MOST_NEEDS]))
