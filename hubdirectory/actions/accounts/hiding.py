"""Secrets: made, hashed, and encrypted with a key that follows from the installation's own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken

from hubdirectory.config import secret_key

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


class Unreadable(ValueError):
    """It was encrypted with another key: SECRET_KEY has changed since."""


def new_token() -> str:
    """256 bits, for an address or a cookie."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Enough for what has 256 bits itself."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def keyed_hash(world: World, purpose: str, text: str) -> str:
    """For what somebody could try through: addresses, codes. Useless without the installation's key."""
    return hmac.new(_key(world, purpose), text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def hide(world: World, purpose: str, text: str) -> str:
    return _box(world, purpose).encrypt(text.encode()).decode()


def show(world: World, purpose: str, hidden: str) -> str:
    """Raises Unreadable."""
    try:
        return _box(world, purpose).decrypt(hidden.encode()).decode()
    except InvalidToken as error:
        raise Unreadable(purpose) from error


def _box(world: World, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(world, purpose)))


def _key(world: World, purpose: str) -> bytes:
    return hmac.new(secret_key(world.settings).encode(), f"accounts/{purpose}".encode(), hashlib.sha256).digest()
