"""Drafts, sending in and reviewing: nothing typed is lost, and nothing is public before it may be."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from hubdirectory.actions import changes, records
from hubdirectory.actions.acting import VISITOR, NotAllowed
from hubdirectory.domain.changes import ChangeState
from hubdirectory.domain.sections import Section, Standing
from hubdirectory.domain.states import Role
from hubdirectory.domain.validity import Wrong
from hubdirectory.indexing import check
from hubdirectory.models import Change, Location, Mail, Organisation, Revision
from tests.factories.people import person


@pytest.fixture
def shed(world, town):
    """A published service of an organisation that is not trusted, its members Ann and Bob, and the manager."""
    with town.editing() as make:
        organisation = make.organisation()
        service = make.service(organisation=organisation, places=[make.location()], needs=["mens-groups"], days=["TU"])
    return SimpleNamespace(
        id=service.id, slug=service.slug, organisation=organisation.id,
        ann=person(world, "Ann", member_of=organisation.id), bob=person(world, "Bob", member_of=organisation.id),
        mina=person(world, "Mina", Role.MANAGER),
    )  # fmt: skip


def stands(world, shed):
    with world.database.reading() as session:
        return records.read(session, "service", shed.id)


def typed(world, actor, shed, values, stamp=None):
    stamp = stamp or changes.draft(world, actor, "service", shed.id).stamp
    return changes.save(world, actor, "service", shed.id, values, stamp=stamp)


def trust(world, shed):
    with world.database.writing() as session:
        session.execute(update(Organisation).where(Organisation.id == shed.organisation).values(trusted=True))


def in_review(world, actor, shed, values):
    typed(world, actor, shed, values)
    return changes.submit(world, actor, "service", shed.id).change_id


def searched(world, shed):
    """What the index says of the service, after proving that it says what the database does."""
    for engine in world.engines.values():
        assert check(world.database, engine).clean


def test_looking_at_a_draft_changes_nothing(world, shed):
    draft = changes.draft(world, shed.ann, "service", shed.id)
    assert (draft.id, draft.fields, draft.state) == ("", (), ChangeState.DRAFT)
    assert draft.data == draft.stands == stands(world, shed)
    with world.database.reading() as session:
        assert session.scalar(select(Change.id)) is None and session.scalar(select(Revision.id)) is None


def test_what_is_saved_is_there_on_the_next_visit_and_not_public(world, shed):
    before = stands(world, shed)
    typed(world, shed.ann, shed, {"summary": "Woodwork and tea", "email": "shed@example.org"})
    draft = changes.draft(world, shed.ann, "service", shed.id)
    assert draft.data["summary"] == "Woodwork and tea"
    assert draft.fields == ("summary", "email")
    assert stands(world, shed) == before
    assert changes.draft(world, shed.bob, "service", shed.id).fields == ()


def test_what_does_not_validate_is_kept_with_what_is_wrong(world, shed):
    draft = typed(world, shed.ann, shed, {"email": "shed at example", "phones": [{"number": "call Jean"}]})
    assert draft.data["email"] == "shed at example" and draft.data["phones"][0]["number"] == "call Jean"
    assert {key: problem.code for key, problem in draft.problems.items()} == {
        "email": Wrong.EMAIL, "phones.0.number": Wrong.PHONE
    }  # fmt: skip
    contact = next(one for one in draft.progress.sections if one.section == Section.CONTACT)
    assert contact.standing == Standing.TO_DO and contact.wrong == ("phones.0.number", "email")
    with pytest.raises(changes.NotReady) as refused:
        changes.submit(world, shed.ann, "service", shed.id)
    assert set(refused.value.problems) == {"email", "phones.0.number"}
    assert changes.draft(world, shed.ann, "service", shed.id).data["email"] == "shed at example"


def test_a_second_tab_that_has_not_seen_the_newest_words_keeps_both(world, shed):
    old = changes.draft(world, shed.ann, "service", shed.id).stamp
    typed(world, shed.ann, shed, {"summary": "From the first tab", "email": "first@example.org"}, old)
    draft = typed(world, shed.ann, shed, {"summary": "From the second tab", "email": "", "url": "https://second.example"}, old)
    assert [(one.field, one.yours, one.theirs) for one in draft.conflicts] == [
        ("summary", "From the second tab", "From the first tab")
    ]
    # the second tab never touched the e-mail address, and nobody else the web address
    assert draft.data["email"] == "first@example.org" and draft.data["url"] == "https://second.example"
    with pytest.raises(changes.NotReady) as refused:
        changes.submit(world, shed.ann, "service", shed.id)
    assert refused.value.problems["summary"].code == Wrong.TWO_VERSIONS
    settled = changes.settle(world, shed.ann, "service", shed.id, {"summary": "yours"})
    assert settled.conflicts == () and settled.data["summary"] == "From the second tab"


def test_typing_on_in_one_tab_is_never_a_conflict(world, shed):
    draft = typed(world, shed.ann, shed, {"summary": "One"})
    for words in ("Two", "Three", "Tea and woodwork", "Four"):
        draft = typed(world, shed.ann, shed, {"summary": words}, draft.stamp)
        assert draft.conflicts == () and draft.data["summary"] == words


def test_a_change_of_an_untrusted_organisation_waits_and_the_record_stays_public(world, shed):
    before = stands(world, shed)
    change_id = in_review(world, shed.ann, shed, {"name": "Shed for everybody"})
    assert stands(world, shed) == before
    line = changes.waiting(world, shed.mina)[0]
    assert (line.id, line.author, line.fields, line.new) == (change_id, "Ann", ("name",), False)
    approved = changes.approve(world, shed.mina, change_id)
    assert approved.applied == ("name",) and approved.left == ()
    assert stands(world, shed) == {**before, "name": "Shed for everybody"}
    assert changes.waiting(world, shed.mina) == ()
    searched(world, shed)


def test_a_trusted_organisation_and_the_manager_publish_at_once(world, shed):
    trust(world, shed)
    typed(world, shed.ann, shed, {"summary": "Trusted words"})
    assert changes.submit(world, shed.ann, "service", shed.id).published
    typed(world, shed.mina, shed, {"url": "https://shed.example"})
    assert changes.submit(world, shed.mina, "service", shed.id).published
    assert stands(world, shed)["summary"] == "Trusted words" and stands(world, shed)["url"] == "https://shed.example"
    searched(world, shed)


def test_what_is_in_review_is_taken_back_before_it_is_changed(world, shed):
    change_id = in_review(world, shed.ann, shed, {"summary": "Better"})
    with pytest.raises(changes.NotWithAuthor):
        typed(world, shed.ann, shed, {"summary": "Best"})
    changes.take_back(world, shed.ann, "service", shed.id)
    with pytest.raises(changes.NotInReview):
        changes.approve(world, shed.mina, change_id)
    assert typed(world, shed.ann, shed, {"summary": "Best"}).data["summary"] == "Best"


def test_nobody_approves_what_they_have_not_seen(world, shed):
    change_id = in_review(world, shed.ann, shed, {"summary": "Seen"})
    seen = changes.review(world, shed.mina, change_id)
    changes.take_back(world, shed.ann, "service", shed.id)
    in_review(world, shed.ann, shed, {"summary": "Not seen"})
    with pytest.raises(changes.NotInReview):
        changes.approve(world, shed.mina, change_id, version=seen.version)


def test_small_fixes_are_kept_as_the_reviewers(world, shed):
    change_id = in_review(world, shed.ann, shed, {"summary": "Tee and wodwork", "url": "https://shed.example"})
    changes.approve(world, shed.mina, change_id, fixes={"summary": "Tea and joinery", "confirmed": ["need/mens-groups"]})
    first, second = records.history(world, shed.mina, "service", shed.id)[1::-1]
    assert (first.by, first.approved_by, first.action) == ("Ann", "Mina", "published")
    assert (second.by, second.action) == ("Mina", "fixed")
    assert [one.after for one in second.differences] == ["Tea and joinery"]
    assert stands(world, shed)["summary"] == "Tea and joinery"
    mail = mails(world)[0]
    assert mail.to == "ann@example.org" and "small things" in mail.text


def mails(world):
    with world.database.reading() as session:
        return session.scalars(select(Mail).order_by(Mail.queued_at, Mail.id)).all()


def test_the_reason_for_sending_back_reaches_the_author(world, shed):
    change_id = in_review(world, shed.ann, shed, {"summary": "Cheap"})
    with pytest.raises(changes.ReasonMissing):
        changes.send_back(world, shed.mina, change_id, "  ")
    changes.send_back(world, shed.mina, change_id, "Say what it costs.")
    (mail,) = mails(world)
    assert mail.to == "ann@example.org" and "Say what it costs." in mail.text and shed.id in mail.text
    draft = changes.draft(world, shed.ann, "service", shed.id)
    assert (draft.state, draft.reason, draft.data["summary"]) == (ChangeState.SENT_BACK, "Say what it costs.", "Cheap")
    typed(world, shed.ann, shed, {"summary": "£2 a session"})
    assert not changes.submit(world, shed.ann, "service", shed.id).published


def test_two_pending_changes_of_different_fields_both_arrive(world, shed):
    anns = in_review(world, shed.ann, shed, {"summary": "Ann’s sentence"})
    bobs = in_review(world, shed.bob, shed, {"phones": [{"number": "01632 960999"}]})
    changes.approve(world, shed.mina, bobs)
    assert changes.approve(world, shed.mina, anns).left == ()
    assert stands(world, shed)["summary"] == "Ann’s sentence"
    assert stands(world, shed)["phones"][0]["number"] == "01632 960999"


def test_two_pending_changes_of_one_field_are_shown_and_picked(world, shed):
    anns = in_review(world, shed.ann, shed, {"summary": "Ann’s sentence", "url": "https://ann.example"})
    bobs = in_review(world, shed.bob, shed, {"summary": "Bob’s sentence"})
    changes.approve(world, shed.mina, bobs)
    (conflict,) = changes.review(world, shed.mina, anns).conflicts
    assert (conflict.base, conflict.yours, conflict.theirs) == ("Tea and woodwork", "Ann’s sentence", "Bob’s sentence")
    approved = changes.approve(world, shed.mina, anns)
    assert (approved.applied, approved.left) == (("url",), ("summary",))
    assert stands(world, shed)["summary"] == "Bob’s sentence" and stands(world, shed)["url"] == "https://ann.example"
    with world.database.reading() as session:
        assert session.get_one(Change, anns).fields["summary"] == "Ann’s sentence"


def test_a_conflict_that_the_reviewer_picks_is_applied(world, shed):
    anns = in_review(world, shed.ann, shed, {"summary": "Ann’s sentence"})
    changes.approve(world, shed.mina, in_review(world, shed.bob, shed, {"summary": "Bob’s sentence"}))
    changes.approve(world, shed.mina, anns, picks={"summary": "change"})
    assert stands(world, shed)["summary"] == "Ann’s sentence"


def test_two_trusted_people_at_once_keep_their_words_and_pick(world, shed):
    trust(world, shed)
    typed(world, shed.ann, shed, {"summary": "Ann’s sentence", "url": "https://ann.example"})
    typed(world, shed.bob, shed, {"summary": "Bob’s sentence"})
    changes.submit(world, shed.bob, "service", shed.id)
    with pytest.raises(changes.Overtaken) as overtaken:
        changes.submit(world, shed.ann, "service", shed.id)
    (conflict,) = overtaken.value.conflicts
    assert (conflict.yours, conflict.theirs) == ("Ann’s sentence", "Bob’s sentence")
    settled = changes.settle(world, shed.ann, "service", shed.id, {"summary": "theirs"})
    assert settled.moved_on == () and settled.fields == ("url",)
    assert changes.submit(world, shed.ann, "service", shed.id).published
    assert stands(world, shed)["summary"] == "Bob’s sentence"


def test_an_old_tab_never_takes_back_what_was_published_since(world, shed):
    trust(world, shed)
    old = changes.draft(world, shed.ann, "service", shed.id)
    typed(world, shed.bob, shed, {"phones": [{"number": "01632 960999"}]})
    changes.submit(world, shed.bob, "service", shed.id)
    whole_form = {field: old.data[field] for field in ("phones", "email", "url", "contacts")}
    draft = typed(world, shed.ann, shed, {**whole_form, "email": "ann@shed.example"}, old.stamp)
    assert draft.fields == ("email",) and draft.moved_on == ()


def test_several_are_approved_each_by_itself(world, shed):
    anns = in_review(world, shed.ann, shed, {"summary": "Ann’s sentence"})
    bobs = in_review(world, shed.bob, shed, {"summary": "Bob’s sentence"})
    first, second, third = changes.approve_several(world, shed.mina, [bobs, anns, "nothing"])
    assert first.approved and (second.why_not, third.why_not) == ("conflicts", "gone")
    assert stands(world, shed)["summary"] == "Bob’s sentence"
    assert [line.id for line in changes.waiting(world, shed.mina)] == [anns]


def test_an_organisation_suggests_terms_and_the_manager_confirms_them(world, shed, town):
    with town.editing() as make:
        make.need("loneliness")
    with pytest.raises(NotAllowed):
        typed(world, shed.ann, shed, {"confirmed": ["need/loneliness"]})
    change_id = in_review(world, shed.ann, shed, {"suggested": ["need/loneliness"]})
    changes.approve(world, shed.mina, change_id)
    assert stands(world, shed)["confirmed"] == ["need/mens-groups"]
    assert stands(world, shed)["suggested"] == ["need/loneliness"]
    records.edit(world, shed.mina, "service", shed.id, {"confirmed": ["need/loneliness", "need/mens-groups"]})
    assert stands(world, shed)["suggested"] == []
    assert stands(world, shed)["confirmed"] == ["need/loneliness", "need/mens-groups"]


def test_a_new_service_is_a_draft_until_it_is_approved(world, shed):
    id_ = records.begin_service(world, shed.ann, shed.organisation)
    new = SimpleNamespace(id=id_)
    draft = typed(world, shed.ann, new, {"name": "Choir"})
    assert draft.new and not draft.progress.ready
    with pytest.raises(changes.NotReady) as refused:
        changes.submit(world, shed.ann, "service", id_)
    assert {key: problem.code for key, problem in refused.value.problems.items()} == {
        "summary": Wrong.MISSING, "phones": Wrong.NO_WAY_TO_GET_IN_TOUCH
    }  # fmt: skip
    place = {"name": "Chapel Hall", "address_1": "1 Chapel Street", "city": "Hartlepool", "postcode": "TS24 8AA"}
    assert typed(world, shed.ann, new, {"summary": "Come and sing", "places": [place], "modes": ["place"]}).progress.ready
    change_id = changes.submit(world, shed.ann, "service", id_).change_id
    assert stands(world, new)["state"] == "draft" and changes.waiting(world, shed.mina)[0].new
    changes.approve(world, shed.mina, change_id)
    now = stands(world, new)
    assert (now["state"], now["name"], len(now["places"])) == ("published", "Choir", 1)
    searched(world, new)


def test_a_place_that_is_known_is_not_made_twice(world, shed):
    place = {"name": "Community Hub Central", "address_1": "York Road", "city": "Hartlepool", "postcode": "ts26 9eu"}
    known = stands(world, shed)["places"]
    records.edit(world, shed.mina, "service", shed.id, {"places": [{**place, "description": "Upstairs"}]})
    assert stands(world, shed)["places"] == [{**known[0], "description": "Upstairs"}]


def test_only_members_and_the_manager_come_near_a_draft(world, shed):
    stranger = person(world, "Sid", member_of=None)
    for act in (
        lambda actor: changes.draft(world, actor, "service", shed.id),
        lambda actor: typed(world, actor, shed, {"summary": "Mine"}, "0.0"),
        lambda actor: changes.submit(world, actor, "service", shed.id),
        lambda actor: records.begin_service(world, actor, shed.organisation),
    ):
        with pytest.raises(NotAllowed):
            act(stranger)
    for act in (
        lambda: changes.waiting(world, shed.ann), lambda: changes.review(world, shed.ann, "x"),
        lambda: changes.approve(world, shed.ann, "x"), lambda: changes.send_back(world, shed.ann, "x", "Because"),
        lambda: records.edit(world, shed.ann, "service", shed.id, {"summary": "At once"}),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(changes.NoAccount):
        changes.draft(world, VISITOR, "service", shed.id)


def test_a_draft_that_is_thrown_away_is_gone_for_its_author_alone(world, shed):
    typed(world, shed.ann, shed, {"summary": "Never mind"})
    changes.discard(world, shed.ann, "service", shed.id)
    assert changes.draft(world, shed.ann, "service", shed.id).fields == ()
    assert changes.of_record(world, shed.mina, "service", shed.id)[0].state == ChangeState.DISCARDED


def test_a_draft_that_says_what_the_record_says_is_not_sent_in(world, shed):
    typed(world, shed.ann, shed, {"summary": stands(world, shed)["summary"]})
    with pytest.raises(changes.NothingChanged):
        changes.submit(world, shed.ann, "service", shed.id)


def test_a_preview_is_the_page_to_come_and_leaves_no_trace(world, shed):
    before = stands(world, shed)
    place = {"name": "Chapel Hall", "address_1": "1 Chapel Street", "postcode": "TS24 8AA"}
    typed(world, shed.ann, shed, {"summary": "To come", "places": [*before["places"], place], "email": "not an address"})
    seen = changes.preview(world, shed.ann, "service", shed.id, "en")
    assert seen.summary == "To come" and [one.name for one in seen.places] == ["Community Hub Central", "Chapel Hall"]
    assert seen.email == ""
    assert stands(world, shed) == before
    with world.database.reading() as session:
        assert len(session.scalars(select(Location.id)).all()) == 1
    other = changes.preview(world, shed.bob, "service", shed.id, "en")
    assert other.summary == "Tea and woodwork"
    organisation = changes.preview(world, shed.ann, "organisation", shed.organisation, "en")
    assert organisation.services[0].name == "Men’s Shed"


def test_the_reviewer_sees_the_page_to_come_too(world, shed):
    change_id = in_review(world, shed.ann, shed, {"summary": "To come"})
    assert changes.preview_change(world, shed.mina, change_id, "en").summary == "To come"
    with pytest.raises(NotAllowed):
        changes.preview_change(world, shed.ann, change_id, "en")


def test_what_was_hidden_is_sent_in_again_without_a_change(world, shed):
    records.hide(world, shed.ann, "service", shed.id)
    done = changes.submit(world, shed.ann, "service", shed.id)
    assert not done.published and changes.waiting(world, shed.mina)[0].new
    changes.approve(world, shed.mina, done.change_id)
    assert stands(world, shed)["state"] == "published"
    with pytest.raises(changes.NoChange):
        changes.submit(world, shed.ann, "service", shed.id)


def test_a_new_service_that_nobody_wants_is_thrown_away_and_one_that_was_public_is_not(world, shed):
    new = SimpleNamespace(id=records.begin_service(world, shed.ann, shed.organisation, "Choir"))
    typed(world, shed.ann, new, {"summary": "Come and sing"})
    with pytest.raises(NotAllowed):
        records.throw_away(world, person(world, "Sid"), new.id)
    records.throw_away(world, shed.bob, new.id)
    with pytest.raises(records.RecordMissing):
        stands(world, new)
    assert changes.mine(world, shed.ann) == ()
    searched(world, shed)
    records.hide(world, shed.ann, "service", shed.id)
    with pytest.raises(records.NotPossible):
        records.throw_away(world, shed.ann, shed.id)
