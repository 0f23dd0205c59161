"""Every string of the pages has its translation, whole and right in form; nothing else is in a catalogue."""

from __future__ import annotations

import gettext
import re
from copy import deepcopy

import pytest
from babel import Locale

from hubdirectory.actions.catalogue_sheets import Account, as_csv, cells_in, take_in
from hubdirectory.actions.catalogues import wrong_in
from hubdirectory.commands.languages import (
    bring_in_line,
    catalogue_files,
    english_of,
    entries,
    forms_of,
    read_catalogue,
    untranslated,
    words_of_pages,
    write_catalogue,
)
from hubdirectory.web.locales import DEFAULT, LANGUAGES

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
# Names, and words that are written alike in English and in other languages.
THE_SAME = {
    "E-mail", "Samaritans", "Shout", "Shelter", "HOPELINE247", "NSPCC", "Childline", "NHS 111", "Minicom", "Website", "Filter",
    "Start", "Format", "Navigator", "Manager", "Editor",
}  # fmt: skip
THE_SAME_IN = {
    "cy": {"%(num)s term", "Cost", "Person", "Problem:", "Problem: "},
    "ro": {"%(num)s minute", "Cost", "Lift", "Normal", "Online", "Public", "Text", "editor"},
}
POLISH_PLURALS = {1: 0, 2: 1, 4: 1, 5: 2, 11: 2, 12: 2, 14: 2, 21: 2, 22: 1, 24: 1, 25: 2, 100: 2, 102: 1, 112: 2, 122: 1, 0: 2}


@pytest.fixture(scope="module")
def template():
    return words_of_pages()


@pytest.fixture(params=catalogue_files(), ids=lambda file: file.parent.parent.name)
def file(request):
    return request.param


@pytest.fixture
def catalogue(file):
    return read_catalogue(file)


def named(messages):
    return [english_of(message) for message in messages]


def key(message):
    return (message.context, english_of(message), message.pluralizable)


def test_every_language_that_is_offered_has_a_catalogue():
    assert {file.parent.parent.name for file in catalogue_files()} | {DEFAULT} == set(LANGUAGES)


def test_the_pages_words_are_found(template):
    """An extraction that finds nothing would leave every other test here content."""
    found = set(named(entries(template)))
    in_code, in_a_template, waiting, counted = "Search is not working just now", "Exit this page", "Step-free way in", "service"
    assert {in_code, in_a_template, waiting, counted} <= found
    assert len(found) > 350


def test_every_string_has_its_translation(catalogue, template):
    bring_in_line(catalogue, template)
    missing = named(untranslated(catalogue))
    assert not missing, f"Run `hub languages update`, then translate: {missing}"


def test_nothing_is_kept_that_no_page_says(catalogue, template):
    gone = {key(one)[:2] for one in entries(catalogue)} - {key(one)[:2] for one in entries(template)}
    assert not gone, f"Run `hub languages update`: no page says {sorted(gone, key=str)} any more"
    assert not catalogue.obsolete, f"Left over at the end of the catalogue: {list(catalogue.obsolete)}"


def test_no_string_is_marked_as_a_guess(catalogue):
    guessed = named(one for one in catalogue if one.fuzzy)
    assert not guessed, f"Marked fuzzy, so no page would show it: {guessed}"


def test_every_plural_has_all_its_forms(catalogue, template):
    plural = {english_of(one) for one in entries(template) if one.pluralizable}
    lacking = [one for one in entries(catalogue) if english_of(one) in plural and len(forms_of(one)) != catalogue.num_plurals]
    assert not lacking, f"These need {catalogue.num_plurals} forms: {named(lacking)}"


def test_placeholders_and_tags_are_those_of_the_english(catalogue):
    wrong = {english_of(one): wrong_in(one, forms_of(one), catalogue.num_plurals) for one in entries(catalogue)}
    assert not {english: why for english, why in wrong.items() if why}


