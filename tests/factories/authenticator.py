"""A security key in software, as a browser passes its answers on: it is always there, and may know its owner."""

from __future__ import annotations

import json
from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url, encode_cbor

from hubdirectory.models import Passkey

PRESENT, VERIFIED = 0x01, 0x04
ID = b"a security key"


class SecurityKey:
    """Kept for an account as if it had been added on the page of passkeys."""

    def __init__(self, world, account_id, party):
        self.party, self.count, self.secret = party, 0, ec.generate_private_key(ec.SECP256R1())
        with world.database.writing() as session:
            row = Passkey(
                account_id=account_id, credential_id=bytes_to_base64url(ID), public_key=bytes_to_base64url(self._public()),
                added_at=world.now(),
            )  # fmt: skip
            session.add(row)

    def answer(self, options, verified=False):
        """JSON as `navigator.credentials.get` gives it."""
        self.count += 1
        data = {"type": "webauthn.get", "challenge": json.loads(options)["challenge"], "origin": self.party.origin}
        client = json.dumps(data).encode()
        flags = PRESENT | (VERIFIED if verified else 0)
        own = sha256(self.party.id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")
        signature = self.secret.sign(own + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": own, "signature": signature}
        response = {name: bytes_to_base64url(part) for name, part in parts.items()}
        key = bytes_to_base64url(ID)
        return json.dumps({"id": key, "rawId": key, "type": "public-key", "response": response})

    def _public(self):
        """In COSE: an elliptic curve key (1: 2) for ES256 (3: -7) on P-256 (-1: 1)."""
        numbers = self.secret.public_key().public_numbers()
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
