"""Web and e-mail addresses out of cells."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from email_validator import EmailNotValidError, validate_email

from importers.cells import one_line, tidy

LONGEST_ADDRESS = 500
_LONGEST_TEXT = 4_000
_TRAILING_JUNK = ".,;:'\"!)>]}’”"
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
_HOST = re.compile(r"(?=.{4,253}\Z)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>()\[\],;:/\"“”]+@[^\s@<>()\[\],;:/\"“”]+")


@dataclass(frozen=True)
class AddressesReading:
    """The addresses of one cell. `problems` are sentences about what was left out."""

    addresses: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    remainder: str = ""


def read_web(text: str) -> AddressesReading:
    """Read all the web addresses in a cell. One without a scheme is given http."""
    # A cell that was too narrow has its address on two lines.
    pieces = re.sub(r"\s*\n\s*(?=/)", "", tidy(text)[:_LONGEST_TEXT]).split()
    read = [(piece, *_web_address(piece)) for piece in pieces]
    problems = [problem for _, _, problem in read if problem]
    # Beside a broken address, "example.org" may be the other half of it.
    found = [address for piece, address, _ in read if address and (not problems or "://" in piece)]
    return AddressesReading(tuple(dict.fromkeys(found)), tuple(problems))


def _web_address(piece: str) -> tuple[str, str]:
    piece = piece.lstrip("<([{\"'‘“").rstrip(_TRAILING_JUNK)
    scheme = _SCHEME.match(piece)
    named = scheme.group(1).casefold() if scheme else ""
    if scheme and named not in ("http", "https") and not _is_host_with_port(piece):
        return "", f"“{piece[:80]}” is not a web address that is safe to link to."
    if _EMAIL.fullmatch(piece):
        return "", f"“{piece}” is an e-mail address, not a web address."
    if named not in ("http", "https"):
        if not _HOST.fullmatch(re.split(r"[/?#:]", piece, maxsplit=1)[0]):
            return "", f"“{piece[:80]}” is not a web address." if "." in piece or "/" in piece else ""
        piece = "http://" + piece
    return _checked(piece)


def _is_host_with_port(piece: str) -> bool:
    return re.match(r"[\w.-]+\.[a-z]{2,}:\d+(?:/|\Z)", piece, re.IGNORECASE) is not None


def _checked(address: str) -> tuple[str, str]:
    refused = "", f"“{address[:80]}” is not a web address that anybody can open."
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
        _ = parts.port
    except ValueError:
        return refused
    if parts.username is not None or len(address) > LONGEST_ADDRESS or not _is_public(host):
        return refused
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, parts.query, parts.fragment)), ""


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return _HOST.fullmatch(host) is not None and not host.endswith((".local", ".internal", ".localhost"))


def read_emails(text: str) -> AddressesReading:
    """Read all the e-mail addresses in a cell; whether they are delivered is not asked."""
    cell = one_line(text)[:_LONGEST_TEXT]
    found: list[str] = []
    problems = []
    rest = cell
    for match in _EMAIL.finditer(cell):
        written = match.group().strip(_TRAILING_JUNK).removeprefix("mailto:")
        rest = rest.replace(match.group(), " ", 1)
        try:
            found.append(validate_email(written, check_deliverability=False).normalized)
        except EmailNotValidError:
            problems.append(f"“{written}” is not an e-mail address that can receive anything.")
    return AddressesReading(tuple(dict.fromkeys(found)), tuple(problems), " ".join(rest.split()).strip(" /,;|&"))
