"""Age bands: the facet that people choose from."""

from __future__ import annotations

OLDEST = 120
# slug -> youngest and oldest age of the band, in whole years.
BANDS: dict[str, tuple[int, int]] = {
    "under-5": (0, 4),
    "5-to-11": (5, 11),
    "12-to-17": (12, 17),
    "18-to-25": (18, 25),
    "26-to-64": (26, 64),
    "65-and-over": (65, OLDEST),
}


def bands_of(minimum: int | None, maximum: int | None) -> tuple[str, ...]:
    """The bands in which somebody may come. No limit on either side means everybody on that side may.

    Limits the wrong way round are a slip of the pen: a service must not vanish from every band for it.
    """
    limits = (minimum or 0, OLDEST if maximum is None else maximum)
    low, high = min(limits), max(limits)
    return tuple(slug for slug, (youngest, oldest) in BANDS.items() if min(low, OLDEST) <= oldest and youngest <= high)


def band_of(age: int | None) -> str:
    """The band of somebody of that age; "" for None and for ages that nobody has."""
    if age is None:
        return ""
    return next((slug for slug, (youngest, oldest) in BANDS.items() if youngest <= age <= oldest), "")
