"""A rule in words: "Every Tuesday, 10am to 12 noon, in school term time"."""

from __future__ import annotations

from flask_babel import gettext, ngettext

from hubdirectory.domain.schedules import DAY_SLUGS, WEEKDAYS, Recurrence
from hubdirectory.web.times import capital, clock_range, day_name, full_day, short_date


def rule_words(rule: Recurrence) -> str:
    """The whole rule as one line. Dates that are left out or added stand in the list of dates, not here."""
    parts = [_days(rule), clock_range(rule.opens, rule.closes)]
    if rule.term_time_only:
        parts.append(gettext("in school term time"))
    if rule.not_bank_holidays:
        parts.append(gettext("not on bank holidays"))
    if rule.until:
        parts.append(gettext("until %(date)s", date=short_date(rule.until)))
    return capital(", ".join(part for part in parts if part))


def _days(rule: Recurrence) -> str:
    match rule.freq:
        case "DAILY":
            return gettext("Every day") if rule.interval == 1 else _every_so_many_days(rule.interval)
        case "WEEKLY":
            return _weekly(rule)
        case "MONTHLY":
            return _monthly(rule)
        case "YEARLY":
            return gettext("Once a year")
    return full_day(rule.start) if rule.start else ""


def _every_so_many_days(days: int) -> str:
    return ngettext("Every day", "Every %(num)s days", days)


def _weekly(rule: Recurrence) -> str:
    slugs = rule.weekdays()
    if slugs == DAY_SLUGS and rule.interval == 1:
        return gettext("Every day")
    days = and_list([day_name(slug) for slug in slugs])
    if slugs == DAY_SLUGS[:5]:
        days = gettext("Monday to Friday")
    if rule.interval == 1:
        return days if len(slugs) > 1 else gettext("Every %(day)s", day=days)
    if rule.interval == 2:
        return gettext("Every other week on %(day)s", day=days)
    return gettext("Every %(num)s weeks on %(day)s", num=rule.interval, day=days)


def _monthly(rule: Recurrence) -> str:
    if rule.byday:
        days = and_list([_nth_day(code) for code in rule.byday])
        return gettext("%(days)s of the month", days=days)
    numbers = rule.bymonthday or ((rule.start.day,) if rule.start else ())
    return gettext("On day %(days)s of the month", days=and_list([str(number) for number in numbers]))


def _nth_day(code: str) -> str:
    day = day_name(DAY_SLUGS[WEEKDAYS.index(code[-2:])])
    names = {
        "1": gettext("First %(day)s", day=day), "2": gettext("Second %(day)s", day=day),
        "3": gettext("Third %(day)s", day=day), "4": gettext("Fourth %(day)s", day=day),
        "-1": gettext("Last %(day)s", day=day),
    }  # fmt: skip
    return names.get(code[:-2], gettext("Every %(day)s", day=day))


def and_list(words: list[str]) -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return gettext("%(most)s and %(last)s", most=", ".join(words[:-1]), last=words[-1])
