"""What is coming as an Atom feed (RFC 4287): an entry for each date, renewed when somebody changes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from xml.etree import ElementTree

from flask_babel import gettext

from hubdirectory.actions.occurrences import OccurrenceLine
from hubdirectory.audiences.residents.day_lines import day_line
from hubdirectory.web.addresses import absolute
from hubdirectory.web.times import capital, day_words, local, machine_time

ATOM = "http://www.w3.org/2005/Atom"
# What nobody changed is as old as its first day in the feed.
SEEN = timedelta(days=7)


def atom_feed(name: str, lines: Sequence[OccurrenceLine], now: datetime, page: str, itself: str) -> bytes:
    feed = ElementTree.Element("feed", xmlns=ATOM)
    _text(feed, "id", itself)
    _text(feed, "title", name)
    _text(feed, "updated", machine_time(max((_updated(line) for line in lines), default=now)))
    ElementTree.SubElement(feed, "link", rel="self", href=itself)
    ElementTree.SubElement(feed, "link", rel="alternate", href=page)
    author = ElementTree.SubElement(feed, "author")
    _text(author, "name", name)
    for line in lines:
        _entry(feed, line, now)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="utf-8")


def _entry(feed: ElementTree.Element, line: OccurrenceLine, now: datetime) -> None:
    today = local(now).date()
    said = day_line(line, line.day, today)
    entry = ElementTree.SubElement(feed, "entry")
    _text(entry, "id", f"urn:uuid:{line.id}")
    when = gettext("%(day)s, %(times)s", day=day_words(line.day, line.day - timedelta(days=2)), times=said.times)
    _text(entry, "title", ": ".join((capital(when), " – ".join((line.name, *said.says)))))
    _text(entry, "updated", machine_time(_updated(line)))
    ElementTree.SubElement(entry, "link", rel="alternate", href=absolute("residents.service", slug=line.offer.slug, lang=None))
    _text(entry, "summary", ". ".join(filter(None, (said.place, said.note, line.offer.summary))))


def _updated(line: OccurrenceLine) -> datetime:
    return line.changed_at or line.starts - SEEN


def _text(parent: ElementTree.Element, tag: str, text: str) -> None:
    ElementTree.SubElement(parent, tag).text = "".join(letter for letter in text if letter.isprintable() or letter == "\n")
