"""Importing a spreadsheet into the directory: every row accounted for, a re-run changes nothing, our edits stay."""

from __future__ import annotations

from collections import Counter
from datetime import time
from decimal import Decimal

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import selectinload

from hubdirectory.actions.finding import find
from hubdirectory.actions.importing import ImportRefused, import_spreadsheet, maps_that_come_along
from hubdirectory.actions.importing.known import Known
from hubdirectory.actions.importing.parts import merge, parts_of_service
from hubdirectory.actions.importing.writing import Writer
from hubdirectory.actions.results import Asked
from hubdirectory.geocoding.code_point import CodePoint
from hubdirectory.geocoding.loading import load
from hubdirectory.indexing import check
from hubdirectory.indexing.loading import WHOLE
from hubdirectory.models import (
    Attribute,
    DirtyRow,
    ImportRow,
    ImportRun,
    Location,
    Organisation,
    Phone,
    Revision,
    Service,
    ServiceAtLocation,
    Source,
    SourceRecord,
)

MAP = """
[source]
title = "Lunch clubs of the town"
publisher = "The council"
licence = "Open Government Licence v3.0"
external_id = "Ref"
[fields]
name = "Name"
organisation = "Run by"
summary = "About"
phone = "Phone"
url = "Web"
address = "Address"
postcode = "Postcode"
latitude = "Lat"
longitude = "Lon"
cost = "Cost"
minimum_age = "From"
languages = { column = "Spoken", split = ";" }
accessibility = { column = "Access", split = ";" }
needs = { constant = ["befriending", "no-such-need"] }
[hours]
text = "Open"
[[skip]]
column = "About"
contains = "test row"
reason = "A row that somebody made to try things."
[[skip]]
column = "About"
contains = "has ended"
reason = "The source says that it has ended."
closed = true
[[suggest]]
columns = "About"
words = ["dement"]
needs = "dementia"
"""
HEADINGS = "Ref,Name,Run by,About,Phone,Web,Address,Postcode,Lat,Lon,Cost,From,Spoken,Access,Open"
ROWS = {
    "1": "1,Soup & Company,St Hilda’s Kitchen,Hot soup on Mondays,1632960123,www.example.org,"
    '"Old Hall, 1 High Street, Hartlepool",TS24 7PW,54.69,-1.21,2.50,55,pl;en,step-free,Mon-Wed 12-2pm',
    "2": "2,Memory Lunch,St Hilda's kitchen,For people with dementia,01632 960124,,"
    '"Old Hall, 1 High Street, Hartlepool",ts247pw,,,free,,,,first Friday 11am-1pm',
    "3": "3,Ring and Eat,Meals by Phone,Order by phone,0161 496 0123,,,,,,,,,,",
}


def csv_of(*rows: str) -> bytes:
    return "\n".join([HEADINGS, *rows]).encode()


class Office:
    """Somebody who imports the same spreadsheet again and again."""

    def __init__(self, world, folder):
        self.world = world
        self.file, self.map = folder / "clubs.csv", folder / "clubs.toml"
        self.map.write_text(MAP, encoding="utf-8")
        self.lines = []

    def imports(self, *rows, **more):
        """The account of an import of these rows, the figures that are not nought."""
        self.file.write_bytes(csv_of(*rows))
        self.lines = []
        account = import_spreadsheet(self.world, self.file, str(self.map), on_line=self.lines.append, **more)
        return {name: figure for name, figure in account.as_json().items() if figure}

    def service(self, ref="1"):
        """The service of a row as it stands, with everything that hangs on it."""
        query = (
            select(Service)
            .join(SourceRecord, SourceRecord.record_id == Service.id)
            .where(SourceRecord.external_id == ref)
            .options(*WHOLE, selectinload(Service.contacts))
        )
        with self.world.database.reading() as session:
            return session.scalars(query).unique().one()

    def count(self, model):
        with self.world.database.reading() as session:
            return session.scalar(select(func.count()).select_from(model))

    def edits(self, ref, **values):
        """Somebody changes the service by hand."""
        with self.world.database.writing() as session:
            service = session.get_one(Service, self.service(ref).id)
            for name, value in values.items():
                setattr(service, name, value)

    def names_found(self, words):
        return {result.name for result in find(self.world, Asked(q=words)).results}


@pytest.fixture
def office(world, tmp_path):
    return Office(world, tmp_path)


