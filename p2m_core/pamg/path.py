"""What a growth gives: its path, the energies along it, and the chosen step."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry
from p2m_core.errors import InputError
from p2m_core.pamg.params import LOW_MARGIN


@dataclass(frozen=True, eq=False)
class Growth:
    """One growth from one seed: the whole path, its energies, and the chosen step.

    Attributes
    ----------
    shape : (int, int)
        Of the image, (H, W).
    seed : (int, int)
        The pixel ``(x, y)`` the growth started from.
    path : int64 array, shape (N, 2)
        Row and column of each pixel in the order of growth.
    energy : float64 array, shape (N,)
        Of each step, see `p2m_core.pamg.params.Weights`; ``-inf`` where it is not defined, as in
        the paper's warm-up.
    step : int
        k* of Eq. 7, 1 to N: the mask is the first `step` pixels of the path. 1 where no energy
        is finite (a flat image): the mask is then the seed alone.
    polarity : int
        +1 bright, -1 dark.
    background : float
        Local background median, the image's grey levels.
    support_radius : float
        R_s, pixels.
    variant : str
        The form of the energy.
    """

    shape: tuple[int, int]
    seed: tuple[int, int]
    path: NDArray[np.int64]
    energy: NDArray[np.float64]
    step: int
    polarity: int
    background: float
    support_radius: float
    variant: str

    def mask_at(self, step: int) -> NDArray[np.bool_]:
        """Return the mask, shape (H, W), after the first `step` pixels of the path (1 to N)."""
        if not 1 <= step <= len(self.path):
            raise InputError(f"step is {step}: the growth path has steps 1 to {len(self.path)}")
        mask = np.zeros(self.shape, bool)
        mask[tuple(self.path[:step].T)] = True
        return mask

    @cached_property
    def mask(self) -> NDArray[np.bool_]:
        """The mask of the chosen step, shape (H, W)."""
        return self.mask_at(self.step)

    @property
    def area(self) -> int:
        """Pixels of the mask."""
        return self.step

    @cached_property
    def rival(self) -> int | None:
        """The best step with a clearly different mask: under half or over twice the pixels.

        None where no such step has a finite energy.
        """
        low, high = math.ceil(self.step / 2), 2 * self.step
        energy = self.energy.copy()
        energy[low - 1 : high] = -math.inf
        step = int(np.argmax(energy))
        return step + 1 if math.isfinite(energy[step]) else None

    @property
    def margin(self) -> float:
        """Energy of the chosen step minus that of its `rival`; a small margin is doubtful.

        The unit depends on `variant` and is not log-odds: on SIRST the chosen step of the form
        ``rim`` is the better of the two for three in four targets at a margin of 3, for nine in
        ten above 10. Infinite without a rival, NaN where no energy is finite.
        """
        chosen = float(self.energy[self.step - 1])
        if not math.isfinite(chosen):
            return math.nan
        return math.inf if self.rival is None else chosen - float(self.energy[self.rival - 1])

    @property
    def doubtful(self) -> bool:
        """Whether the margin is as small as that of the least certain tenth of real targets.

        A growth without any finite energy is doubtful too.
        """
        return not self.margin >= LOW_MARGIN[self.variant]

    @property
    def centroid(self) -> tuple[float, float]:
        """Mean ``(x, y)`` of the mask's pixels."""
        row, column = self.path[: self.step].mean(axis=0)
        return float(column), float(row)

    @property
    def radius(self) -> float:
        """Equivalent radius of the mask, pixels."""
        return geometry.equivalent_radius(self.step)
