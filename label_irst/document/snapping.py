"""Which pixel a click means: its own, or the peak of a target that it just missed."""

from label_irst.document.document import Document
from label_irst.document.edits.frame_edits import at_pixel
from label_irst.document.preview import Aim
from label_irst.document.regrowth import excluded
from p2m_core import geometry
from p2m_core.errors import P2MError
from p2m_core.pamg import snapped

NEAREST, FARTHEST = 1.5, 3.0  # pixels of the frame: its neighbours at any zoom, and no more
SHARE = 0.3  # of a finger's reach: where the picture is reduced, a hand is no steadier


def aim_at(document: Document, x: float, y: float, reach: float, exact: bool = False) -> Aim:
    """Where a click goes; `reach` is what a finger covers on the screen, pixels of the frame.

    A click on a mask, or on a pixel that was taken out of one, means that very pixel.
    """
    row, column = geometry.pixel_at(x, y)
    at = column, row
    taken = [geometry.pixel_at(*point) for t in document.targets for point in excluded(t)]
    if (
        exact
        or document.image is None
        or (row, column) in taken
        or at_pixel(document.targets, x, y)
    ):
        return Aim(at, at)
    radius = min(max(reach, NEAREST), max(FARTHEST, SHARE * reach))
    try:
        meant = snapped(document.image, at, radius, document.params.polarity)
    except P2MError:  # outside of the picture
        return Aim(at, at)
    return Aim(at, meant, radius)
