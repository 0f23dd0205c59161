"""Getting in, and looking after one's own account."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)

from . import (  # noqa: E402, F401
    deleting,
    kept,
    mails,
    own,
    own_codes,
    own_email,
    own_passkeys,
    own_password,
    own_sessions,
    passkeys,
    passwords,
    people,
    second_step,
    signing_in,
)
