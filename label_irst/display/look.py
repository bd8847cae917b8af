"""How the frames of a sequence are shown: one look for all, so that nothing flickers."""

import math
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from label_irst.display.colour_maps import COLOUR_MAPS
from label_irst.display.levels import Levels

EIGHT_BITS = Levels(0.0, 255.0)


class Filter(StrEnum):
    """What replaces a frame: nothing, its change since the last one, or the median around it."""

    NONE = "none"
    DIFFERENCE = "difference"
    MEDIAN = "median"


@dataclass(frozen=True)
class Look:
    """`levels` are for frames, `change` for differences, which lie around zero."""

    levels: Levels = EIGHT_BITS
    change: Levels | None = None
    colour_map: str = COLOUR_MAPS[0]
    inverted: bool = False
    contrast: float = 0.0  # local contrast, 0..1
    filter: Filter = Filter.NONE

    @property
    def active_levels(self) -> Levels:
        """The levels of what is shown: of frames, or of their differences."""
        return self.change if self.change and self.filter is Filter.DIFFERENCE else self.levels

    def with_levels(self, levels: Levels) -> "Look":
        """The look with other levels for what is shown."""
        if self.filter is Filter.DIFFERENCE:
            return replace(self, change=levels)
        return replace(self, levels=levels)

    def to_json(self) -> dict[str, Any]:
        """Plain values for the project file."""
        return asdict(self)


def look_from_json(stored: object, otherwise: Look) -> Look:
    """The look that `to_json` wrote; missing or invalid values are taken from `otherwise`.

    It comes from a file, which another program may have written.
    """
    if not isinstance(stored, dict):
        return otherwise
    found = otherwise
    # Older versions stored the levels alone.
    levels = _levels(stored.get("levels", stored))
    change = _levels(stored.get("change"))
    contrast = _number(stored.get("contrast"))
    if levels is not None:
        found = replace(found, levels=levels)
    if change is not None:
        found = replace(found, change=change)
    if stored.get("colour_map") in COLOUR_MAPS:
        found = replace(found, colour_map=stored["colour_map"])
    if isinstance(stored.get("inverted"), bool):
        found = replace(found, inverted=stored["inverted"])
    if contrast is not None:
        found = replace(found, contrast=min(max(contrast, 0.0), 1.0))
    if stored.get("filter") in set(Filter):
        found = replace(found, filter=Filter(stored["filter"]))
    return found


def _levels(stored: object) -> Levels | None:
    if not isinstance(stored, dict):
        return None
    low, high = _number(stored.get("low")), _number(stored.get("high"))
    if low is None or high is None or not high > low:
        return None
    return Levels(low, high).with_gamma(_number(stored.get("gamma")) or 1.0)


def _number(stored: object) -> float | None:
    if isinstance(stored, bool) or not isinstance(stored, (int, float)):
        return None
    return float(stored) if math.isfinite(stored) else None
