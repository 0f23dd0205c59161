"""Each list that is worked through: what is on it, what can be done, and the actions that do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import LazyString, gettext, lazy_gettext

from hubdirectory.actions import changes
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.desk import bulk, deciding, duplicates, going_stale, reports, searching, worklists
from hubdirectory.actions.desk.deeds import Done
from hubdirectory.actions.organisations import pictures
from hubdirectory.actions.watching import lists as watching
from hubdirectory.actions.workbench import proposing
from hubdirectory.audiences.manager.names import (
    FIELD_NAMES,
    FRESHNESS_NAMES,
    KIND_NAMES,
    WAITING_REASONS,
    agrees_words,
    named,
)
from hubdirectory.audiences.manager.pages import Verb, WorkItem
from hubdirectory.web.names import REPORT_REASONS
from hubdirectory.web.times import local, short_date

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

PER_PAGE = 25


class WordsMissing(ValueError):
    """The verb needs words. The message says which."""


@dataclass(frozen=True)
class Loaded:
    """A page of a list."""

    items: tuple[WorkItem, ...]
    total: int
    per_page: int = PER_PAGE


Load = Callable[["World", Actor, int], Loaded]
Do = Callable[["World", Actor, str, Sequence[str], str, Sequence[str]], Done]


@dataclass(frozen=True)
class WorkList:
    name: str
    load: Load
    do: Do
    verbs: tuple[Verb, ...]
    about: LazyString


def _whole(items: Sequence[WorkItem], page: int) -> Loaded:
    """A page out of a list that was read whole."""
    return Loaded(tuple(items[(page - 1) * PER_PAGE : page * PER_PAGE]), len(items))


def _record(kind: str, record_id: str) -> str:
    return url_for("manager.record", kind=kind, record_id=record_id)


def rang_them(world: World) -> str:
    """Who confirmed, as pages say it, where the manager rang."""
    return gettext("%(site)s, who rang them", site=world.settings.site_name)


# changes


def _changes(world: World, actor: Actor, page: int) -> Loaded:
    return _whole([_change(line) for line in changes.waiting(world, actor)], page)


def _change(line: changes.Line) -> WorkItem:
    fields = ", ".join(named(FIELD_NAMES, field) for field in line.fields)
    what = gettext("New") if line.new else fields
    facts = (line.organisation, line.author, what)
    return WorkItem(
        line.id, line.name or gettext("No name yet"), url_for("manager.review", change_id=line.id),
        tuple(fact for fact in facts if fact), line.submitted_at,
    )  # fmt: skip


def _decide(world: World, actor: Actor, verb: str, ids: Sequence[str], words: str, _terms: Sequence[str]) -> Done:
    if verb == "approve":
        return deciding.approve(world, actor, ids)
    if not words.strip():
        raise WordsMissing(gettext("Say why, so that they know what to change"))
    return deciding.send_back(world, actor, ids, words)


# claims


def _claims(world: World, actor: Actor, page: int) -> Loaded:
    return _whole([_claim(line) for line in deciding.claims(world, actor)], page)


def _claim(line: deciding.ClaimLine) -> WorkItem:
    facts = (
        f"{line.who} ({line.email})" if line.who != line.email else line.email,
        gettext("A new organisation") if line.proposed else "",
        _members(line.members),
    )
    address = _record("organisation", line.organisation_id)
    return WorkItem(line.id, line.organisation, address, tuple(filter(None, facts)), line.asked_at, quote=line.words)


def _members(count: int) -> str:
    return gettext("It has members already: %(count)s", count=count) if count else gettext("Nobody looks after it yet")


def _claim_do(world: World, actor: Actor, verb: str, ids: Sequence[str], words: str, _terms: Sequence[str]) -> Done:
    if verb == "grant":
        return deciding.grant_claims(world, actor, ids)
    if not words.strip():
        raise WordsMissing(gettext("Say why you refuse it: they get it by mail"))
    return deciding.refuse_claims(world, actor, ids, words)


# reports


def _reports(world: World, actor: Actor, page: int) -> Loaded:
    return _whole([_report(line) for line in reports.reports(world, actor, limit=1000)], page)


def _report(line: reports.ReportLine) -> WorkItem:
    name = line.record.name if line.record else gettext("A record that is gone")
    owner = line.record.owner if line.record and line.kind == "service" else named(KIND_NAMES, line.kind)
    facts = (str(REPORT_REASONS.get(line.reason, line.reason)), owner)
    verbs = ("settle", "tell") if line.record and line.kind != "location" else ("settle",)
    return WorkItem(line.id, name, _record(line.kind, line.record_id), facts, line.at, quote=line.words, verbs=verbs)


def _report_do(world: World, actor: Actor, verb: str, ids: Sequence[str], words: str, _terms: Sequence[str]) -> Done:
    if verb == "settle":
        return reports.settle(world, actor, ids, words)
    try:
        told = reports.tell_organisation(world, actor, ids[0], words)
    except reports.NobodyToTell as nobody:
        raise WordsMissing(gettext("Nobody there has an e-mail address. Ring them instead.")) from nobody
    return Done("", verb, told)


# what organisations said, or did not


def _waiting(world: World, actor: Actor, page: int) -> Loaded:
    return _whole([_wait(line) for line in worklists.waiting(world, actor)], page)


def _wait(line: worklists.WaitingLine) -> WorkItem:
    address = _record("organisation", line.organisation_id)
    links = () if line.kind == "organisation" else ((gettext("Open the record"), _record(line.kind, line.record_id)),)
    facts = (named(WAITING_REASONS, line.reason),)
    return WorkItem(line.id, line.organisation, address, facts, line.at, links=links, quote=line.words)


def _wait_do(world: World, actor: Actor, _verb: str, ids: Sequence[str], _words: str, _terms: Sequence[str]) -> Done:
    return worklists.settle_waiting(world, actor, ids)


# going stale


def _stale(world: World, actor: Actor, page: int) -> Loaded:
    found = searching.find(world, actor, going_stale.wanted_stale(page), PER_PAGE)
    return Loaded(tuple(_stale_item(row) for row in found.rows), found.total)


def _stale_item(row: searching.RecordRow) -> WorkItem:
    said = gettext("Last confirmed on %(date)s", date=short_date(local(row.confirmed_at).date())) if row.confirmed_at else ""
    facts = (row.owner, named(FRESHNESS_NAMES, row.freshness), said or gettext("Never confirmed"))
    return WorkItem(f"{row.kind}.{row.id}", row.name, _record(row.kind, row.id), facts, row.confirmed_at)


def _stale_do(world: World, actor: Actor, verb: str, ids: Sequence[str], words: str, _terms: Sequence[str]) -> Done:
    records = [(kind, id_) for kind, _, id_ in (one.partition(".") for one in ids)]
    if verb == "confirm":
        return bulk.do(world, actor, bulk.Asked(bulk.CONFIRM, by=words.strip() or rang_them(world)), records)
    return bulk.do(world, actor, bulk.Asked(bulk.PAUSE, reason=words), records)


# suggested categories


def _suggested(world: World, actor: Actor, page: int) -> Loaded:
    return _whole([_suggestion(line) for line in worklists.suggested(world, actor, 500)], page)


def _suggestion(line: worklists.SuggestedLine) -> WorkItem:
    address = _record("service", line.service_id)
    return WorkItem(line.service_id, line.service, address, (line.organisation, line.summary), line.since, terms=line.terms)


def _suggested_do(world: World, actor: Actor, verb: str, ids: Sequence[str], _words: str, terms: Sequence[str]) -> Done:
    """Of one service those that are ticked, of several all that were suggested."""
    chosen = set(terms) if terms or len(ids) == 1 else None
    return deciding.confirm_terms(world, actor, ids, chosen) if verb == "confirm" else deciding.refuse_terms(world, actor, ids)


# needs that texts speak of


def _proposed(world: World, actor: Actor, page: int) -> Loaded:
    return _whole([_proposal(line) for line in proposing.proposed(world, actor)], page)


def _proposal(line: proposing.ProposedLine) -> WorkItem:
    address = _record("service", line.service_id)
    return WorkItem(line.service_id, line.service, address, (line.organisation, line.summary), terms=line.terms)


def _proposed_do(world: World, actor: Actor, verb: str, ids: Sequence[str], _words: str, terms: Sequence[str]) -> Done:
    """Of one service those that are ticked, of several all that were proposed."""
    chosen = set(terms) if terms or len(ids) == 1 else None
    return proposing.confirm(world, actor, ids, chosen) if verb == "confirm" else proposing.refuse(world, actor, ids)


# pictures


def _pictures(world: World, actor: Actor, page: int) -> Loaded:
    return _whole([_picture(line) for line in pictures.waiting(world, actor)], page)


def _picture(line: pictures.PictureLine) -> WorkItem:
    shown = (f"/pictures/{line.small_file}", line.small_width, line.small_height, line.alt)
    facts = (line.organisation, line.alt or gettext("It shows nothing that somebody would miss"))
    return WorkItem(line.id, line.record, _record(line.kind, line.record_id), facts, line.added_at, picture=shown)


def _picture_do(world: World, actor: Actor, verb: str, ids: Sequence[str], words: str, _terms: Sequence[str]) -> Done:
    if verb == "refuse" and not words.strip():
        raise WordsMissing(gettext("Say why: they get it by mail"))
    return deciding.pictures(world, actor, ids, "" if verb == "approve" else words)


# links and numbers


def _broken(field: str) -> Load:
    def load(world: World, actor: Actor, page: int) -> Loaded:
        found = watching.broken(world, actor, field, page, PER_PAGE)
        return Loaded(tuple(_broken_item(line) for line in found.lines), found.total)

    return load


def _broken_item(line: watching.BrokenLine) -> WorkItem:
    told = gettext("They were told on %(date)s", date=short_date(local(line.told_at).date())) if line.told_at else ""
    why = line.problem.replace("_", " ") + (f" ({line.status})" if line.status else "")
    field = deciding.WEB[line.kind] if line.field == "website" else "phones"
    edit = url_for("manager.edit_field", kind=line.kind, record_id=line.record_id, field=field)
    facts = tuple(filter(None, (line.value, why, line.organisation, told)))
    address = _record(line.kind, line.record_id)
    return WorkItem(line.id, line.name, address, facts, line.since, links=((gettext("Change it"), edit),))


def _broken_do(world: World, actor: Actor, verb: str, ids: Sequence[str], _words: str, _terms: Sequence[str]) -> Done:
    decide = deciding.look_again if verb == "again" else deciding.take_broken_out
    return decide(world, actor, ids)


# duplicates


def _pairs(world: World, actor: Actor, page: int) -> Loaded:
    return _whole([_pair(pair) for pair in duplicates.likely(world, actor, limit=1000)], page)


def _pair(pair: duplicates.Pair) -> WorkItem:
    one, other = (f"{name} ({owner})" if owner else name for name, owner in zip(pair.names, pair.owners, strict=True))
    reasons = [agrees_words(reason.agrees, reason.value) for reason in pair.reasons]
    facts = (gettext("%(score)s of 100", score=pair.score), named(KIND_NAMES, pair.kind), *reasons)
    both = zip(pair.names, pair.ids, strict=True)
    links = tuple((gettext("Open %(name)s", name=name), _record(pair.kind, id_)) for name, id_ in both)
    address = merge_address(pair) or _record(pair.kind, pair.ids[0])
    return WorkItem(pair.id, gettext("%(one)s and %(other)s", one=one, other=other), address, facts, pair.found_at, links=links)


def merge_address(pair: duplicates.Pair) -> str:
    """The page that merges the two; "" for places, which are not merged."""
    if pair.kind == "location":
        return ""
    return url_for("manager.merge", kind=pair.kind, record_id=pair.ids[0], other_id=pair.ids[1])


def _pairs_do(world: World, actor: Actor, _verb: str, ids: Sequence[str], _words: str, _terms: Sequence[str]) -> Done:
    return duplicates.not_the_same(world, actor, ids)


# imports, mails, what search does not know


def _imports(world: World, actor: Actor, page: int) -> Loaded:
    return _whole([_run(run) for run in worklists.imports(world, actor, refusals_only=True)], page)


def _run(run: worklists.RunLine) -> WorkItem:
    facts = (gettext("%(count)s rows refused", count=run.refused), gettext("of %(count)s", count=run.account.get("read", 0)))
    address = url_for("manager.import_run", run_id=run.id, outcome=worklists.REFUSED)
    return WorkItem(run.id, run.source, address, facts, run.started_at)


def _run_do(world: World, actor: Actor, _verb: str, ids: Sequence[str], words: str, _terms: Sequence[str]) -> Done:
    return worklists.settle(world, actor, worklists.IMPORT, ids, words)


def _mails(world: World, actor: Actor, page: int) -> Loaded:
    return _whole([_mail(line) for line in worklists.lost_mails(world, actor)], page)


def _mail(line: worklists.LostMail) -> WorkItem:
    why = gettext("The address takes no mail") if line.refused else gettext("Tried for days")
    people = url_for("accounts.people", q=line.to)
    return WorkItem(line.id, line.subject, people, (line.to, why, line.problem), line.at)


def _mail_do(world: World, actor: Actor, verb: str, ids: Sequence[str], words: str, _terms: Sequence[str]) -> Done:
    if verb == "again":
        return Done("", verb, worklists.try_again(world, actor, ids))
    return worklists.settle(world, actor, worklists.MAIL, ids, words)


def _unindexed(world: World, actor: Actor, page: int) -> Loaded:
    rows = worklists.unindexed(world, actor)
    items = [
        WorkItem(id_, name, _record("service", id_), (problem,) if problem else (), since) for id_, name, since, problem in rows
    ]
    return _whole(items, page)


def _index(world: World, actor: Actor, _verb: str, ids: Sequence[str], _words: str, _terms: Sequence[str]) -> Done:
    return deciding.index_again(world, actor, ids)


_SETTLE = Verb("settle", lazy_gettext("Dealt with"), "s", lazy_gettext("A note, if you like"))


def _verb(slug: str, name: LazyString, key: str, words: LazyString | str = "", must: bool = False, several: bool = True) -> Verb:
    return Verb(slug, name, key, words, must, several)


_BROKEN = (_verb("again", lazy_gettext("Look again"), "a"), _verb("remove", lazy_gettext("Take it off the record"), "t"))
LISTS: Mapping[str, WorkList] = {
    one.name: one
    for one in (
        WorkList("review", _changes, _decide, (
            _verb("approve", lazy_gettext("Approve"), "a"),
            _verb("back", lazy_gettext("Send back"), "b", lazy_gettext("Why it goes back: they get it by mail"), must=True),
        ), lazy_gettext("What organisations want to change. Open one to see each field, and to mend small things.")),
        WorkList("claims", _claims, _claim_do, (
            _verb("grant", lazy_gettext("Grant"), "g"),
            _verb("refuse", lazy_gettext("Refuse"), "r", lazy_gettext("Why you refuse it: they get it by mail"), must=True),
        ), lazy_gettext("People who say that an organisation is theirs. Not sure? Ring the number on its record.")),
        WorkList("reports", _reports, _report_do, (
            _SETTLE, _verb("tell", lazy_gettext("Tell the organisation"), "t", several=False),
        ), lazy_gettext("What visitors say is wrong. Your note stays with the report; sent to the organisation, it goes along.")),
        WorkList("waiting", _waiting, _wait_do, (_verb("settle", lazy_gettext("Dealt with"), "s"),),
                 lazy_gettext("Organisations that do not answer, have stopped, or want something changed.")),
        WorkList("stale", _stale, _stale_do, (
            _verb("confirm", lazy_gettext("Still right: I rang them"), "c", lazy_gettext("Who confirmed it, if somebody else")),
            _verb("pause", lazy_gettext("Close for now"), "p"),
        ), lazy_gettext("Services that nobody has confirmed for too long, those that waited longest first.")),
        WorkList("suggested", _suggested, _suggested_do, (
            _verb("confirm", lazy_gettext("Confirm"), "c"), _verb("refuse", lazy_gettext("Take off"), "t"),
        ), lazy_gettext("Categories that organisations suggest. People find a service by them once you confirm them.")),
        WorkList("proposed", _proposed, _proposed_do, (
            _verb("confirm", lazy_gettext("Confirm"), "c"), _verb("refuse", lazy_gettext("None of these"), "n"),
        ), lazy_gettext("Needs that a service’s text speaks of, and that it does not have. Those without any come first.")),
        WorkList("pictures", _pictures, _picture_do, (
            _verb("approve", lazy_gettext("Approve"), "a"),
            _verb("refuse", lazy_gettext("Refuse"), "r", lazy_gettext("Why not: they get it by mail"), must=True),
        ), lazy_gettext("Pictures of organisations whose changes are looked at first.")),
        WorkList("links", _broken("website"), _broken_do, _BROKEN,
                 lazy_gettext("Websites that did not work on three days.")),
        WorkList("numbers", _broken("phone"), _broken_do, _BROKEN,
                 lazy_gettext("Phone numbers that cannot be right.")),
        WorkList("duplicates", _pairs, _pairs_do, (_verb("different", lazy_gettext("Not the same"), "n"),),
                 lazy_gettext("Records that may be one. Open a pair to merge it.")),
        WorkList("imports", _imports, _run_do, (_SETTLE,), lazy_gettext("Imports of which some rows were refused.")),
        WorkList("mails", _mails, _mail_do, (_SETTLE, _verb("again", lazy_gettext("Try again"), "a")),
                 lazy_gettext("Mails that no server took.")),
        WorkList("unindexed", _unindexed, _index, (_verb("index", lazy_gettext("Try now"), "t"),),
                 lazy_gettext("Edits that are public on their own page, and that search will know soon.")),
    )
}  # fmt: skip
