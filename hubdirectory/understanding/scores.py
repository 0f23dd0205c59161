"""From how near each need is to a score that can be compared."""

from __future__ import annotations

import math
from collections.abc import Mapping

from hubdirectory.understanding.port import Understood


def shares(closeness: Mapping[str, float], sharpness: float) -> list[Understood]:
    """Every need, best first, its score its share of all: the higher the `sharpness`, the more the best one takes."""
    if not closeness:
        return []
    best = max(closeness.values())
    weights = {need: math.exp(sharpness * (near - best)) for need, near in closeness.items()}
    total = sum(weights.values())
    found = [Understood(need, weight / total) for need, weight in weights.items()]
    return sorted(found, key=lambda understood: (-understood.score, understood.need))
