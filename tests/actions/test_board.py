"""The board of a day: what it shows, who may change what, adding, copying, and who is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from hubdirectory.actions import board, occurrences, signed_links
from hubdirectory.actions.acting import PRODUCT, VISITOR, NotAllowed
from hubdirectory.actions.finding import find
from hubdirectory.actions.results import Asked
from hubdirectory.models import Account, Listener, Mail, Occurrence, Organisation, ServiceAtLocation, Telling
from tests.factories.accounts import actor_for, make_account

TUESDAY = date(2026, 11, 24)
TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def day(town):
    """Two hubs on a Tuesday: a choir and art at Central, chess at North; and a venue that is no hub."""
    with town.editing() as records:
        club = records.organisation("Club", email="office@club.example")
        central, north = records.location(), records.location("Community Hub North")
        hall = records.location("Old Hall", kind="venue")
        services = [
            records.service(name, organisation=club, places=[place], days=["TU"], confirmed=date(2026, 11, 1))
            for name, place in (("Choir", central), ("Art", central), ("Chess", north), ("Whist", hall))
        ]
        occurrences.roll(records.session, [one.id for one in services], town.world.now(), town.world.calendar)
        town.ids = {one.name: one.id for one in services}
        town.hubs = {"central": central.id, "north": north.id}
    return town


def names(found):
    return {column.name: [card.line.name for card in column.cards] for column in found.columns}


def card_of(day, name, actor=PRODUCT):
    return next(card for card in board.board(day.world, actor, TUESDAY).cards if card.line.name == name)


def staff_of(day, hub, role="navigator"):
    return actor_for(day.world, make_account(day.world, role, works_at=hub))


def test_a_column_for_each_hub_and_a_count_of_the_rest(day):
    found = board.board(day.world, PRODUCT, TUESDAY)
    assert names(found) == {"Community Hub Central": ["Art", "Choir"], "Community Hub North": ["Chess"]}
    assert found.elsewhere == 1
    assert names(board.board(day.world, PRODUCT, TUESDAY, elsewhere=True))[""] == ["Whist"]


def test_hub_staff_see_and_run_their_own_hub_and_no_other(day):
    ann = staff_of(day, "community-hub-central")
    assert names(board.board(day.world, ann, TUESDAY)) == {"Community Hub Central": ["Art", "Choir"]}
    art, chess = card_of(day, "Art").line.id, card_of(day, "Chess").line.id
    assert occurrences.cancel_occurrence(day.world, ann, art, "Leak").status == "cancelled"
    occurrences.undo(day.world, ann, art)
    assert board.card(day.world, ann, chess) is None
    for refused in (
        lambda: occurrences.cancel_occurrence(day.world, ann, chess),
        lambda: occurrences.move_occurrence(day.world, ann, art, location_id=day.hubs["north"]),
        lambda: board.add(day.world, ann, "Chess", place_id=day.hubs["north"], starts=TEN, ends=TEN + timedelta(hours=1)),
        lambda: board.tell(day.world, ann, chess),
        lambda: board.set_rooms(day.world, ann, day.hubs["north"], 2),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert card_of(day, "Art").line.place.slug == "community-hub-central"


def test_what_was_moved_to_their_hub_by_the_manager_is_not_sent_away_by_its_staff(day):
    ann, chess = staff_of(day, "community-hub-central"), card_of(day, "Chess").line.id
    occurrences.move_occurrence(day.world, PRODUCT, chess, location_id=day.hubs["central"])
    occurrences.mark_full(day.world, ann, chess)
    occurrences.undo(day.world, ann, chess)
    with pytest.raises(NotAllowed):
        occurrences.undo(day.world, ann, chess)
    assert card_of(day, "Chess").line.place.slug == "community-hub-central"


@pytest.mark.parametrize("role", ["resident", "commissioner"])
def test_other_roles_run_no_day_wherever_they_work(day, role):
    somebody = staff_of(day, "community-hub-central", role)
    for actor in (VISITOR, somebody):
        with pytest.raises(NotAllowed):
            board.board(day.world, actor, TUESDAY)


def test_a_navigator_of_a_surgery_runs_no_day(day):
    with day.editing() as records:
        records.location("Surgery", kind="surgery")
    with pytest.raises(NotAllowed):
        board.board(day.world, staff_of(day, "surgery"), TUESDAY)


def test_every_change_gives_another_stamp_and_nothing_else_does(day):
    def stamp():
        return board.stamp(day.world, PRODUCT, TUESDAY)

    art, seen = card_of(day, "Art").line.id, [board.board(day.world, PRODUCT, TUESDAY).stamp]
    assert stamp() == seen[0]
    steps = (
        lambda: occurrences.cancel_occurrence(day.world, PRODUCT, art),
        lambda: board.tell(day.world, PRODUCT, art),
        lambda: occurrences.undo(day.world, PRODUCT, art),
        lambda: board.add(day.world, PRODUCT, "Art", place_id=day.hubs["north"], starts=TEN, ends=TEN + timedelta(hours=1)),
        lambda: occurrences.move_occurrence(day.world, PRODUCT, art, starts=TEN + timedelta(days=1)),
    )
    for step in steps:
        step()
        seen.append(stamp())
    assert len(set(seen)) == len(seen)


def test_what_nobody_confirmed_for_long_is_marked(day):
    with day.editing() as records:
        old = records.service("Bingo", places=[], days=[])
        records.add(ServiceAtLocation(service_id=old.id, location_id=day.hubs["central"]))
    board.add(day.world, PRODUCT, "bingo", place_id=day.hubs["central"], starts=TEN, ends=TEN + timedelta(hours=1))
    assert card_of(day, "Bingo").unconfirmed
    assert not card_of(day, "Art").unconfirmed


def test_a_room_that_is_booked_twice_is_marked_until_one_of_them_goes(day):
    assert card_of(day, "Art").clashes_with == ()
    board.set_rooms(day.world, PRODUCT, day.hubs["central"], 1)
    assert card_of(day, "Art").clashes_with == ("Choir",)
    occurrences.cancel_occurrence(day.world, PRODUCT, card_of(day, "Choir").line.id)
    assert card_of(day, "Art").clashes_with == ()
    with day.editing() as records:
        for row in records.session.scalars(select(ServiceAtLocation).where(ServiceAtLocation.location_id == day.hubs["central"])):
            row.description = "Main hall"
    occurrences.undo(day.world, PRODUCT, card_of(day, "Choir").line.id)
    board.set_rooms(day.world, PRODUCT, day.hubs["central"], None)
    assert card_of(day, "Choir").clashes_with == ("Art",)


def test_on_a_bank_holiday_everything_is_marked_until_somebody_looked_at_it(day):
    (day.world.settings.instance / "calendar.toml").write_text("extra_bank_holidays = [2026-11-24]")
    found = board.board(day.world, PRODUCT, TUESDAY)
    assert found.holiday
    assert all(card.holiday for card in found.cards)
    occurrences.note(day.world, PRODUCT, card_of(day, "Art").line.id, "On, also today")
    assert not card_of(day, "Art").holiday


def test_one_field_takes_a_service_or_a_title(day):
    later = {"place_id": day.hubs["central"], "starts": TEN + timedelta(hours=4), "ends": TEN + timedelta(hours=5)}
    added = board.add(day.world, PRODUCT, " ART ", **later)
    assert (added.service, added.titled, added.standing.service_id) == ("Art", False, day.ids["Art"])
    titled = board.add(day.world, PRODUCT, "Carol singing", **later)
    assert titled.titled
    assert titled.service == "Also on at Community Hub Central"
    again = board.add(day.world, PRODUCT, "Mince pies", **later)
    assert again.standing.service_id == titled.standing.service_id
    assert names(board.board(day.world, PRODUCT, TUESDAY))["Community Hub Central"][2:] == ["Art", "Carol singing", "Mince pies"]
    found = find(day.world, Asked(q="also on")).results
    assert [result.name for result in found] == ["Also on at Community Hub Central"]
    with pytest.raises(board.NothingSaid):
        board.add(day.world, PRODUCT, "  ", **later)
    with pytest.raises(board.NoSuchPlace):
        board.add(day.world, PRODUCT, "Tea", **{**later, "place_id": "nowhere"})


def test_last_weeks_is_copied_once(day):
    last_week = TEN - timedelta(weeks=1)
    board.add(
        day.world, PRODUCT, "Jumble sale", place_id=day.hubs["north"], starts=last_week, ends=last_week + timedelta(hours=2)
    )
    with day.world.database.reading() as session:
        art = session.scalars(
            select(Occurrence.id).where(Occurrence.service_id == day.ids["Art"], Occurrence.day == last_week.date())
        ).one()
    occurrences.feature(day.world, PRODUCT, art)
    occurrences.note(day.world, PRODUCT, art, "Bring a brush")
    found = board.copyable(day.world, PRODUCT, TUESDAY)
    assert [(one.line.name, one.add) for one in found] == [("Art", False), ("Jumble sale", True)]
    assert board.copy(day.world, PRODUCT, TUESDAY, [one.line.id for one in found]) == 2
    assert board.copyable(day.world, PRODUCT, TUESDAY) == ()
    art_today = card_of(day, "Art").line
    assert (art_today.featured, art_today.note) == (True, "Bring a brush")
    assert card_of(day, "Jumble sale").line.starts == TEN


def mails(day, kind):
    with day.world.database.reading() as session:
        return sorted(session.scalars(select(Mail).where(Mail.kind == kind)), key=lambda mail: mail.to)


def token_of(mail, part):
    return next(word for word in mail.text.split() if f"/{part}/" in word).rpartition("/")[2]


def followed(day, email, kind, record_id):
    board.ask_to_be_told(day.world, email, kind, record_id)
    mail = next(mail for mail in mails(day, "follow_confirm") if mail.to == email.lower())
    board.confirm_listening(day.world, token_of(mail, "follow"))


def test_who_follows_a_hub_or_an_activity_is_told_and_so_are_its_own_people_each_once(day):
    owner = make_account(day.world, "organisation", email="owner@club.example", member_of="club", member="owner")
    followed(day, "Hub@Example.org", "location", day.hubs["central"])
    followed(day, "art@example.org", "service", day.ids["Art"])
    followed(day, "owner@club.example", "service", day.ids["Art"])
    followed(day, "north@example.org", "location", day.hubs["north"])
    board.ask_to_be_told(day.world, "never-answered@example.org", "service", day.ids["Art"])
    art = card_of(day, "Art").line.id
    occurrences.cancel_occurrence(day.world, PRODUCT, art, "The boiler is broken")
    assert board.who_would_be_told(day.world, PRODUCT, art) == 3
    assert board.tell(day.world, PRODUCT, art) == board.Told(3)
    sent = mails(day, "day_change")
    assert [mail.to for mail in sent] == ["art@example.org", "hub@example.org", "owner@club.example"]
    assert sent[0].subject == "Cancelled: Art, Tuesday 24 November"
    assert "The boiler is broken" in sent[0].text
    assert "/stop-following/" in sent[0].text
    assert "/stop-following/" not in sent[2].text
    assert sent[2].account_id == owner


def test_an_address_that_refuses_mail_is_not_told_and_the_published_one_is(day):
    owner = make_account(day.world, "organisation", email="owner@club.example", member_of="club", member="owner")
    with day.world.database.writing() as session:
        session.get_one(Account, owner).mail_refused_at = day.world.now()
    art = card_of(day, "Art").line.id
    occurrences.mark_full(day.world, PRODUCT, art)
    assert board.tell(day.world, PRODUCT, art) == board.Told(1)
    assert [mail.to for mail in mails(day, "day_change")] == ["office@club.example"]


def test_the_invented_address_of_a_sample_is_not_told(day):
    with day.world.database.writing() as session:
        session.scalars(select(Organisation)).one().sample = True
    art = card_of(day, "Art").line.id
    occurrences.mark_full(day.world, PRODUCT, art)
    assert board.tell(day.world, PRODUCT, art) == board.Told(0)
    assert mails(day, "day_change") == []


def test_nobody_is_told_twice_of_the_same_change(day):
    art = card_of(day, "Art").line.id
    occurrences.mark_late(day.world, PRODUCT, art, 20)
    assert board.tell(day.world, PRODUCT, art) == board.Told(1)
    assert board.tell(day.world, PRODUCT, art) == board.Told(1, again=True)
    assert card_of(day, "Art").last.told == 1
    occurrences.mark_full(day.world, PRODUCT, art)
    assert card_of(day, "Art").last.told is None
    assert board.tell(day.world, PRODUCT, art) == board.Told(1)
    assert [mail.to for mail in mails(day, "day_change")] == ["office@club.example"] * 2
    with day.world.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Telling)) == 2


def test_a_moved_date_tells_the_followers_of_both_places(day):
    followed(day, "north@example.org", "location", day.hubs["north"])
    followed(day, "central@example.org", "location", day.hubs["central"])
    art = card_of(day, "Art").line.id
    occurrences.move_occurrence(day.world, PRODUCT, art, location_id=day.hubs["north"], starts=TEN + timedelta(hours=3))
    board.tell(day.world, PRODUCT, art)
    sent = mails(day, "day_change")
    assert [mail.to for mail in sent] == ["central@example.org", "north@example.org", "office@club.example"]
    assert "Art is on Tuesday 24 November, 13:00 to 15:00, at Community Hub North." in sent[0].text
    assert "Before, it was: Tuesday 24 November, 10:00, Community Hub Central." in sent[0].text


def test_whoever_stops_is_forgotten(day):
    followed(day, "art@example.org", "service", day.ids["Art"])
    art = card_of(day, "Art").line.id
    occurrences.mark_full(day.world, PRODUCT, art)
    board.tell(day.world, PRODUCT, art)
    token = token_of(next(mail for mail in mails(day, "day_change") if mail.to == "art@example.org"), "stop-following")
    assert board.listening_to(day.world, token, stop=True).name == "Art"
    with pytest.raises(signed_links.LinkWrong):
        board.listening_to(day.world, token)
    board.stop_listening(day.world, token)
    with day.world.database.reading() as session:
        assert session.scalars(select(Listener)).all() == []
    with pytest.raises(board.NoSuchListener):
        board.stop_listening(day.world, token)


def test_an_address_that_nobody_confirmed_is_forgotten(day, monkeypatch):
    board.ask_to_be_told(day.world, "somebody@example.org", "service", day.ids["Art"])
    followed(day, "art@example.org", "service", day.ids["Art"])
    assert board.clear_unconfirmed(day.world) == 0
    with day.world.database.writing() as session:
        for row in session.scalars(select(Listener)):
            row.asked_at -= timedelta(days=4)
    assert board.clear_unconfirmed(day.world) == 1
    with day.world.database.reading() as session:
        assert session.scalars(select(Listener.email)).all() == ["art@example.org"]


def test_a_confidential_or_unknown_record_cannot_be_followed(day):
    with day.editing() as records:
        refuge = records.location("Refuge", confidential=True).id
    for kind, record_id in (("service", "nothing"), ("organisation", "nothing"), ("location", refuge)):
        with pytest.raises(board.NoSuchListener):
            board.ask_to_be_told(day.world, "a@example.org", kind, record_id)


def at(day, moment):
    """The same world at another moment."""
    from dataclasses import replace

    return replace(day.world, clock=lambda: moment)


@pytest.mark.parametrize(("first", "hours"), [
    (datetime(2026, 11, 24, tzinfo=UTC), 8), (datetime(2027, 3, 28, tzinfo=UTC), 7), (datetime(2026, 10, 25, tzinfo=UTC), 8),
])  # fmt: skip
def test_each_hub_is_sent_its_day_at_eight_by_its_own_clock_and_once(day, first, hours):
    with day.editing() as records:
        records.location("Hub South", email="south@hub.example")
    make_account(day.world, "navigator", email="ann@hub.example", works_at="community-hub-central")
    sent_at = []
    for minute in range(0, 24 * 60, 10):
        now = first + timedelta(minutes=minute)
        if board.sheets_due(at(day, now)):
            board.send_sheets(at(day, now))
            sent_at.append(now)
    assert sent_at == [first + timedelta(hours=hours)]
    assert [mail.to for mail in mails(day, "day_sheet")] == ["ann@hub.example", "south@hub.example"]


def test_the_sheet_says_what_is_on_and_what_is_not(day):
    make_account(day.world, "navigator", email="ann@hub.example", works_at="community-hub-central")
    occurrences.cancel_occurrence(day.world, PRODUCT, card_of(day, "Art").line.id, "Leak")
    assert board.send_sheets(day.world) == 1
    [mail] = mails(day, "day_sheet")
    assert mail.subject == "Community Hub Central: Tuesday 24 November"
    assert "10:00–12:00 Art (Club) – CANCELLED: Leak" in mail.text
    assert "10:00–12:00 Choir (Club)" in mail.text
    assert "Chess" not in mail.text
