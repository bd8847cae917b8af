"""How masks are drawn over the picture, in all projects."""

import math
from dataclasses import dataclass

from label_irst.settings.storage import storage

LEAST_OPACITY = 0.05
_GROUP = "mask-style"


@dataclass(frozen=True)
class MaskStyle:
    """`opacity` is that of the fill, between `LEAST_OPACITY` and 1.

    With `by_class` targets have the colours of their classes, else of their tracks; with `names`
    their classes are written beside them.
    """

    outline: bool = True
    fill: bool = True
    opacity: float = 0.16
    by_class: bool = False
    names: bool = True


def stored() -> MaskStyle:
    """The stored style; the default where it cannot be read."""
    kept, default = storage(), MaskStyle()
    kept.beginGroup(_GROUP)
    drawn = {"outline": (True, False), "fill": (False, True)}.get(
        str(kept.value("drawn")), (default.outline, default.fill)
    )
    try:
        opacity = float(str(kept.value("opacity", default.opacity)))
    except ValueError:
        opacity = default.opacity
    if not math.isfinite(opacity):
        opacity = default.opacity
    by_class, names = (
        str(kept.value(key, was)).lower() == "true"
        for key, was in (("by-class", default.by_class), ("names", default.names))
    )
    return MaskStyle(*drawn, min(max(opacity, LEAST_OPACITY), 1.0), by_class, names)


def store(style: MaskStyle) -> None:
    kept = storage()
    kept.beginGroup(_GROUP)
    drawn = "both" if style.outline and style.fill else "outline" if style.outline else "fill"
    kept.setValue("drawn", drawn)
    kept.setValue("opacity", style.opacity)
    kept.setValue("by-class", style.by_class)
    kept.setValue("names", style.names)
