"""What the pointer would do if it were pressed now: drawn by the views, made by the tools."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Preview:
    """A mask that is not yet one, at its place in the frame.

    `replaces` is the target that the mask stands in for while a stroke is drawn, so that the views
    leave the stored one out; 0 for none. `guide` is the outline that is being drawn, points (x, y),
    the last one joined to the first; the first `corners` of them were clicked.
    """

    x0: int
    y0: int
    mask: NDArray[np.bool_]
    erases: bool = False
    replaces: int = 0
    guide: tuple[tuple[float, float], ...] = ()
    corners: int = 0
