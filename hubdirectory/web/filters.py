"""What templates can say: our filters and functions, by name."""

from __future__ import annotations

from jinja2 import Environment, StrictUndefined, select_autoescape

from hubdirectory.web import addresses, formatting, fragments, locales, names, pictures, recurrences, referral_words, text, times


def teach(environment: Environment) -> None:
    """Give a template environment our words. A name that nobody passed is an error, not an empty text."""
    environment.undefined = StrictUndefined
    environment.autoescape = select_autoescape(default=True)
    environment.trim_blocks = environment.lstrip_blocks = True
    # As babel.cfg extracts them: however a template breaks its lines, the message is one.
    environment.policies["ext.i18n.trimmed"] = True
    environment.filters.update(
        age=formatting.age_words, day_words=times.day_words, distance=formatting.distance, host=formatting.host,
        money=formatting.money, number=formatting.number_words, phone=formatting.phone_shown,
        prose=text.prose, rule=recurrences.rule_words, short_date=times.short_date, tel=formatting.phone_link,
        sms=formatting.text_link, web=formatting.web_address, and_list=recurrences.and_list, iso=times.machine_time,
        local=times.local, unbroken=formatting.unbroken,
    )  # fmt: skip
    environment.globals.update(
        ACCESS=names.access_name, BOOKINGS=names.BOOKINGS, COSTS=names.COSTS, MODES=names.MODES,
        REASONS=names.REPORT_REASONS, REFERRAL_REASONS=referral_words.REASON_NAMES, REFERRAL_STATES=referral_words.STATE_NAMES,
        TONGUES=locales.LANGUAGES, clock=times.clock, full_day=times.full_day,
        icon=pictures.icon, kept=fragments.kept, kept_each=fragments.kept_each, macro=fragments.macro,
        map_link=addresses.map_link,
        picture=pictures.picture, said_in=locales.said_in, span_words=times.span_words, spoken=names.spoken_language,
        url_for=addresses.address,
        stale=formatting.stale_words, stale_times=formatting.stale_times_words, when=times.when,
    )  # fmt: skip
