"""Edits, drafts, reviews, restores, pauses and merges in any order: no revision is ever lost or altered, the public
record is what was last approved, and the indexes say what it says.

Beside the directory runs a model of a few lines: what each record should say, and what each draft holds.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from hubdirectory.actions import changes, records
from hubdirectory.actions.world import open_world
from hubdirectory.config import load_settings
from hubdirectory.domain.record_data import normalised
from hubdirectory.domain.states import Role
from hubdirectory.indexing import check, last_confirmed, load_services
from hubdirectory.indexing.documents import as_json, document_of
from hubdirectory.models import Account, Revision, ServiceCard
from tests.actions.conftest import NOW
from tests.factories.people import person
from tests.factories.records import Records

VALUES = {
    "name": ["Men’s Shed", "Shed", "The Workshop", ""],
    "summary": ["Tea and woodwork", "Come and make something", "Tools for all"],
    "email": ["", "shed@example.org", "not an address"],
    "phones": [[], [{"number": "01632 960123"}], [{"number": "01632 960777"}, {"number": "111", "description": "At night"}]],
    "schedules": [
        [], [{"byday": ["TU"], "opens": "10:00", "closes": "12:00"}],
        [{"byday": ["WE"], "opens": "09:30", "closes": "12:30"}],
    ],
    "url": ["", "https://shed.example"],
}  # fmt: skip
WRONG = ("not an address",)
PEOPLE = st.sampled_from(["ann", "bob", "mina"])
NUMBER = st.integers(0, 999)


@dataclass
class Draft:
    """What somebody typed over what the record said when they began."""

    base: dict
    fields: dict = field(default_factory=dict)
    waits: bool = False

    def conflicts(self, now):
        return {name for name, value in self.fields.items() if now[name] not in (self.base[name], value)}


class Town(RuleBasedStateMachine):
    world = None
    examples = 0

    @initialize()
    def begin(self):
        type(self).examples += 1
        with self.world.database.writing() as session:
            make = Records(session)
            organisation = make.organisation(f"Example {self.examples}", email="always@example.org")
            ids = [make.service(organisation=organisation, name=f"Shed {self.examples} {one}", days=["TU"]).id for one in "abc"]
            session.execute(Account.__table__.update().values(email=Account.id))
        self.people = {name: person(self.world, name, member_of=organisation.id) for name in ("ann", "bob")}
        self.people["mina"] = person(self.world, "mina", Role.MANAGER)
        self.live = {id_: self.read(id_) for id_ in ids}
        self.drafts: dict[tuple[str, str], Draft] = {}
        self.revisions: dict[str, list] = {}
        self.mergings: list[tuple] = []

    # What people do

    @rule(who=PEOPLE, which=NUMBER, name=st.sampled_from(sorted(VALUES)), value=NUMBER)
    def types(self, who, which, name, value):
        id_ = self.pick(which)
        typed = normalised("service", {name: VALUES[name][value % len(VALUES[name])]})
        draft = self.drafts.get((who, id_))
        stamp = changes.draft(self.world, self.people[who], "service", id_).stamp
        if draft and draft.waits:
            with pytest.raises(changes.NotWithAuthor):
                changes.save(self.world, self.people[who], "service", id_, typed, stamp=stamp)
            return
        draft = self.drafts.setdefault((who, id_), Draft(dict(self.live[id_])))
        draft.fields |= typed
        draft.fields = {name: value for name, value in draft.fields.items() if value != draft.base[name]}
        assert changes.save(self.world, self.people[who], "service", id_, typed, stamp=stamp).fields == self.in_order(draft)

    @rule(which=NUMBER)
    def sends_in(self, which):
        who, id_, draft = self.pick_draft(which, waits=False)
        if not draft:
            return
        merged = {**self.live[id_], **draft.fields}
        try:
            done = changes.submit(self.world, self.people[who], "service", id_)
        except changes.NotReady:
            assert not merged["name"] or any(value in WRONG for value in draft.fields.values())
        except changes.NothingChanged:
            assert merged == self.live[id_]
        except changes.Overtaken as overtaken:
            fields = {one.field for one in overtaken.conflicts}
            self.agree(fields == draft.conflicts(self.live[id_]) and who == "mina")
        else:
            draft.waits = not done.published
            if done.published:
                self.live[id_] = merged
                del self.drafts[who, id_]

    @rule(which=NUMBER, pick=st.sampled_from(["change", "record", None]), fix=st.booleans())
    def approves(self, which, pick, fix):
        who, id_, draft = self.pick_draft(which, waits=True)
        if not draft:
            return
        disputed = draft.conflicts(self.live[id_])
        fixes = {"url": "https://fixed.example"} if fix else {}
        picks = {name: pick for name in disputed if pick}
        done = changes.approve(self.world, self.people["mina"], self.change_of(who, id_), fixes=fixes, picks=picks)
        left = set() if pick == "change" else disputed
        assert set(done.left) == left - set(fixes)
        self.live[id_] |= {name: value for name, value in draft.fields.items() if name not in left} | fixes
        del self.drafts[who, id_]

    @rule(which=NUMBER, back=st.booleans())
    def comes_back(self, which, back):
        who, id_, draft = self.pick_draft(which, waits=True)
        if not draft:
            return
        if back:
            changes.send_back(self.world, self.people["mina"], self.change_of(who, id_), "Say more.")
        else:
            changes.take_back(self.world, self.people[who], "service", id_)
        draft.waits = False

    @rule(which=NUMBER)
    def throws_away(self, which):
        who, id_, draft = self.pick_draft(which, waits=False)
        if draft:
            changes.discard(self.world, self.people[who], "service", id_)
            del self.drafts[who, id_]

    @rule(which=NUMBER, name=st.sampled_from(sorted(VALUES)), value=NUMBER)
    def edits_at_once(self, which, name, value):
        id_ = self.pick(which)
        wanted = normalised("service", {name: VALUES[name][value % len(VALUES[name])]})
        try:
            records.edit(self.world, self.people["mina"], "service", id_, wanted)
        except records.Invalid:
            assert wanted[name] in WRONG
        else:
            self.live[id_] |= wanted

    @rule(which=NUMBER, number=NUMBER, name=st.sampled_from(["", *sorted(VALUES)]))
    def restores(self, which, number, name):
        id_ = self.pick(which)
        lines = records.history(self.world, self.people["mina"], "service", id_)
        if not lines:
            return
        line = lines[number % len(lines)]
        was = records.revision(self.world, self.people["mina"], "service", id_, line.number)
        records.restore(self.world, self.people["mina"], "service", id_, line.number, name)
        self.live[id_] |= {one: was[one] for one in ([name] if name else VALUES)}

    @rule(which=NUMBER, verb=st.sampled_from(["pause", "resume", "close", "reopen"]))
    def withdraws(self, which, verb):
        id_ = self.pick(which)
        until, reason = date(2027, 1, 4), "A new floor"
        more = (until, reason) if verb == "pause" else ()
        said = {"paused_until": until.isoformat(), "paused_reason": reason} if verb == "pause" else {}
        states = {"pause": "paused", "resume": "published", "close": "closed", "reopen": "published"}
        try:
            getattr(records, verb)(self.world, self.people["mina"], "service", id_, *more)
        except records.NotPossible as refused:
            self.agree(refused.state == self.live[id_]["state"])
        else:
            self.live[id_] |= {"paused_until": None, "paused_reason": "", **said, "state": states[verb]}

    @precondition(lambda self: len(self.live) > 1)
    @rule(which=NUMBER, name=st.sampled_from(sorted(VALUES)))
    def merges(self, which, name):
        kept, gone = sorted(self.live)[which % len(self.live)], sorted(self.live)[(which + 1) % len(self.live)]
        before = {id_: dict(self.live[id_]) for id_ in (kept, gone)}
        done = records.merge(self.world, self.people["mina"], "service", kept, gone, {name: "gone"})
        self.live[kept] |= {name: self.live.pop(gone)[name]}
        self.mergings.append((done, kept, gone, before))
        for who in self.people:
            self.drafts.pop((who, kept), None), self.drafts.pop((who, gone), None)
            self.forget_draft(who, kept)

    @precondition(lambda self: self.mergings)
    @rule()
    def takes_a_merging_back(self):
        done, kept, gone, before = self.mergings.pop()
        if kept not in self.live:
            return
        undone = records.undo_merge(self.world, self.people["mina"], done.id)
        self.live[gone] = before[gone]
        if undone.kept_restored:
            self.live[kept] = before[kept]
        for who in self.people:
            for id_ in (kept, gone):
                self.drafts.pop((who, id_), None)
                self.forget_draft(who, id_)

    # What must hold, always

    @invariant()
    def every_record_is_what_was_last_approved(self):
        for id_, expected in getattr(self, "live", {}).items():
            assert self.read(id_) == expected

    @invariant()
    def every_draft_holds_what_was_typed(self):
        for (who, id_), draft in getattr(self, "drafts", {}).items():
            seen = changes.draft(self.world, self.people[who], "service", id_)
            assert {name: seen.data[name] for name in draft.fields} == draft.fields
            assert {one.field for one in seen.moved_on} == draft.conflicts(self.live[id_])

    @invariant()
    def no_revision_is_lost_or_altered_and_the_last_says_what_is(self):
        for id_ in {*getattr(self, "live", {}), *getattr(self, "revisions", {})}:
            with self.world.database.reading() as session:
                query = select(Revision.number, Revision.action, Revision.at, Revision.account_id, Revision.data)
                now = [tuple(row) for row in session.execute(query.where(Revision.record_id == id_).order_by(Revision.number))]
            known = self.revisions.get(id_, [])
            assert now[: len(known)] == known
            assert [row[0] for row in now] == list(range(1, len(now) + 1))
            if now and id_ in self.live:
                assert now[-1][4] == self.live[id_]
            self.revisions[id_] = now

    @invariant()
    def the_index_says_what_the_record_says(self):
        ids = list(getattr(self, "live", {}))
        with self.world.database.reading() as session:
            confirmed = last_confirmed(session, ids)
            made = {one.id: as_json(document_of(one, 0, 0, confirmed.get(one.id))) for one in load_services(session, ids)}
            cards = {one.service_id: one for one in session.scalars(select(ServiceCard).where(ServiceCard.service_id.in_(ids)))}
            for id_ in cards:
                assert cards[id_].document == json.loads(json.dumps(made[id_]))
                assert cards[id_].searchable == (self.live[id_]["state"] == "published")
        assert all(check(self.world.database, engine).clean for engine in self.world.engines.values())

    # The model's own helpers

    def agree(self, said):
        assert said

    def read(self, id_):
        with self.world.database.reading() as session:
            return records.read(session, "service", id_)

    def pick(self, which):
        return sorted(self.live)[which % len(self.live)]

    def pick_draft(self, which, *, waits):
        found = [(*key, self.drafts[key]) for key in sorted(self.drafts) if self.drafts[key].waits == waits]
        return found[which % len(found)] if found else (None, None, None)

    def change_of(self, who, id_):
        return changes.draft(self.world, self.people[who], "service", id_).id

    def in_order(self, draft):
        return tuple(name for name in draft.base if name in draft.fields)

    def forget_draft(self, who, id_):
        """What is open after a merge is the directory's own affair; both start afresh."""
        draft = changes.draft(self.world, self.people[who], "service", id_)
        if not draft.id:
            return
        if draft.state == "in_review":
            changes.take_back(self.world, self.people[who], "service", id_)
        changes.discard(self.world, self.people[who], "service", id_)


@pytest.fixture(params=[("sqlite", 12, 20), ("postgresql", 3, 10)], ids=lambda param: param[0])
def machine(request, empty_directory, tmp_path):
    kind, examples, steps = request.param
    environment = {"HUB_INSTANCE": str(tmp_path), "HUB_NOW": NOW}
    if kind == "postgresql":
        environment["DATABASE_URL"] = request.getfixturevalue("prepared_postgresql").url()
    shutil.copytree(empty_directory, tmp_path, dirs_exist_ok=True)
    world = open_world(load_settings(environment))
    health = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    yield (
        type("Town", (Town,), {"world": world}),
        settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=health),
    )
    world.close()


def test_whatever_people_do_nothing_is_lost_and_the_public_record_is_what_was_approved(machine):
    town, how = machine
    run_state_machine_as_test(town, settings=how)
