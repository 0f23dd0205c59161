"""What an authenticator app shows."""

from __future__ import annotations

import pyotp


def code_of(secret, moment):
    """The code of that half minute, from the secret as a page shows it."""
    return pyotp.TOTP(secret.replace(" ", "")).at(moment)
