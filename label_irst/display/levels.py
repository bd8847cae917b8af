"""Window and level: which grey levels are black and white on the screen."""

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

# Auto contrast clips little at the bright end: a target of one pixel is 0.0003 % of a frame,
# but a lamp or a hot engine may be a hundred times brighter than everything else.
LOW_PERCENTILE = 0.5
HIGH_PERCENTILE = 99.9
SAMPLE_FRAMES = 5


@dataclass(frozen=True)
class Levels:
    """Grey levels shown as black and as white; window = high - low, level = their middle."""

    low: float
    high: float

    @property
    def window(self) -> float:
        return self.high - self.low

    @property
    def level(self) -> float:
        return (self.high + self.low) / 2

    @classmethod
    def around(cls, window: float, level: float) -> "Levels":
        return cls(level - window / 2, level + window / 2)


def full_range(dtype: np.dtype[Any], frames: list[NDArray[Any]]) -> tuple[float, float]:
    """The range the level controls span: 8 bits, or that of the sample without its strays."""
    if dtype == np.uint8:
        return 0.0, 255.0
    values = _finite(frames)
    if values.size == 0:
        return 0.0, 1.0
    # Wide enough for what is there, but one stuck pixel must not make the controls coarse.
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


def sample_indices(count: int) -> list[int]:
    """Frames spread over the sequence that stand for all of it."""
    return sorted({int(i) for i in np.linspace(0, count - 1, min(count, SAMPLE_FRAMES))})


def to_8bit(image: NDArray[Any], levels: Levels) -> NDArray[np.uint8]:
    """Grey levels to 0..255 for the screen; values beyond the levels clip."""
    gain = 255.0 / max(levels.window, math.ulp(max(1.0, abs(levels.high))))
    if image.dtype == np.uint8 or image.dtype == np.uint16:
        table = np.arange(np.iinfo(image.dtype).max + 1, dtype=np.float64)
        table = np.clip(np.rint((table - levels.low) * gain), 0, 255).astype(np.uint8)
        if image.dtype == np.uint8:
            return np.asarray(cv2.LUT(image, table), dtype=np.uint8)
        return np.asarray(table[image], dtype=np.uint8)
    scaled = np.nan_to_num((image.astype(np.float64) - levels.low) * gain, nan=0.0)
    return np.clip(np.rint(scaled), 0, 255).astype(np.uint8)
