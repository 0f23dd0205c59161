"""How to get in touch with a service, out of one row."""

from collections.abc import Callable
from dataclasses import dataclass

from importers.phones import read_phones
from importers.record import ContactRecord, PhoneNumber
from importers.row import RowReader
from importers.web import AddressesReading, read_emails, read_web


@dataclass(frozen=True)
class ContactPoints:
    url: str = ""
    other_links: tuple[str, ...] = ()
    email: str = ""
    phones: tuple[PhoneNumber, ...] = ()
    contacts: tuple[ContactRecord, ...] = ()


def contact_points_of(reader: RowReader) -> ContactPoints:
    """Every way to get in touch that the row has. The first address of a kind is the service's own."""
    mixed_emails, mixed_links, mixed_phones = _read_mixed(reader)
    links = (*addresses(reader, "url", read_web), *mixed_links)
    emails = (*addresses(reader, "email", read_emails), *mixed_emails)
    others = tuple(ContactRecord(email=email) for email in dict.fromkeys(emails[1:]))
    return ContactPoints(
        url="".join(links[:1]),
        other_links=tuple(dict.fromkeys(links[1:])),
        email="".join(emails[:1]),
        phones=tuple(dict.fromkeys((*_phones(reader, "phone"), *mixed_phones))),
        contacts=(*_named_contact(reader), *others),
    )


def addresses(reader: RowReader, target: str, read: Callable[[str], AddressesReading]) -> tuple[str, ...]:
    """The web or e-mail addresses of a field; what is none is said."""
    text = reader.text(target)
    reading = read(text)
    reader.warn(target, *reading.problems)
    if text and not reading.addresses and not reading.problems:
        reader.warn(target, f"“{text[:80]}” is not an address, so it was left out.")
    return reading.addresses


def _phones(reader: RowReader, target: str) -> tuple[PhoneNumber, ...]:
    text = reader.text(target)
    reading = read_phones(text)
    reader.warn(target, *reading.problems)
    if text and not reading.numbers and not reading.problems:
        reader.warn(target, f"“{text[:80]}” has no telephone number in it, so it was left out.")
    return reading.numbers


def _read_mixed(reader: RowReader) -> tuple[tuple[str, ...], tuple[str, ...], tuple[PhoneNumber, ...]]:
    """A cell in which e-mail addresses, web addresses and numbers stand together."""
    text = reader.text("contact_details")
    emails = read_emails(text)
    pieces = emails.remainder.split()
    web = [piece for piece in pieces if "://" in piece or piece.casefold().startswith("www.")]
    links = read_web(" ".join(web))
    phones = read_phones(" ".join(piece for piece in pieces if piece not in web))
    reader.warn("contact_details", *emails.problems, *links.problems, *phones.problems)
    if text and not (emails.addresses or links.addresses or phones.numbers or reader.problems_of("contact_details")):
        reader.warn("contact_details", f"“{text[:80]}” is neither a number nor an address, so it was left out.")
    return emails.addresses, links.addresses, phones.numbers


def _named_contact(reader: RowReader) -> tuple[ContactRecord, ...]:
    name, role = reader.line("contact_name", 120), reader.line("contact_role", 120)
    emails = addresses(reader, "contact_email", read_emails)
    phones = _phones(reader, "contact_phone")
    if not (name or role or emails or phones):
        return ()
    if reader.flag("contact_public") is False:
        reader.warn("contact_public", "The contact is marked as not public, so it was left out.")
        return ()
    return (ContactRecord(name, role, "".join(emails[:1]), phones[0] if phones else None),)
