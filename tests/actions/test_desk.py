"""The desk's verbs: reports, duplicates, many at once, taking back, notes, following."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from hubdirectory.actions import auditing, records, reporting
from hubdirectory.actions.acting import NotAllowed
from hubdirectory.actions.desk import bulk, deciding, deeds, duplicates, exporting, following, morning, notes, reports
from hubdirectory.domain.states import Role
from hubdirectory.models import Attribute, Mail, Service
from tests.factories.people import person


@pytest.fixture
def manager(world):
    return person(world, "Morgan", Role.MANAGER)


@pytest.fixture
def shed(town):
    """A service of St Aidan's, found by its phone and at the hub."""
    with town.editing() as made:
        hub = made.location()
        organisation = made.organisation(email="hello@aidan.example")
        return made.service("Men’s Shed", organisation=organisation, places=[hub], suggested=["company", "food"])


def stands(world, record_id, kind="service"):
    with world.database.reading() as session:
        return records.read(session, kind, record_id)


def mails(world):
    with world.database.reading() as session:
        return session.scalars(select(Mail).order_by(Mail.queued_at)).all()


def heaps(world, actor):
    return {heap.name: heap for heap in morning.morning(world, actor)}


def test_only_the_manager_has_a_desk(world, shed):
    member = person(world, "Ann", Role.ORGANISATION, member_of=shed.organisation_id)
    for ask in (
        lambda: morning.morning(world, member), lambda: reports.reports(world, member), lambda: duplicates.likely(world, member),
        lambda: bulk.do(world, member, bulk.Asked(bulk.CONFIRM), [("service", shed.id)]),
        lambda: notes.notes(world, member, "service", shed.id), lambda: next(exporting.export_csv(world, member, [])),
        lambda: deeds.undo(world, member, "any"),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            ask()


def test_without_a_second_step_a_manager_has_no_desk(world):
    with pytest.raises(NotAllowed):
        morning.morning(world, person(world, "Max", Role.MANAGER, second_step=False))


def test_the_morning_says_how_many_and_since_when(world, manager, shed):
    reporting.report(world, "service", shed.id, "times", "Fridays now")
    found = heaps(world, manager)
    assert (found["reports"].count, found["reports"].oldest) == (1, world.now())
    assert found["suggested"].count == 2
    assert found["stale"].count == 1
    assert (found["claims"].count, found["claims"].oldest) == (0, None)


def test_a_settled_report_keeps_its_note_and_can_be_opened_again(world, manager, shed):
    report_id = reporting.report(world, "service", shed.id, "times")
    done = reports.settle(world, manager, [report_id], "Rang them: Tuesdays still")
    assert (done.count, reports.reports(world, manager)) == (1, ())
    [line] = reports.reports(world, manager, settled=True)
    assert (line.note, line.by, line.record.name) == ("Rang them: Tuesdays still", "Morgan", "Men’s Shed")
    deeds.undo(world, manager, done.id)
    assert [one.id for one in reports.reports(world, manager)] == [report_id]


def test_what_a_visitor_said_goes_to_the_organisation(world, manager, shed):
    person(world, "Ann", Role.ORGANISATION, member_of=shed.organisation_id)
    report_id = reporting.report(world, "service", shed.id, "phone", "The line is dead")
    assert reports.tell_organisation(world, manager, report_id, "Please ring me back") == 1
    [mail] = mails(world)
    assert mail.to == "ann@example.org"
    assert "The line is dead" in mail.text
    assert "Please ring me back" in mail.text


def test_an_organisation_without_an_address_cannot_be_told(world, manager, town):
    with town.editing() as made:
        service = made.service("Choir", organisation=made.organisation("Choir", email=""))
    report_id = reporting.report(world, "service", service.id, "closed")
    with pytest.raises(reports.NobodyToTell):
        reports.tell_organisation(world, manager, report_id)


def test_the_invented_address_of_a_sample_cannot_be_told(world, manager, town):
    with town.editing() as made:
        service = made.service("Choir", organisation=made.organisation("Choir", email="choir@sample.example", sample=True))
    report_id = reporting.report(world, "service", service.id, "closed")
    with pytest.raises(reports.NobodyToTell):
        reports.tell_organisation(world, manager, report_id)
    asked = bulk.Asked(bulk.MESSAGE, subject="Snow", words="We are closed tomorrow.")
    assert bulk.plan(world, manager, asked, [("service", service.id)]).mails == 0


# likely duplicates


@pytest.fixture
def twins(town, shed):
    with town.editing() as made:
        other = made.service(
            "Mens Shed", slug="mens-shed-other", organisation=made.organisation("Another"), phone="+44 1632 960123"
        )
    return shed, other


def test_duplicates_are_found_by_name_and_number_in_any_spelling(world, manager, twins):
    assert duplicates.refresh(world) == 1
    [pair] = duplicates.likely(world, manager)
    assert set(pair.ids) == {one.id for one in twins}
    assert {reason.agrees for reason in pair.reasons} == {"name", "phone"}


def test_what_is_not_the_same_is_remembered_and_can_be_asked_again(world, manager, twins):
    duplicates.refresh(world)
    [pair] = duplicates.likely(world, manager)
    done = duplicates.not_the_same(world, manager, [pair.id])
    duplicates.refresh(world)
    assert duplicates.likely(world, manager) == ()
    deeds.undo(world, manager, done.id)
    assert len(duplicates.likely(world, manager)) == 1


def test_a_pair_that_is_likely_no_more_goes(world, manager, twins):
    duplicates.refresh(world)
    records.edit(world, manager, "service", twins[1].id, {"name": "Choir"})
    assert duplicates.refresh(world) == 0
    assert duplicates.likely(world, manager) == ()


def test_merging_ends_the_pair(world, manager, twins):
    duplicates.refresh(world)
    duplicates.merge(world, manager, "service", twins[0].id, twins[1].id, {})
    assert duplicates.likely(world, manager) == ()


# many at once


def test_a_plan_says_what_would_be_done_and_does_nothing(world, manager, shed, town):
    with town.editing() as made:
        draft = made.service("Choir", state="draft")
    asked = bulk.Asked(bulk.PAUSE, until=date(2026, 12, 24))
    plan = bulk.plan(world, manager, asked, [("service", shed.id), ("service", draft.id), ("service", "gone")])
    assert plan.able == (("service", shed.id),)
    assert {one.why_not for one in plan.others} == {"not_public", "gone"}
    assert stands(world, shed.id)["state"] == "published"


def test_many_are_confirmed_with_a_result_each_and_taken_back(world, manager, shed):
    done = bulk.do(
        world, manager, bulk.Asked(bulk.CONFIRM, by="the manager, who rang"), [("service", shed.id), ("service", "gone")]
    )
    assert [result.why_not for result in done.results] == ["", "gone"]
    assert heaps(world, manager)["stale"].count == 0
    told = deeds.done(world, manager, done.id)
    assert (told.count, told.undoable) == (1, True)
    deeds.undo(world, manager, done.id)
    assert heaps(world, manager)["stale"].count == 1
    assert deeds.done(world, manager, done.id).undone


def test_a_deed_is_taken_back_once(world, manager, shed):
    done = bulk.do(world, manager, bulk.Asked(bulk.CONFIRM), [("service", shed.id)])
    deeds.undo(world, manager, done.id)
    with pytest.raises(deeds.NoDeed):
        deeds.undo(world, manager, done.id)


def test_a_category_is_put_on_many_and_taken_back(world, manager, shed, town):
    with town.editing() as made:
        made.need("food")
    done = bulk.do(world, manager, bulk.Asked(bulk.ADD_TERM, term="need/food"), [("service", shed.id)])
    after = stands(world, shed.id)
    assert (after["confirmed"], after["suggested"]) == (["need/food"], ["need/company"])
    deeds.undo(world, manager, done.id)
    assert stands(world, shed.id)["suggested"] == ["need/company", "need/food"]


def test_taking_back_leaves_what_somebody_changed_since(world, manager, shed):
    done = bulk.do(world, manager, bulk.Asked(bulk.PAUSE, reason="Snow"), [("service", shed.id)])
    records.resume(world, manager, "service", shed.id)
    records.close(world, manager, "service", shed.id)
    undone = deeds.undo(world, manager, done.id)
    assert [result.why_not for result in undone.results] == ["changed"]
    assert stands(world, shed.id)["state"] == "closed"


def test_a_message_is_one_mail_for_each_reader(world, manager, shed, town):
    with town.editing() as made:
        made.service("Choir", organisation=_organisation(made, shed))
        lonely = made.service("Alone", organisation=made.organisation("Nobody", email=""))
    person(world, "Ann", Role.ORGANISATION, member_of=shed.organisation_id)
    everything = _ids(world)
    asked = bulk.Asked(bulk.MESSAGE, subject="Snow", words="We are closed tomorrow.")
    assert bulk.plan(world, manager, asked, everything).mails == 1
    done = bulk.do(world, manager, asked, everything)
    [mail] = mails(world)
    assert (mail.to, mail.subject) == ("ann@example.org", "Snow")
    assert "Men’s Shed" in mail.text and "Choir" in mail.text
    assert [one.name for one in done.results if one.why_not == "nobody"] == [lonely.name]
    assert not done.undoable


def _organisation(made, shed):
    from hubdirectory.models import Organisation

    return made.session.get(Organisation, shed.organisation_id)


def _ids(world):
    with world.database.reading() as session:
        return [("service", id_) for id_ in session.scalars(select(Service.id).order_by(Service.name))]


def test_more_than_can_be_answered_for_is_refused(world, manager):
    with pytest.raises(bulk.TooMany):
        bulk.do(world, manager, bulk.Asked(bulk.CONFIRM), [("service", str(number)) for number in range(bulk.MOST + 1)])


# suggested terms


def test_ticked_suggestions_are_confirmed_and_the_others_taken_off(world, manager, shed):
    done = deciding.confirm_terms(world, manager, [shed.id], {"need/food"})
    after = stands(world, shed.id)
    assert (after["confirmed"], after["suggested"]) == (["need/food"], [])
    deeds.undo(world, manager, done.id)
    with world.database.reading() as session:
        assert session.scalar(select(func.count()).where(Attribute.service_id == shed.id, Attribute.state == "suggested")) == 2


# exports


AWKWARD = ('=HYPERLINK("http://x")', "+44 1632", "-1", "@SUM(A1)", "\t=1+1")


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("words", AWKWARD)
def test_no_cell_of_an_export_is_a_formula(world, manager, town, words):
    with town.editing() as made:
        made.service("Choir", summary=words, description=words, phone="+44 1632 960123")
    [row] = rows_of("".join(exporting.export_csv(world, manager, _ids(world))))
    assert row["summary"] == f"'{words.strip()}"
    assert row["phones"].startswith("'+")
    with exporting.export_xlsx(world, manager, _ids(world)) as file:
        sheet = load_workbook(file).active
    cells = [cell for line in sheet.iter_rows(min_row=2) for cell in line]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert not [cell.value for cell in cells if str(cell.value or "").lstrip()[:1] in ("=", "+", "-", "@")]


def test_an_export_never_holds_notes_or_the_address_of_a_refuge(world, manager, town):
    with town.editing() as made:
        refuge = made.location("Haven", address_1="9 Hidden Street", postcode="TS25 1AA", confidential=True)
        service = made.service("Refuge", places=[refuge])
    notes.add(world, manager, "service", service.id, "Ring the back office")
    everything = [*_ids(world), ("location", refuge.id)]
    text = "".join(exporting.export_csv(world, manager, everything))
    assert "Refuge" in text
    for secret in ("Hidden Street", "TS25 1AA", "back office"):
        assert secret not in text
    [row] = [row for row in rows_of(text) if row["kind"] == "location"]
    assert row["places"] == row["postcodes"] == ""


def test_taking_records_away_is_in_the_trail(world, manager, shed):
    list(exporting.export_csv(world, manager, _ids(world)))
    assert [line.details for line in auditing.trail(world, manager, auditing.Wanted(verb="exported")).lines] == ["1 records"]


# notes and following


def test_a_note_is_for_managers_and_goes_with_a_merging(world, manager, twins):
    notes.add(world, manager, "service", twins[1].id, "Ask for Jean")
    records.merge(world, manager, "service", twins[0].id, twins[1].id, {})
    assert [note.text for note in notes.notes(world, manager, "service", twins[0].id)] == ["Ask for Jean"]


def test_an_empty_note_is_none(world, manager, shed):
    with pytest.raises(ValueError, match="words"):
        notes.add(world, manager, "service", shed.id, "  ")


def test_whoever_watches_gets_one_mail_for_all_that_changed(world, manager, shed):
    following.follow(world, manager, "service", shed.id)
    assert following.tell_followers(world) == 0
    records.edit(world, manager, "service", shed.id, {"summary": "Tea"})
    records.edit(world, manager, "service", shed.id, {"summary": "Tea and cake"})
    assert following.tell_followers(world) == 1
    assert following.tell_followers(world) == 0
    [mail] = mails(world)
    assert "Men’s Shed" in mail.text
    assert f"/desk/records/service/{shed.id}" in mail.text


def test_whoever_stopped_watching_is_left_alone(world, manager, shed):
    following.follow(world, manager, "service", shed.id)
    following.follow(world, manager, "service", shed.id, on=False)
    records.edit(world, manager, "service", shed.id, {"summary": "Tea"})
    assert following.tell_followers(world) == 0


def test_what_broke_is_taken_off_its_record_and_put_back(world, manager, shed):
    from hubdirectory.models import Watched

    with world.database.writing() as session:
        row = Watched(
            organisation_id=shed.organisation_id, record_kind="service", record_id=shed.id, field="phone", value="01632 960123",
            next_at=world.now(), broken_since=world.now() - timedelta(days=3), problem="not_a_number",
        )  # fmt: skip
        session.add(row)
        session.flush()
    assert heaps(world, manager)["numbers"].count == 1
    done = deciding.take_broken_out(world, manager, [row.id])
    assert stands(world, shed.id)["phones"] == []
    deeds.undo(world, manager, done.id)
    assert [phone["number"] for phone in stands(world, shed.id)["phones"]] == ["01632 960123"]


def test_a_record_that_is_gone_does_not_keep_what_broke_on_the_others(world, manager, shed):
    from hubdirectory.models import Watched

    with world.database.writing() as session:
        rows = [
            Watched(
                organisation_id=shed.organisation_id, record_kind="service", record_id=record_id, field="phone",
                value="01632 960123", next_at=world.now(), broken_since=world.now(), problem="not_a_number",
            )
            for record_id in ("thrown-away", shed.id)
        ]  # fmt: skip
        session.add_all(rows)
        session.flush()
    done = deciding.take_broken_out(world, manager, [row.id for row in rows])
    assert stands(world, shed.id)["phones"] == []
    assert {(one.id, one.why_not) for one in done.results} == {("thrown-away", "gone"), (shed.id, "")}
