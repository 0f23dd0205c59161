"""Which area a place lies in."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from hubdirectory.domain.distance import Point
from hubdirectory.geocoding.areas import Area, Areas, AreasError


def feature(code: str, kind: str, coordinates: list[Any]) -> dict[str, Any]:
    properties = {"code": code, "name": f"{code} Ward"}
    return {"properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def square(west: float, south: float, side: float) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def collection(*features: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def areas(*features: Mapping[str, Any]) -> Areas:
    return Areas.from_geojson(collection(*features), "code", "name")


RING = feature("RING", "Polygon", [square(0, 50, 3), square(1, 51, 1)])
ISLANDS = feature("ISLES", "MultiPolygon", [[square(10, 50, 1)], [square(12, 50, 1), square(12.4, 50.4, 0.2)]])


def test_a_place_inside_is_in_the_area() -> None:
    assert areas(RING).area_of(Point(50.5, 0.5)) == Area("RING", "RING Ward")


def test_a_place_in_a_hole_is_not_in_the_area() -> None:
    assert areas(RING).area_of(Point(51.5, 1.5)) is None
    assert areas(RING).area_of(Point(51.5, 0.5)) is not None


def test_an_area_inside_the_hole_of_another_is_found() -> None:
    both = areas(RING, feature("MIDDLE", "Polygon", [square(1, 51, 1)]))
    found = both.area_of(Point(51.5, 1.5))
    assert found is not None and found.code == "MIDDLE"


def test_an_area_of_several_parts_holds_each_of_them_and_not_what_is_between() -> None:
    islands = areas(ISLANDS)
    assert islands.area_of(Point(50.5, 10.5)) is not None
    assert islands.area_of(Point(50.1, 12.1)) is not None
    assert islands.area_of(Point(50.5, 11.5)) is None
    assert islands.area_of(Point(50.5, 12.5)) is None


def test_a_place_on_a_border_belongs_to_exactly_one_of_the_two() -> None:
    left = feature("LEFT", "Polygon", [square(0, 50, 1)])
    right = feature("RIGHT", "Polygon", [square(1, 50, 1)])
    border = Point(50.5, 1.0)
    assert [areas(one).area_of(border) is not None for one in (left, right)].count(True) == 1
    assert areas(left, right).area_of(border) == areas(right, left).area_of(border)


def test_longitude_nought_is_inside_as_any_other() -> None:
    across = areas(feature("MERIDIAN", "Polygon", [square(-0.5, 51, 1)]))
    assert across.area_of(Point(51.5, 0.0)) is not None


def test_a_place_outside_of_everything_has_no_area() -> None:
    assert areas(RING, ISLANDS).area_of(Point(60, -1)) is None


def test_the_areas_are_listed_once_each() -> None:
    assert areas(ISLANDS, RING, RING).all == (Area("ISLES", "ISLES Ward"), Area("RING", "RING Ward"))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ({}, "no features"),
        ({"features": []}, "no features"),
        ({"features": "many"}, "no features"),
        (collection(feature("A", "Point", [1, 2])), "Feature 1 cannot be used: it is a Point"),
        (
            collection(RING, feature("A", "Polygon", [[[450566, 531848], [450567, 531849]]])),
            "Feature 2.*latitude",
        ),
        (collection(feature("A", "Polygon", [[["a", "b"]]])), "Feature 1"),
        (collection(feature("A", "Polygon", [])), "Feature 1"),
        (collection(feature("A", "Polygon", [[[]]])), "Feature 1"),
        (collection({"properties": {}, "geometry": RING["geometry"]}), "has no code"),
        (collection({"properties": RING["properties"], "geometry": None}), "Feature 1"),
        (collection({"properties": None, "geometry": RING["geometry"]}), "Feature 1"),
        ({"features": [None]}, "Feature 1"),
    ],
)
def test_boundaries_that_cannot_be_used_are_refused_with_a_reason(content: dict, complaint: str) -> None:
    with pytest.raises(AreasError, match=complaint):
        Areas.from_geojson(content, "code", "name")


@pytest.mark.parametrize("text", ["", "not json", "[]", "3", "\ufeff{"])
def test_a_file_that_is_not_geojson_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "wards.geojson"
    path.write_text(text)
    with pytest.raises(AreasError, match=r"wards\.geojson is not GeoJSON"):
        Areas.from_geojson(path, "code", "name")


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "wards.geojson"
    for encoding in ("utf-8", "utf-8-sig"):
        path.write_text(json.dumps(collection(RING)), encoding=encoding)
        assert Areas.from_geojson(path, "code", "name").all == (Area("RING", "RING Ward"),)


def test_the_wards_of_hartlepool_agree_with_the_wards_of_its_postcodes(real_data: Path) -> None:
    wards = Areas.from_geojson(real_data / "areas" / "ward_E06000001.geojson", "WD25CD", "WD25NM")
    with (real_data / "postcodes" / "ts_postcodes_all.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["lat"] and row["ward25cd_pip"]]
    told = {row["postcode"]: wards.area_of(Point(float(row["lat"]), float(row["lon"]))) for row in rows}
    here = {ward.code for ward in wards.all}
    theirs = [row for row in rows if row["ward25cd_pip"] in here]
    agree = sum((told[row["postcode"]] or Area("", "")).code == row["ward25cd_pip"] for row in theirs)
    assert (len(here), len(theirs)) == (12, 3498)
    assert agree == 3498
    strangers = [row for row in rows if row["ward25cd_pip"] not in here and told[row["postcode"]]]
    assert strangers == []
