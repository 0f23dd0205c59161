"""A section as its page shows it: each field with its value, its problems, and what it offers."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request
from flask_babel import gettext
from flask_wtf import FlaskForm

from hubdirectory.actions import showing
from hubdirectory.actions.changes import Draft
from hubdirectory.actions.organisations import choosing
from hubdirectory.audiences.organisations.areas import areas_by_key
from hubdirectory.audiences.organisations.fields import LANGUAGES, Choice, Field, Items
from hubdirectory.audiences.organisations.helping import record_crumbs
from hubdirectory.audiences.organisations.pages import SectionPage
from hubdirectory.audiences.organisations.parts import Drawn, Option, TermGroup
from hubdirectory.domain.sections import SECTIONS, Section, section_of
from hubdirectory.domain.states import Booking
from hubdirectory.domain.validity import Problems
from hubdirectory.web.locales import current_locale
from hubdirectory.web.names import BOOKINGS, spoken_language
from hubdirectory.web.need_groups import grouped
from hubdirectory.web.pages import render
from hubdirectory.web.record_words import SECTION_NAMES, field_name, problem_words
from hubdirectory.web.world import the_world


def problems_here(draft: Draft, section: Section) -> Problems:
    return {key: problem for key, problem in draft.problems.items() if section_of(draft.kind, key) == section}


def draw_section(draft: Draft, section: Section, fields: tuple[Field, ...], form: FlaskForm) -> str:
    errors = {key: problem_words(problem) for key, problem in problems_here(draft, section).items()}
    name = str(SECTION_NAMES[section])
    page = SectionPage(
        title=name, crumbs=record_crumbs(draft), indexable=False, form=form,
        fields=tuple(_drawn(draft, field, errors) for field in fields), stamp=draft.stamp, summary_of_errors=_summary(errors),
        problem=gettext("Problem: ") if errors else "", back=record_crumbs(draft)[-1].address,
        number=list(SECTIONS[draft.kind]).index(section) + 1, of=len(SECTIONS[draft.kind]),
        last=list(SECTIONS[draft.kind])[-1] == section,
    )  # fmt: skip
    return render(page)


def _summary(errors: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Each problem with the field that it leads to."""
    return tuple((f"{field_name(key)}: {words}", f"#{key.replace('.', '-')}") for key, words in errors.items())


def _drawn(draft: Draft, field: Field, errors: Mapping[str, str]) -> Drawn:
    value = draft.data[field.name]
    own = {key: words for key, words in errors.items() if key.partition(".")[0] == field.name}
    if isinstance(field, Items):
        blank = {part.name: "" for part in field.parts}
        rows = [*value, blank] if not value or request.args.get("more") == field.name else list(value)
        return Drawn(field, value, own, rows=tuple(rows))
    if isinstance(field, Choice):
        if field.kind == "terms":
            return Drawn(field, value, own, groups=_terms(draft))
        return Drawn(field, value, own, options=_options(draft, field))
    return Drawn(field, "" if value is None else value, own)


def _options(draft: Draft, field: Choice) -> tuple[Option, ...]:
    value = draft.data[field.name]
    if field.kind == "radios":
        known = [*BOOKINGS.items(), (Booking.UNKNOWN.value, gettext("Not said"))]
        return tuple(Option(slug, str(label), slug == value) for slug, label in known)
    if field.kind == "languages":
        notes = {item["code"]: item.get("note", "") for item in value}
        codes = dict.fromkeys([*notes, *LANGUAGES])
        return tuple(Option(code, spoken_language(code), code in notes, notes.get(code, "")) for code in codes)
    chosen = {f"{one['kind']}:{one['name']}" for one in value}
    return tuple(Option(key, str(item["name"]), key in chosen) for key, item in areas_by_key(draft).items())


def _terms(draft: Draft) -> tuple[TermGroup, ...]:
    """What we propose from the text first, then every need by group, and who it is for."""
    world, locale = the_world(), current_locale()
    chosen, confirmed = set(draft.data["suggested"]), set(draft.data["confirmed"])
    terms = {kind: showing.terms(world, kind, locale) for kind in ("need", "audience")}
    names = {f"{kind}/{term.slug}": term.name for kind, some in terms.items() for term in some}
    proposed = _proposed(draft, names, chosen | confirmed)
    groups = [
        TermGroup(gettext("Confirmed"), tuple(Option(slug, names[slug], True) for slug in sorted(confirmed & set(names))), True)
    ]
    groups.append(
        TermGroup(
            gettext("From your words, this may fit"), tuple(Option(slug, names[slug], False) for slug in proposed), proposed=True
        )
    )
    left = set(names) - confirmed - set(proposed)
    for name, needs in grouped(terms["need"]):
        groups.append(_group(name, [f"need/{term.slug}" for term in needs], left, names, chosen))
    groups.append(_group(gettext("Who it is for"), [f"audience/{term.slug}" for term in terms["audience"]], left, names, chosen))
    return tuple(group for group in groups if group.options)


def _group(name: str, slugs: list[str], left: set[str], names: Mapping[str, str], chosen: set[str]) -> TermGroup:
    return TermGroup(name, tuple(Option(slug, names[slug], slug in chosen) for slug in slugs if slug in left))


def _proposed(draft: Draft, names: Mapping[str, str], known: set[str]) -> list[str]:
    data = draft.data
    if not (data["name"] or data["summary"]):
        return []
    found = choosing.proposed_terms(the_world(), data["name"], data["summary"], data["description"])
    return [slug for slug in found if slug in names and slug not in known]
