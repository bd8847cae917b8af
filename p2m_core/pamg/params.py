"""The parameters of PAMG, validated once where they are made."""

import math
from dataclasses import dataclass

from p2m_core.errors import InputError

# Below this the growth (pi R_s^2 pixels) ends inside the warm-up and no energy is ever evaluated;
# above it one growth visits more pixels than any small target has reason to.
SMALLEST_SUPPORT = 1.5
LARGEST_SUPPORT = 200.0


@dataclass(frozen=True)
class PamgParams:
    """How PAMG grows and which step of the growth it takes.

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
    size, saliency, homogeneity, geometry : float
        Weights of the terms ``ln(ln n)``, ``ln(mu_in - mu_out)``, ``-ln(sigma_in + eps)`` and
        ``-d_max^2 / (2 R_s^2)`` of Eq. 6. The paper's form has 1 everywhere; 0 leaves a term out
        (Table V).

    Raises
    ------
    InputError
        If a value is outside its range.
    """

    support_radius: float = 20.0
    guided_factor: float = 5.0
    epsilon: float = 0.4
    background_radius: int = 20
    size: float = 1.0
    saliency: float = 1.0
    homogeneity: float = 1.0
    geometry: float = 1.0

    def __post_init__(self) -> None:
        check_support_radius(self.support_radius)
        if not self.guided_factor > 0.0 or not math.isfinite(self.guided_factor):
            raise InputError(f"guided_factor is {self.guided_factor}: it must be above 0")
        if self.background_radius < 1 or self.background_radius != int(self.background_radius):
            raise InputError(
                f"background_radius is {self.background_radius}: it must be a whole number, "
                "at least 1"
            )
        for name in ("epsilon", "size", "saliency", "homogeneity", "geometry"):
            value = getattr(self, name)
            if not (math.isfinite(value) and value >= 0.0):
                raise InputError(f"{name} is {value}: it must be a finite number, at least 0")


def check_support_radius(value: float) -> None:
    """Raise `InputError` unless `value` can serve as R_s."""
    if not SMALLEST_SUPPORT <= value <= LARGEST_SUPPORT:
        raise InputError(
            f"support radius is {value}: it must lie between {SMALLEST_SUPPORT:g} and "
            f"{LARGEST_SUPPORT:g} pixels"
        )
