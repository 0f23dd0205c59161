"""The needs in a few groups, so that somebody can look through them. A need in none of them is shown under "More"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from flask_babel import LazyString, lazy_gettext

GROUPS: tuple[tuple[LazyString, tuple[str, ...]], ...] = (
    (lazy_gettext("Money, food and bills"), ("food", "debt", "benefits", "energy", "household-goods", "warm-space")),
    (lazy_gettext("Somewhere to live"), ("homelessness", "housing-advice", "home-help", "disability-aids")),
    (
        lazy_gettext("How you feel"),
        ("crisis-suicide", "talking-therapy", "bereavement", "cyp-mental-health", "perinatal"),
    ),
    (lazy_gettext("Keeping safe"), ("domestic-abuse", "sexual-violence")),
    (lazy_gettext("Drink, drugs, gambling and smoking"), ("alcohol", "drugs", "gambling", "smoking")),
    (
        lazy_gettext("Company and things to do"),
        ("befriending", "creative-nature", "mens-groups", "active-ageing", "lgbtq", "youth"),
    ),
    (lazy_gettext("Children and family"), ("early-years", "parenting", "send", "young-carers", "carers")),
    (
        lazy_gettext("Health and disability"),
        ("long-term-conditions", "cancer", "dementia", "sensory", "neurodiversity", "healthy-weight"),
    ),
    (lazy_gettext("Work, learning and getting about"), ("employment", "adult-learning", "esol", "digital", "transport")),
    (lazy_gettext("New here, or back from service"), ("migrants", "veterans")),
)
MORE = lazy_gettext("More")


class HasSlug(Protocol):
    @property
    def slug(self) -> str: ...


Need = TypeVar("Need", bound=HasSlug)


def grouped(needs: Iterable[Need]) -> list[tuple[str, list[Need]]]:
    """The needs by group, in the order of the groups; empty groups are left out."""
    left = {need.slug: need for need in needs}
    groups = [(str(name), [left.pop(slug) for slug in slugs if slug in left]) for name, slugs in GROUPS]
    groups.append((str(MORE), list(left.values())))
    return [(name, found) for name, found in groups if found]
