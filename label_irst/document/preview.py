"""What a click would do now: made by the tools, drawn by the views."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Aim:
    """What a click at the pixel `at` (x, y) means.

    `meant` is the pixel that it snaps to, within `radius` pixels; 0 where it does not snap. `sign`
    is +1 for a pixel that is to belong to a target, -1 for one that is not, 0 for a seed.
    """

    at: tuple[int, int]
    meant: tuple[int, int]
    radius: float = 0.0
    sign: int = 0


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
    aim: Aim | None = None
