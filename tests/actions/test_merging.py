"""Two records that are one: nothing that pointed at the other is lost, and it can be taken back."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from hubdirectory.actions import changes, occurrences, records, reporting
from hubdirectory.actions.acting import NotAllowed
from hubdirectory.actions.showing import organisations, services
from hubdirectory.actions.showing.facts import Moved
from hubdirectory.domain.states import MemberRole, Role
from hubdirectory.indexing import check
from hubdirectory.models import (
    Assurance,
    Membership,
    Occurrence,
    OldSlug,
    ReferralReader,
    Report,
    Service,
    ServiceCard,
    Source,
    SourceRecord,
)
from tests.factories.people import person

WEDNESDAYS = {"byday": ["WE"], "opens": "10:00", "closes": "12:00"}


@pytest.fixture
def two(world, town):
    """One shed listed twice, by two organisations that are one."""
    with town.editing() as make:
        organisation, other = make.organisation(email="hello@staidans.example"), make.organisation("Saint Aidan’s")
        kept = make.service(organisation=organisation, places=[make.location()], needs=["mens-groups"], days=["TU"])
        gone = make.service(
            "The Mens Shed", organisation=other, phone="01632 960777", needs=["loneliness"], days=["WE"], summary="Wood"
        )
        make.add(OldSlug(record_kind="service", slug="shed-of-men", record_id=gone.id))
        source = make.add(Source(slug="council", title="Council"))
        make.add(SourceRecord(source_id=source.id, external_id="7", record_id=gone.id))
        make.add(Assurance(record_kind="service", record_id=gone.id, confirmed_at=world.now()))
    reporting.report(world, "service", gone.id, "phone", "Nobody answers")
    return SimpleNamespace(
        kept=kept.id, gone=gone.id, organisation=organisation.id, other=other.id, mina=person(world, "Mina", Role.MANAGER),
        ann=person(world, "Ann", member_of=organisation.id),
        olu=person(world, "Olu", member_of=other.id, member_role=MemberRole.OWNER),
    )  # fmt: skip


def read(world, kind, record_id):
    with world.database.reading() as session:
        return records.read(session, kind, record_id)


def pointed_at(world, record_id):
    with world.database.reading() as session:
        return sum(
            len(session.scalars(select(model.id).where(model.record_id == record_id)).all())
            for model in (Assurance, Report, SourceRecord)
        )


def index_is_right(world):
    return all(check(world.database, engine).clean for engine in world.engines.values())


def test_a_merged_service_has_what_was_picked_and_what_pointed_at_the_other(world, two):
    merged = records.merge(
        world, two.mina, "service", two.kept, two.gone, {"summary": "gone", "phones": "both", "schedules": "both"}
    )
    now = read(world, "service", two.kept)
    assert now["summary"] == "Wood" and now["name"] == "Men’s Shed"
    assert [phone["number"] for phone in now["phones"]] == ["01632 960123", "01632 960777"]
    assert [schedule["byday"] for schedule in now["schedules"]] == [["TU"], ["WE"]]
    with world.database.reading() as session:
        assert session.scalar(select(ServiceCard.card).where(ServiceCard.service_id == two.kept))["confirmed_at"]
    assert pointed_at(world, two.kept) == 3 and pointed_at(world, two.gone) == 0
    assert merged.kept_id == two.kept
    assert index_is_right(world)


def test_old_addresses_of_the_merged_one_lead_to_the_kept_one(world, two):
    records.merge(world, two.mina, "service", two.kept, two.gone, {})
    for slug in ("the-mens-shed", "shed-of-men"):
        assert services.service(world, slug, "en") == Moved("mens-shed")


def test_both_histories_stay_readable(world, two):
    records.edit(world, two.mina, "service", two.gone, {"summary": "Wood and paint"})
    records.merge(world, two.mina, "service", two.kept, two.gone, {"summary": "gone"})
    assert [line.action for line in records.history(world, two.mina, "service", two.gone)] == ["merged_away", "edited", "before"]
    assert [line.action for line in records.history(world, two.mina, "service", two.kept)] == ["merged", "before"]
    assert records.mergings(world, two.mina, "service", two.gone)[0].gone_name == "The Mens Shed"


def test_an_open_change_of_the_merged_one_goes_on_with_the_kept_one(world, two):
    stamp = changes.draft(world, two.olu, "service", two.gone).stamp
    changes.save(world, two.olu, "service", two.gone, {"url": "https://olu.example"}, stamp=stamp)
    id_ = changes.submit(world, two.olu, "service", two.gone).change_id
    records.merge(world, two.mina, "service", two.kept, two.gone, {"summary": "gone"})
    assert changes.approve(world, two.mina, id_).applied == ("url",)
    assert read(world, "service", two.kept)["url"] == "https://olu.example"


def test_who_has_a_draft_of_both_gets_both_in_one(world, two):
    for record_id, values in ((two.gone, {"url": "https://gone.example", "summary": "G"}), (two.kept, {"summary": "K"})):
        stamp = changes.draft(world, two.mina, "service", record_id).stamp
        changes.save(world, two.mina, "service", record_id, values, stamp=stamp)
    records.merge(world, two.mina, "service", two.kept, two.gone, {})
    draft = changes.draft(world, two.mina, "service", two.kept)
    assert draft.data["url"] == "https://gone.example" and draft.data["summary"] == "K"


def test_merged_organisations_have_the_members_and_services_of_both(world, two):
    records.merge(world, two.mina, "organisation", two.organisation, two.other, {})
    assert read(world, "service", two.gone)["organisation"] == two.organisation
    with world.database.reading() as session:
        roles = dict(session.execute(select(Membership.account_id, Membership.role)).all())
        assert set(session.scalars(select(Membership.organisation_id))) == {two.organisation}
    assert roles == {two.ann.account_id: "editor", two.olu.account_id: "owner"}
    assert organisations.organisation(world, "saint-aidans") == Moved("st-aidans-and-friends")
    assert index_is_right(world)


def test_who_was_in_both_keeps_the_greater_role(world, two):
    with world.database.writing() as session:
        session.add(Membership(account_id=two.olu.account_id, organisation_id=two.organisation, role="editor"))
    records.merge(world, two.mina, "organisation", two.organisation, two.other, {})
    with world.database.reading() as session:
        assert session.scalars(select(Membership.role).where(Membership.account_id == two.olu.account_id)).all() == ["owner"]


def test_who_became_an_owner_by_a_merging_is_an_editor_again_when_it_is_taken_back(world, two):
    both = (two.olu, person(world, "Sid", member_of=two.other, member_role=MemberRole.OWNER))
    with world.database.writing() as session:
        for one in both:
            session.add(Membership(account_id=one.account_id, organisation_id=two.organisation, role="editor"))
    merged = records.merge(world, two.mina, "organisation", two.organisation, two.other, {})
    records.undo_merge(world, two.mina, merged.id)
    with world.database.reading() as session:
        rows = session.execute(select(Membership.account_id, Membership.organisation_id, Membership.role)).all()
    expected = {(two.ann.account_id, two.organisation, "editor")}
    for one in both:
        expected |= {(one.account_id, two.organisation, "editor"), (one.account_id, two.other, "owner")}
    assert set(map(tuple, rows)) == expected


def test_who_is_in_both_reads_referrals_on_and_until_it_is_taken_back_alone(world, two):
    def reads():
        query = select(Membership.organisation_id).join(ReferralReader, ReferralReader.membership_id == Membership.id)
        with world.database.reading() as session:
            return session.scalars(query.where(Membership.account_id == two.olu.account_id)).all()

    with world.database.writing() as session:
        session.add(Membership(account_id=two.olu.account_id, organisation_id=two.organisation, role="editor"))
        there = select(Membership.id).where(Membership.organisation_id == two.other)
        session.add(ReferralReader(membership_id=session.scalars(there).one()))
    merged = records.merge(world, two.mina, "organisation", two.organisation, two.other, {})
    assert reads() == [two.organisation]
    records.undo_merge(world, two.mina, merged.id)
    assert reads() == [two.other]


@pytest.mark.parametrize("kind", ["service", "organisation"])
def test_a_merging_is_taken_back_whole(world, two, kind):
    kept, gone = (two.kept, two.gone) if kind == "service" else (two.organisation, two.other)
    before = {id_: read(world, kind, id_) for id_ in (kept, gone)}
    pointers = {id_: pointed_at(world, id_) for id_ in (kept, gone)}
    merged = records.merge(world, two.mina, kind, kept, gone, {"name": "gone", "phones": "both"})
    undone = records.undo_merge(world, two.mina, merged.id)
    assert undone.record_id == gone and undone.kept_restored
    assert {id_: read(world, kind, id_) for id_ in (kept, gone)} == before
    assert {id_: pointed_at(world, id_) for id_ in (kept, gone)} == pointers
    assert read(world, "service", two.gone)["organisation"] == two.other
    with world.database.reading() as session:
        owners = dict(session.execute(select(Membership.account_id, Membership.organisation_id)).all())
    assert owners == {two.ann.account_id: two.organisation, two.olu.account_id: two.other}
    assert services.service(world, "the-mens-shed", "en").id == two.gone
    assert services.service(world, "shed-of-men", "en") == Moved("the-mens-shed")
    assert index_is_right(world)
    with pytest.raises(records.NotUndoable):
        records.undo_merge(world, two.mina, merged.id)


def test_what_was_edited_since_is_kept_when_a_merging_is_taken_back(world, two):
    merged = records.merge(world, two.mina, "service", two.kept, two.gone, {"summary": "gone"})
    records.edit(world, two.mina, "service", two.kept, {"email": "new@shed.example"})
    assert not records.undo_merge(world, two.mina, merged.id).kept_restored
    assert read(world, "service", two.kept)["email"] == "new@shed.example"


def test_only_two_of_a_kind_and_only_by_the_manager(world, two):
    with pytest.raises(NotAllowed):
        records.merge(world, two.ann, "service", two.kept, two.gone, {})
    for kind, other in (("service", two.kept), ("location", two.gone)):
        with pytest.raises(records.NotMergeable):
            records.merge(world, two.mina, kind, two.kept, other, {})
    with pytest.raises(records.RecordMissing):
        records.merge(world, two.mina, "service", two.kept, two.organisation, {})
    with world.database.reading() as session:
        assert len(session.scalars(select(Service.id)).all()) == 2


def test_what_was_done_to_a_date_of_the_merged_one_stays_done(world, two):
    records.edit(world, two.mina, "service", two.gone, {"schedules": [{**WEDNESDAYS, "opens": "10:30"}]})
    with world.database.reading() as session:
        dates = select(Occurrence).where(Occurrence.service_id == two.gone, Occurrence.day > world.now().date())
        first = session.scalars(dates.order_by(Occurrence.starts)).first()
    occurrences.cancel_occurrence(world, two.mina, first.id, "The hall is flooded")
    records.merge(world, two.mina, "service", two.kept, two.gone, {"schedules": "both"})
    with world.database.reading() as session:
        cancelled = session.scalars(select(Occurrence).where(Occurrence.cancelled)).all()
    assert [(one.service_id, one.day, one.planned) for one in cancelled] == [(two.kept, first.day, True)]
