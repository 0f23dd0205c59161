"""Bank holidays and school terms: the usual ones, and those of a calendar file."""

from __future__ import annotations

import os
from datetime import date

import pytest

from hubdirectory.actions.calendars import SpecialDays, calendar_of, usual_terms
from hubdirectory.actions.world import open_world
from hubdirectory.config import SettingsError, load_settings


def write(folder, text, age=0):
    path = folder / "calendar.toml"
    path.write_text(text)
    os.utime(path, (1_700_000_000 + age, 1_700_000_000 + age))


def test_without_a_file_englands_days_are_known_for_years(tmp_path):
    calendar = calendar_of(tmp_path, 2026)
    for day in ((2026, 12, 25), (2026, 12, 28), (2027, 3, 29), (2031, 12, 25)):
        assert date(*day) in calendar.bank_holidays
    assert date(2026, 1, 2) not in calendar.bank_holidays


@pytest.mark.parametrize(
    ("day", "in_term"),
    [("2026-10-23", True), ("2026-10-26", False), ("2026-11-02", True), ("2026-12-18", True), ("2026-12-21", False),
     ("2027-02-15", False), ("2027-03-26", False), ("2027-05-31", False), ("2026-08-12", False), ("2030-09-10", True)],
)  # fmt: skip
def test_the_usual_terms_leave_out_half_terms_christmas_easter_and_the_summer(tmp_path, day, in_term):
    assert calendar_of(tmp_path, 2026).in_term(date.fromisoformat(day)) == in_term


def test_terms_follow_one_another_and_begin_and_end_on_school_days():
    for year in range(2020, 2050):
        days = [day for term in usual_terms(year) for day in term]
        assert days == sorted(days)
        assert all(day.weekday() < 5 for day in days if day != date(year, 9, 2))


def test_scotlands_second_of_january_is_free(tmp_path):
    write(tmp_path, 'subdivision = "SCT"\n')
    assert date(2026, 1, 2) in calendar_of(tmp_path, 2026).bank_holidays


def test_days_may_be_added_and_taken_away(tmp_path):
    write(tmp_path, 'extra_bank_holidays = [2027-05-10, "2027-06-01"]\nnot_bank_holidays = [2026-12-28]\n')
    days = calendar_of(tmp_path, 2026).bank_holidays
    assert date(2027, 5, 10) in days and date(2027, 6, 1) in days and date(2026, 12, 28) not in days


def test_terms_of_ones_own_stand_in_their_school_year_and_the_usual_ones_in_others(tmp_path):
    write(tmp_path, "[[terms]]\nfirst = 2026-09-07\nlast = 2026-12-11\n")
    calendar = calendar_of(tmp_path, 2026)
    assert not calendar.in_term(date(2026, 9, 3))
    assert calendar.in_term(date(2026, 10, 28))
    assert not calendar.in_term(date(2027, 1, 12)), "the rest of that school year has no terms but those written"
    assert calendar.in_term(date(2027, 9, 6))


def test_a_changed_file_is_seen_without_a_restart_and_an_unchanged_one_is_the_same_object(tmp_path):
    write(tmp_path, "")
    first = calendar_of(tmp_path, 2026)
    assert calendar_of(tmp_path, 2026) is first
    write(tmp_path, "not_bank_holidays = [2026-12-25]\n", age=5)
    assert date(2026, 12, 25) not in calendar_of(tmp_path, 2026).bank_holidays


def test_a_file_that_breaks_while_the_site_runs_changes_nothing(tmp_path, caplog):
    write(tmp_path, "not_bank_holidays = [2026-12-25]\n")
    before = calendar_of(tmp_path, 2026)
    write(tmp_path, "not_bank_holidays = [2026-12-", age=5)
    assert calendar_of(tmp_path, 2026) is before
    assert "calendar.toml cannot be read" in caplog.text


@pytest.mark.parametrize(
    ("text", "said"),
    [("subdivision = 'ENGLAND'", "use one of ENG, WLS, SCT, NIR"), ("holidays = []", "has holidays, which it may not"),
     ("extra_bank_holidays = ['soon']", "write a day like 2027-05-03"), ("extra_bank_holidays = 3", "is a list of days"),
     ("[[terms]]\nfirst = 2026-09-02", "a first and a last day"), ("terms = 4", "under [[terms]]"),
     ("[[terms]]\nfirst = 2026-09-02\nlast = 2026-09-01", "ends before it begins"), ("= 3", "cannot be read")],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_at_the_start_with_a_sentence(tmp_path, text, said):
    write(tmp_path, text)
    with pytest.raises(SettingsError, match=r"calendar\.toml") as error:
        open_world(load_settings({"HUB_INSTANCE": str(tmp_path)}))
    assert said in str(error.value)


def test_the_example_in_the_documentation_can_be_read(tmp_path):
    from hubdirectory.actions import calendars

    lines = [line[4:] for line in calendars.__doc__.splitlines() if line.startswith("    ")]
    write(tmp_path, "\n".join(lines))
    assert calendars.read_special_days(tmp_path / "calendar.toml") == SpecialDays(
        extra=frozenset({date(2027, 5, 10)}), terms=((date(2026, 9, 2), date(2026, 10, 23)),)
    )