def test_rows_become_published_services_that_search_finds(office):
    assert office.imports(*ROWS.values()) == {"read": 3, "added": 3}
    service = office.service("1")
    assert (service.name, service.state, service.slug) == ("Soup & Company", "published", "soup-and-company")
    assert service.organisation.name == "St Hilda’s Kitchen"
    assert [phone.number for phone in service.phones] == ["01632 960123"]
    assert [(one.byday, one.opens_at, one.closes_at) for one in service.schedules] == [(["MO", "TU", "WE"], time(12), time(14))]
    assert service.cost_options[0].amount == Decimal("2.50")
    assert service.eligibility.minimum_age == 55
    assert {one.code for one in service.languages} == {"pl", "en"}
    assert [one.slug for one in service.places[0].location.accessibility] == ["step-free"]
    assert office.names_found("soup") == {"Soup & Company"}
    assert all(check(office.world.database, engine).clean for engine in office.world.engines.values())


def test_a_monthly_time_stays_monthly(office):
    office.imports(*ROWS.values())
    assert [(one.freq, one.byday) for one in office.service("2").schedules] == [("MONTHLY", ["1FR"])]


def test_the_source_is_kept_with_its_licence_and_its_own_ids(office):
    office.imports(*ROWS.values())
    with office.world.database.reading() as session:
        source = session.scalars(select(Source)).one()
        records = session.scalars(select(SourceRecord)).all()
    assert (source.slug, source.publisher) == ("lunch-clubs-of-the-town", "The council")
    assert source.licence == "Open Government Licence v3.0"
    assert {record.external_id for record in records} == {"1", "2", "3"}


def test_terms_of_the_map_are_confirmed_and_terms_of_words_only_suggested(office):
    office.imports(*ROWS.values())
    states = {attribute.term.slug: attribute.state for attribute in office.service("2").attributes}
    assert states == {"befriending": "confirmed", "dementia": "suggested"}
    assert "There is no need “no-such-need” in this directory." in office.lines[0].reason


def test_an_organisation_is_found_again_by_its_name_whatever_its_spelling(office):
    office.imports(*ROWS.values())
    assert office.count(Organisation) == 2
    assert office.service("1").organisation_id == office.service("2").organisation_id


def test_a_name_that_is_only_much_alike_is_said_and_not_joined(office):
    office.imports(ROWS["1"], "9,Soup,St Hildas Kitchens,x,,,,,,,,,,,")
    assert office.count(Organisation) == 2
    assert "is much like “st hildas kitchen”" in office.lines[1].reason


def test_a_place_is_found_again_by_address_and_postcode(office):
    office.imports(*ROWS.values())
    assert office.count(Location) == 1
    assert office.service("1").places[0].location_id == office.service("2").places[0].location_id


def test_a_named_place_on_the_same_street_is_another_place(office):
    row = '{ref},Club {ref},Club,x,,,"{place}, Sea Road, Hartlepool",TS25 1AA,,,,,,,'
    office.imports(row.format(ref=1, place="Old Hall"), row.format(ref=2, place="OLD HALL"), row.format(ref=3, place="New Hall"))
    places = [office.service(ref).places[0].location for ref in ("1", "2", "3")]
    assert [(place.name, place.address_1, place.city) for place in places] == [
        ("Old Hall", "Sea Road", "Hartlepool"),
        ("Old Hall", "Sea Road", "Hartlepool"),
        ("New Hall", "Sea Road", "Hartlepool"),
    ]


def test_a_row_at_a_hub_of_ours_is_found_at_that_hub(office, town):
    with town.editing() as records:
        hub = records.location()
    office.imports('1,Club,Club,x,,,"Community Hub Central, York Road, Hartlepool",TS26 9EU,,,,,,,')
    assert office.service("1").places[0].location_id == hub.id


def test_a_real_organisation_is_never_hung_on_a_sample(office, town):
    with town.editing() as records:
        records.organisation("Meals by Phone", sample=True)
    office.imports(ROWS["3"])
    assert office.service("3").organisation.sample is False


def test_a_second_run_changes_nothing_at_all(office):
    office.imports(*ROWS.values())
    tables = (Service, Organisation, Location, Phone, ServiceAtLocation, Attribute, Revision, SourceRecord, DirtyRow)
    before = {table: office.count(table) for table in tables}
    written = []

    def note(_connection, _cursor, statement, *_):
        verb, _, rest = statement.strip().partition(" ")
        if verb in ("INSERT", "UPDATE", "DELETE") and "import_r" not in rest.split("(")[0].split("SET")[0]:
            written.append(statement)

    event.listen(office.world.database.engine, "before_cursor_execute", note)
    assert office.imports(*ROWS.values()) == {"read": 3, "unchanged": 3}
    assert written == []
    assert {table: office.count(table) for table in tables} == before


