"""From two clock times as written to a stretch of the day, and what had to be assumed for it."""

import datetime as dt

from importers.hours_words import Clock

DAY = 24 * 60
LONGEST = 20 * 60
"""Minutes. A longer stretch that is not the whole day is far more often a slip of am and pm."""


def stretch(first: Clock, last: Clock) -> tuple[dt.time, dt.time, bool] | None:
    """Opening and closing time, and whether am or pm had to be assumed. None where either could be meant."""
    if first.half is None and last.half is None:
        return _without_halves(first, last)
    opens, closes = _with_halves(first, last)
    return _sensible(opens, closes, assumed=False)


def start(clock: Clock) -> dt.time | None:
    """A time that stands alone. None for a bare number, which may be anything."""
    if clock.bare:
        return None
    if clock.half is None and not clock.plainly_24 and clock.hour != 12:
        return None
    return _time(_minutes(clock, clock.half))


def _without_halves(first: Clock, last: Clock) -> tuple[dt.time, dt.time, bool] | None:
    if first.plainly_24 or last.plainly_24:
        return _sensible(_minutes(first, None), _minutes(last, None), assumed=False)
    if first.hour in (7, 8) and last.hour in (8, 9, 10):
        return None
    opens = _minutes(first, "am" if 7 <= first.hour < 12 else "pm")
    closes = _next_after(last, opens)
    as_written = _minutes(first, None), _minutes(last, None)
    return _sensible(opens, closes, assumed=(opens, closes) != as_written)


def _with_halves(first: Clock, last: Clock) -> tuple[int, int]:
    if first.half and last.half:
        return _minutes(first, first.half), _minutes(last, last.half, closing=True)
    if first.half:
        opens = _minutes(first, first.half)
        return opens, _next_after(last, opens)
    closes = _minutes(last, last.half, closing=True)
    same = _minutes(first, last.half)
    if first.plainly_24 or same < closes:
        return same, closes
    return _minutes(first, "am" if last.half == "pm" else "pm"), closes


def _next_after(last: Clock, opens: int) -> int:
    """ "10am - 4" closes at the next 4 o'clock, of the day or of the night."""
    if last.plainly_24:
        return _minutes(last, None)
    candidates = sorted({_minutes(last, "am"), _minutes(last, "pm")})
    return next((minutes for minutes in candidates if minutes > opens), candidates[0])


def _minutes(clock: Clock, half: str | None, *, closing: bool = False) -> int:
    if clock.hour == 24:
        return DAY
    hour = clock.hour
    if half and hour <= 12 and not clock.plainly_24:
        hour = hour % 12 + (12 if half == "pm" else 0)
    minutes = hour * 60 + clock.minute
    return DAY if closing and minutes == 0 else minutes


def _sensible(opens: int, closes: int, *, assumed: bool) -> tuple[dt.time, dt.time, bool] | None:
    length = (closes - opens) % DAY or DAY
    whole_day = opens % DAY == 0 and length >= DAY - 1
    if length > LONGEST and not whole_day:
        return None
    return _time(opens), _time(closes), assumed


def _time(minutes: int) -> dt.time:
    return dt.time(minutes // 60 % 24, minutes % 60)
