"""Which addresses may be asked, and that a name is never looked up twice."""

from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest

from hubdirectory.links.addresses import NoSuchHost, NotPublic, is_public, resolve

INSIDE = [
    "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::",
    "2001:0:53aa:64c:0:0:80ff:fffe", "2001:db8::1",
]  # fmt: skip
OUTSIDE = ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_asked(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_outside_is(address):
    assert is_public(ip_address(address))


def answering(monkeypatch, *addresses):
    asked = []

    def getaddrinfo(host, port, **_):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_one_address_inside_among_several_is_enough_to_refuse(monkeypatch):
    answering(monkeypatch, "93.184.216.34", "127.0.0.1")
    with pytest.raises(NotPublic):
        resolve("both.example", 80)


def test_the_address_that_was_checked_is_the_one_that_is_given(monkeypatch):
    asked = answering(monkeypatch, "2606:4700:4700::1111", "1.1.1.1")
    assert resolve("good.example", 443) == "1.1.1.1"
    assert asked == ["good.example"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "2130706433", "0x7f.1"])
def test_our_own_machine_by_any_name_is_refused(host):
    with pytest.raises((NotPublic, NoSuchHost)):
        resolve(host, 80)


def test_a_name_that_leads_nowhere_says_so(monkeypatch):
    answering(monkeypatch)
    with pytest.raises(NoSuchHost):
        resolve("nowhere.example", 80)
