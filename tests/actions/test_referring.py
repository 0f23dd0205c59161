"""Referrals: agreed to, sealed, read by two sides, answered, chased, taken away."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hubdirectory.actions import referring, signed_links
from hubdirectory.actions.acting import PRODUCT, NotAllowed
from hubdirectory.actions.referring import Asked, Details
from hubdirectory.config import SettingsError, load_settings
from hubdirectory.domain.referrals import Question, Reason, ReferralState
from hubdirectory.models import Account, AuditEntry, Mail, Membership, Referral, ReferralConsent
from tests.factories.accounts import actor_for, make_account
from tests.factories.records import everything

OLD, NEW = b"o" * 32, b"n" * 32
AMINA = Details("Amina Kowalczyk-Öztürk", "07700 900461", "Sleeps badly since the flood. Wants company on Tuesdays.")
PLANTED = ("Amina", "Kowalczyk", "ztürk", "900461", "flood", "company on Tuesdays", "wheelchair-lift")
YES = tuple(Asked(one, f"May we, for {one}?", True) for one in Question)


class Referring:
    """A service that takes referrals, a navigator, and the people of the organisation, at any time."""

    def __init__(self, world, town):
        self.moment = world.now()
        settings = replace(world.settings, referrals=True, referral_keys=(OLD,))
        self.world = replace(world, settings=settings, clock=lambda: self.moment)
        with town.editing() as records:
            shed = records.organisation("Men’s Shed")
            self.surgery = records.location("Surgery", kind="surgery").id
            records.service("Tea on Tuesdays", organisation=shed, accepts_referrals=True)
            self.shed = shed.id
        self.nadia = self.person("navigator", works_at="surgery", name="Nadia")
        self.owner = self.person("organisation", member_of=self.shed, member="owner")
        self.ben = self.person("organisation", member_of=self.shed, safe=True, email="ben@example.org")
        referring.name_reader(self.world, self.owner, self.shed, self.ben.account_id)

    def person(self, role, *, safe=False, **more):
        more |= {"totp_confirmed_at": self.moment} if safe else {}
        return actor_for(self.world, make_account(self.world, role, **more))

    def refer(self, details=AMINA, asked=YES, **more):
        return referring.refer(self.world, self.nadia, "tea-on-tuesdays", asked, details, place_id=self.surgery, **more)

    def row(self, referral_id):
        with self.world.database.reading() as session:
            return session.get(Referral, referral_id)

    def mails(self, to="ben@example.org"):
        with self.world.database.reading() as session:
            return [f"{mail.subject}\n{mail.text}" for mail in session.scalars(select(Mail).where(Mail.to == to))]

    def link(self):
        return re.search(r"/our/referrals/answer/(\S+)", self.mails()[-1])[1]

    def verbs(self):
        with self.world.database.reading() as session:
            found = session.scalars(select(AuditEntry.verb).where(AuditEntry.record_kind == "referral"))
            return sorted(found)

    def go(self, **by):
        self.moment += timedelta(**by)
        return referring.keep(self.world)

    def with_keys(self, *keys):
        return replace(self.world, settings=replace(self.world.settings, referral_keys=keys))


@pytest.fixture
def there(world, town):
    return Referring(world, town)


def test_nothing_personal_stands_in_the_database_its_file_or_the_index(there):
    declined = there.refer()
    referring.open_sent(there.world, there.nadia, declined)
    referring.open_received(there.world, there.ben, declined)
    referring.decline(there.world, there.ben, declined, Reason.OTHER, "No wheelchair-lift, Amina came by before")
    there.refer()
    there.go(days=8)
    kept = everything(there.world)
    assert "R-" in kept
    files = [file.read_bytes() for file in there.world.settings.instance.rglob("*") if file.is_file()]
    assert files
    for words in PLANTED:
        assert words.lower() not in kept.lower()
        assert not any(words.lower().encode() in raw.lower() for raw in files)


def test_what_was_asked_is_kept_in_the_words_that_were_shown_with_each_answer(there):
    asked = [replace(one, agreed=one.question is not Question.MESSAGE) for one in YES]
    key = there.refer(asked=asked, locale="pl")
    with there.world.database.reading() as session:
        rows = session.scalars(select(ReferralConsent).where(ReferralConsent.referral_id == key)).all()
    kept = {row.question: (row.words, row.agreed, row.locale) for row in rows}
    assert kept == {one.question.value: (one.words, one.agreed, "pl") for one in asked}


@pytest.mark.parametrize("wrong", [YES[:3], [replace(YES[0], agreed=False), *YES[1:]], [*YES, YES[0]]])
def test_without_every_question_and_a_yes_to_what_is_needed_nothing_is_kept(there, wrong):
    with pytest.raises(referring.NotAgreed):
        there.refer(asked=wrong)
    assert referring.sent(there.world, there.nadia) == ()


@pytest.mark.parametrize(
    ("details", "fields"),
    [
        (Details(" ", "07700 900461", "Company"), ("name",)),
        (Details("Amina", "07700 900461 or amina@example.org", "Company"), ("contact",)),
        (Details("Amina", "Her mum: 07700 900461", "Company"), ("contact",)),
        (Details("Amina", "12", "x" * 501), ("contact", "what_for")),
    ],
)
def test_only_a_name_one_way_to_reach_somebody_and_a_few_words_are_taken(there, details, fields):
    with pytest.raises(referring.WrongDetails) as wrong:
        there.refer(details)
    assert wrong.value.fields == fields


def test_nobody_is_referred_where_it_is_off_not_accepted_or_read_by_nobody(there, town):
    off = replace(there.world, settings=replace(there.world.settings, referrals=False))
    with pytest.raises(referring.NotReferable, match="off"):
        referring.receiver(off, there.nadia, "tea-on-tuesdays")
    with town.editing() as records:
        choir = records.service("Choir").id
    tea = referring.receiver(there.world, there.nadia, "tea-on-tuesdays").service_id
    assert referring.which_take(there.world, there.nadia, [tea, choir]) == {tea}
    assert referring.which_take(off, there.nadia, [tea]) == frozenset()
    with pytest.raises(referring.NotReferable, match="not_accepted"):
        referring.receiver(there.world, there.nadia, "choir")
    referring.name_reader(there.world, there.owner, there.shed, there.owner.account_id)  # has no second step
    referring.unname_reader(there.world, there.owner, there.shed, there.ben.account_id)
    assert referring.which_take(there.world, there.nadia, [tea]) == frozenset()
    with pytest.raises(referring.NotReferable, match="nobody_reads"):
        there.refer()


def test_details_are_read_by_the_referrer_and_those_who_were_named_with_a_second_step_and_each_time_is_noted(there):
    key = there.refer()
    assert referring.open_sent(there.world, there.nadia, key).details == AMINA
    opened = referring.open_received(there.world, there.ben, key)
    assert (opened.details, opened.line.place, opened.by) == (AMINA, "Surgery", "Nadia")
    assert there.verbs() == ["refer", "referral_read", "referral_read"]
    with there.world.database.reading() as session:
        assert {entry.details for entry in session.scalars(select(AuditEntry).where(AuditEntry.record_id == key))} == {
            opened.line.reference
        }


def test_nobody_else_reads_details_not_an_owner_not_a_manager_not_a_colleague(there, town):
    key = there.refer()
    with town.editing() as records:
        records.organisation("Another")
    others = {
        "owner": there.owner, "manager": there.person("manager"), "colleague": there.person("navigator", works_at="surgery"),
        "member": there.person("organisation", member_of=there.shed, safe=True),
        "elsewhere": there.person("organisation", member_of="another", member="owner", safe=True), "product": PRODUCT,
        "resident": there.person("resident"), "commissioner": there.person("commissioner"),
    }  # fmt: skip
    for name, actor in others.items():
        for read in (referring.open_sent, referring.open_received, referring.accept):
            with pytest.raises((referring.NoSuchReferral, NotAllowed)):
                assert read(there.world, actor, key), name
    for read, actor in ((referring.open_sent, there.nadia), (referring.open_received, there.ben)):
        with pytest.raises(referring.SecondStepMissing):
            read(there.world, replace(actor, second_step=False), key)
    assert there.verbs() == ["refer"]


def test_only_an_owner_says_who_reads_and_it_ends_with_the_membership(there):
    manager, key = there.person("manager"), there.refer()
    for actor in (manager, there.ben, PRODUCT):
        with pytest.raises(NotAllowed):
            referring.name_reader(there.world, actor, there.shed, there.ben.account_id)
    with there.world.database.writing() as session:
        session.delete(session.scalars(select(Membership).where(Membership.account_id == there.ben.account_id)).one())
        session.flush()
        session.add(Membership(account_id=there.ben.account_id, organisation_id=there.shed))
    again = actor_for(there.world, there.ben.account_id)
    with pytest.raises(referring.NoSuchReferral):
        referring.open_received(there.world, again, key)


def test_the_mail_has_a_link_that_answers_without_showing_anything(there):
    key = there.refer()
    assert referring.look_by_link(there.world, there.link()).reference == there.row(key).reference
    referring.accept_by_link(there.world, there.link())
    assert there.row(key).state == ReferralState.ACCEPTED
    with pytest.raises(referring.AlreadyOver):
        referring.decline_by_link(there.world, there.link(), Reason.FULL)
    (told,) = there.mails(there.nadia.email)
    assert there.row(key).reference in told
    with pytest.raises(signed_links.LinkWrong):
        referring.accept_by_link(there.world, there.link() + "x")


def test_a_link_opens_nothing_for_somebody_who_reads_no_more(there):
    there.refer()
    link = there.link()
    referring.unname_reader(there.world, there.owner, there.shed, there.ben.account_id)
    with pytest.raises(referring.NoSuchReferral):
        referring.look_by_link(there.world, link)
    with pytest.raises(referring.NoSuchReferral):
        referring.accept_by_link(there.world, link)


def test_the_referrer_sees_why_not_unless_the_person_did_not_want_that(there):
    quiet = [replace(one, agreed=one.question is not Question.TELL_BACK) for one in YES]
    keys = [there.refer(), there.refer(asked=quiet)]
    for key in keys:
        referring.decline(there.world, there.ben, key, Reason.FULL, "Try again in May")
    stand = {line.id: (line.state, line.reason) for line in referring.sent(there.world, there.nadia)}
    assert stand == {keys[0]: (ReferralState.DECLINED, "full"), keys[1]: (None, "")}
    words = [referring.open_sent(there.world, there.nadia, key).words for key in keys]
    assert words == ["Try again in May", ""]


def test_what_the_referrer_may_not_know_is_not_said_by_what_they_can_still_do(there):
    quiet = [replace(one, agreed=one.question is not Question.TELL_BACK) for one in YES]
    yes, done, no = (there.refer(asked=quiet) for _ in range(3))
    referring.accept(there.world, there.ben, yes)
    referring.accept(there.world, there.ben, done)
    referring.decline(there.world, there.ben, no, Reason.FULL, "Try again in May")
    there.moment += timedelta(hours=1)
    referring.finish(there.world, there.ben, done)

    def seen(key):
        opened = referring.open_sent(there.world, there.nadia, key)
        return replace(opened, line=replace(opened.line, id="", reference="", answered_at=None))

    assert seen(yes) == seen(done) == seen(no)
    assert seen(no).line.deleted_at is None
    for key in (yes, done, no):
        referring.withdraw(there.world, there.nadia, key)
        assert there.row(key).details == ""
    assert seen(yes) == seen(done) == seen(no)


def test_nobody_answering_is_chased_on_day_3_and_day_7_then_it_is_over_and_gone_90_days_later(there):
    key = there.refer()
    counted = []
    for _ in range(30 + 90):
        there.go(days=1)
        there.go(minutes=1)
        counted.append((len(there.mails()), len(there.mails(there.nadia.email))))
    assert [counted[day - 1] for day in (2, 3, 6, 7, 27, 28)] == [(1, 0), (2, 0), (2, 0), (3, 1), (3, 1), (3, 2)]
    assert counted[115] == (3, 2)
    assert there.row(key) is None
    assert "referral_deleted" in there.verbs()
    with there.world.database.reading() as session:
        assert session.scalars(select(ReferralConsent)).all() == []


def test_where_nobody_is_left_to_read_it_the_referrer_is_told_at_once(there):
    there.refer()
    referring.unname_reader(there.world, there.owner, there.shed, there.ben.account_id)
    there.go(days=3, minutes=1)
    (told,) = there.mails(there.nadia.email)
    assert "Nobody at “Tea on Tuesdays”" in told
    assert len(there.mails()) == 1


def test_a_worker_that_was_away_for_long_chases_once(there):
    there.refer()
    there.go(days=9)
    there.go(minutes=1)
    assert len(there.mails()) == 2


def test_what_was_taken_on_ends_when_the_organisation_is_done_and_is_gone_90_days_after(there):
    key, left_alone = there.refer(), there.refer()
    for one in (key, left_alone):
        referring.accept(there.world, there.ben, one)
    there.go(days=5)
    referring.finish(there.world, there.ben, key)
    there.go(days=89)
    assert there.row(key).state == ReferralState.FINISHED
    assert there.row(left_alone).state == ReferralState.FINISHED
    there.go(days=1)
    assert there.row(key) is None
    assert there.row(left_alone)


def test_taking_a_referral_back_takes_its_details_at_once(there):
    key = there.refer()
    referring.withdraw(there.world, there.nadia, key)
    assert there.row(key).details == ""
    assert referring.open_sent(there.world, there.nadia, key).details is None
    with pytest.raises(referring.NoSuchReferral):
        referring.open_received(there.world, there.ben, key)
    with pytest.raises(referring.AlreadyOver):
        referring.accept(there.world, there.ben, key)


def test_keys_change_without_a_referral_being_lost(there):
    key = there.refer()
    referring.decline(there.world, there.ben, there.refer(), Reason.OTHER, "No wheelchair-lift")
    both, new = there.with_keys(NEW, OLD), there.with_keys(NEW)
    with pytest.raises(referring.Unreadable):
        referring.open_sent(new, there.nadia, key)
    assert (referring.how_sealed(both).older, referring.how_sealed(new).unreadable) == (2, 2)
    assert referring.rotate(both, PRODUCT) == 2
    assert referring.rotate(both, PRODUCT) == 0
    assert (referring.how_sealed(new).older, referring.how_sealed(new).unreadable) == (0, 0)
    assert referring.open_sent(new, there.nadia, key).details == AMINA
    assert "No wheelchair-lift" in [one["words"] for one in referring.find(new, PRODUCT, "Amina")]
    with pytest.raises(referring.Unreadable):
        referring.open_sent(there.world, there.nadia, key)


def test_details_do_not_open_in_another_row(there):
    key, other = there.refer(), there.refer(replace(AMINA, name="Ben"))
    with there.world.database.writing() as session:
        session.execute(update(Referral).where(Referral.id == other).values(details=there.row(key).details))
    with pytest.raises(referring.Unreadable):
        referring.open_sent(there.world, there.nadia, other)


@pytest.mark.parametrize("words", ["amina", "OZTURK", "+44 7700 900 461", "Kowalczyk-Öztürk Amina"])
def test_what_is_held_about_somebody_is_found_and_taken_away(there, words):
    there.refer()
    stays = there.refer(Details("Bea", "bea@example.org", "Tea"))
    (found,) = referring.find(there.world, PRODUCT, words)
    assert found["details"] == vars(AMINA)
    assert [one["agreed"] for one in found["asked"]] == [True] * 4
    assert json.dumps(found)
    assert len(referring.erase(there.world, PRODUCT, words)) == 1
    assert referring.find(there.world, PRODUCT, words) == []
    assert there.row(stays)
    assert [verb for verb in there.verbs() if verb != "refer"] == ["referral_erased", "referral_exported"]


@pytest.mark.parametrize(("name", "contact", "words"), [
    ("Sean O’Brien", "07700 900461", "O'Brien"),
    ("Łukasz", "07700 900462", "lukasz"),
    ("Bea", "01429 555010", "+44 (0)1429 555010"),
    ("Bea", "0044 1429 555010", "01429555010"),
])  # fmt: skip
def test_somebody_is_found_however_their_name_or_number_is_written(there, name, contact, words):
    there.refer(Details(name, contact, "Tea"))
    there.refer(Details("Ann", "01429 555011", "Tea"))
    assert [one["details"]["name"] for one in referring.find(there.world, PRODUCT, words)] == [name]


def test_a_few_letters_find_nobody_and_only_the_product_asks(there):
    there.refer()
    with pytest.raises(referring.TooShort):
        referring.find(there.world, PRODUCT, "am")
    for actor in (there.nadia, there.person("manager")):
        with pytest.raises(NotAllowed):
            referring.find(there.world, actor, "amina")


def test_an_account_that_goes_leaves_the_referral_to_the_organisation(there):
    key = there.refer()
    with there.world.database.writing() as session:
        session.delete(session.get_one(Account, there.nadia.account_id))
    assert referring.open_received(there.world, there.ben, key).by == ""
    with pytest.raises(referring.NoSuchReferral):
        referring.open_sent(there.world, there.nadia, key)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"REFERRALS": "yes"}, "REFERRAL_KEY is not set"),
        ({"REFERRAL_KEY": "secret"}, "is no key"),
        ({"REFERRALS": "so"}, "yes or"),
    ],
)
def test_referrals_cannot_be_switched_on_without_a_key(tmp_path, more, said):
    with pytest.raises(SettingsError, match=said):
        load_settings({"HUB_INSTANCE": str(tmp_path), **more})


def test_the_key_is_not_taken_from_beside_the_records(tmp_path):
    key = referring.new_key()
    settings = load_settings({"HUB_INSTANCE": str(tmp_path), "REFERRALS": "yes", "REFERRAL_KEY": f"{key} {referring.new_key()}"})
    assert len(settings.referral_keys) == 2
    assert key not in repr(settings)
    (tmp_path / "settings.toml").write_text(f'REFERRAL_KEY = "{key}"\n')
    with pytest.raises(SettingsError, match="beside the records"):
        load_settings({"HUB_INSTANCE": str(tmp_path)})
