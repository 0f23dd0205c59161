"""What comes back by a reminder's link: still right, something has changed, we have stopped. Twice is harmless.

Each acts for whoever the mail went to, with an editor's permissions for that one organisation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing, mailing, records
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import Role, State
from hubdirectory.models import Account, Answer, Mail, NotToAsk, Organisation, Reminder, new_id

from .bounces import MAIL
from .confirming import confirm_within, take_back
from .due import PUBLIC
from .links import UNDO, fresh_token, holder, live_answers, reminder_of
from .people import readers
from .reading import owner_id, row_of
from .reminding import cases, for_the_manager, send

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

# The same link pressed again within this time is the same answer; later it is a new one.
SAME_ANSWER = timedelta(days=7)
# An expired link brings no more than one mail in this time.
SENT_AGAIN = timedelta(hours=1)
LONGEST_WORDS = 2000


class LastPerson(ValueError):
    """Nobody else could be asked, so somebody must stay."""


class NothingWritten(ValueError):
    """There are no words to pass on."""


def still_right(world: World, token: str, wanted: Collection[str] | None = None) -> int:
    """Confirms the records of these ids that the link asks about, or all; how many are confirmed now that were not.

    Raises LinkWrong, LinkExpired, LinkGone.
    """
    with world.database.writing() as session:
        reminder = reminder_of(world, session, token, lock=True)
        answers, actor = live_answers(session, reminder), holder(session, reminder)
        numbers: list[int] = []
        done = 0
        for kind, record_id in _wanted(session, reminder, wanted):
            before = answers.get((kind, record_id))
            if before and before.answer == "right" and world.now() - before.at < SAME_ANSWER:
                continue
            made = confirm_within(world, session, actor, kind, record_id)
            _answer(world, session, reminder, kind, record_id, "right", {"assurance": made.id})
            numbers += made.numbers
            done += 1
    world.index_now(numbers)
    return done


def stopped(world: World, token: str, wanted: Collection[str], for_now: bool) -> int:
    """Closes these records at once, or pauses them `for_now`, and tells the manager; how many were open.

    Also what the manager paused; but only the manager makes that public again. Raises LinkWrong, LinkExpired, LinkGone.
    """
    state = State.PAUSED if for_now else State.CLOSED
    with world.database.writing() as session:
        reminder = reminder_of(world, session, token, lock=True)
        actor = holder(session, reminder)
        numbers: list[int] = []
        names: list[str] = []
        actor.must(Permission.WITHDRAW, reminder.organisation_id)
        for kind, record_id in _wanted(session, reminder, wanted):
            row = row_of(session, kind, record_id)
            if row is None or row.state == state:
                continue
            before = {"state": row.state, "set": state.value}
            done = records.put(world, session, actor, kind, record_id, {"state": state.value}, state.value)
            numbers += done.numbers
            before["revision"] = str(done.revision)
            _answer(world, session, reminder, kind, record_id, state.value, before)
            for_the_manager(session, reminder.organisation_id, "stopped", world.now(), record=(kind, record_id))
            names.append(row.name)
        if names:
            _tell_managers(world, session, reminder, names, for_now)
    world.index_now(numbers)
    return len(names)


def undo(world: World, token: str, wanted: Collection[str] | None = None) -> int:
    """Takes back the answers of the last 30 days for these records, or all of the link; how many.

    What somebody changed meanwhile stays as they left it. Raises LinkWrong, LinkExpired, LinkGone.
    """
    with world.database.writing() as session:
        reminder = reminder_of(world, session, token, lock=True)
        actor = holder(session, reminder)
        numbers: list[int] = []
        done = 0
        for (kind, record_id), answer in live_answers(session, reminder).items():
            if (wanted is None or record_id in wanted) and world.now() - answer.at <= UNDO:
                numbers += _undo(world, session, actor, kind, record_id, answer)
                done += 1
    world.index_now(numbers)
    return done


def tell(world: World, token: str, words: str) -> None:
    """Passes on to the manager what has changed. Raises NothingWritten, LinkWrong, LinkExpired, LinkGone."""
    words = words.replace("\x00", "").strip()[:LONGEST_WORDS]
    if not words:
        raise NothingWritten
    with world.database.writing() as session:
        reminder = reminder_of(world, session, token, lock=True)
        _answer(world, session, reminder, "organisation", reminder.organisation_id, "words", {})
        for_the_manager(session, reminder.organisation_id, "change", world.now(), words=words)


def not_me(world: World, token: str) -> None:
    """Leaves the reminders to a colleague. Raises LastPerson where there is none, LinkWrong, LinkExpired, LinkGone."""
    with world.database.writing() as session:
        reminder = reminder_of(world, session, token, lock=True)
        organisation = session.get_one(Organisation, reminder.organisation_id)
        others = [one.person for one in readers(session, [organisation])[organisation.id] if one.person.address != reminder.to]
        if all(person.opted_out or person.refused for person in others):
            raise LastPerson
        session.merge(NotToAsk(organisation_id=organisation.id, address=reminder.to, since=world.now()))
        auditing.record(session, holder(session, reminder), "reminders_left", "organisation", organisation.id, at=world.now())


def me_again(world: World, token: str) -> None:
    """Undoes `not_me`. Raises LinkWrong, LinkExpired, LinkGone."""
    with world.database.writing() as session:
        reminder = reminder_of(world, session, token, lock=True)
        row = session.get(NotToAsk, (reminder.organisation_id, reminder.to))
        if row:
            session.delete(row)


def send_again(world: World, token: str) -> None:
    """Mails fresh links to the address that an expired link went to. Raises LinkWrong, LinkGone."""
    with world.database.writing() as session:
        reminder, _ = fresh_token(world, session, token)
        recent = select(Mail.id).where(
            Mail.kind == MAIL, Mail.about == f"organisation/{reminder.organisation_id}", Mail.to == reminder.to,
            Mail.queued_at > world.now() - SENT_AGAIN,
        )  # fmt: skip
        case = next(iter(cases(world, session, [reminder.organisation_id])), None)
        reader = next((one for one in case.readers if one.person.address == reminder.to), None) if case else None
        if case and reader and session.scalar(recent.limit(1)) is None:
            send(world, session, reminder, case, reader)


def _wanted(session: Session, reminder: Reminder, wanted: Collection[str] | None) -> list[tuple[str, str]]:
    """Those of the reminder's records that are public still, and asked for."""
    found = []
    for kind, record_id in reminder.records:
        row = row_of(session, kind, record_id)
        if row is None or owner_id(row) != reminder.organisation_id or row.state not in PUBLIC:
            continue
        if wanted is None or record_id in wanted:
            found.append((kind, record_id))
    return found


