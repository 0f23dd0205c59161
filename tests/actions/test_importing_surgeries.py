"""GP surgeries into the directory: two releases, what was edited here kept, what closed said to be gone."""

from __future__ import annotations

import csv

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from hubdirectory.actions.importing import ImportRefused, import_networks, import_surgeries
from hubdirectory.actions.whereabouts import whereabouts
from hubdirectory.geocoding.code_point import CodePoint
from hubdirectory.geocoding.loading import load
from hubdirectory.models import ImportRow, Location, Revision, Source, SourceRecord
from importers.surgeries import COLUMNS

PRACTICE = {
    "organisation_code": "A81044", "name": "MCKENZIE HOUSE SURGERY", "address_line_1": "17 KENDAL ROAD",
    "address_line_2": "HARTLEPOOL", "postcode": "TS25 1QU", "status_code": "A", "contact_telephone_number": "01632 960123",
    "prescribing_setting": "4",
}  # fmt: skip
IN_DURHAM = {**PRACTICE, "organisation_code": "A83007", "name": "BLACKHALL PRACTICE", "postcode": "TS27 4LQ"}
PRISON = {**PRACTICE, "organisation_code": "Y1", "name": "HMP SOMEWHERE", "prescribing_setting": "25"}


@pytest.fixture
def surgeries(world, tmp_path):
    """Imports rows, and gives the account and the lines. The postcodes come with their districts, as the OS publishes them."""
    folder = tmp_path / "codepoint"
    folder.mkdir()
    rows = [("TS251QU", 450000, 530000, "E06000001", "E05013045"), ("TS274LQ", 445819, 539336, "E06000047", "E05000001")]
    text = "\n".join(
        f'"{postcode}",10,{east},{north},"","","","",{district},{ward}' for postcode, east, north, district, ward in rows
    )
    (folder / "ts.csv").write_text(text, encoding="utf-8")
    load(world.settings.instance / "postcodes.db", ["TS"], source=CodePoint(folder))

    def importing(*rows, **options):
        path = tmp_path / "epraccur.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        lines = []
        return import_surgeries(world, path, on_line=lines.append, **options), lines

    return importing


def the_places(world):
    with world.database.reading() as session:
        query = select(Location).options(selectinload(Location.phones)).order_by(Location.name)
        return list(session.scalars(query))


def edit(world, **values):
    with world.database.writing() as session:
        place = session.scalars(select(Location).where(Location.slug == "mckenzie-house-surgery")).one()
        for name, value in values.items():
            setattr(place, name, value)


def test_an_open_practice_is_a_surgery_on_the_map_and_the_rest_is_skipped(world, surgeries):
    account, lines = surgeries(PRACTICE, IN_DURHAM, PRISON)
    assert [str(line) for line in lines] == [
        "1 added: McKenzie House Surgery",
        "2 added: Blackhall Practice — It is in another district (E06000047).",
        "3 skipped: HMP Somewhere — It is no GP practice but a prison (prescribing setting 25).",
    ]
    assert account.as_json() == {
        "read": 3, "added": 2, "changed": 0, "unchanged": 0, "skipped": 1, "refused": 0, "gone": 0
    }  # fmt: skip
    assert account.remarks == ("In the district (E06000001): 1. Elsewhere: 1.",)
    place = the_places(world)[1]
    assert (place.kind, place.state, place.slug) == ("surgery", "published", "mckenzie-house-surgery")
    assert (place.address_1, place.city, place.phones[0].number) == ("17 Kendal Road", "Hartlepool", "01632 960123")
    assert place.latitude == pytest.approx(54.66, abs=0.01)
    with world.database.reading() as session:
        assert session.scalars(select(Revision.action).where(Revision.record_id == place.id)).all() == ["imported"]
        assert session.scalars(select(ImportRow.outcome).order_by(ImportRow.number)).all() == ["added", "added", "skipped"]
        assert session.scalars(select(Source)).one().publisher.startswith("NHS England")


def test_again_changes_nothing_and_a_dry_run_saves_nothing(world, surgeries):
    dry, _ = surgeries(PRACTICE, dry_run=True)
    assert (dry.added, the_places(world)) == (1, [])
    surgeries(PRACTICE)
    again, lines = surgeries(PRACTICE)
    assert (again.unchanged, again.added) == (1, 0)
    assert str(lines[0]) == "1 unchanged: McKenzie House Surgery"


def test_what_was_edited_here_is_kept_and_the_rest_follows_the_source(world, surgeries):
    surgeries(PRACTICE)
    edit(world, name="McKenzie House")
    account, lines = surgeries({**PRACTICE, "name": "KENDAL ROAD PRACTICE", "contact_telephone_number": "01632 960456"})
    assert str(lines[0]) == "1 changed: Kendal Road Practice — Changed: telephone. Kept as edited here: name."
    place = the_places(world)[0]
    assert (place.name, place.phones[0].number) == ("McKenzie House", "01632 960456")
    assert surgeries({**PRACTICE, "name": "KENDAL ROAD PRACTICE", "contact_telephone_number": "01632 960456"})[0].unchanged == 1
    assert account.changed == 1


def test_a_practice_that_moved_moves_on_the_map_and_a_pin_that_was_moved_here_stays(world, surgeries):
    surgeries(PRACTICE)
    edit(world, latitude=54.6, longitude=0.0)
    surgeries({**PRACTICE, "contact_telephone_number": "01632 960456"})
    assert (the_places(world)[0].latitude, the_places(world)[0].longitude) == (54.6, 0.0)
    surgeries({**PRACTICE, "contact_telephone_number": "01632 960456", "postcode": "TS27 4LQ"})
    assert the_places(world)[0].latitude == pytest.approx(54.7469, abs=0.0005)


