"""Wards, neighbourhoods and deprivation into the directory; places get their ward, a postcode its whereabouts."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from hubdirectory.actions.finding import find
from hubdirectory.actions.importing import ImportRefused, import_areas, import_surgeries
from hubdirectory.actions.results import Asked
from hubdirectory.actions.whereabouts import whereabouts
from hubdirectory.geocoding.code_point import CodePoint
from hubdirectory.geocoding.loading import load
from hubdirectory.geocoding.port import Found, Kind
from hubdirectory.models import Location, Neighbourhood, Source

DISTRICT = {"LAD25CD": "E06000001", "LAD25NM": "Hartlepool"}
FIGURES = "lsoa21_name,lsoa21_code,ward24_name,ward24_code,IMD_decile,IMD_rank\n"


def square(west, south, side=0.02):
    return [[[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]]


def feature(coordinates, **properties):
    return {"properties": properties, "geometry": {"type": "Polygon", "coordinates": coordinates}}


VICTORIA = feature(square(-1.23, 54.67), WD25CD="E05013049", WD25NM="Victoria", **DISTRICT)
SEATON = feature(square(-1.21, 54.67), WD25CD="E05013047", WD25NM="Seaton", **DISTRICT)
STREETS = feature(square(-1.225, 54.675, 0.01), LSOA21CD="E01000001", LSOA21NM="Hartlepool 001A")


@pytest.fixture
def areas(world, tmp_path):
    """Imports features and rows of figures, and gives the account and the lines."""

    def importing(*features, figures="", name="imd2025.csv", **options):
        files, lines = [], []
        if features:
            files.append(tmp_path / "areas.geojson")
            files[0].write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        if figures:
            files.append(tmp_path / name)
            files[-1].write_text(FIGURES + figures, encoding="utf-8")
        return import_areas(world, files, on_line=lines.append, **options), lines

    return importing


@pytest.fixture
def postcodes(world, tmp_path):
    folder = tmp_path / "codepoint"
    folder.mkdir()
    # Near 54.682, -1.214 and 54.747, -1.290: one with the codes, one whose district is known and whose ward is not here.
    rows = ['"TS247PW",10,450765,532203,"","","","",E06000001,E05013047', '"TS274LQ",10,445819,539336,"","","","",E06000047,']
    (folder / "ts.csv").write_text("\n".join(rows), encoding="utf-8")
    load(world.settings.instance / "postcodes.db", ["TS"], source=CodePoint(folder))


def test_wards_streets_and_figures_come_in_whatever_their_order(world, areas):
    account, lines = areas(STREETS, VICTORIA, SEATON, figures="Hartlepool 001A,E01000001,Victoria,E05013049,1.0,59.0\n")
    assert [str(line) for line in lines] == [
        "2 added: Victoria",
        "3 added: Seaton",
        "1 added: Hartlepool 001A",
        "1 changed: Hartlepool 001A — Changed: decile, rank, year, source, ward.",
    ]
    assert (account.read, account.added, account.changed) == (4, 3, 1)
    with world.database.reading() as session:
        streets = session.scalars(select(Neighbourhood)).one()
        assert (streets.decile, streets.rank, streets.year) == (1, 59, 2025)
        assert streets.source.startswith("English indices of deprivation 2025")
        titles = session.scalars(select(Source.title).order_by(Source.title)).all()
        assert titles == ["Boundaries of wards and neighbourhoods", "English indices of deprivation"]
    again, _ = areas(STREETS, VICTORIA, SEATON, figures="Hartlepool 001A,E01000001,Victoria,E05013049,1.0,59.0\n")
    assert (again.unchanged, again.changed, again.added) == (4, 0, 0)


def test_older_figures_never_replace_newer_ones(areas):
    areas(STREETS, figures="Hartlepool 001A,E01000001,,,1,59\n")
    account, lines = areas(figures="Hartlepool 001A,E01000001,,,3,900\n", name="imd2019.csv")
    assert (account.skipped, lines[0].reason) == (1, "The figures of 2025 are here already.")


def test_figures_without_a_year_ask_for_one(areas):
    with pytest.raises(ImportRefused, match="give it with --year"):
        areas(figures="Hartlepool 001A,E01000001,,,1,59\n", name="figures.csv")
    assert areas(figures="Hartlepool 001A,E01000001,,,1,59\n", name="figures.csv", year=2025)[0].added == 1


def test_a_ward_that_the_file_has_lost_is_said_to_be_gone_and_what_is_neither_is_skipped(areas):
    areas(VICTORIA, SEATON)
    account, lines = areas(VICTORIA, feature(square(0, 51), name="Somewhere"))
    assert (account.gone, account.skipped) == (1, 1)
    assert [line.outcome for line in lines] == ["unchanged", "skipped", "gone"]


def test_a_place_without_a_ward_gets_its_own_and_is_found_by_it(world, town, areas):
    with town.editing() as records:
        places = [records.location("Hall", kind="venue", slug="hall", latitude=54.68, longitude=-1.22)]
        records.service("Chess", places=places)
        records.location("Far Hall", slug="far", latitude=51.5, longitude=0.0, postcode="")
    assert find(world, Asked(chosen={"ward": ("victoria",)})).total == 0
    dry, _ = areas(VICTORIA, SEATON, dry_run=True)
    assert dry.remarks == ("Places that were given their ward: 1.",)
    assert find(world, Asked(chosen={"ward": ("victoria",)})).total == 0
    areas(VICTORIA, SEATON)
    assert find(world, Asked(chosen={"ward": ("victoria",)})).total == 1
    with world.database.reading() as session:
        assert session.scalar(select(Location.area_id).where(Location.slug == "far")) is None


def test_a_new_ward_is_known_by_its_name_at_once(world, areas):
    assert not isinstance(world.geocoder.geocode("Victoria"), Found)
    areas(VICTORIA)
    found = world.geocoder.geocode("Victoria")
    assert isinstance(found, Found)
    assert (found.kind, found.point.longitude) == (Kind.WARD, pytest.approx(-1.22))


def test_a_postcode_says_its_ward_streets_and_district(world, areas, postcodes):
    streets = feature(square(-1.215, 54.68, 0.01), LSOA21CD="E01000002", LSOA21NM="Hartlepool 002A")
    areas(VICTORIA, SEATON, streets, figures="Hartlepool 002A,E01000002,Seaton,E05013047,2,4520\n")
    here = whereabouts(world, "ts24 7pw")
    assert (here.ward.slug, here.neighbourhood.name, here.neighbourhood.decile) == ("victoria", "Hartlepool 002A", 2)
    assert (here.district_code, here.district_name) == ("E06000001", "Hartlepool")
    durham = whereabouts(world, "TS27 4LQ")
    assert (durham.ward, durham.neighbourhood, durham.district_code, durham.district_name) == (None, None, "E06000047", "")
    assert whereabouts(world, "TS24") is None


def test_without_wards_a_postcode_still_says_where_it_is(world, postcodes):
    here = whereabouts(world, "TS24 7PW")
    assert (here.ward, here.neighbourhood, here.district_code) == (None, None, "E06000001")
    assert here.point.latitude == pytest.approx(54.6823, abs=0.001)


def test_of_the_real_surgeries_eleven_are_in_the_district_by_its_real_boundaries(world, shared_data):
    folder = shared_data / "areas"
    import_areas(world, sorted(folder.iterdir()))
    account = import_surgeries(world, shared_data / "nhs_ods" / "epraccur_TS_2025-09.csv")
    assert account.remarks == ("In the district (E06000001): 11. Elsewhere: 62.",)
    with world.database.reading() as session:
        assert len(session.scalars(select(Location.id).where(Location.area_id.is_not(None))).all()) == 11
    headland = whereabouts(world, "TS24 0NZ")
    assert (headland.ward.name, headland.neighbourhood.name) == ("Headland & Harbour", "Hartlepool 002E")
    assert whereabouts(world, "TS27 4LQ").ward is None