def test_a_changed_row_changes_what_it_says_and_search_knows(office):
    office.imports(*ROWS.values())
    slug = office.service("1").slug
    changed = ROWS["1"].replace("Soup & Company", "Broth & Company").replace("12-2pm", "12-3pm").replace("pl;en", "pl;fr")
    assert office.imports(changed, ROWS["2"], ROWS["3"]) == {"read": 3, "changed": 1, "unchanged": 2}
    assert "Changed: name, times, languages." in office.lines[0].reason
    service = office.service("1")
    assert (service.name, service.slug) == ("Broth & Company", slug)
    assert service.schedules[0].closes_at == time(15)
    assert {one.code for one in service.languages} == {"pl", "fr"}
    assert office.names_found("broth") == {"Broth & Company"}
    assert office.imports(changed, ROWS["2"], ROWS["3"]) == {"read": 3, "unchanged": 3}


def test_every_part_of_a_row_may_change(office):
    office.imports(ROWS["1"])
    other = (
        '1,Soup,Others,Soup,01632 960199,www.example.com,"New Hall, Sea Road, Hartlepool",TS25 1AA,54.66,-1.20,free,18,en,'
        "hearing-loop,Fri 1pm-2pm"
    )
    assert office.imports(other) == {"read": 1, "changed": 1}
    service = office.service("1")
    assert [at.location.name for at in service.places] == ["New Hall"]
    assert (service.organisation.name, service.url, service.eligibility.minimum_age) == ("Others", "http://www.example.com", 18)
    assert office.imports(ROWS["1"]) == {"read": 1, "changed": 1}
    assert office.service("1").places[0].location.name == "Old Hall"
    assert office.imports("1,Soup,Others,,,,,,,,,,,,") == {"read": 1, "changed": 1}
    assert (office.service("1").places, office.service("1").eligibility) == ([], None)


def test_what_somebody_edited_here_is_kept_when_the_source_changes(office):
    office.imports(ROWS["1"])
    office.edits("1", summary="Warm soup, and company", url="https://example.org/ours")
    changed = ROWS["1"].replace("Hot soup on Mondays", "Cold soup").replace("01632 960123", "x").replace("12-2pm", "12-3pm")
    assert office.imports(changed) == {"read": 1, "changed": 1}
    assert "Changed: times. Kept as edited here: summary." in office.lines[0].reason
    service = office.service("1")
    assert (service.summary, service.url) == ("Warm soup, and company", "https://example.org/ours")


def test_a_change_that_only_meets_our_edits_leaves_the_row_unchanged(office):
    office.imports(ROWS["1"])
    office.edits("1", summary="Warm soup, and company")
    assert office.imports(ROWS["1"].replace("Hot soup on Mondays", "Cold soup")) == {"read": 1, "unchanged": 1}
    assert office.lines[0].reason == "Kept as edited here: summary."


def test_details_of_a_place_follow_the_source_unless_somebody_improved_them(office):
    office.imports(ROWS["1"])
    moved = ROWS["1"].replace("54.69,-1.21", "54.6901,-1.2101").replace("step-free", "step-free;hearing-loop")
    assert office.imports(moved) == {"read": 1, "changed": 1}
    place = office.service("1").places[0].location
    assert (place.latitude, {one.slug for one in place.accessibility}) == (54.6901, {"step-free", "hearing-loop"})
    with office.world.database.writing() as session:
        session.get_one(Location, place.id).latitude = 54.7
    office.imports(ROWS["1"])
    assert office.service("1").places[0].location.latitude == 54.7


def test_a_row_that_is_gone_is_flagged_once_and_its_service_stays(office):
    office.imports(*ROWS.values())
    assert office.imports(ROWS["1"], ROWS["2"]) == {"read": 2, "unchanged": 2, "gone": 1}
    assert str(office.lines[-1]).startswith("- gone: Ring and Eat — The source no longer has it.")
    assert office.service("3").state == "published"
    with office.world.database.reading() as session:
        gone = session.scalars(select(SourceRecord.external_id).where(SourceRecord.gone_at.is_not(None))).all()
    assert gone == ["3"]
    assert office.imports(ROWS["1"], ROWS["2"]) == {"read": 2, "unchanged": 2}


