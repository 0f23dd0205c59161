"""Mails: how they read, and how they leave."""

from .port import Letter, MailAway, MailRefused, Postman
from .postmen import Keeping, Smtp, postman_of
from .reading import render

__all__ = ["Keeping", "Letter", "MailAway", "MailRefused", "Postman", "Smtp", "postman_of", "render"]