def _answer(
    world: World, session: Session, reminder: Reminder, kind: str, record_id: str, answer: str, before: dict[str, str]
) -> None:
    session.add(
        Answer(
            id=new_id(), reminder_id=reminder.id, record_kind=kind, record_id=record_id, answer=answer, at=world.now(),
            before=before,
        )
    )  # fmt: skip


def _undo(world: World, session: Session, actor: Actor, kind: str, record_id: str, answer: Answer) -> Iterable[int]:
    answer.undone_at = world.now()
    if answer.answer == "right":
        return take_back(world, session, actor, answer.before["assurance"])
    row = row_of(session, kind, record_id)
    if row is None or row.state != answer.before["set"]:
        return ()
    since = int(answer.before.get("revision", 0))  # what the manager did before the answer, it gives back as it was
    if records.withdrawn_by_manager(session, actor, kind, row, after=since):
        return ()
    return records.put(world, session, actor, kind, record_id, {"state": answer.before["state"]}, "reopened").numbers


def _tell_managers(world: World, session: Session, reminder: Reminder, names: list[str], for_now: bool) -> None:
    organisation = session.get_one(Organisation, reminder.organisation_id)
    for account in session.scalars(select(Account).where(Account.role == Role.MANAGER)):
        mailing.write(
            world, session, to=account.email, name="we_have_stopped", locale=account.locale, account_id=account.id,
            about=("organisation", organisation.id), organisation=organisation.name, slug=organisation.slug, names=names,
            for_now=for_now,
        )  # fmt: skip