def test_a_row_that_comes_back_is_said(office):
    office.imports(*ROWS.values())
    office.imports(ROWS["1"])
    assert office.imports(*ROWS.values()) == {"read": 3, "changed": 2, "unchanged": 1}
    assert "It is in the source again." in office.lines[2].reason


def test_a_row_that_is_refused_today_is_not_gone(office):
    office.imports(ROWS["1"], ROWS["3"])
    assert office.imports(ROWS["1"], "3,,Meals by Phone,,,,,,,,,,,,") == {"read": 2, "unchanged": 1, "refused": 1}
    assert str(office.lines[1]) == "2 refused: (no name) — The row has no name."


def test_a_service_that_the_source_calls_ended_is_closed_and_never_added(office):
    office.imports(ROWS["1"])
    ended = ROWS["1"].replace("Hot soup on Mondays", "This club has ended")
    assert office.imports(ended, "4,Old Club,Old,It has ended,,,,,,,,,,,") == {"read": 2, "changed": 1, "skipped": 1}
    assert office.service("1").state == "closed"
    assert office.lines[1].reason == "The source says that it has ended. So it was not added."
    assert office.names_found("soup") == set()


def test_a_service_deleted_here_is_not_added_again(office):
    office.imports(ROWS["1"])
    with office.world.database.writing() as session:
        session.delete(session.get_one(Service, office.service("1").id))
    assert office.imports(ROWS["1"]) == {"read": 1, "skipped": 1}
    assert office.lines[0].reason == "It was deleted here, so it is not added again."


def test_a_dry_run_says_the_same_and_saves_nothing(office):
    rows = [*ROWS.values(), "4,Trial,Trial,A test row,,,,,,,,,,,", ",No Ref,x,x,,,,,,,,,,,"]
    dry = office.imports(*rows, dry_run=True)
    said = [(line.outcome, line.name, line.reason) for line in office.lines]
    for table in (Service, Organisation, Location, Source, SourceRecord, ImportRun, ImportRow, DirtyRow):
        assert office.count(table) == 0
    assert office.imports(*rows) == dry == {"read": 5, "added": 3, "skipped": 1, "refused": 1}
    assert [(line.outcome, line.name, line.reason) for line in office.lines] == said


def test_the_run_keeps_a_line_for_every_row_as_it_came(office):
    office.imports(*ROWS.values(), "4,Trial,Trial,A test row,,,,,,,,,,,")
    with office.world.database.reading() as session:
        run = session.scalars(select(ImportRun)).one()
        rows = session.scalars(select(ImportRow).order_by(ImportRow.number)).all()
    assert (run.account["added"], run.account["skipped"], run.ended_at is not None) == (3, 1, True)
    assert [(row.number, row.outcome) for row in rows] == [(1, "added"), (2, "added"), (3, "added"), (4, "skipped")]
    assert rows[0].as_it_came["Phone"] == "1632960123"
    assert rows[0].record_id == office.service("1").id
    assert rows[3].reason == "A row that somebody made to try things."


def test_one_row_that_breaks_never_stops_the_others(office, monkeypatch):
    real = Writer.new_service

    def breaks(self, parts, url):
        if parts["name"] == "Memory Lunch":
            self.organisation_of("Half saved", "")
            raise ValueError("broken")
        return real(self, parts, url)

    monkeypatch.setattr(Writer, "new_service", breaks)
    assert office.imports(*ROWS.values()) == {"read": 3, "added": 2, "refused": 1}
    assert "could not be saved" in office.lines[1].reason
    with office.world.database.reading() as session:
        assert "Half saved" not in session.scalars(select(Organisation.name)).all()


def test_a_service_imported_again_and_again_keeps_one_history(office):
    office.imports(ROWS["1"])
    office.imports(ROWS["1"].replace("12-2pm", "12-3pm"))
    with office.world.database.reading() as session:
        revisions = session.scalars(select(Revision).order_by(Revision.number)).all()
    assert [(revision.number, revision.action) for revision in revisions] == [(1, "imported"), (2, "imported")]
    assert [revision.data["schedules"][0]["closes"] for revision in revisions] == ["14:00", "15:00"]


