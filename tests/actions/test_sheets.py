from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hubdirectory.actions import mailing, sheets
from hubdirectory.actions.accounts.delays import TooSoon
from hubdirectory.actions.acting import VISITOR, NotAllowed
from hubdirectory.actions.navigating import signposts
from hubdirectory.actions.sheets import sending
from hubdirectory.config import load_settings
from hubdirectory.domain.sheets import Change, Standing
from hubdirectory.domain.signposting import MOST_SERVICES
from hubdirectory.models import Location, Mail, OldSlug, Report, Schedule, Service, Sheet, SheetPart, Signpost
from hubdirectory.texting import Recorded
from tests.factories.accounts import actor_for, make_account

ADDRESS, NAME, NUMBER = "planted.person@example.org", "Plantagenesta", "07700 900123"
LETTER = {"subject": "Your sheet", "text": f"Hello {NAME}", "locale": "en"}


class Desk:
    """A navigator at a surgery, a sheet with two services, and what can be done to them."""

    def __init__(self, world, town):
        self.world, self.town = world, town
        with town.editing() as records:
            hub = records.location()
            surgery = records.location("Havelock Grange", kind="surgery", state="published")
            records.service("Men’s Shed", places=[hub], days=["TU"], booking="drop-in", cost="3")
            records.service("Anxiety Group", places=[hub], days=["WE"])
            self.surgery = surgery.id
        self.navigator = actor_for(world, make_account(world, "navigator", works_at="havelock-grange"))

    def make(self, **more):
        values = {"place_id": self.surgery, "locale": "en", "style": "ordinary", "way": "link", **more}
        return sheets.make(self.world, self.navigator, self.views("mens-shed", "anxiety-group"), **values)

    def views(self, *slugs):
        return sheets.services(self.world, slugs, "en")

    def change(self, **values):
        with self.world.database.writing() as session:
            shed = session.scalars(select(Service).where(Service.slug == "mens-shed")).one()
            for name, value in values.items():
                setattr(shed, name, value)

    def later(self, **delta):
        moment = self.world.now() + timedelta(**delta)
        object.__setattr__(self.world, "clock", lambda: moment)

    def count(self, model):
        with self.world.database.reading() as session:
            return session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def desk(world, town):
    return Desk(world, town)


def test_a_link_shows_the_services_as_they_are_now(desk):
    made = desk.make()
    sheet = sheets.by_link(desk.world, made.link)
    assert [part.view.name for part in sheet.parts] == ["Men’s Shed", "Anxiety Group"]
    assert not any(part.changes for part in sheet.parts)
    assert sheet.place == "Havelock Grange"


def test_a_sheet_has_room_for_the_whole_shortlist_beside_what_is_gone(desk):
    with desk.town.editing() as records:
        slugs = [records.service(f"Service {number}").slug for number in range(MOST_SERVICES + 1)]
    views = sheets.services(desk.world, ["gone", "gone-too", *slugs], "en")
    assert [view.slug for view in views] == slugs[:MOST_SERVICES]


def test_the_link_stands_nowhere_in_the_database(desk):
    made = desk.make()
    assert len(made.link) >= 22  # 128 bits
    with desk.world.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Sheet).where(Sheet.link_hash == made.link)) == 0


def test_a_form_makes_one_sheet_and_while_it_is_being_sent_no_second(desk):
    first = desk.make(once="one", way="email")
    with pytest.raises(TooSoon):
        desk.make(once="one", way="email")
    sheets.handed(desk.world, desk.navigator, first.id)
    again = desk.make(once="one", way="email")
    assert (again.id, again.link, again.again, again.handed) == (first.id, first.link, True, True)
    assert desk.make(once="two", way="email").link != first.link and desk.count(Sheet) == 2


def test_two_presses_in_one_moment_make_one_sheet_and_one_signpost(desk):
    def press(_):
        made = desk.make(once="one", way="print")
        with desk.world.database.reading() as session:
            shed = session.scalar(select(Service.id).where(Service.slug == "mens-shed"))
        return made.link, signposts.record(
            desk.world, desk.navigator, place_id=desk.surgery, needs=[], age_band="", ward="", service_ids=[shed], way="print",
            sheet_id=made.id, once="one",
        ).reference  # fmt: skip

    with ThreadPoolExecutor(4) as presses:
        assert len(set(presses.map(press, range(4)))) == 1
    assert desk.count(Sheet) == desk.count(Signpost) == 1


