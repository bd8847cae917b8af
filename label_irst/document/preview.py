"""What a click would do now: made by the tools, drawn by the views."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Preview:
    """A mask to be, at its place in the frame.

    `replaces` is the target whose stored mask the views leave out meanwhile, 0 for none. `guide` is
    the outline being drawn, points (x, y), the last one joined to the first; the first `corners`
    of them were clicked.
    """

    x0: int
    y0: int
    mask: NDArray[np.bool_]
    erases: bool = False
    replaces: int = 0
    guide: tuple[tuple[float, float], ...] = ()
    corners: int = 0
