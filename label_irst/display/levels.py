"""Window, level and gamma: the grey levels that are black and white on the screen."""

import math
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.sampling import evenly

# Auto contrast clips little at the bright end: a target of one pixel is 0.0003 % of a frame,
# but a lamp or a hot engine may be a hundred times brighter than everything else.
LOW_PERCENTILE = 0.5
HIGH_PERCENTILE = 99.9
SAMPLE_FRAMES = 5
SAMPLE_VALUES = 2**16  # of each of these frames: quick to count, and hardly moves percentiles
MOST_GAMMA = 5.0


@dataclass(frozen=True)
class Levels:
    """Grey levels shown as black and as white; window = high - low, level = their middle.

    `gamma` above 1 brightens the greys between them, below 1 it darkens them.
    """

    low: float
    high: float
    gamma: float = 1.0

    @property
    def window(self) -> float:
        return self.high - self.low

    @property
    def level(self) -> float:
        return (self.high + self.low) / 2

    @classmethod
    def around(cls, window: float, level: float) -> "Levels":
        return cls(level - window / 2, level + window / 2)

    def with_gamma(self, gamma: float) -> "Levels":
        return replace(self, gamma=min(max(gamma, 1 / MOST_GAMMA), MOST_GAMMA))

    @property
    def gamma_exponent(self) -> float:
        """Gamma on a scale where doubling and halving have the same length; -1..1."""
        return math.log(self.gamma, MOST_GAMMA)

    def with_gamma_exponent(self, exponent: float) -> "Levels":
        return self.with_gamma(MOST_GAMMA**exponent)


def full_range(dtype: np.dtype[Any], frames: list[NDArray[Any]]) -> tuple[float, float]:
    """The range of the level controls: 8 bits, or that of the sample without outliers."""
    if dtype == np.uint8:
        return 0.0, 255.0
    values = _finite(frames)
    if values.size == 0:
        return 0.0, 1.0
    # Wide enough for the data, but one stuck pixel must not make the controls coarse.
    low, high = np.percentile(values, [0.1, 99.9])
    low, high = low - (high - low), high + (high - low)
    low, high = max(float(low), float(values.min())), min(float(high), float(values.max()))
    return low, high if high > low else low + 1.0


def _finite(frames: list[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate([f[np.isfinite(f)].ravel() for f in frames]) if frames else np.zeros(0)


def auto_levels(frames: list[NDArray[Any]]) -> Levels:
    """Levels by percentile over a sample of the sequence: one setting for all its frames."""
    values = _finite(frames)
    if values.size == 0:
        return Levels(0.0, 1.0)
    low, high = np.percentile(values, [LOW_PERCENTILE, HIGH_PERCENTILE])
    if low == high:
        low, high = float(values.min()), float(values.max())
    return Levels(float(low), float(high) if high > low else float(low) + 1.0)


def balanced_levels(differences: list[NDArray[Any]], least: float = 0.0) -> Levels:
    """Levels for differences of frames: no change is the middle grey.

    Changes up to `least` are never clipped.
    """
    levels = auto_levels(differences)
    most = max(abs(levels.low), abs(levels.high), least)
    return Levels(-most, most)


def thinned(image: NDArray[Any], valid: NDArray[np.bool_] | None = None) -> NDArray[Any]:
    """Some `SAMPLE_VALUES` values from all over the frame, flat; of `valid` pixels alone."""
    step = max(1, math.isqrt(image.size // SAMPLE_VALUES))
    values = image[::step, ::step]
    return values.flatten() if valid is None else values[valid[::step, ::step]]


def sample_indices(count: int) -> list[int]:
    """Frames spread over the sequence, as a sample of it."""
    return [int(i) for i in evenly(count, SAMPLE_FRAMES)]


def to_8bit(image: NDArray[Any], levels: Levels) -> NDArray[np.uint8]:
    """Grey levels to 0..255 for the screen; values beyond the levels clip, NaN is black."""
    window = max(levels.window, math.ulp(max(1.0, abs(levels.high))))
    if image.dtype == np.uint8 or image.dtype == np.uint16:
        values = np.arange(np.iinfo(image.dtype).max + 1, dtype=np.float64)
        shares = np.clip((values - levels.low) / window, 0.0, 1.0) ** (1.0 / levels.gamma)
        table = np.rint(shares * 255.0).astype(np.uint8)
        return np.asarray(cv2.LUT(image, table), dtype=np.uint8)
    # Half the time, where single precision resolves the greys of this window. A gamma above 1 is
    # infinitely steep at black: there the smallest error of the black level would show.
    single = (
        image.dtype in (np.int16, np.float32)
        and window > 1e-3 * max(abs(levels.low), abs(levels.high))
        and (levels.gamma <= 1.0 or float(np.float32(levels.low)) == levels.low)
    )
    scaled = np.subtract(image, levels.low, dtype=np.float32 if single else np.float64)
    np.fmin(np.fmax(scaled, 0.0, out=scaled), window, out=scaled)
    if levels.gamma == 1.0:
        return np.asarray(cv2.convertScaleAbs(scaled, alpha=255.0 / window), dtype=np.uint8)
    scaled /= window
    np.power(scaled, 1.0 / levels.gamma, out=scaled)
    return np.asarray(cv2.convertScaleAbs(scaled, alpha=255.0), dtype=np.uint8)
