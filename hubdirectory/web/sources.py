"""Where a request comes from, to slow down by whoever sends too many. It is hashed at once and never written down as it is."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from flask import current_app, request


def source() -> str:
    """The visitor's network address, or the household's."""
    given = request.remote_addr or ""
    if current_app.extensions["world"].settings.production:
        # The web server in front adds the visitor's address at the end; what stands before it anybody can write.
        given = request.headers.get("X-Forwarded-For", given).rpartition(",")[2].strip()
    try:
        address = ip_address(given)
    except ValueError:
        return given[:80]
    # A household has a whole /64 of the newer addresses.
    return str(address) if not isinstance(address, IPv6Address) else address.exploded[:19]
