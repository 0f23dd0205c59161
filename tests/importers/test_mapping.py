"""A map says what to mend, all at once, before any row is read."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import importers
from importers.csv_source import read_csv
from importers.errors import MapInvalid
from importers.map_fitting import fit
from importers.map_parsing import parse_map, read_map
from importers.mapping import FIELDS as KNOWN_FIELDS

MAPS = sorted((Path(importers.__file__).parent / "maps").glob("*.toml"))
HEAD = '[source]\ntitle = "Lunch clubs"\nexternal_id = "Name"\n'
FIELDS = '[fields]\nname = "Name"\norganisation = "Name"\n'


def problems(text: str) -> str:
    with pytest.raises(MapInvalid) as refused:
        parse_map(text)
    return "\n".join(refused.value.problems)


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_every_map_that_comes_along_is_valid(path: Path) -> None:
    source_map = read_map(path)
    assert source_map.details.title
    assert {"name", "organisation"} <= set(source_map.fields)


def test_the_least_map_is_short() -> None:
    source_map = parse_map(HEAD + FIELDS)
    assert (source_map.details.title, source_map.external_id) == ("Lunch clubs", ("Name",))


def test_a_misspelt_field_is_said_with_what_was_meant() -> None:
    said = problems(HEAD + FIELDS + 'sumary = "About"\n')
    assert said == "[fields] has “sumary”, which is not known. Did you mean “summary”?"


def test_everything_that_is_wrong_is_said_at_once() -> None:
    said = problems('[sauce]\n[source]\nlicense = "OGL"\n[fields]\nemail = { colum = "Mail" }\n[[skip]]\ncolumn = "x"\n')
    for sentence in (
        "Did you mean “source”?",
        "Did you mean “licence”?",
        "[source] needs a title",
        "external_id is missing",
        "[fields] needs a name",
        "[fields] needs an organisation",
        "Did you mean “column”?",
        "needs exactly one of column, columns, template, constant, when_yes; it has none",
        "needs exactly one of contains, equals, matches, empty",
        "needs a reason",
    ):
        assert sentence in said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('email = { column = "A", constant = "b" }', "it has column and constant"),
        ('email = { column = "A", pattern = "(" }', "not a regular expression"),
        ('email = { column = "A", lookup = "b" }', "is a table"),
        ("email = 5", "a column's heading in quotation marks"),
        ("email = { constant = 5 }", "a text in quotation marks, or a list of them"),
    ],
)
def test_a_field_that_makes_no_sense_is_refused(line: str, said: str) -> None:
    assert said in problems(HEAD + FIELDS + line)


def test_hours_in_three_columns_need_all_three() -> None:
    assert "give all three" in problems(HEAD + FIELDS + '[hours]\nday = "Day"\n')


def test_what_is_no_toml_is_said() -> None:
    assert "The map is not TOML" in problems("name = ")


def test_a_map_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(MapInvalid, match="cannot be read"):
        read_map(tmp_path / "none.toml")


def test_a_column_that_the_file_lacks_is_said_with_the_nearest_and_all() -> None:
    source_map = parse_map(HEAD + FIELDS + 'phone = "Telephone number"\nemail = "Zebra"\n')
    with pytest.raises(MapInvalid) as refused:
        fit(source_map, read_csv(b"Name,Telephone,Address\nA,1,2\n"))
    assert refused.value.problems == [
        "[fields] phone is taken from the column “Telephone number”, which the file does not have. Did you mean “Telephone”?",
        "[fields] email is taken from the column “Zebra”, which the file does not have.",
        "The file's columns are: Name, Telephone, Address.",
    ]


def test_capitals_and_spaces_of_a_heading_do_not_matter() -> None:
    source_map = parse_map(HEAD + FIELDS + 'summary = { template = "At {street  NAME|first}" }\n')
    fitted = fit(source_map, read_csv(b"NAME, Street Name \nA,B\n"))
    assert fitted.external_id == ("NAME",)
    assert fitted.fields["summary"].template == "At {Street Name|first}"


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_a_map(text: str) -> None:
    with pytest.raises(MapInvalid):
        parse_map(text)


GUIDE = Path(importers.__file__).parent / "maps" / "README.md"


def test_the_guide_names_every_field_as_the_code_does() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE))
    assert rows == KNOWN_FIELDS


def test_the_map_in_the_guide_is_a_map() -> None:
    example = GUIDE.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    source_map = parse_map(example)
    assert source_map.external_id == ("Name", "Postcode")
    assert source_map.rules[0].closed