def test_a_sheet_of_it_that_comes_back_untouched_is_taken_in_whole_and_changes_nothing(catalogue, tmp_path):
    sheet = tmp_path / "sheet.csv"
    sheet.write_bytes(as_csv(catalogue))
    assert take_in(catalogue, cells_in(sheet)) == Account(changed=0, checked=0, refused=())


def test_spaces_at_either_end_are_kept(catalogue):
    wrong = [
        one for one in entries(catalogue) for form in forms_of(one)
        if (form[:1].isspace(), form[-1:].isspace()) != (english_of(one)[0].isspace(), english_of(one)[-1].isspace())
    ]  # fmt: skip
    assert not wrong, f"A space at an end differs in {named(wrong)}"


def test_nothing_is_left_in_english(catalogue):
    same = [one for one in entries(catalogue) if english_of(one) in forms_of(one) and _has_words(english_of(one))]
    known = THE_SAME | THE_SAME_IN.get(str(catalogue.locale), set())
    assert set(named(same)) <= known, "Left in English, or a name that the short list does not have yet"


def _has_words(text):
    return bool(re.search(r"[^\W\d_]", PLACEHOLDER.sub("", text)))


def test_an_update_leaves_a_complete_catalogue_as_it_is(catalogue, file, template, tmp_path):
    bring_in_line(catalogue, template)
    write_catalogue(catalogue, tmp_path / "again.po")
    assert (tmp_path / "again.po").read_text() == file.read_text(), "Run `hub languages update`"


def test_a_sheet_that_comes_back_moves_nothing(catalogue, file, tmp_path):
    write_catalogue(catalogue, tmp_path / "again.po")
    assert (tmp_path / "again.po").read_text() == file.read_text()


def test_an_update_adds_what_is_new_and_drops_what_is_gone_without_a_guess(catalogue, template):
    bring_in_line(catalogue, template)
    before = set(named(untranslated(catalogue)))
    changed = deepcopy(template)
    changed.delete("Exit this page")
    changed.add("Exit this page now")
    bring_in_line(catalogue, changed)
    assert "Exit this page" not in catalogue and not catalogue.obsolete
    assert set(named(untranslated(catalogue))) == before | {"Exit this page now"}


def test_an_update_keeps_the_word_that_no_speaker_checked_an_entry(catalogue, template):
    unchecked = {english_of(one) for one in entries(catalogue) if one.user_comments}
    bring_in_line(catalogue, template)
    assert all(one.user_comments for one in entries(catalogue) if english_of(one) in unchecked)


def test_the_compiled_catalogue_says_every_string(catalogue, compiled):
    spoken = gettext.translation("messages", compiled, [str(catalogue.locale)])
    for one in entries(catalogue):
        if one.pluralizable:
            said = [spoken.npgettext(one.context, *one.id, n) if one.context else spoken.ngettext(*one.id, n) for n in range(130)]
            assert set(said) == set(forms_of(one))
        else:
            assert (spoken.pgettext(one.context, one.id) if one.context else spoken.gettext(one.id)) == one.string


def test_the_plural_rule_is_that_of_the_language(catalogue):
    """As Unicode's tables tell numbers apart; a catalogue may have one form for several of their kinds."""
    rule, kept = Locale.parse(str(catalogue.locale)).plural_form, gettext.c2py(catalogue.plural_expr)
    forms = {(rule(number), kept(number)) for number in range(200)}
    assert len(forms) == len({kind for kind, _ in forms}), f"One kind of number has two forms: {forms}"
    assert {form for _, form in forms} == set(range(catalogue.num_plurals))


@pytest.mark.parametrize(("number", "form"), POLISH_PLURALS.items())
def test_polish_has_three_plurals(compiled, number, form):
    spoken = gettext.translation("messages", compiled, ["pl"])
    forms = ("%(count)s usługa", "%(count)s usługi", "%(count)s usług")
    assert spoken.ngettext("%(count)s service", "%(count)s services", number) == forms[form]
