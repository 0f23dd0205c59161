"""Where a name leads, and whether we may go there: never to a private, loopback, link-local or reserved address.

Whoever writes a record chooses the name, and its name server chooses the address. So the name is resolved once, every
address it leads to is checked, and the connection goes to the address that was checked and not to the name again.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
# NAT64 carries an IPv4 address in its last 32 bits.
NAT64 = IPv6Network("64:ff9b::/96")


class NotPublic(ValueError):
    """The name leads to an address that we do not ask."""


class NoSuchHost(ValueError):
    """The name leads nowhere."""


def is_public(address: Address) -> bool:
    """Anybody's on the internet. An address that carries another one within is as public as that one."""
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in _inner(address) or (address,))


def _inner(address: Address) -> tuple[IPv4Address, ...]:
    if isinstance(address, IPv4Address):
        return ()
    if address in NAT64:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    return tuple(one for one in found if one is not None)


def resolve(host: str, port: int, allowed: Callable[[Address], bool] = is_public) -> str:
    """An address of the host. Raises NoSuchHost, or NotPublic where any of its addresses may not be asked."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        raise NoSuchHost(host) from error
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not addresses:
        raise NoSuchHost(host)
    if not all(allowed(ip_address(one)) for one in addresses):
        raise NotPublic(host)
    # IPv4 first: more of the machines that this runs on have it.
    return min(addresses, key=lambda one: ":" in one)
