"""What the desk decides about several at once: changes, claims, suggested terms, broken links; each with what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions import changes
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.organisations import deciding as claiming
from hubdirectory.actions.organisations import pictures as picturing
from hubdirectory.actions.organisations.claiming import ClaimOver
from hubdirectory.actions.organisations.deciding import ClaimLine
from hubdirectory.actions.records.changing import put
from hubdirectory.actions.records.editing import Invalid
from hubdirectory.actions.records.life import NotPossible
from hubdirectory.actions.records.reading import RecordMissing, read, record_row
from hubdirectory.actions.watching import lists as watching
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import State
from hubdirectory.domain.validity import lacking
from hubdirectory.indexing import touch
from hubdirectory.models import Location, Taxonomy, TaxonomyTerm, Watched

from . import deeds
from .deeds import Done, Result

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

__all__ = ["ClaimLine"]
# What a watched field is called in records of each kind.
WEB = {"service": "url", "organisation": "website", "location": "website"}


def approve(world: World, actor: Actor, ids: Sequence[str]) -> Done:
    """Each by itself. Undone, the record says again what it said; its author keeps the mail. Needs Permission.DESK."""
    names = {line.id: line for line in changes.waiting(world, actor)}
    before = {id_: _stands(world, names[id_]) for id_ in ids if id_ in names}
    results, steps = [], []
    for outcome in changes.approve_several(world, actor, ids):
        line = names.get(outcome.change_id)
        results.append(Result("change", outcome.change_id, line.name if line else "", outcome.why_not))
        if line and outcome.approved:
            steps += _approved(world, line, before[line.id], outcome.approved.applied)
    with world.database.writing() as session:
        count = sum(not result.why_not for result in results)
        return deeds.keep(session, actor, "approve", steps, at=world.now(), results=results, count=count)


def approve_one(world: World, actor: Actor, change_id: str, **how: Any) -> Done:
    """With fixes and picks, as `changes.approve`, and can be undone. Raises as that does."""
    line = changes.review(world, actor, change_id).line
    before = _stands(world, line)
    approved = changes.approve(world, actor, change_id, **how)
    steps = _approved(world, line, before, approved.applied)
    with world.database.writing() as session:
        result = Result("change", change_id, line.name)
        return deeds.keep(session, actor, "approve", steps, at=world.now(), results=[result], count=1)


def _stands(world: World, line: changes.Line) -> dict[str, Any]:
    with world.database.reading() as session:
        try:
            return read(session, line.kind, line.record_id)
        except RecordMissing:
            return {}


def _approved(world: World, line: changes.Line, before: dict[str, Any], applied: Iterable[str]) -> list[dict[str, Any]]:
    """How to take it back: the fields, and the state where it was a draft until now."""
    after = _stands(world, line)
    fields = [name for name in {*applied, "state"} if name in after and after[name] != before.get(name)]
    if not fields:
        return []
    values = {"before": {name: before[name] for name in fields}, "after": {name: after[name] for name in fields}}
    return [{"how": deeds.FIELDS, "kind": line.kind, "id": line.record_id, "name": line.name, **values}]


def send_back(world: World, actor: Actor, ids: Sequence[str], reason: str) -> Done:
    """Each with the same reason, which is mailed and so cannot be taken back. Needs Permission.DESK."""

    def one(id_: str) -> str:
        try:
            changes.send_back(world, actor, id_, reason)
        except changes.NotInReview:
            return "decided"
        except changes.NoChange:
            return "gone"
        return ""

    return _each(world, actor, "send_back", "change", ids, one)


def claims(world: World, actor: Actor) -> tuple[ClaimLine, ...]:
    """Those that wait, the longest first. Needs Permission.DESK."""
    return claiming.list_claims(world, actor)


def grant_claims(world: World, actor: Actor, ids: Sequence[str]) -> Done:
    """Needs Permission.DESK."""
    return _each(world, actor, "claim_granted", "claim", ids, _over(lambda id_: claiming.grant(world, actor, id_)))


def refuse_claims(world: World, actor: Actor, ids: Sequence[str], reason: str) -> Done:
    """The reason is mailed. Needs Permission.DESK."""
    return _each(world, actor, "claim_refused", "claim", ids, _over(lambda id_: claiming.refuse(world, actor, id_, reason)))


def _over(decide: Callable[[str], object]) -> Callable[[str], str]:
    def one(id_: str) -> str:
        try:
            decide(id_)
        except ClaimOver:
            return "over"
        return ""

    return one


def _each(world: World, actor: Actor, verb: str, kind: str, ids: Sequence[str], one: Callable[[str], str]) -> Done:
    actor.must(Permission.DESK)
    results = [Result(kind, id_, "", one(id_)) for id_ in dict.fromkeys(ids)]
    count = sum(not result.why_not for result in results)
    with world.database.writing() as session:
        return deeds.keep(session, actor, verb, (), at=world.now(), results=results, count=count)


def pictures(world: World, actor: Actor, ids: Sequence[str], reason: str = "") -> Done:
    """Approves pictures; with a reason, refuses them. Needs Permission.DESK."""

    def one(id_: str) -> str:
        try:
            picturing.refuse(world, actor, id_, reason) if reason else picturing.approve(world, actor, id_)
        except picturing.NoSuchPicture:
            return "gone"
        return ""

    return _each(world, actor, "picture_refused" if reason else "picture_approved", "picture", ids, one)


# terms


def confirm_terms(world: World, actor: Actor, service_ids: Sequence[str], terms: set[str] | None = None) -> Done:
    """Confirms suggested terms: those named, or all; of a single service the others are taken off. Needs Permission.DESK."""

    def after(_id: str, stands: dict[str, Any]) -> dict[str, Any]:
        chosen = [term for term in stands["suggested"] if terms is None or term in terms]
        return {"confirmed": sorted({*stands["confirmed"], *chosen}), "suggested": []}

    return _terms(world, actor, "terms_confirmed", service_ids, after)


def refuse_terms(world: World, actor: Actor, service_ids: Sequence[str]) -> Done:
    """Takes every suggestion off. Needs Permission.DESK."""
    return _terms(world, actor, "terms_refused", service_ids, lambda _id, _stands: {"suggested": []})


def add_terms(world: World, actor: Actor, terms: Mapping[str, set[str]]) -> Done:
    """Confirms terms on services that did not have them, by service id. Needs Permission.DESK."""

    def after(id_: str, stands: dict[str, Any]) -> dict[str, Any]:
        return {"confirmed": sorted({*stands["confirmed"], *terms[id_]})}

    return _terms(world, actor, "terms_confirmed", list(terms), after)


After = Callable[[str, dict[str, Any]], dict[str, Any]]  # a service's id and how it stands -> what it shall have


def _terms(world: World, actor: Actor, verb: str, ids: Sequence[str], after: After) -> Done:
    actor.must(Permission.DESK)
    results, steps = [], []
    numbers: list[int] = []
    with world.database.writing() as session:
        for id_ in dict.fromkeys(ids):
            result, step, touched = change_terms(world, session, actor, id_, after)
            results.append(result)
            steps += step
            numbers += touched
        done = deeds.keep(session, actor, verb, steps, at=world.now(), results=results)
    world.index_now(numbers)
    return done


def change_terms(
    world: World, session: Session, actor: Actor, id_: str, after: After
) -> tuple[Result, list[dict[str, Any]], Sequence[int]]:
    """Within a transaction, of one service: what became of it, how to take it back, and numbers for `world.index_now`."""
    try:
        record_row(session, "service", id_, lock=True)
    except RecordMissing:
        return Result("service", id_, "", "gone"), [], ()
    stands = read(session, "service", id_)
    wanted = after(id_, stands)
    done = put(world, session, actor, "service", id_, wanted, "categorised")
    if not done.changed:
        return Result("service", id_, stands["name"], "nothing"), [], ()
    before = {name: stands[name] for name in wanted}
    step = {"how": deeds.FIELDS, "kind": "service", "id": id_, "name": stands["name"], "before": before, "after": wanted}
    return Result("service", id_, stands["name"]), [step], done.numbers


# what is broken


def take_broken_out(world: World, actor: Actor, ids: Sequence[str]) -> Done:
    """Takes the address or number off its record. Can be undone. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    results, steps = [], []
    numbers: list[int] = []
    with world.database.writing() as session:
        for row in session.scalars(select(Watched).where(Watched.id.in_(list(ids)))).all():
            try:
                record_row(session, row.record_kind, row.record_id, lock=True)
            except RecordMissing:
                results.append(Result(row.record_kind, row.record_id, "", "gone"))
                continue
            stands = read(session, row.record_kind, row.record_id)
            field = WEB[row.record_kind] if row.field == "website" else "phones"
            without = [one for one in stands["phones"] if one["number"] != row.value] if field == "phones" else ""
            done = put(world, session, actor, row.record_kind, row.record_id, {field: without}, "edited", stands=stands)
            numbers += done.numbers
            results.append(Result(row.record_kind, row.record_id, stands["name"], "" if done.changed else "nothing"))
            values = {"before": {field: stands[field]}, "after": {field: without}}
            if done.changed:
                steps.append({"how": deeds.FIELDS, "kind": row.record_kind, "id": row.record_id, **values})
                session.delete(row)
        kept = deeds.keep(session, actor, "broken_removed", steps, at=world.now(), results=results)
    world.index_now(numbers)
    return kept


