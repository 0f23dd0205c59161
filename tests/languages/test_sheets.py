"""A catalogue goes to a spreadsheet and comes back; how far each language is."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog
from click.testing import CliRunner
from openpyxl import load_workbook

from hubdirectory.actions import catalogue_sheets, catalogues
from hubdirectory.actions.catalogue_sheets import BadSheet, cells_in, language_of, take_in
from hubdirectory.actions.catalogues import UNCHECKED, read_catalogue, standing, write_catalogue
from hubdirectory.cli import hub

FORMULAS = ("=1+1", "+44", "-minus", "@home", "'quoted")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with one catalogue, in Polish, of which nothing is checked."""
    catalogue = Catalog(locale="pl", fuzzy=False)
    catalogue.add("Call %(number)s", "Zadzwoń: %(number)s", user_comments=[UNCHECKED])
    catalogue.add(("%(num)s day", "%(num)s days"), ("%(num)s dzień", "%(num)s dni", "%(num)s dnia"), user_comments=[UNCHECKED])
    catalogue.add("Close", "Zamknij", user_comments=[UNCHECKED], context="shop")
    for text in FORMULAS:
        catalogue.add(f"English of {text}", text, user_comments=[UNCHECKED])
    file = catalogues.catalogue_file("pl", tmp_path)
    file.parent.mkdir(parents=True)
    write_catalogue(catalogue, file)
    for module in (catalogues.catalogue_file, catalogues.catalogue_files, catalogues.standings):
        monkeypatch.setattr(module, "__defaults__", (tmp_path,))
    return tmp_path


def run(*words):
    return CliRunner().invoke(hub, ["languages", *map(str, words)])


def catalogue_of(folder):
    return read_catalogue(catalogues.catalogue_file("pl", folder))


def with_cells(file, change):
    """The same sheet after somebody has edited it in a spreadsheet program: row and column begin at 1."""
    book = load_workbook(file)
    change(book.worksheets[0])
    book.save(file)
    return file


def row_of(sheet, english):
    return next(row[0].row for row in sheet.iter_rows() if row[3].value == english)


@pytest.mark.parametrize("name", ["pl.xlsx", "pl.csv"])
def test_a_catalogue_that_comes_back_untouched_is_the_same(folder, name):
    before = catalogues.catalogue_file("pl", folder).read_bytes()
    assert run("export", "pl", folder / name).exit_code == 0
    answer = run("import", folder / name)
    assert "pl: 0 changed, 0 checked, 0 refused." in answer.output
    assert catalogues.catalogue_file("pl", folder).read_bytes() == before


@pytest.mark.parametrize("name", ["pl.xlsx", "pl.csv"])
def test_no_cell_is_a_formula(folder, name):
    run("export", "pl", folder / name)
    held = [cell for row in cells_in(folder / name) for cell in row]
    assert set(FORMULAS) <= set(held)
    text = (folder / name).read_bytes().decode("utf-8-sig") if name == "pl.csv" else ""
    raw = text.replace("\n", ",").split(",") if text else [
        str(cell.value) for row in load_workbook(folder / name).worksheets[0].iter_rows() for cell in row if cell.value
    ]  # fmt: skip
    assert not [cell for cell in raw if cell.startswith(("=", "+", "-", "@"))]


def test_a_name_under_checked_by_takes_the_mark_away_and_is_kept(folder):
    run("export", "pl", folder / "pl.xlsx")

    def check(sheet):
        row = row_of(sheet, "Close")
        sheet.cell(row, 7).value, sheet.cell(row, 10).value = "Zakończ", "Ania Nowak"

    answer = run("import", with_cells(folder / "pl.xlsx", check))
    assert "pl: 1 changed, 1 checked, 0 refused." in answer.output
    catalogue = catalogue_of(folder)
    assert catalogue.get("Close", "shop").string == "Zakończ"
    assert catalogue.get("Close", "shop").user_comments == ["checked by Ania Nowak"]
    assert (standing(catalogue).checked, standing(catalogue).unchecked) == (1, 7)
    assert "pl: 8 strings, 0 without a translation, 7 not yet checked by a speaker, 1 checked." in run().output


WRONG = [
    ("Call %(number)s", {7: "Zadzwoń"}, "the placeholders are none, not %(number)s"),
    ("Call %(number)s", {7: "Zadzwoń %(telefon)s"}, "the placeholders are %(telefon)s, not %(number)s"),
    ("%(num)s day", {9: ""}, "nothing is written"),
    ("Close", {8: "Zamknijcie"}, "it has no plural"),
    ("Close", {7: "<b>Zamknij</b>"}, "the tags differ"),
    ("Close", {4: "Shut"}, "no page says “Shut” any more"),
    ("Close", {1: "ro"}, "it is in another language: ro"),
]


@pytest.mark.parametrize(("english", "cells", "why"), WRONG)
def test_a_wrong_row_is_refused_by_its_number_and_the_others_count(folder, english, cells, why):
    run("export", "pl", folder / "pl.xlsx")
    rows = {}

    def spoil(sheet):
        rows["wrong"] = row_of(sheet, english)
        for column, value in cells.items():
            sheet.cell(rows["wrong"], column).value = value
        right = row_of(sheet, "English of +44")
        sheet.cell(right, 7).value = "'+48"

    answer = run("import", with_cells(folder / "pl.xlsx", spoil))
    assert f"Row {rows['wrong']}: {why}" in answer.output
    assert "1 changed, 0 checked, 1 refused." in answer.output
    assert catalogue_of(folder).get("English of +44").string == "+48"


def test_what_is_no_sheet_is_refused_whole(folder):
    (folder / "odd.csv").write_text("a,b\n1,2\n")
    assert "names of the columns" in run("import", folder / "odd.csv").output
    (folder / "odd.xlsx").write_bytes(b"no spreadsheet")
    assert "cannot be read" in run("import", folder / "odd.xlsx").output
    assert "has to end in" in run("export", "pl", folder / "pl.ods").output
    assert "no catalogue for tlh" in run("export", "tlh", folder / "tlh.csv").output
    with pytest.raises(BadSheet):
        language_of([])


def test_rows_that_say_nothing_are_passed_over(folder):
    cells = [catalogue_sheets.columns_of(catalogue_of(folder)), ["", "", ""]]
    assert take_in(catalogue_of(folder), cells) == catalogue_sheets.Account(0, 0, ())


def test_the_manager_sees_how_far_each_language_is_and_takes_its_sheet(empty_app, empty_world):
    from hubdirectory.web.signing_in import COOKIE
    from tests.factories.accounts import make_account, session_for

    client = empty_app.test_client()
    client.set_cookie(COOKIE, session_for(empty_world, make_account(empty_world, "manager"), second_step=True).token)
    page = client.get("/desk/words/languages").get_data(as_text=True)
    assert "Polski" in page and "/desk/words/languages/pl.xlsx" in page
    sheet = client.get("/desk/words/languages/pl.xlsx")
    assert sheet.data[:2] == b"PK" and "pl.xlsx" in sheet.headers["Content-Disposition"]
    assert client.get("/desk/words/languages/en.xlsx").status_code == 404
    assert client.get("/desk/words/languages/../../x.xlsx").status_code == 404
