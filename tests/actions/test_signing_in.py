"""Signing in by link and by password, sessions, and how a guesser is slowed: on both databases."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import func, select

from hubdirectory.actions.accounts import clearing, codes, delays, kept_forms, links, passwords, sessions
from hubdirectory.actions.accounts.addresses import BadAddress
from hubdirectory.actions.accounts.codes import AlreadySet, WrongCode
from hubdirectory.actions.accounts.delays import TooSoon
from hubdirectory.actions.accounts.passwords import BadPassword, Flaw, WrongPassword
from hubdirectory.actions.accounts.sessions import SessionState
from hubdirectory.actions.acting import NotAllowed
from hubdirectory.domain.states import MemberRole, Role
from hubdirectory.models import Account, AccountSession, Delay, KeptForm, Mail, SignInLink
from tests.factories.accounts import actor_for, make_account, session_for
from tests.factories.totp import code_of

GOOD = "kettle marble run"


class Later:
    """The world, and the same world at other times."""

    def __init__(self, world):
        self.moment = world.now()
        self.world = replace(world, clock=lambda: self.moment)

    def go(self, **by):
        self.moment += timedelta(**by)


@pytest.fixture
def later(world):
    return Later(world)


def mails(world, to=None):
    with world.database.reading() as session:
        query = select(Mail).order_by(Mail.queued_at)
        return session.scalars(query.where(Mail.to == to) if to else query).all()


def asked(world, address="amina@example.org", **more):
    """The token of a link that was asked for."""
    links.ask(world, address, "10.0.0.1", "en", **more)
    return re.search(r"/sign-in/link/(\S+)", mails(world, address.lower())[-1].text)[1]


def tries_before_a_wait(once, wrong=()):
    """How often something can be tried at once; every try may be `wrong`."""
    for number in range(100):
        try:
            once(number)
        except TooSoon:
            return number
        except wrong:
            continue
    raise AssertionError("nobody has to wait")


def count(world, model):
    with world.database.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


# Links


def test_a_link_signs_in_once(world):
    account_id = make_account(world, email="amina@example.org")
    token = asked(world)
    opened = links.use(world, token, "Chrome/Windows", False)
    assert (opened.account_id, opened.state) == (account_id, SessionState.OPEN)
    assert opened.actor.role is Role.RESIDENT
    with pytest.raises(links.LinkUsed):
        links.use(world, token, "Chrome/Windows", False)
    with pytest.raises(links.LinkUsed):
        links.look(world, token)


def test_looking_at_a_link_does_not_use_it_up(world):
    make_account(world, email="amina@example.org")
    token = asked(world)
    for _ in range(3):
        assert links.look(world, token).known
    links.use(world, token, "", False)


def test_two_who_press_at_the_same_moment_do_not_both_get_in(world):
    make_account(world, email="amina@example.org")
    token, outcomes = asked(world), []

    def press():
        try:
            outcomes.append(links.use(world, token, "", False))
        except links.LinkUsed:
            outcomes.append(None)

    threads = [Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 4
    assert len([one for one in outcomes if one]) == 1


def test_after_fifteen_minutes_a_link_does_nothing(later):
    make_account(later.world, email="amina@example.org")
    token = asked(later.world)
    later.go(minutes=14, seconds=59)
    assert links.look(later.world, token)
    later.go(seconds=1)
    with pytest.raises(links.LinkOver):
        links.use(later.world, token, "", False)


def test_a_made_up_link_does_nothing(world):
    with pytest.raises(links.LinkOver):
        links.use(world, "made-up", "", False)


def test_no_token_stands_in_the_tables(world):
    make_account(world, email="amina@example.org")
    token = asked(world)
    opened = links.use(world, token, "", False)
    with world.database.reading() as session:
        kept = session.scalars(select(SignInLink.token_hash)).all() + session.scalars(select(AccountSession.token_hash)).all()
    assert token not in kept
    assert opened.token not in kept


def test_an_address_that_nobody_knows_gets_a_mail_that_makes_an_account(world):
    token = asked(world, "Somebody@Example.ORG", next_address="/our/claim")
    assert not links.look(world, token).known
    assert count(world, Account) == 0
    opened = links.use(world, token, "", False, "en", "  Somebody  ")
    with world.database.reading() as session:
        account = session.scalars(select(Account)).one()
    assert (account.email, account.name, account.role) == ("somebody@example.org", "Somebody", "resident")
    assert opened.next_address == "/our/claim"


def test_known_and_unknown_addresses_leave_the_same_traces(world):
    make_account(world, email="amina@example.org")
    for address in ("amina@example.org", "nobody@example.org"):
        links.ask(world, address, "10.0.0.1", "en")
    with world.database.reading() as session:
        assert dict(session.execute(select(SignInLink.email, func.count()).group_by(SignInLink.email)).all()) == {
            "amina@example.org": 1,
            "nobody@example.org": 1,
        }
    assert sorted(mail.to for mail in mails(world)) == ["amina@example.org", "nobody@example.org"]


def test_nobody_is_buried_in_mails(later):
    for _ in range(8):
        links.ask(later.world, "amina@example.org", "10.0.0.1", "en")
    assert len(mails(later.world)) == links.MOST
    later.go(minutes=16)
    links.ask(later.world, "amina@example.org", "10.0.0.1", "en")
    assert len(mails(later.world)) == links.MOST + 1


def test_one_source_cannot_have_mails_sent_to_everybody(world):
    assert tries_before_a_wait(lambda number: links.ask(world, f"p{number}@example.org", "10.0.0.1", "en")) == 30
    assert len(mails(world)) == 30
    links.ask(world, "other@example.org", "10.0.0.2", "en")


def test_an_address_that_cannot_be_one_is_said_to_be_so(world):
    with pytest.raises(BadAddress):
        links.ask(world, "amina at example", "10.0.0.1", "en")


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "/a\nb", "evil"])
def test_a_link_never_leads_to_another_site(world, elsewhere):
    assert links.use(world, asked(world, next_address=elsewhere), "", False).next_address == ""


# Passwords


def with_password(world, email="amina@example.org", role="resident"):
    account_id = make_account(world, role, email=email)
    passwords.set_password(world, actor_for(world, account_id), GOOD, "")
    return account_id


@pytest.mark.parametrize(
    ("password", "flaw"),
    [
        ("short", Flaw.SHORT), ("x" * 201, Flaw.LONG), ("password1234", Flaw.COMMON), ("Hartlepool2026", Flaw.COMMON),
        ("aaaaaaaaaaaaaaaa", Flaw.COMMON), ("qwertyuiop12", Flaw.COMMON), ("amina@example.org", Flaw.COMMON),
    ],
)  # fmt: skip
def test_a_password_that_is_easily_guessed_is_refused(world, password, flaw):
    actor = actor_for(world, make_account(world, email="amina@example.org"))
    with pytest.raises(BadPassword) as refused:
        passwords.set_password(world, actor, password, "")
    assert refused.value.flaw is flaw


def test_a_password_signs_in_and_is_kept_as_argon2(world):
    account_id = with_password(world)
    assert passwords.sign_in(world, " Amina@Example.org ", GOOD, "10.0.0.1", "", False).account_id == account_id
    with world.database.reading() as session:
        assert session.get_one(Account, account_id).password_hash.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("address", "password"), [("amina@example.org", "not it at all"), ("nobody@example.org", GOOD), ("", "")]
)
def test_what_is_wrong_with_a_sign_in_is_not_said(world, address, password):
    with_password(world)
    with pytest.raises(WrongPassword):
        passwords.sign_in(world, address, password, "10.0.0.1", "", False)


def test_no_empty_password_signs_in_where_none_was_set(world):
    make_account(world, email="amina@example.org")
    for password in ("", "nobody’s password"):
        with pytest.raises(WrongPassword):
            passwords.sign_in(world, "amina@example.org", password, "10.0.0.1", "", False)


def test_a_new_password_signs_everybody_else_out(world):
    account_id = with_password(world)
    mine, other = session_for(world, account_id), session_for(world, account_id)
    passwords.set_password(world, mine.actor, "copper lantern fields", mine.id)
    assert sessions.open_session(world, mine.token).state is SessionState.OPEN
    assert sessions.open_session(world, other.token).state is SessionState.ENDED
    assert "new password" in mails(world, "amina@example.org")[-1].text


def test_a_guesser_waits_longer_and_longer_and_the_owner_elsewhere_does_not(later):
    with_password(later.world)
    waits = []
    for _ in range(20):
        with pytest.raises((WrongPassword, TooSoon)) as met:
            passwords.sign_in(later.world, "amina@example.org", "wrong wrong wrong", "10.6.6.6", "", False)
        if isinstance(met.value, TooSoon):
            waits.append(met.value.seconds)
            later.go(seconds=met.value.seconds)
    assert waits == sorted(waits)
    assert waits[-1] >= 8 * waits[0]
    assert passwords.sign_in(later.world, "amina@example.org", GOOD, "10.0.0.1", "", False)
    with pytest.raises((WrongPassword, TooSoon)):
        passwords.sign_in(later.world, "amina@example.org", "wrong again", "10.6.6.6", "", False)
    assert asked(later.world)


def test_the_right_password_is_refused_too_while_its_source_has_to_wait(later):
    with_password(later.world)
    wrong = (later.world, "amina@example.org", "wrong wrong wrong", "10.6.6.6", "", False)
    assert tries_before_a_wait(lambda _: passwords.sign_in(*wrong), WrongPassword) == 5
    with pytest.raises(TooSoon):
        passwords.sign_in(later.world, "amina@example.org", GOOD, "10.6.6.6", "", False)


def test_guesses_made_all_at_once_are_all_counted(world):
    with_password(world)
    outcomes = []

    def guess():
        try:
            delays.enter(world, delays.password_gates("amina@example.org", "10.6.6.6"))
            outcomes.append("tried")
        except TooSoon:
            outcomes.append("waits")

    threads = [Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("tried") == 5
    assert outcomes.count("waits") == 7


def test_who_guessed_what_is_kept_as_a_keyed_hash_and_for_a_day_at_most(later):
    with_password(later.world)
    with pytest.raises(WrongPassword):
        passwords.sign_in(later.world, "amina@example.org", "wrong wrong wrong", "10.6.6.6", "", False)
    with later.world.database.reading() as session:
        assert all(re.fullmatch("[0-9a-f]{64}", key) for key in session.scalars(select(Delay.key_hash)))
    assert count(later.world, Delay) == 3
    later.go(hours=25)
    clearing.clear(later.world)
    assert count(later.world, Delay) == 0


# The second step


def with_codes(world, role="manager"):
    """An account with codes, the session that set them up, and its recovery codes."""
    account_id = make_account(world, role, email=f"{role}@example.org")
    begun = session_for(world, account_id, second_step=False)
    setup = codes.begin_setup(world, begun.actor)
    opened, recovery = codes.confirm_setup(world, begun.actor, code_of(setup.secret, world.now()), begun.id)
    return account_id, setup.secret, opened, recovery


def test_a_manager_without_a_second_step_is_a_resident(world):
    opened = session_for(world, make_account(world, "manager"), second_step=False)
    assert opened.state is SessionState.OPEN
    assert (opened.actor.role, opened.actor.acting_role) == (Role.MANAGER, Role.RESIDENT)


def test_setting_codes_up_passes_the_second_step_and_renews_the_session(world):
    account_id = make_account(world, "manager")
    begun, other = (session_for(world, account_id, second_step=False) for _ in range(2))
    setup = codes.begin_setup(world, begun.actor)
    assert codes.begin_setup(world, begun.actor) == setup
    opened, recovery = codes.confirm_setup(world, begun.actor, code_of(setup.secret, world.now()), begun.id)
    assert opened.actor.acting_role is Role.MANAGER
    assert opened.token != begun.token
    assert sessions.open_session(world, begun.token) is None
    assert sessions.open_session(world, other.token).state is SessionState.ENDED
    assert len(set(recovery)) == 10
    with pytest.raises(AlreadySet):
        codes.begin_setup(world, opened.actor)


def test_codes_are_asked_for_at_the_next_sign_in(later):
    _, secret, _, _ = with_codes(later.world)
    later.go(minutes=5)
    waiting = links.use(later.world, asked(later.world, "manager@example.org"), "", False)
    assert waiting.state is SessionState.WAITING
    assert waiting.actor.account_id is None
    assert sessions.open_session(later.world, waiting.token).state is SessionState.WAITING
    opened = codes.try_code(later.world, waiting, code_of(secret, later.moment))
    assert opened.state is SessionState.OPEN
    assert opened.actor.acting_role is Role.MANAGER
    assert sessions.open_session(later.world, waiting.token) is None


def test_a_code_works_once_and_for_about_a_minute(later):
    account_id, secret, _, _ = with_codes(later.world)
    later.go(minutes=5)
    code = code_of(secret, later.moment)
    codes.try_code(later.world, session_for(later.world, account_id, second_step=False), code)
    for wait in (0, 30):
        later.go(seconds=wait)
        with pytest.raises(WrongCode):
            codes.try_code(later.world, session_for(later.world, account_id, second_step=False), code)
    old = code_of(secret, later.moment - timedelta(minutes=2))
    with pytest.raises(WrongCode):
        codes.try_code(later.world, session_for(later.world, account_id, second_step=False), old)


def test_a_recovery_code_signs_in_once(world):
    account_id, _, _, recovery = with_codes(world)
    shouted = f" {recovery[3].upper()} "
    assert codes.try_code(world, session_for(world, account_id, second_step=False), shouted).actor.second_step
    with pytest.raises(WrongCode):
        codes.try_code(world, session_for(world, account_id, second_step=False), recovery[3])
    assert codes.how_it_stands(world, actor_for(world, account_id)).codes_left == 9


def test_new_recovery_codes_make_the_old_ones_worthless(world):
    account_id, _, opened, old = with_codes(world)
    codes.new_recovery_codes(world, opened.actor)
    with pytest.raises(WrongCode):
        codes.try_code(world, session_for(world, account_id, second_step=False), old[0])


def test_who_tries_codes_is_slowed(world):
    account_id, _, _, _ = with_codes(world)
    waiting = session_for(world, account_id, second_step=False)
    assert tries_before_a_wait(lambda number: codes.try_code(world, waiting, f"{number:06}"), WrongCode) == 5


def test_no_secret_and_no_code_stands_in_the_tables_as_it_is(world):
    account_id, secret, _, recovery = with_codes(world)
    with world.database.reading() as session:
        account = session.get_one(Account, account_id)
        from hubdirectory.models import RecoveryCode

        hashes = session.scalars(select(RecoveryCode.code_hash)).all()
    assert secret.replace(" ", "") not in account.totp_secret
    assert not {code.replace("-", "") for code in recovery} & set(hashes)


def test_codes_that_were_hidden_with_another_key_let_nobody_in(world):
    account_id, secret, _, _ = with_codes(world)
    other = replace(world, settings=replace(world.settings, secret_key="another key, long enough to be one"))
    waiting = session_for(other, account_id, second_step=False)
    assert waiting.state is SessionState.WAITING
    with pytest.raises(WrongCode):
        codes.try_code(other, waiting, code_of(secret, world.now()))


# Sessions


def test_a_session_knows_its_memberships(town):
    with town.editing() as records:
        organisation = records.organisation("Choir")
    account_id = make_account(town.world, member_of="choir", member="owner")
    opened = sessions.open_session(town.world, session_for(town.world, account_id).token)
    assert opened.actor.memberships == {organisation.id: MemberRole.OWNER}


@pytest.mark.parametrize(
    ("role", "stays", "idle", "longest"),
    [
        ("resident", False, 4, 12),
        ("resident", True, 30 * 24, 90 * 24),
        ("manager", True, 72, 7 * 24),
        ("navigator", False, 4, 12),
    ],
)
def test_a_session_ends_when_it_is_left_alone_and_in_any_case(later, role, stays, idle, longest):
    opened = session_for(later.world, make_account(later.world, role), stays=stays)
    begun = later.moment
    while later.moment - begun < timedelta(hours=longest):
        assert sessions.open_session(later.world, opened.token).state is SessionState.OPEN
        later.go(hours=idle - 0.5)
    later.moment = begun + timedelta(hours=longest)
    assert sessions.open_session(later.world, opened.token).state is SessionState.ENDED
    left_alone = session_for(later.world, make_account(later.world, role), stays=stays)
    later.go(hours=idle)
    assert sessions.open_session(later.world, left_alone.token).state is SessionState.ENDED


def test_a_use_is_noted_every_few_minutes_only(later):
    opened = session_for(later.world, make_account(later.world))
    for minutes, noted in ((2, 0), (2, 0), (2, 6)):
        later.go(minutes=minutes)
        sessions.open_session(later.world, opened.token)
        with later.world.database.reading() as session:
            row = session.get_one(AccountSession, opened.id)
        assert row.last_used_at - row.began_at == timedelta(minutes=noted)


def test_somebody_sees_and_ends_their_own_sessions_and_no_others(world):
    mine, other, strange = (make_account(world) for _ in range(3))
    here, there = session_for(world, mine), session_for(world, mine)
    theirs = session_for(world, strange)
    lines = sessions.of_account(world, here.actor, here.id)
    assert [line.id for line in lines] == [here.id, there.id]
    assert lines[0].this_one
    assert not sessions.end(world, here.actor, theirs.id)
    assert sessions.end(world, here.actor, there.id)
    assert sessions.open_session(world, there.token).state is SessionState.ENDED
    assert sessions.open_session(world, theirs.token).state is SessionState.OPEN
    assert other not in {line.id for line in lines}


def test_signing_out_everywhere_ends_every_session(world):
    account_id = make_account(world)
    begun = [session_for(world, account_id) for _ in range(3)]
    sessions.end_all(world, begun[0].actor)
    assert {sessions.open_session(world, one.token).state for one in begun} == {SessionState.ENDED}


def test_a_visitor_has_no_sessions_to_look_at(world):
    from hubdirectory.actions.acting import VISITOR

    with pytest.raises(NotAllowed):
        sessions.of_account(world, VISITOR, "")


def test_what_signing_in_left_behind_is_cleared_away(later):
    make_account(later.world, email="amina@example.org")
    opened = links.use(later.world, asked(later.world), "", False)
    kept_forms.keep(later.world, opened.account_id, "/our/choir", (("summary", "We sing."),))
    later.go(days=2)
    clearing.clear(later.world)
    assert (count(later.world, SignInLink), count(later.world, KeptForm), count(later.world, AccountSession)) == (0, 0, 1)
    later.go(days=40)
    clearing.clear(later.world)
    assert count(later.world, AccountSession) == 0


# Words that outlive a session


def test_what_was_typed_is_kept_for_its_owner_for_an_hour_and_hidden(later):
    mine, strange = (session_for(later.world, make_account(later.world)) for _ in range(2))
    fields = (("summary", "Wir singen – jeden Tag"), ("need", "a"), ("need", "b"))
    key = kept_forms.keep(later.world, mine.account_id, "/our/choir?step=2", fields)
    found = kept_forms.read(later.world, mine.actor, key)
    assert (found.address, found.fields) == ("/our/choir?step=2", fields)
    assert kept_forms.read(later.world, strange.actor, key) is None
    with later.world.database.reading() as session:
        assert "singen" not in session.get_one(KeptForm, key).fields
    later.go(minutes=61)
    assert kept_forms.read(later.world, mine.actor, key) is None


def test_only_so_many_forms_are_kept_for_somebody(world):
    opened = session_for(world, make_account(world))
    for number in range(9):
        kept_forms.keep(world, opened.account_id, "/a", (("n", str(number)),))
    assert count(world, KeptForm) == kept_forms.MOST
    with pytest.raises(kept_forms.TooLarge):
        kept_forms.keep(world, opened.account_id, "/a", (("n", "x" * 400_000),))
