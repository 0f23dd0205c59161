"""What is personal, sealed with the operator's key (AES-GCM, 256 bits): whoever has the database alone can read none of it.

What was sealed begins with the name of its key, so that several keys can live side by side, and it is bound to its own
row and column: put anywhere else, it does not open.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hubdirectory.config import SettingsError

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

NONCE = 12


class Unreadable(ValueError):
    """None of the keys that this installation has opens it."""


def new_key() -> str:
    """As the setting REFERRAL_KEY takes it."""
    return base64.urlsafe_b64encode(AESGCM.generate_key(256)).decode()


def name_of(key: bytes) -> str:
    """Says which key it was, and nothing about it."""
    return hashlib.sha256(b"referral key" + key).hexdigest()[:12]


def newest(world: World) -> str:
    """The name of the key that seals from now on. Raises SettingsError where there is none."""
    return name_of(_keys(world)[0])


def seal(world: World, row_id: str, column: str, said: Mapping[str, str]) -> str:
    """Raises SettingsError where there is no key."""
    key, nonce = _keys(world)[0], os.urandom(NONCE)
    # Padded, so that its length does not tell a short name from a long one.
    plain = json.dumps(dict(said)).encode()
    closed = AESGCM(key).encrypt(nonce, plain + b" " * (-len(plain) % 256), _bound_to(row_id, column))
    return f"{name_of(key)}.{base64.urlsafe_b64encode(nonce + closed).decode()}"


def unseal(world: World, row_id: str, column: str, sealed: str) -> dict[str, str]:
    """Nothing for "". Raises Unreadable."""
    if not sealed:
        return {}
    name, _, rest = sealed.partition(".")
    key = next((one for one in world.settings.referral_keys if name_of(one) == name), None)
    if key is None:
        raise Unreadable(f"The key {name} is not in REFERRAL_KEY.")
    raw = base64.urlsafe_b64decode(rest)
    try:
        plain = AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], _bound_to(row_id, column))
    except InvalidTag as error:
        raise Unreadable("It was changed, or belongs elsewhere.") from error
    return dict(json.loads(plain))


def _keys(world: World) -> tuple[bytes, ...]:
    if not world.settings.referral_keys:
        raise SettingsError("REFERRAL_KEY is not set; hub referrals new-key prints one.")
    return world.settings.referral_keys


def _bound_to(row_id: str, column: str) -> bytes:
    return f"referral/{row_id}/{column}".encode()
