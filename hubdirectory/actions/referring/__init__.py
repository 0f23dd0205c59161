"""Referrals: somebody who agreed to it is made known to an organisation, with the few details that it needs."""

from .answering import AlreadyOver, accept, accept_by_link, decline, decline_by_link, finish, look_by_link, withdraw
from .keeping import keep, something_to_keep
from .readers import Reader, Readers, name_reader, readers, unname_reader
from .reading import Line, NoSuchReferral, Opened, SecondStepMissing, open_received, open_sent, received, sent
from .sealing import Unreadable, new_key
from .sending import (
    Asked,
    Details,
    NotAgreed,
    NotReferable,
    Receiver,
    WhyNot,
    WrongDetails,
    checked,
    receiver,
    refer,
    which_take,
)
from .subjects import Sealed, TooShort, erase, find, how_sealed, rotate

__all__ = [
    "AlreadyOver",
    "Asked",
    "Details",
    "Line",
    "NoSuchReferral",
    "NotAgreed",
    "NotReferable",
    "Opened",
    "Reader",
    "Readers",
    "Receiver",
    "Sealed",
    "SecondStepMissing",
    "TooShort",
    "Unreadable",
    "WhyNot",
    "WrongDetails",
    "accept",
    "accept_by_link",
    "checked",
    "decline",
    "decline_by_link",
    "erase",
    "find",
    "finish",
    "how_sealed",
    "keep",
    "look_by_link",
    "name_reader",
    "new_key",
    "open_received",
    "open_sent",
    "readers",
    "received",
    "receiver",
    "refer",
    "rotate",
    "sent",
    "something_to_keep",
    "unname_reader",
    "which_take",
    "withdraw",
]  # fmt: skip