def test_the_postcodes_that_a_file_needs_are_loaded_first(office):
    assert office.imports("7,Lunch,Kitchen,x,,,1 Victoria Road,TS24 8AY,,,,,,,") == {"read": 1, "added": 1}
    assert office.service("7").places[0].location.latitude == pytest.approx(54.685, abs=0.01)
    assert office.world.postcodes.areas().keys() == {"TS"}


def test_a_postcode_puts_a_place_on_the_map_even_when_it_is_loaded_later(office, monkeypatch):
    monkeypatch.setattr("hubdirectory.actions.importing.spreadsheets.load_needed_postcodes", lambda *_: ())
    row = "7,Lunch,Kitchen,x,,,1 Victoria Road,TS24 8AY,,,,,,,"
    assert office.imports(row) == {"read": 1, "added": 1}
    assert "The postcode TS24 8AY is not known here" in office.lines[0].reason
    assert office.service("7").places[0].location.latitude is None
    load(office.world.settings.instance / "postcodes.db", ["TS"], None, CodePoint.installed())
    assert office.imports(row) == {"read": 1, "unchanged": 1}
    place = office.service("7").places[0].location
    assert place.latitude == pytest.approx(54.685, abs=0.01)
    assert place.longitude == pytest.approx(-1.213, abs=0.02)


def test_a_confidential_place_is_never_shared(office):
    with_flag = MAP.replace('cost = "Cost"', 'cost = "Cost"\nconfidential = "Spoken"').replace(
        'languages = { column = "Spoken", split = ";" }', ""
    )
    office.map.write_text(with_flag, encoding="utf-8")
    office.imports(ROWS["2"], ROWS["2"].replace("2,Memory Lunch", "5,Refuge").replace("free,,,", "free,,yes,"))
    refuge, lunch = office.service("5").places[0].location, office.service("2").places[0].location
    assert (refuge.confidential, lunch.confidential) == (True, False)
    assert refuge.id != lunch.id


def test_what_was_written_is_what_would_be_compared(office):
    office.imports(*ROWS.values())
    with office.world.database.reading() as session:
        imported = {one.external_id: one.imported for one in session.scalars(select(SourceRecord))}
        assert Known(session, session.scalars(select(Source)).one()).records.keys() == imported.keys()
    for ref, said in imported.items():
        stands = parts_of_service(office.service(ref))
        assert {part for part in said if said[part] != stands[part]} <= {"places", "organisation"}
        changed = {**said, "summary": "Something else"}
        assert merge(said, stands, changed).write == {"summary": "Something else"}


def test_a_map_that_does_not_fit_is_refused_before_anything_is_saved(office):
    office.map.write_text(MAP.replace('"Phone"', '"Telephone"'), encoding="utf-8")
    with pytest.raises(ImportRefused) as refused:
        office.imports(*ROWS.values())
    assert "Telephone" in refused.value.problems[0]
    assert office.count(Source) == 0


def test_a_file_that_is_not_there_is_refused(office):
    with pytest.raises(ImportRefused, match="cannot be opened"):
        import_spreadsheet(office.world, office.file.with_name("none.csv"), "gm_libraries")


def test_a_file_of_remarks_and_batches_reports_its_progress(office, monkeypatch):
    monkeypatch.setattr("hubdirectory.actions.importing.running.BATCH", 2)
    seen = []
    office.imports(*ROWS.values(), ",,,,,,,,,,,,,,", on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(2, 3), (3, 3)]


def test_the_maps_that_come_along_have_names():
    assert {"gm_food_banks", "sports_facilities", "outpost_services"} <= set(maps_that_come_along())


def test_a_real_file_comes_in_and_again_unchanged(office, shared_data):
    file = shared_data / "feeds" / "trafford_mental_health_services.csv"
    first = import_spreadsheet(office.world, file, "trafford_mental_health_services")
    assert (first.read, first.added) == (60, 60)
    second = import_spreadsheet(office.world, file, "trafford_mental_health_services", on_line=office.lines.append)
    assert (second.read, second.unchanged) == (60, 60)
    assert Counter(line.outcome for line in office.lines) == {"unchanged": 60}
    assert "Urmston Depression Group (Trafford Self Help Services)" in office.names_found("depression group urmston")


def test_a_second_service_of_the_same_name_is_said(office):
    office.imports(ROWS["3"], ROWS["3"].replace("3,Ring", "8,Ring"))
    assert office.lines[1].reason.endswith("Its organisation has a service of that name already: look whether they are one.")
