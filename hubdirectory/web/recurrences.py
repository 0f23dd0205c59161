"""A rule in words: "Every Tuesday, 10am to 12 noon, in school term time"."""

from __future__ import annotations

from flask_babel import gettext, ngettext

from hubdirectory.domain.schedules import DAY_SLUGS, WEEKDAYS, Recurrence
from hubdirectory.web.locales import comma
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
    return capital(comma().join(part for part in parts if part))


def _days(rule: Recurrence) -> str:
    match rule.freq:
        case "DAILY":
            return _daily(rule)
        case "WEEKLY":
            return _weekly(rule)
        case "MONTHLY":
            return _monthly(rule)
        case "YEARLY":
            return _yearly(rule)
    return full_day(rule.start) if rule.start else ""


def _daily(rule: Recurrence) -> str:
    """Every so many days, and of those only the weekdays and month days that it names."""
    if rule.interval > 1:
        days = ngettext("Every day", "Every %(num)s days", rule.interval)
        named = [_month_days(rule.bymonthday)] if rule.bymonthday else []
        return _only(days, named + ([_weekdays(rule.weekdays())] if rule.byday else []))
    if rule.bymonthday:
        return _only(_on_month_days(rule.bymonthday), [_weekdays(rule.weekdays())] if rule.byday else [])
    return _every_weekday(rule.weekdays())


def _only(days: str, named: list[str]) -> str:
    """`On day 13 of the month, where that is Friday`: both must hold."""
    for name in named:
        days = gettext("%(days)s, where that is %(weekday)s", days=days, weekday=name)
    return days


def _weekly(rule: Recurrence) -> str:
    slugs = rule.weekdays()
    if rule.interval == 1:
        return _every_weekday(slugs)
    if rule.interval == 2:
        return gettext("Every other week on %(day)s", day=_weekdays(slugs))
    return gettext("Every %(num)s weeks on %(day)s", num=rule.interval, day=_weekdays(slugs))


def _every_weekday(slugs: tuple[str, ...]) -> str:
    if slugs == DAY_SLUGS:
        return gettext("Every day")
    days = _weekdays(slugs)
    return days if len(slugs) > 1 else gettext("Every %(day)s", day=days)


def _weekdays(slugs: tuple[str, ...]) -> str:
    """`Monday to Friday`, else the days by name."""
    return gettext("Monday to Friday") if slugs == DAY_SLUGS[:5] else and_list([day_name(slug) for slug in slugs])


def _monthly(rule: Recurrence) -> str:
    if not rule.byday:
        numbers = rule.bymonthday or ((rule.start.day,) if rule.start else ())
        return _every_so_many_months(_on_month_days(numbers), rule)
    if rule.bymonthday:
        return _every_so_many_months(_only(_on_month_days(rule.bymonthday), [_plain_or_nth(rule.byday)]), rule)
    return _every_so_many_months(gettext("%(days)s of the month", days=and_list([_nth_day(code) for code in rule.byday])), rule)


def _plain_or_nth(byday: tuple[str, ...]) -> str:
    return and_list([day_name(DAY_SLUGS[WEEKDAYS.index(code)]) if code in WEEKDAYS else _nth_day(code) for code in byday])


def _every_so_many_months(days: str, rule: Recurrence) -> str:
    if rule.interval == 1:
        return days
    return gettext("%(days)s, every %(num)s months", days=days, num=rule.interval)


def _on_month_days(numbers: tuple[int, ...]) -> str:
    """`On day 3 of the month`; counted from the end, `On the last day of the month`."""
    if all(number > 0 for number in numbers):
        return gettext("On day %(days)s of the month", days=_month_days(numbers))
    return gettext("On %(days)s of the month", days=_month_days(numbers))


def _month_days(numbers: tuple[int, ...]) -> str:
    ordered = sorted(numbers, key=lambda number: (number < 0, number))
    plain = all(number > 0 for number in ordered)
    return and_list([str(number) if plain else _month_day(number) for number in ordered])


def _month_day(number: int) -> str:
    if number > 0:
        return gettext("day %(number)s", number=number)
    if number == -1:
        return gettext("the last day")
    return gettext("day %(number)s from the end", number=-number)


def _yearly(rule: Recurrence) -> str:
    if rule.interval == 1:
        return gettext("Once a year")
    return gettext("Once every %(num)s years", num=rule.interval)


def _nth_day(code: str) -> str:
    day = day_name(DAY_SLUGS[WEEKDAYS.index(code[-2:])])
    names = {
        "1": gettext("First %(day)s", day=day), "2": gettext("Second %(day)s", day=day),
        "3": gettext("Third %(day)s", day=day), "4": gettext("Fourth %(day)s", day=day),
        "5": gettext("Fifth %(day)s", day=day), "-1": gettext("Last %(day)s", day=day),
        "-2": gettext("Last but one %(day)s", day=day),
    }  # fmt: skip
    return names.get(code[:-2].removeprefix("+"), gettext("Every %(day)s", day=day))


def and_list(words: list[str]) -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return gettext("%(most)s and %(last)s", most=comma().join(words[:-1]), last=words[-1])
