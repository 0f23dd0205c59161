"""On a development server mails are kept and read here. Anywhere else these pages are not there."""

from __future__ import annotations

import re

from flask import abort, request, url_for
from flask_babel import gettext

from hubdirectory.actions import mailing
from hubdirectory.actions.mailing import KeptMail
from hubdirectory.audiences.accounts import blueprint
from hubdirectory.audiences.accounts.helping import crumbs
from hubdirectory.audiences.accounts.pages import MailPage, MailRow, MailsPage
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.get("/mail")
def mails() -> str:
    rows = tuple(
        MailRow(to=one.to, subject=one.subject, address=url_for("accounts.mail", key=one.id), at=one.at) for one in _kept()
    )
    return render(MailsPage(title=gettext("Mails"), crumbs=crumbs(), indexable=False, rows=rows))


@blueprint.get("/mail/<key>")
def mail(key: str) -> str:
    found = _kept(key)
    if not found:
        abort(404)
    one = found[0]
    lines = tuple(_line(line) for line in one.text.strip().split("\n"))
    steps = crumbs((gettext("Mails"), url_for("accounts.mails")))
    return render(MailPage(title=one.subject, crumbs=steps, indexable=False, to=one.to, at=one.at, lines=lines))


def _line(line: str) -> tuple[str, bool]:
    """An address of this site leads to where the reader is now: a trial may go by another name than PUBLIC_URL."""
    if not re.fullmatch(r"https?://\S+", line):
        return line, False
    ours = the_world().settings.public_url
    return (request.host_url.rstrip("/") + line.removeprefix(ours) if line.startswith(ours + "/") else line), True


def _kept(key: str = "") -> tuple[KeptMail, ...]:
    found = mailing.kept(the_world(), key)
    if found is None:
        abort(404)
    return found
