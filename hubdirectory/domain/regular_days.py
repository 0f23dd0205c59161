"""The days that a rule itself names, before exceptions, extra dates, terms and holidays."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from itertools import islice

from .days import WEEKDAYS, days_in_month, is_nth, later, months_between, weeks_between

RECURRING = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
CENTURY_DAYS = 36_525


class RegularDays:
    """What `schedules.Recurrence` knows of days; its fields are there."""

    freq: str
    byday: tuple[str, ...]
    bymonthday: tuple[int, ...]
    interval: int
    start: date | None
    until: date | None
    count: int | None

    def is_regular(self, day: date) -> bool:
        """Whether the rule itself names that day."""
        if (self.start and day < self.start) or not self._matches(day):
            return False
        return self.last_day is None or day <= self.last_day

    def _matches(self, day: date) -> bool:
        first = self.start or day
        match self.freq:
            case "DAILY":
                return self._on_interval((day - first).days) and self._on_named_day(day)
            case "WEEKLY":
                return self._on_weekday(day) and self._on_interval(weeks_between(first, day))
            case "MONTHLY":
                return self._on_month_day(day) and self._on_interval(months_between(first, day))
            case "YEARLY":
                same = self.start is not None and (day.month, day.day) == (first.month, first.day)
                return same and self._on_interval(day.year - first.year)
        return day == self.start

    def _on_interval(self, steps: int) -> bool:
        return steps % self.step == 0

    @property
    def step(self) -> int:
        return max(self.interval, 1)

    def _on_named_day(self, day: date) -> bool:
        """Whether it is among the weekdays and month days that are named, if any are."""
        if self.byday and not any(is_nth(day, rule) for rule in self.byday):
            return False
        return not self.bymonthday or day.day in self.bymonthday or day.day - days_in_month(day) - 1 in self.bymonthday

    def _on_weekday(self, day: date) -> bool:
        if self.byday:
            return WEEKDAYS[day.weekday()] in self.byday
        return self.start is not None and day.weekday() == self.start.weekday()

    def _on_month_day(self, day: date) -> bool:
        if self.byday or self.bymonthday:
            return self._on_named_day(day)
        return self.start is not None and day.day == self.start.day

    @cached_property
    def last_day(self) -> date | None:
        """The last day that the rule itself may name, by `until` and `count`; None where it goes on."""
        return min((day for day in (self.until, self._counted_out()) if day), default=None)

    def _counted_out(self) -> date | None:
        """The day of the last of `count` times. A count that a century does not use up never is."""
        if self.start is None or self.freq not in RECURRING:
            return self.start
        if self.count is None:
            return None
        if self.count < 1:
            return date.min
        if self.freq == "WEEKLY":
            return self._last_in_weeks(self.start, self.count)
        if self.freq == "DAILY" and not (self.byday or self.bymonthday):
            return later(self.start, (self.count - 1) * self.step)
        days = (later(self.start, offset) for offset in range(CENTURY_DAYS))
        return next(islice((day for day in days if day and self._matches(day)), self.count - 1, None), None)

    def _last_in_weeks(self, start: date, count: int) -> date | None:
        """Counts from the Monday of the first week, with what was missed of that week added."""
        first = start.weekday()
        offsets = [offset for offset, code in enumerate(WEEKDAYS) if code in self.byday] if self.byday else [first]
        if not offsets:
            return None
        missed = sum(offset < first for offset in offsets)
        weeks, nth = divmod(missed + count - 1, len(offsets))
        return later(start, weeks * self.step * 7 + offsets[nth] - first)

    def named_weekdays(self) -> tuple[str, ...]:
        if self.freq not in ("DAILY", "WEEKLY", "MONTHLY"):
            return ()
        if self.freq == "WEEKLY" and self.start and not self.byday:
            return (WEEKDAYS[self.start.weekday()],)
        named = {rule.removeprefix("+") for rule in self.byday}
        named -= {rule for rule in named if len(rule) > 2 and rule[-2:] in named and self.freq != "WEEKLY"}
        return tuple(sorted(named, key=lambda rule: (WEEKDAYS.index(rule[-2:]) if rule[-2:] in WEEKDAYS else 7, rule)))

    def named_month_days(self) -> tuple[int, ...]:
        if self.freq == "MONTHLY" and self.start and not (self.byday or self.bymonthday):
            return (self.start.day,)
        return tuple(sorted(set(self.bymonthday))) if self.freq in ("DAILY", "MONTHLY") else ()
