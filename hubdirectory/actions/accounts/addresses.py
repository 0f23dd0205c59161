"""E-mail addresses, as they are kept and compared."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email


class BadAddress(ValueError):
    """No mail could be sent there."""


def normal(address: str) -> str:
    """In lower case, without blanks around it. Raises BadAddress. Nobody is asked whether it exists."""
    try:
        checked = validate_email(address.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise BadAddress(str(error)) from error
    return checked.normalized.lower()
