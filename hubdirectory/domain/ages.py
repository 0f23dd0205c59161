"""Age bands: the facet that people choose from."""

from __future__ import annotations

# slug -> youngest and oldest age of the band, in whole years.
BANDS: dict[str, tuple[int, int]] = {
    "under-5": (0, 4),
    "5-to-11": (5, 11),
    "12-to-17": (12, 17),
    "18-to-25": (18, 25),
    "26-to-64": (26, 64),
    "65-and-over": (65, 120),
}


def bands_of(minimum: int | None, maximum: int | None) -> tuple[str, ...]:
    """The bands in which somebody may come. No limit on either side means everybody on that side may."""
    low, high = minimum or 0, 120 if maximum is None else maximum
    return tuple(slug for slug, (youngest, oldest) in BANDS.items() if low <= oldest and youngest <= high)
