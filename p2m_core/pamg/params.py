"""The parameters of PAMG, validated when they are made."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from p2m_core.errors import InputError

# Below this the growth (pi R_s^2 pixels) ends inside the warm-up and no energy is ever evaluated;
# above it one growth visits far more pixels than a small target has.
SMALLEST_SUPPORT = 1.5
LARGEST_SUPPORT = 200.0


class Weights(NamedTuple):
    """The weight of each term of the energy, and the first step where it is evaluated.

    With n the pixels of the region, l the level of its dimmest pixel and everything measured from
    the local background in units of the peak on the path::

        E =   size        * ln(ln(n + 1))                (Eq. 4; the seed counts twice)
            + saliency    * ln(mu_in - mu_out)           (Eq. 3)
            - homogeneity * ln(sigma_in + eps)           (Eq. 3)
            - geometry    * d_max^2 / (2 R_s^2)          (Eq. 5)
            + rim         * ln(l - mu_out)
            - level       * (l - edge)^2
            - area        * ln(n)
    """

    size: float
    saliency: float
    homogeneity: float
    geometry: float
    rim: float = 0.0
    level: float = 0.0
    area: float = 0.0
    edge: float = 0.0
    warm_up: int = 0


TERMS = Weights._fields[:-2]  # the terms with a weight

VARIANTS = {
    "paper": Weights(1.0, 1.0, 1.0, 1.0, warm_up=5),
    "rim": Weights(25.1, 18.7, 30.5, 1.8, rim=8.0, level=45.0, area=8.4),
}
"""The forms of the energy by name.

``paper`` is Eq. 6. ``rim`` adds terms for where an annotator ends a target: the contrast of its
dimmest pixel to the pixels next to it, the level of that pixel relative to the peak, and a small
area; and it may take the first steps, which the paper's warm-up forbids. Its
weights maximise the mean of ``ln sum_n softmax(E)_n IoU_n`` over random seeds, nine tenths of it
on SIRST and one tenth on `p2m_core.synth`, in blind mode. `tests/bench/variants.py`
fits them again, and compares the forms on images left out and on drawn targets.
"""

LOW_MARGIN = {"paper": 0.07, "rim": 4.0}
"""The margin of a growth below which its mask is doubtful.

The tenth percentile on SIRST over five random seeds a target; `tests/bench/variants.py` prints it.
"""


@dataclass(frozen=True)
class PamgParams:
    """The parameters of the growth, and of the choice of its step.

    The paper leaves open what ``mu_out``, ``eps`` and the local background are. Here ``mu_out``
    is the mean of the frontier (the visited 4-neighbours that are not yet in the region), and
    ``eps`` is relative to the target's own contrast, which makes the mask invariant to the gain
    and offset of the sensor; an absolute ``eps`` does not.

    Attributes
    ----------
    support_radius : float
        R_s of Eq. 5 in pixels, 1.5 to 200; also ends the growth, at ``pi R_s^2`` pixels.
    guided_factor : float
        k of the guided mode, ``R_s = k * r``.
    epsilon : float
        ``eps`` of Eq. 3, as a fraction of (peak on the path - local background median); not
        negative.
    background_radius : int
        The local background median is taken over the square of ``2 * background_radius + 1``
        pixels around the seed, cut at the image border; at least 1.
    variant : str
        The form of the energy, one of `VARIANTS`: ``rim``, or ``paper`` for Eq. 6 as it stands.
    size, saliency, homogeneity, geometry, rim, level, area : float
        Weight of each term of the energy, as a multiple of the variant's own `Weights`; 0 leaves
        a term out (Table V).
    edge : float
        Where the annotator ends a target: the level expected of its dimmest pixel, as a fraction
        of the peak, 0 to 1. Only the form ``rim`` uses it; `p2m_core.pamg.calibrate` fits it.
    polarity : int
        +1 where the target is brighter than its surroundings, -1 where it is darker; 0 by the
        level of the seed.

    Raises
    ------
    InputError
        If a value is outside its range.
    """

    support_radius: float = 20.0
    guided_factor: float = 5.0
    epsilon: float = 0.4
    background_radius: int = 20
    variant: str = "rim"
    size: float = 1.0
    saliency: float = 1.0
    homogeneity: float = 1.0
    geometry: float = 1.0
    rim: float = 1.0
    level: float = 1.0
    area: float = 1.0
    edge: float = 0.0
    polarity: int = 0

    def __post_init__(self) -> None:
        check_support_radius(self.support_radius)
        if not self.guided_factor > 0.0 or not math.isfinite(self.guided_factor):
            raise InputError(f"guided_factor is {self.guided_factor}: it must be above 0")
        if self.background_radius < 1 or self.background_radius != int(self.background_radius):
            raise InputError(
                f"background_radius is {self.background_radius}: it must be a whole number, "
                "at least 1"
            )
        if self.variant not in VARIANTS:
            raise InputError(f"no variant {self.variant!r}; there are: {', '.join(VARIANTS)}")
        if not 0.0 <= self.edge <= 1.0:
            raise InputError(f"edge is {self.edge}: it must lie between 0 and 1")
        if self.polarity not in (-1, 0, 1):
            raise InputError(
                f"polarity is {self.polarity}: it must be 1 (bright), -1 (dark) or 0 (by the image)"
            )
        for name in ("epsilon", *TERMS):
            value = getattr(self, name)
            if not (math.isfinite(value) and value >= 0.0):
                raise InputError(f"{name} is {value}: it must be a finite number, at least 0")

    @cached_property
    def weights(self) -> Weights:
        """The variant's weights times the multiples."""
        own = VARIANTS[self.variant]
        multiplied = {term: getattr(own, term) * float(getattr(self, term)) for term in TERMS}
        return own._replace(**multiplied, edge=float(self.edge))


def guided_support(radius: float, guided_factor: float) -> float:
    """Return R_s of the guided mode for a target of this radius.

    Raises
    ------
    InputError
        If the radius is not above 0, or R_s outside its range.
    """
    if not radius > 0.0:
        raise InputError(f"radius is {radius}: it must be above 0 pixels")
    support = max(SMALLEST_SUPPORT, guided_factor * radius)
    check_support_radius(support)
    return support


def check_support_radius(value: float) -> None:
    """Raise `InputError` unless `value` is allowed as R_s."""
    if not SMALLEST_SUPPORT <= value <= LARGEST_SUPPORT:
        raise InputError(
            f"support radius is {value}: it must lie between {SMALLEST_SUPPORT:g} and "
            f"{LARGEST_SUPPORT:g} pixels"
        )
