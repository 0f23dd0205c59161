"""A sheet goes to an address or a number that is used and forgotten.

It is handed to the mail server, or to who sends texts, while the page waits: it never stands in a queue, so that there is
nothing to forget, and whoever sends it learns at once whether it went. What is kept is that one was sent, and when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import phonenumbers

from hubdirectory import mail
from hubdirectory.actions.accounts import addresses, delays
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.mail import Letter, MailAway, MailRefused, Postman
from hubdirectory.mail.reading import html_of
from hubdirectory.models import Mail, new_id
from hubdirectory.texting import NumberRefused, TextAway, Texter, texter_of

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

MAIL_KIND = "sheet"
REGION = "GB"
# A navigator hands over some dozens a day; a stolen session must not write to the whole town.
FREE_A_DAY, LONGEST_PAUSE = 60, timedelta(minutes=10)


class NotSent(Exception):
    """The mail server, or who sends texts, is away. Nothing was kept: try again, or hand it over in another way."""


class Refused(Exception):
    """This address or number takes nothing."""


class BadNumber(ValueError):
    """What was typed is no telephone number."""


@dataclass(frozen=True)
class Sent:
    """`really`: it went. Else this installation has nobody who sends, and the page shows what would have gone."""

    really: bool


def send_mail(
    world: World, actor: Actor, to: str, *, subject: str, text: str, locale: str, again: bool = False,
    postman: Postman | None = None,
) -> Sent:  # fmt: skip
    """`again`: it went before, and does not go twice. Raises NotAllowed, BadAddress, TooSoon, NotSent, Refused; none of them
    holds the address.
    """
    actor.must(Permission.NAVIGATE)
    settings = world.settings
    address = addresses.normal(to)
    if postman is None and not settings.mail_url:
        return _not_here(world)
    if again:
        return Sent(really=True)
    _slow(world, actor)
    postman = postman or mail.postman_of(settings.mail_url, settings.sender, settings.site_name)
    key = new_id()
    try:
        postman.send(address, Letter(subject, text, html_of(subject, text, locale)), key)
    except MailRefused:
        raise Refused from None
    except (MailAway, ValueError):
        raise NotSent from None
    _note(world, key)
    return Sent(really=True)


def send_text(
    world: World, actor: Actor, number: str, words: str, texter: Texter | None = None, *, again: bool = False
) -> Sent:  # fmt: skip
    """`again` as in `send_mail`. Raises NotAllowed, BadNumber, TooSoon, NotSent, Refused; none of them holds the number."""
    actor.must(Permission.NAVIGATE)
    dialled = _dialled(number)
    texter = texter or _texter(world)
    if texter is None:
        return _not_here(world)
    if again:
        return Sent(really=True)
    _slow(world, actor)
    try:
        texter.send(dialled, words)
    except NumberRefused:
        raise Refused from None
    except TextAway:
        raise NotSent from None
    return Sent(really=True)


def can_text(world: World) -> bool:
    """Whether texts can be sent, or at least shown on a development server."""
    return bool(world.settings.notify_api_key) or not world.settings.production


def _texter(world: World) -> Texter | None:
    settings = world.settings
    return texter_of(settings.notify_api_key, settings.notify_template, settings.notify_url)


def _not_here(world: World) -> Sent:
    """On a development server whoever tries it out is shown what would have gone; a real one says that it did not."""
    if world.settings.production:
        raise NotSent
    return Sent(really=False)


def _slow(world: World, actor: Actor) -> None:
    delays.enter(world, (delays.of_today(world, f"sheets-by/{actor.account_id}", FREE_A_DAY, LONGEST_PAUSE),))


def _note(world: World, key: str) -> None:
    """In the outbox's list there was a mail, and it went: not where, not what."""
    now = world.now()
    row = Mail(
        id=key, to="", subject="", text="", html="", kind=MAIL_KIND, queued_at=now, next_try_at=now, tries=1, done=True,
        sent_at=now, cleared_at=now,
    )  # fmt: skip
    with world.database.writing() as session:
        session.add(row)


def _dialled(number: str) -> str:
    try:
        read = phonenumbers.parse(number, REGION)
    except phonenumbers.NumberParseException:
        raise BadNumber from None
    if not phonenumbers.is_possible_number(read):
        raise BadNumber
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)
