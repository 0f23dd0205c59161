from __future__ import annotations

import json
from urllib.request import urlopen

import pytest


@pytest.fixture(scope="session")
def example(site):
    """A few records of the sample town, by what they are examples of."""

    def first(query):
        with urlopen(f"{site}/search.json?{query}") as answer:
            return json.load(answer)["results"][0]

    return {
        "service": first("mode=place&cost=paid&day=tuesday"), "helpline": first("mode=phone&q=helpline"),
        "refuge": first("need=domestic-abuse&q=refuge"), "hub_service": first("hub=community-hub-central"),
    }  # fmt: skip
