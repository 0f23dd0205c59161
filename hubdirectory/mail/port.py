"""What takes a mail away, and how it may fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class MailAway(Exception):
    """The mail server does not answer, or not now. Try again later."""


class MailRefused(Exception):
    """The mail server takes no mail for this address, and says that it never will."""


@dataclass(frozen=True)
class Letter:
    """What somebody reads. `html` says the same as `text`, "" for none."""

    subject: str
    text: str
    html: str = ""


class Postman(Protocol):
    """Takes one mail away.

    `key` is the mail's own id: the same mail tried twice is recognised by it.
    Raises MailAway or MailRefused.
    """

    def send(self, to: str, letter: Letter, key: str) -> None: ...
