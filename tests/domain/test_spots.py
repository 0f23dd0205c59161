from __future__ import annotations

import random

from hubdirectory.domain.distance import Point, miles_between
from hubdirectory.domain.spots import FARTHEST_OFF_MILES, read, spot_of, written


def test_a_spot_is_near_enough_to_measure_from_anywhere_in_england():
    draw = random.Random(2)
    for _ in range(2000):
        point = Point(draw.uniform(50.0, 55.8), draw.uniform(-5.7, 1.7))
        assert miles_between(point, spot_of(point)) <= FARTHEST_OFF_MILES


def test_many_homes_share_a_spot():
    homes = [Point(54.6841 + north * 0.0008, -1.2119 + east * 0.0016) for north in range(3) for east in range(3)]
    assert {written(spot_of(home)) for home in homes} == {"54.685,-1.21"}


def test_a_spot_in_an_address_is_read_again_and_nothing_finer():
    assert read(written(spot_of(Point(54.6841, -1.2119)))) == Point(54.685, -1.21)
    assert read("54.684,-1.21") == Point(54.685, -1.21)
    for text in ("", "TS24 7PW", "54.68412,-1.21193", "54.685", "91.000,0.00", "nan,nan"):
        assert read(text) is None, text