def test_it_says_what_has_changed_since(desk):
    made = desk.make()
    with desk.world.database.writing() as session:
        shed = session.scalars(select(Service).where(Service.slug == "mens-shed")).one()
        rule = session.scalars(select(Schedule).where(Schedule.service_id == shed.id)).one()
        rule.byday = ["TH"]
        shed.state = "paused"
        session.scalars(select(Service).where(Service.slug == "anxiety-group")).one().state = "closed"
    shed, group = sheets.by_link(desk.world, made.link).parts
    assert shed.changes == (Change.PAUSED, Change.TIMES)
    assert shed.before.rules[0].byday == ("TU",) and shed.view.rules[0].rule.byday == ("TH",)
    assert group.changes == (Change.GONE,) and group.view is None and group.before.name == "Anxiety Group"


def test_a_service_with_a_new_address_has_not_changed_and_can_be_said_to_be_shut(desk):
    made = desk.make()
    with desk.world.database.writing() as session:
        shed = session.scalars(select(Service).where(Service.slug == "mens-shed")).one()
        shed.slug = "the-shed"
        session.add(OldSlug(record_kind="service", slug="mens-shed", record_id=shed.id))
    assert sheets.by_link(desk.world, made.link).parts[0].changes == ()
    sheets.shut(desk.world, made.link, 0)
    assert sheets.by_link(desk.world, made.link).parts[0].shut and desk.count(Report) == 1


def test_it_was_shut_becomes_one_report_and_can_be_undone(desk):
    made = desk.make()
    sheets.shut(desk.world, made.link, 0)
    sheets.shut(desk.world, made.link, 0)
    with desk.world.database.reading() as session:
        report = session.scalars(select(Report)).one()
        assert (report.reason, report.words) == ("shut", "")
    assert sheets.by_link(desk.world, made.link).parts[0].shut
    sheets.undo(desk.world, made.link, 0, "shut")
    assert desk.count(Report) == 0 and not sheets.by_link(desk.world, made.link).parts[0].shut


def test_a_report_that_was_settled_is_not_taken_back(desk):
    made = desk.make()
    sheets.shut(desk.world, made.link, 0)
    with desk.world.database.writing() as session:
        session.scalars(select(Report)).one().settled_at = desk.world.now()
    sheets.undo(desk.world, made.link, 0, "shut")
    assert desk.count(Report) == 1


def test_this_helped_is_told_to_whoever_made_it_and_can_be_undone(desk):
    made = desk.make()
    sheets.helped(desk.world, made.link, 1)
    assert sheets.made_by(desk.world, desk.navigator)[0].helped == 1
    sheets.undo(desk.world, made.link, 1, "helped")
    assert sheets.made_by(desk.world, desk.navigator)[0].helped == 0


def test_whoever_made_it_revokes_it_and_nobody_else_can(desk):
    made = desk.make()
    colleague = actor_for(desk.world, make_account(desk.world, "navigator", works_at="havelock-grange"))
    with pytest.raises(sheets.NoSuchSheet):
        sheets.revoke(desk.world, colleague, made.id)
    sheets.revoke(desk.world, desk.navigator, made.id)
    for use in (
        sheets.by_link,
        lambda world, link: sheets.helped(world, link, 0),
        lambda world, link: sheets.shut(world, link, 0),
    ):
        with pytest.raises(sheets.LinkOver) as over:
            use(desk.world, made.link)
        assert over.value.standing is Standing.REVOKED
    sheets.revoke(desk.world, desk.navigator, made.id, revoked=False)
    assert sheets.by_link(desk.world, made.link)


def test_after_90_days_the_link_opens_nothing_and_the_sheet_is_deleted(desk):
    made = desk.make()
    desk.later(days=89)
    assert sheets.by_link(desk.world, made.link) and sheets.clear_old(desk.world) == 0
    desk.later(days=1)
    with pytest.raises(sheets.LinkOver):
        sheets.by_link(desk.world, made.link)
    assert sheets.clear_old(desk.world) == 1
    assert desk.count(Sheet) == desk.count(SheetPart) == 0


def test_only_navigators_make_sheets_and_only_for_their_own_places(desk):
    with pytest.raises(NotAllowed):
        sheets.make(desk.world, VISITOR, desk.views("mens-shed"), place_id=None, locale="en", style="ordinary", way="link")
    with desk.world.database.reading() as session:
        hub = session.scalar(select(Location.id).where(Location.slug == "community-hub-central"))
    with pytest.raises(NotAllowed):
        desk.make(place_id=hub)


