"""Another e-mail address, leaving, roles, and helping somebody back in: on both databases."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from hubdirectory.actions import auditing
from hubdirectory.actions.accounts import codes, emails, links, managing, own, passwords, samples, sessions
from hubdirectory.actions.accounts.addresses import BadAddress
from hubdirectory.actions.accounts.emails import ChangeOver
from hubdirectory.actions.accounts.managing import NotThere
from hubdirectory.actions.accounts.own import LastOwner
from hubdirectory.actions.accounts.sessions import SessionState
from hubdirectory.actions.acting import PRODUCT, NotAllowed
from hubdirectory.domain.states import MemberRole, Role
from hubdirectory.models import Account, AccountLocation, Assurance, Mail, Membership
from tests.factories.accounts import actor_for, make_account, session_for
from tests.factories.totp import code_of

OLD, NEW = "old@example.org", "new@example.org"


class Later:
    def __init__(self, world):
        self.moment = world.now()
        self.world = replace(world, clock=lambda: self.moment)

    def go(self, **by):
        self.moment += timedelta(**by)


@pytest.fixture
def later(world):
    return Later(world)


def mail_to(world, address, kind):
    with world.database.reading() as session:
        found = session.scalars(select(Mail).where(Mail.to == address, Mail.kind == kind).order_by(Mail.queued_at)).all()
    return found[-1] if found else None


def token_in(mail):
    return re.search(r"/account/email/\w+/(\S+)", mail.text)[1]


def email_of(world, account_id):
    with world.database.reading() as session:
        return session.get_one(Account, account_id).email


def changed(world, account_id):
    """The address is changed; the token that undoes it."""
    emails.ask(world, actor_for(world, account_id), NEW, "10.0.0.1")
    emails.confirm(world, token_in(mail_to(world, NEW, "email_change_confirm")))
    return token_in(mail_to(world, OLD, "email_changed_old"))


def test_an_address_changes_when_the_new_one_is_confirmed_and_both_are_told(world):
    account_id = make_account(world, email=OLD)
    emails.ask(world, actor_for(world, account_id), " New@Example.org", "10.0.0.1")
    assert mail_to(world, OLD, "email_change_asked")
    assert email_of(world, account_id) == OLD
    token = token_in(mail_to(world, NEW, "email_change_confirm"))
    assert emails.look(world, token).new_email == NEW
    emails.confirm(world, token)
    assert email_of(world, account_id) == NEW
    assert mail_to(world, OLD, "email_changed_old")
    assert mail_to(world, NEW, "email_changed_new")
    with pytest.raises(ChangeOver):
        emails.confirm(world, token)


def test_a_confirmation_works_for_a_day(later):
    account_id = make_account(later.world, email=OLD)
    emails.ask(later.world, actor_for(later.world, account_id), NEW, "10.0.0.1")
    later.go(hours=25)
    with pytest.raises(ChangeOver):
        emails.confirm(later.world, token_in(mail_to(later.world, NEW, "email_change_confirm")))


def test_nobody_learns_that_an_address_is_taken_but_its_owner(world):
    account_id, _ = make_account(world, email=OLD), make_account(world, email=NEW)
    emails.ask(world, actor_for(world, account_id), NEW, "10.0.0.1")
    assert mail_to(world, NEW, "email_change_taken")
    assert mail_to(world, NEW, "email_change_confirm") is None


def test_the_old_address_undoes_a_change_and_everything_that_came_with_it(later):
    account_id = make_account(later.world, "manager", email=OLD)
    token = changed(later.world, account_id)
    later.go(hours=1)
    thief = session_for(later.world, account_id, second_step=False)
    passwords.set_password(later.world, thief.actor, "kettle marble run", thief.id)
    setup = codes.begin_setup(later.world, thief.actor)
    thief, _ = codes.confirm_setup(later.world, thief.actor, code_of(setup.secret, later.moment), thief.id)
    later.go(days=5)
    emails.undo(later.world, token)
    assert email_of(later.world, account_id) == OLD
    assert sessions.open_session(later.world, thief.token).state is SessionState.ENDED
    with later.world.database.reading() as session:
        account = session.get_one(Account, account_id)
    assert (account.password_hash, account.totp_confirmed_at) == ("", None)
    with pytest.raises(ChangeOver):
        emails.undo(later.world, token)


def test_after_a_week_a_change_cannot_be_undone(later):
    account_id = make_account(later.world, email=OLD)
    token = changed(later.world, account_id)
    later.go(days=8)
    with pytest.raises(ChangeOver):
        emails.undo(later.world, token)


def test_who_moved_the_account_on_cannot_undo_the_undoing(world):
    account_id = make_account(world, email=OLD)
    owner = changed(world, account_id)
    emails.ask(world, actor_for(world, account_id), "third@example.org", "10.0.0.1")
    emails.confirm(world, token_in(mail_to(world, "third@example.org", "email_change_confirm")))
    thief = token_in(mail_to(world, NEW, "email_changed_old"))
    emails.undo(world, owner)
    assert email_of(world, account_id) == OLD
    with pytest.raises(ChangeOver):
        emails.undo(world, thief)


def test_nobody_else_gets_an_address_that_may_still_come_back(world):
    first, other = make_account(world, email=OLD), make_account(world, email="other@example.org")
    changed(world, first)
    emails.ask(world, actor_for(world, other), OLD, "10.0.0.1")
    assert mail_to(world, OLD, "email_change_confirm") is None


def test_links_that_wait_in_the_old_mailbox_sign_in_no_more(world):
    account_id = make_account(world, email=OLD)
    links.ask(world, OLD, "10.0.0.1", "en")
    token = re.search(r"/sign-in/link/(\S+)", mail_to(world, OLD, "sign_in").text)[1]
    changed(world, account_id)
    with pytest.raises(links.LinkOver):
        links.use(world, token, "", False)


def test_an_older_change_that_waits_to_be_confirmed_is_undone_too(later):
    account_id = make_account(later.world, email=OLD)
    emails.ask(later.world, actor_for(later.world, account_id), "first@example.org", "10.0.0.1")
    thief = token_in(mail_to(later.world, "first@example.org", "email_change_confirm"))
    later.go(hours=1)
    emails.undo(later.world, changed(later.world, account_id))
    with pytest.raises(ChangeOver):
        emails.confirm(later.world, thief)
    assert email_of(later.world, account_id) == OLD


def test_who_signs_in_with_the_old_address_gets_the_mail_that_brings_it_back_once_more(later):
    account_id = make_account(later.world, email=OLD)
    changed(later.world, account_id)
    later.go(days=2)
    links.ask(later.world, OLD, "10.0.0.1", "en")
    assert mail_to(later.world, OLD, "new_account") is None
    mail = mail_to(later.world, OLD, "email_changed_old")
    assert mail.queued_at == later.moment
    again = token_in(mail)
    later.go(days=4)
    emails.undo(later.world, again)
    assert email_of(later.world, account_id) == OLD


def test_the_mail_that_comes_once_more_gives_no_more_time(later):
    changed(later.world, make_account(later.world, email=OLD))
    later.go(days=6)
    links.ask(later.world, OLD, "10.0.0.1", "en")
    again = token_in(mail_to(later.world, OLD, "email_changed_old"))
    later.go(days=1, hours=1)
    with pytest.raises(ChangeOver):
        emails.undo(later.world, again)
    assert not links.look(later.world, links_token(later.world, OLD)).known


def test_nobody_makes_an_account_for_an_address_that_may_still_come_back(world):
    token = links_token(world, OLD)
    account_id = make_account(world, email=OLD)
    undo = changed(world, account_id)
    for attempt in (lambda: links.look(world, token), lambda: links.use(world, token, "", False)):
        with pytest.raises(links.LinkOver):
            attempt()
    with pytest.raises(BadAddress):
        managing.create(world, PRODUCT, OLD, Role.NAVIGATOR)
    emails.undo(world, undo)
    assert email_of(world, account_id) == OLD


def test_a_change_is_over_where_somebody_has_the_old_address_by_now(world):
    account_id = make_account(world, email=OLD)
    undo = changed(world, account_id)
    make_account(world, email=OLD)
    with pytest.raises(ChangeOver):
        emails.undo(world, undo)
    assert email_of(world, account_id) == NEW


# Leaving


def test_an_account_goes_with_all_that_is_its_own_and_what_it_wrote_stays_without_its_name(town):
    world = town.world
    with town.editing() as records:
        organisation = records.organisation("Choir")
    account_id = make_account(world, email=OLD, member_of="choir", member="owner")
    session_for(world, account_id)
    with world.database.writing() as session:
        said = Assurance(record_kind="organisation", record_id=organisation.id, confirmed_at=world.now(), account_id=account_id)
        session.add(said)
    own.delete(world, actor_for(world, account_id))
    with world.database.reading() as session:
        assert session.get(Account, account_id) is None
        assert session.scalars(select(Membership)).all() == []
        assert session.get_one(Assurance, said.id).account_id is None
    assert mail_to(world, OLD, "account_deleted")
    assert not links.look(world, links_token(world, OLD)).known


def links_token(world, address):
    links.ask(world, address, "10.0.0.1", "en")
    return re.search(r"/sign-in/link/(\S+)", mail_to(world, address, "new_account").text)[1]


def test_the_last_owner_of_others_hands_over_first(town):
    world = town.world
    with town.editing() as records:
        records.organisation("Choir")
    owner = make_account(world, member_of="choir", member="owner")
    editor = make_account(world, member_of="choir", member="editor")
    with pytest.raises(LastOwner) as stuck:
        own.delete(world, actor_for(world, owner))
    assert stuck.value.names == ("Choir",)
    assert own.look(world, actor_for(world, owner)).organisations[0].last_owner
    own.delete(world, actor_for(world, editor))
    own.delete(world, actor_for(world, owner))


# Managers and commands


def test_the_command_makes_an_account_with_its_role_organisation_and_place(town):
    world = town.world
    with town.editing() as records:
        organisation = records.organisation("Choir")
        surgery = records.location("Surgery", kind="surgery")
    link = managing.create(world, PRODUCT, "Nadia@Example.org", Role.NAVIGATOR, "choir", "surgery")
    opened = links.use(world, link.rpartition("/")[2], "", False)
    assert opened.actor.role is Role.NAVIGATOR
    assert opened.actor.memberships == {organisation.id: MemberRole.OWNER}
    with world.database.reading() as session:
        assert [one.location_id for one in session.scalars(select(AccountLocation))] == [surgery.id]
    again = managing.create(world, PRODUCT, "nadia@example.org", Role.NAVIGATOR, "choir", "surgery")
    assert links.use(world, again.rpartition("/")[2], "", False).account_id == opened.account_id


@pytest.mark.parametrize("wrong", [{"organisation": "nothing"}, {"location": "nothing"}])
def test_what_is_not_there_is_named_and_no_account_is_made(world, wrong):
    with pytest.raises(NotThere, match="nothing"):
        managing.create(world, PRODUCT, "nadia@example.org", Role.NAVIGATOR, **wrong)
    with world.database.reading() as session:
        assert session.scalars(select(Account)).all() == []


@pytest.mark.parametrize("role", ["resident", "organisation", "navigator", "commissioner"])
def test_only_a_manager_looks_after_other_accounts(world, role):
    actor, other = actor_for(world, make_account(world, role)), make_account(world)
    for attempt in (
        lambda: managing.find(world, actor), lambda: managing.one(world, actor, other),
        lambda: managing.give_role(world, actor, other, Role.MANAGER), lambda: managing.end_sessions(world, actor, other),
        lambda: managing.reset_second_step(world, actor, other), lambda: managing.create(world, actor, OLD, Role.MANAGER),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            attempt()


def test_a_role_that_is_given_counts_at_once_and_is_told(world):
    manager, other = make_account(world, "manager"), make_account(world, email=OLD)
    opened = session_for(world, other)
    managing.give_role(world, actor_for(world, manager), other, Role.NAVIGATOR)
    assert sessions.open_session(world, opened.token).actor.role is Role.NAVIGATOR
    assert mail_to(world, OLD, "account_changed")
    entry = auditing.trail(world, PRODUCT, auditing.Wanted(verb="role_given")).lines[0]
    assert (entry.account_id, entry.record_id, entry.details) == (manager, other, "resident -> navigator")


def test_another_manager_takes_a_lost_second_step_away_and_nobody_their_own(world):
    one, other = make_account(world, "manager"), make_account(world, "manager")
    begun = session_for(world, other, second_step=False)
    setup = codes.begin_setup(world, begun.actor)
    opened, _ = codes.confirm_setup(world, begun.actor, code_of(setup.secret, world.now()), begun.id)
    with pytest.raises(NotThere):
        managing.reset_second_step(world, opened.actor, other)
    managing.reset_second_step(world, actor_for(world, one), other)
    assert sessions.open_session(world, opened.token).state is SessionState.ENDED
    fresh = session_for(world, other, second_step=False)
    assert fresh.state is SessionState.OPEN
    assert fresh.actor.acting_role is Role.RESIDENT


def test_accounts_are_found_by_address_or_name_and_looking_is_noted(world):
    make_account(world, email="amina@example.org", name="Amina Khan")
    make_account(world, "navigator", email="bob@example.org")
    found = managing.find(world, PRODUCT, "KHAN")
    assert [line.email for line in found.lines] == ["amina@example.org"]
    assert [line.email for line in managing.find(world, PRODUCT, role=Role.NAVIGATOR).lines] == ["bob@example.org"]
    assert auditing.trail(world, PRODUCT, auditing.Wanted(verb=auditing.READ_PERSONAL)).total == 2


def test_a_manager_invites_a_navigator_by_mail(town):
    world = town.world
    with town.editing() as records:
        surgery = records.location("Surgery", kind="surgery")
    manager = actor_for(world, make_account(world, "manager", name="Morgan"))
    assert managing.places(world, manager) == ((surgery.id, "Surgery"),)
    managing.invite(world, manager, "Nadia@example.org", "Nadia", Role.NAVIGATOR, surgery.id)
    mail = mail_to(world, "nadia@example.org", "invited")
    assert "Morgan has made an account for you" in mail.text
    moment = world.now() + timedelta(days=6)
    week_later = replace(world, clock=lambda: moment)
    opened = links.use(week_later, re.search(r"/sign-in/link/(\S+)", mail.text)[1], "", False)
    assert (opened.actor.role, opened.actor.name) == (Role.NAVIGATOR, "Nadia")
    assert managing.one(world, manager, opened.account_id).places == ("Surgery",)
    with pytest.raises(NotThere):
        managing.invite(world, manager, "other@example.org", "", Role.NAVIGATOR, "nowhere")


def test_the_sample_town_has_an_account_of_each_kind_and_production_none(town):
    world = town.world
    with town.editing() as records:
        records.organisation("Choir", sample=True)
        records.location("Hub", sample=True)
    for settings, wanted in ((replace(world.settings, env="production"), 0), (world.settings, 7), (world.settings, 7)):
        with world.database.writing() as session:
            samples.add(replace(world, settings=settings), session)
        with world.database.reading() as session:
            assert len(session.scalars(select(Account)).all()) == wanted
    with world.database.reading() as session:
        assert {one.role for one in session.scalars(select(Account))} == {role.value for role in managing.ROLES}
        assert len(session.scalars(select(Membership)).all()) == 2