def test_one_that_closed_is_gone_but_stays_and_comes_back(world, surgeries):
    surgeries(PRACTICE)
    account, lines = surgeries({**PRACTICE, "status_code": "D"})
    assert (account.skipped, account.gone, account.read) == (1, 1, 1)
    assert str(lines[1]).startswith("- gone: McKenzie House Surgery — The source has it no longer as an open GP practice.")
    assert len(the_places(world)) == 1
    assert surgeries({**PRACTICE, "status_code": "D"})[0].gone == 0
    back, lines = surgeries(PRACTICE)
    assert (back.changed, lines[0].reason) == (1, "It is in the source again.")


def test_one_that_was_deleted_here_is_not_added_again(world, surgeries):
    surgeries(PRACTICE)
    with world.database.writing() as session:
        session.delete(session.scalars(select(Location).options(selectinload("*"))).one())
    account, lines = surgeries(PRACTICE)
    assert (account.skipped, the_places(world)) == (1, [])
    assert lines[0].reason == "It was deleted here, so it is not added again."


def test_a_surgery_made_here_by_hand_is_the_one_but_a_sample_is_not(world, town, surgeries):
    with town.editing() as records:
        own = records.location("McKenzie house surgery", kind="surgery", postcode="TS25 1QU", slug="ours")
        records.location("Blackhall Practice", kind="surgery", postcode="TS27 4LQ", slug="sample", sample=True)
    account, lines = surgeries(PRACTICE, IN_DURHAM)
    assert (account.added, account.unchanged) == (1, 1)
    assert lines[0].record_id == own.id
    with world.database.reading() as session:
        assert session.scalar(select(SourceRecord.record_id).where(SourceRecord.external_id == "A81044")) == own.id


def test_a_file_of_another_kind_is_refused_before_anything_is_saved(world, tmp_path):
    (tmp_path / "clubs.csv").write_text("name\nChess\n", encoding="utf-8")
    with pytest.raises(ImportRefused, match="not the NHS file"):
        import_surgeries(world, tmp_path / "clubs.csv")
    with world.database.reading() as session:
        assert session.scalars(select(Source)).all() == []


def test_both_real_releases_end_with_their_account(world, shared_data):
    folder, lines = shared_data / "nhs_ods", []
    first = import_surgeries(world, folder / "epraccur_TS_2023-12.csv")
    assert (first.read, first.added, first.skipped, first.refused) == (199, 74, 125, 0)
    second = import_surgeries(world, folder / "epraccur_TS_2025-09.csv", on_line=lines.append)
    assert second.as_json() == {
        "read": 205, "added": 0, "changed": 2, "unchanged": 71, "skipped": 132, "refused": 0, "gone": 1
    }  # fmt: skip
    assert [str(line) for line in lines if line.outcome in ("changed", "gone")] == [
        "26 changed: Prospect Surgery — Changed: address, rest of the address.",
        "54 changed: West Quay Medical Practice — Changed: name, telephone.",
        "- gone: The Arrival Practice — The source has it no longer as an open GP practice. It is still here: "
        "look whether it has closed.",
    ]
    assert all(place.latitude for place in the_places(world))


# primary care networks

HEADINGS = ("Partner\nOrganisation\nCode,Partner\nName,PCN Code,PCN Name,Practice to PCN\nRelationship\nEnd Date").replace(
    "\n", " "
)


@pytest.fixture
def networks(world, tmp_path):
    def importing(*rows, **options):
        path = tmp_path / "epcn.csv"
        path.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8")
        lines = []
        return import_networks(world, path, on_line=lines.append, **options), lines

    return importing


def test_a_postcode_is_in_the_network_of_the_nearest_surgery_and_says_whose_that_is(world, surgeries, networks):
    surgeries(PRACTICE, IN_DURHAM)
    assert whereabouts(world, "TS25 1QU").network is None
    networks("A81044,MCKENZIE HOUSE,U00001,HARTLEPOOL HEALTH PCN,", "A83007,BLACKHALL,U00002,EASINGTON PCN,")
    here = whereabouts(world, "TS25 1QU").network
    assert (here.code, here.name, here.surgery, round(here.miles)) == (
        "U00001",
        "HARTLEPOOL HEALTH PCN",
        "McKenzie House Surgery",
        0,
    )
    assert whereabouts(world, "TS27 4LQ").network.name == "EASINGTON PCN"


def test_a_list_of_networks_again_changes_nothing_and_who_has_left_is_gone(world, networks):
    rows = ("A81044,ONE,U00001,HEALTH PCN,", "A83007,TWO,U00001,HEALTH PCN,20200101", "?,THREE,U00001,HEALTH PCN,")
    account, lines = networks(*rows, dry_run=True)
    assert (account.added, account.skipped, account.refused) == (1, 1, 1)
    assert "It has left this network." in [line.reason for line in lines]
    assert networks(*rows)[0].added == 1
    assert networks(*rows)[0].unchanged == 1
    assert networks("A81044,ONE,U00002,OTHER PCN,31/03/2099")[0].changed == 1
    assert networks("A81044,ONE,U00001,HEALTH PCN,20263111")[0].gone == 0
    assert networks("A83007,TWO,U00002,OTHER PCN,")[0].gone == 1


def test_a_list_without_networks_is_refused(world, tmp_path):
    path = tmp_path / "wrong.csv"
    path.write_text("Code,Name\nA81044,ONE\n")
    with pytest.raises(ImportRefused, match="no column partner organisation code"):
        import_networks(world, path)
