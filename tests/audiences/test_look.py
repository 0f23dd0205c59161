"""What can be measured of the look: contrast in both schemes, and names for everything."""

from __future__ import annotations

import re
from itertools import product

import pytest

from hubdirectory.web.assets import ROOM
from hubdirectory.web.names import value_name

PALETTE = (ROOM / "assets" / "styles" / "_palette.scss").read_text()
TEXT = ("ink", "soft", "sea", "coral")
GROUNDS = ("paper", "card", "sand", "foam", "blush")
# Coral is for the one strip that is its own, and for today on paper and card.
NOT_TOGETHER = {("coral", "sand"), ("coral", "foam"), ("sea", "blush"), ("soft", "blush")}


def scheme(name):
    block = re.search(rf"\${name}: \((.*?)\);", PALETTE, re.DOTALL)[1]
    return dict(re.findall(r'"([a-z0-9-]+)": (#[0-9a-f]{6})', block))


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["day", "night"])
@pytest.mark.parametrize(("text", "ground"), sorted(set(product(TEXT, GROUNDS)) - NOT_TOGETHER))
def test_text_stands_out_seven_times(name, text, ground):
    colours = scheme(name)
    assert contrast(colours[text], colours[ground]) >= 7


@pytest.mark.parametrize("name", ["day", "night"])
def test_what_can_be_pressed_and_the_marks_of_hubs_stand_out_seven_times(name):
    colours = scheme(name)
    pairs = [("on-sea", "sea"), *(("on-hub", f"hub-{number}") for number in range(1, 7))]
    assert all(contrast(colours[one], colours[other]) >= 7 for one, other in pairs)


@pytest.mark.parametrize("name", ["day", "night"])
def test_the_edges_of_fields_stand_out_three_times(name):
    colours = scheme(name)
    assert contrast(colours["edge"], colours["card"]) >= 3
    assert contrast(colours["edge"], colours["paper"]) >= 3


def test_every_choice_of_the_sample_town_has_a_name(town_app):
    facets = town_app.test_client().get("/search.json").json["facets"]
    with town_app.test_request_context("/"):
        unnamed = [
            (group, value["slug"]) for group, values in facets.items() for value in values
            if group in ("cost", "mode", "day", "age", "language") and value_name(group, value["slug"]) == value["slug"]
        ]
    assert unnamed == []