def look_again(world: World, actor: Actor, ids: Sequence[str]) -> Done:
    """The next round looks at these first. Needs Permission.DESK."""

    def one(id_: str) -> str:
        watching.look_again(world, actor, id_)
        return ""

    return _each(world, actor, "looked_again", "watched", ids, one)


def index_again(world: World, actor: Actor, service_ids: Sequence[str]) -> Done:
    """Tries at once to tell the indexes. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        numbers = touch(session, service_ids, world.engine_names)
        done = deeds.keep(session, actor, "indexed", (), at=world.now(), count=len(numbers))
    world.index_now(numbers)
    return done


def publish(world: World, actor: Actor, kind: str, record_id: str) -> None:
    """Makes a draft public by the manager's word. Needs Permission.DESK. Raises RecordMissing, NotPossible, Invalid."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        record = record_row(session, kind, record_id, lock=True)
        if record.state != State.DRAFT:
            raise NotPossible(record.state)
        stands = read(session, kind, record_id)
        owner = read(session, "organisation", stands["organisation"]) if kind == "service" else None
        missing = lacking(kind, stands, owner)
        if missing:
            raise Invalid(missing)
        done = put(world, session, actor, kind, record_id, {"state": State.PUBLISHED.value}, "published")
    world.index_now(done.numbers)


def places(world: World, actor: Actor) -> dict[str, str]:
    """Every place by id, for choosing. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.reading() as session:
        rows = session.execute(select(Location.id, Location.name, Location.postcode).where(Location.state != State.CLOSED))
        return {id_: f"{name}, {postcode}" if postcode else name for id_, name, postcode in rows}


def terms_to_choose(world: World, actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """By taxonomy: taxonomy/slug and name of every term in use. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    query = (
        select(Taxonomy.slug, TaxonomyTerm.slug, TaxonomyTerm.name).join(Taxonomy, Taxonomy.id == TaxonomyTerm.taxonomy_id)
        .where(TaxonomyTerm.retired_at.is_(None)).order_by(Taxonomy.slug.desc(), TaxonomyTerm.position, TaxonomyTerm.name)
    )  # fmt: skip
    found: dict[str, list[tuple[str, str]]] = {}
    with world.database.reading() as session:
        for taxonomy, slug, name in session.execute(query):
            found.setdefault(taxonomy, []).append((f"{taxonomy}/{slug}", name))
    return found