def test_a_confidential_place_leaves_no_address_in_the_sheet(desk):
    with desk.town.editing() as records:
        refuge = records.location("Safe House", address_1="9 Hidden Row", confidential=True)
        records.service("Refuge", places=[refuge], days=["MO"])
    made = sheets.make(
        desk.world, desk.navigator, desk.views("refuge"), place_id=desk.surgery, locale="en", style="ordinary", way="print"
    )  # fmt: skip
    with desk.world.database.reading() as session:
        assert "Hidden Row" not in str(session.scalars(select(SheetPart.snapshot)).all())
    assert sheets.by_link(desk.world, made.link)


# used and forgotten


def with_mail(world, url):
    folder = world.settings.instance
    environment = {"HUB_INSTANCE": str(folder), "DATABASE_URL": world.settings.database_url, "HUB_NOW": "2026-11-24T10:30"}
    object.__setattr__(world, "settings", load_settings({**environment, "MAIL_URL": url}))


def everything_written(world):
    """The bytes of every file of the installation: database, its journal, indexes, logs."""
    return b"".join(path.read_bytes() for path in Path(world.settings.instance).rglob("*") if path.is_file())


def test_a_mail_goes_and_leaves_neither_address_nor_words(desk, mail_server, caplog):
    with_mail(desk.world, mail_server.url)
    desk.make(way="email")
    with caplog.at_level("DEBUG"):
        assert sheets.send_mail(desk.world, desk.navigator, f" {ADDRESS} ", **LETTER).really
    assert mail_server.messages[0]["To"] == ADDRESS and NAME in mail_server.messages[0].get_body().get_content()
    with desk.world.database.reading() as session:
        row = session.scalars(select(Mail)).one()
    assert (row.kind, row.to, row.subject, row.text, row.html, row.done) == ("sheet", "", "", "", "", True)
    assert mailing.outbox(desk.world).waiting == 0
    written = everything_written(desk.world)
    # The test's own mail server says everything that it hears.
    ours = " ".join(record.getMessage() for record in caplog.records if record.name != "mail.log")
    for planted in (ADDRESS, "planted.person", NAME):
        assert planted.encode() not in written and planted not in ours
    assert b"mens-shed" in written or not desk.world.settings.database_url.startswith("sqlite")  # it was looked at at all


def test_a_mail_server_that_is_away_is_said_at_once_and_nothing_waits(desk):
    with_mail(desk.world, "smtp://127.0.0.1:9")
    with pytest.raises(sheets.NotSent) as raised:
        sheets.send_mail(desk.world, desk.navigator, ADDRESS, **LETTER)
    assert raised.value.__cause__ is None and desk.count(Mail) == 0
    assert ADDRESS.encode() not in everything_written(desk.world)


def test_a_development_server_shows_what_would_have_gone_and_keeps_nothing(desk):
    assert not sheets.send_mail(desk.world, desk.navigator, ADDRESS, **LETTER).really
    assert not sheets.send_text(desk.world, desk.navigator, NUMBER, "Hello").really
    assert desk.count(Mail) == 0


def test_a_text_goes_to_the_number_however_it_was_typed(desk):
    texter = Recorded()
    for typed in (NUMBER, "+44 7700 900123", "(07700)900-123"):
        sheets.send_text(desk.world, desk.navigator, typed, "Your sheet", texter)
    assert {number for number, _ in texter.texts} == {"+447700900123"}
    assert b"900123" not in everything_written(desk.world)


def test_whoever_sends_some_dozens_each_day_waits_on_no_day(desk):
    texter = Recorded()
    for _ in range(3):
        for _ in range(sending.FREE_A_DAY // 2):
            sheets.send_text(desk.world, desk.navigator, NUMBER, "Your sheet", texter)
        desk.later(hours=23)
    for _ in range(sending.FREE_A_DAY):
        sheets.send_text(desk.world, desk.navigator, NUMBER, "Your sheet", texter)
    with pytest.raises(TooSoon):
        sheets.send_text(desk.world, desk.navigator, NUMBER, "Your sheet", texter)


def test_what_cannot_be_sent_is_told_apart(desk):
    with pytest.raises(sheets.BadNumber):
        sheets.send_text(desk.world, desk.navigator, "about seven", "x", Recorded())
    with pytest.raises(sheets.Refused):
        sheets.send_text(desk.world, desk.navigator, "01632 960123", "x", Recorded())
    with pytest.raises(sheets.NotSent):
        sheets.send_text(desk.world, desk.navigator, NUMBER, "x", Recorded(away=True))
    with pytest.raises(NotAllowed):
        sheets.send_text(desk.world, VISITOR, NUMBER, "x", Recorded())
