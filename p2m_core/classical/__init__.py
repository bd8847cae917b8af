"""Training-free detectors: the cold start, and the yardstick for RPR-Net.

Each is a filter for small bright or dark spots of several sizes (`tophat`, `log`, `mpcm`: one file
each). All share the rest: the response at every pixel is divided by the responses around it
(`_clutter`), which makes scores comparable between places and frames; the strongest pixels are the
detections (`_peaks`). The forms ``NAME+diff`` also require that the spot has moved (`_motion`).

To add one, write ``NAME.py`` with `respond` and `CLUTTER_WIDTH` as in `tophat`, and a line in
`_FILTERS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from p2m_core.classical import log, mpcm, tophat
from p2m_core.classical.detector import ClassicalDetector
from p2m_core.registry import registry_of

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

METHODS = registry_of(
    *(
        Method(
            f"{name}+diff" if moving else name,
            f"{title} + difference" if moving else title,
            partial(ClassicalDetector, respond, width, moving),
        )
        for moving in (False, True)
        for name, title, respond, width in _FILTERS
    )
)
"""Every method by name, made from `_FILTERS`."""
