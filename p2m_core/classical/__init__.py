"""Training-free detectors: the cold start, and the yardstick for RPR-Net.

Each is a filter that answers to small bright or dark spots of several sizes (`tophat`, `log`,
`mpcm`: one file each). What they share: the answer at every pixel is divided by the answers around
it (`_clutter`), which makes scores comparable between places and frames; the strongest pixels are
the detections (`_peaks`). The forms ``NAME+diff`` ask besides that the spot has moved (`_motion`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from p2m_core.classical import log, mpcm, tophat
from p2m_core.classical.detector import ClassicalDetector

__all__ = ["METHODS", "ClassicalDetector", "Method"]


@dataclass(frozen=True)
class Method:
    """One detector.

    Attributes
    ----------
    name : str
        As on the command line.
    title : str
        As in tables.
    detector : callable
        Makes the detector; its scores are ratios to the clutter around.
    """

    name: str
    title: str
    detector: Callable[[], ClassicalDetector]


_FILTERS = (
    ("tophat", "Top-hat", tophat.respond, tophat.CLUTTER_WIDTH),
    ("log", "LoG", log.respond, log.CLUTTER_WIDTH),
    ("mpcm", "MPCM", mpcm.respond, mpcm.CLUTTER_WIDTH),
)

METHODS = {
    entry.name: entry
    for moving in (False, True)
    for entry in (
        Method(
            f"{name}+diff" if moving else name,
            f"{title} + difference" if moving else title,
            lambda respond=respond, width=width, moving=moving: ClassicalDetector(  # type: ignore[misc]
                respond, width, moving
            ),
        )
        for name, title, respond, width in _FILTERS
    )
}
"""Every method by name; a new one is a line of `_FILTERS`."""
