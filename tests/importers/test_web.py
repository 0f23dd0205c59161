"""Web and e-mail addresses out of cells: what is unsafe or broken never becomes a link."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.web import read_emails, read_web


@pytest.mark.parametrize(
    ("cell", "addresses"),
    [
        ("http://www.example.org/Page ", ("http://www.example.org/Page",)),
        ("www.example.org", ("http://www.example.org",)),
        ("example.org/lunch.", ("http://example.org/lunch",)),
        ("HTTPS://Example.ORG/Lunch", ("https://example.org/Lunch",)),
        ("http://a.example.org  www.b.example.org", ("http://a.example.org", "http://www.b.example.org")),
        ("http://www.example.org\n/community", ("http://www.example.org/community",)),
        ("Facebook: https://example.org/us", ("https://example.org/us",)),
        ("example.org:8080/x", ("http://example.org:8080/x",)),
        ("see our page", ()),
    ],
)
def test_an_address_is_read_however_it_is_written(cell: str, addresses: tuple[str, ...]) -> None:
    assert read_web(cell).addresses == addresses


@pytest.mark.parametrize(
    "cell",
    [
        "javascript:alert(1)", "JavaScript://example.org/%0aalert(1)", "data:text/html,hello", "vbscript:x",
        "file:///etc/passwd", "//example.org", "http://user:word@example.org", "http://localhost/",
        "http://192.168.1.1/", "http://127.0.0.1", "http://[::1]/", "http://", "http://exa mple.org",
        "http:\\\\example.org", "jean@example.org", "http://[::1",
    ],
)  # fmt: skip
def test_an_address_that_nobody_should_follow_is_left_out_and_said(cell: str) -> None:
    reading = read_web(cell)
    assert reading.addresses == ()
    assert reading.problems


@given(st.text(max_size=80) | st.text("htps:/.w@[]a1%\\ \n", max_size=40))
def test_every_link_is_http_with_a_host(text: str) -> None:
    assert all(address.startswith(("http://", "https://")) for address in read_web(text).addresses)


@pytest.mark.parametrize(
    ("cell", "addresses"),
    [
        ("jean@example.org;", ("jean@example.org",)),
        ("mailto:jean@example.org", ("jean@example.org",)),
        ("jean@example.org / jo@example.org / 01632 960123", ("jean@example.org", "jo@example.org")),
        ("01632 960123 or email\u00a0jean@example.org", ("jean@example.org",)),
        ("none", ()),
    ],
)
def test_every_e_mail_address_of_a_cell_is_read(cell: str, addresses: tuple[str, ...]) -> None:
    assert read_emails(cell).addresses == addresses


def test_what_stands_beside_an_e_mail_address_is_given_back() -> None:
    assert read_emails("jean@example.org / 01632 960123").remainder == "01632 960123"


@pytest.mark.parametrize("cell", ["jean...jo@example.org", "jean@localhost", "jean@-example.org"])
def test_an_e_mail_address_that_cannot_work_is_left_out_and_said(cell: str) -> None:
    reading = read_emails(cell)
    assert reading.addresses == ()
    assert "not an e-mail address" in reading.problems[0]


@given(st.text(max_size=80) | st.text("a@.-b /", max_size=30))
def test_no_cell_breaks_the_reading_of_e_mail_addresses(text: str) -> None:
    assert all("@" in address for address in read_emails(text).addresses)
