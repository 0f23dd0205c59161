"""Mails: how they read, and how they leave."""

from .port import Letter, MailAway, MailRefused, Postman
from .postmen import Keeping, Smtp, postman_of
from .reading import messages, names, render, shipped, values_of

__all__ = [
    "Keeping", "Letter", "MailAway", "MailRefused", "Postman", "Smtp", "messages", "names", "postman_of", "render", "shipped",
    "values_of",
]  # fmt: skip
