"""By SMTP; or kept here, to be read at /mail."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, localtime
from urllib.parse import SplitResult, unquote, urlsplit

from .port import Letter, MailAway, MailRefused, Postman

SECONDS = 20
PORTS = {"smtp": 25, "smtps": 465}
# RFC 3463: 5.1.x and 5.2.1 speak of the address itself; without such a code 550, 551 and 553 do.
OF_THE_ADDRESS = (550, 551, 553)
NOT_OF_THE_ADDRESS = ("5.2.2", "5.3.", "5.4.", "5.5.", "5.6.", "5.7.")


class Keeping:
    """Nothing leaves: the outbox itself is what /mail shows."""

    def send(self, to: str, letter: Letter, key: str) -> None:
        """Never fails."""


class Smtp:
    """A mail server at `smtp://user:word@host:port`, or `smtps://` where TLS comes first.

    With `smtp://` TLS is used wherever the server offers it; a word is never sent without, except on this machine.
    """

    def __init__(self, url: str, sender: str, name: str) -> None:
        self.parts, self.sender, self.name = urlsplit(url), sender, name

    def send(self, to: str, letter: Letter, key: str) -> None:
        message = self._message(to, letter, key)
        try:
            with self._server() as server:
                server.send_message(message, self.sender, [to])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _refusal(code, said) from error
        except smtplib.SMTPResponseException as error:
            raise MailAway(f"{error.smtp_code} {_text(error.smtp_error)}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise MailAway(str(error) or type(error).__name__) from error

    def greet(self, seconds: float) -> None:
        """Opens the door, logs in and leaves. Raises MailAway."""
        try:
            with self._server(seconds) as server:
                server.noop()
        except (OSError, smtplib.SMTPException) as error:
            raise MailAway(str(error) or type(error).__name__) from error

    def _server(self, seconds: float = SECONDS) -> smtplib.SMTP:
        host, port = self.parts.hostname or "", self.parts.port or PORTS.get(self.parts.scheme, 25)
        if self.parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=seconds, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(host, port, timeout=seconds)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
        _log_in(server, self.parts)
        return server

    def _message(self, to: str, letter: Letter, key: str) -> EmailMessage:
        message = EmailMessage()
        message["From"] = formataddr((self.name, self.sender))
        message["To"] = to
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(localtime())
        message["Message-ID"] = f"<{key}@{self.sender.rpartition('@')[2]}>"
        # No holiday greeting and no list software should answer to these.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        if letter.html:
            message.add_alternative(letter.html, subtype="html")
        return message


def postman_of(url: str, sender: str, name: str) -> Postman:
    """By the setting MAIL_URL: SMTP where it is set."""
    return Smtp(url, sender, name) if url else Keeping()


def _log_in(server: smtplib.SMTP, parts: SplitResult) -> None:
    if not parts.username:
        return
    safe = isinstance(server, smtplib.SMTP_SSL) or isinstance(server.sock, ssl.SSLSocket)
    if not safe and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        server.close()
        raise MailAway("The mail server offers no TLS, so the word in MAIL_URL was not sent to it.")
    server.login(unquote(parts.username), unquote(parts.password or ""))


def _refusal(code: int, said: bytes | str) -> MailAway | MailRefused:
    words = _text(said)
    about_the_address = code in OF_THE_ADDRESS and not words.startswith(NOT_OF_THE_ADDRESS)
    return (MailRefused if about_the_address else MailAway)(f"{code} {words}")


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
