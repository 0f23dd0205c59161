from __future__ import annotations

import pytest

FIXED = ["/", "/search", "/search?q=mental+health", "/search?q=food&near=TS24+7PW", "/hubs", "/needs", "/a-to-z", "/about",
         "/accessibility", "/privacy", "/cookies", "/exit-page", "/by-phone", "/easy-read", "/offline",
         "/today", "/tomorrow", "/this-week", "/today?cost=free",
         "/start", "/start?ask=hard", "/start/next?words=lonely"]  # fmt: skip


@pytest.mark.parametrize("address", FIXED)
def test_a_page_is_sound(town_reader, address):
    town_reader.open(address)


@pytest.mark.parametrize("address", FIXED)
def test_a_page_is_sound_in_polish(town_reader, address):
    page = town_reader.open(f"{address}{'&' if '?' in address else '?'}lang=pl")
    assert page.all("html")[0].get("lang") == "pl"


def test_every_page_of_the_sitemap_opens(town_reader):
    sitemap = town_reader.client.get("/sitemap.xml")
    addresses = [part.split("</loc>")[0] for part in sitemap.get_data(as_text=True).split("<loc>")[1:]]
    assert len(addresses) > 300
    for address in addresses[::29]:
        town_reader.open(address.removeprefix("http://localhost"))


def test_every_letter_of_the_a_to_z_opens(town_reader):
    for letter in ("0-9", "A", "M", "Z"):
        town_reader.open(f"/a-to-z/{letter}")


def test_the_names_of_a_letter_all_begin_with_it(town_reader):
    page = town_reader.open("/a-to-z/B")
    listed = [link for item in page.all("li") for link in item]
    names = [link.text for link in listed if link.get("href", "").startswith(("/services", "/organisations"))]
    assert names
    assert {name[0].upper() for name in names} == {"B"}


def test_every_page_of_a_sample_town_says_so(town_reader):
    for address in [*FIXED, "/nowhere"]:
        page = town_reader.open(address, 404 if address == "/nowhere" else 200)
        assert "This is a sample town: the organisations are invented." in page.html


def test_every_page_has_the_way_out(town_reader):
    for address in FIXED:
        link = next(link for link in town_reader.open(address).all("a") if link.get("data-two"))
        assert link.get("href") == "https://www.bbc.co.uk/weather"
        assert "noreferrer" in link.get("rel")


def test_the_whole_of_a_page_weighs_little(town_app):
    client = town_app.test_client()
    packed = {"Accept-Encoding": "gzip"}
    page = client.get("/search?q=mental+health", headers=packed)
    assert page.headers["Content-Encoding"] == "gzip"
    asset = town_app.extensions["assets"].address
    fonts = [name for name in town_app.extensions["assets"].names if name.startswith("fonts/") and "-ext-" not in name]
    used = [name for name in fonts if "bricolage-grotesque-latin-400" not in name]
    weight = len(page.data)
    for name in ("site.css", "site.js", "size.js", *used):
        with client.get(asset(name), headers=packed) as answer:
            weight += len(answer.data)
    assert weight < 100_000


def test_a_page_asks_nothing_of_another_host(town_reader):
    for address in FIXED:
        page = town_reader.open(address)
        asked = [one.get("src") for tag in ("script", "img", "iframe") for one in page.all(tag) if one.get("src")]
        asked += [one.get("href") for one in page.all("link") if one.get("rel") not in ("canonical", "alternate")]
        assert all(one.startswith("/") for one in asked)
