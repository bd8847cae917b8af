"""Augmentation of training crops, for more variety than the recordings have.

A crop is three frames of normalised grey levels, shape (3, H, W), and the targets of the middle
one. `View` is the geometry: one affine map for all three frames, drawn once.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.train.config import Augmentation

Crop = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class View:
    """The view of a crop: pixel (u, v) of frame i of the crop shows ``matrix @ (u, v) + shift[i]``.

    Attributes
    ----------
    matrix : float64 array, shape (2, 2)
    shift : float64 array, shape (3, 2)
        The key frame's is the middle one.
    """

    matrix: NDArray[np.float64]
    shift: NDArray[np.float64]

    def inverse(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the crop coordinates of points of the key frame, (N, 2) of (x, y)."""
        seen: NDArray[np.float64] = (points - self.shift[1]) @ np.linalg.inv(self.matrix).T
        return seen

    @property
    def scale(self) -> float:
        """Frame pixels per crop pixel."""
        return float(np.sqrt(abs(np.linalg.det(self.matrix))))


def draw_view(
    rng: np.random.Generator,
    augmentation: Augmentation,
    shape: tuple[int, int],
    size: int,
    about: tuple[float, float] | None,
) -> View:
    """Draw the view of a square crop of `size` pixels on frames of `shape`.

    At native scale, on whole pixels, except where zoom or jitter is drawn.

    Parameters
    ----------
    about : (float, float), optional
        A point ``(x, y)`` to lie in the crop.
    """
    height, width = shape
    scale = 1.0
    if rng.random() < augmentation.zoom_probability:
        scale = float(augmentation.zoom ** rng.uniform(-1.0, 1.0))
    extent = (size - 1) * scale
    corner = []
    for side, point in zip((width, height), about or (None, None), strict=True):
        low, high = 0.0, max(0.0, side - 1 - extent)
        if side - 1 < extent:  # the frame is smaller than the crop: it lies within, anywhere
            low, high = side - 1 - extent, 0.0
        if point is not None:
            low = max(low, point - 0.95 * extent)
            high = max(low, min(high, point - 0.05 * extent))
        value = rng.uniform(low, high)
        corner.append(float(np.round(value)) if scale == 1.0 else value)
    matrix = np.diag([scale, scale])
    start = np.array(corner)
    for axis, probability in enumerate((augmentation.flip, augmentation.upside_down)):
        if rng.random() < probability:
            matrix[axis, axis] = -scale
            start[axis] += extent
    shift = np.tile(start, (3, 1))
    if rng.random() < augmentation.jitter_probability:
        reach = rng.uniform(0.0, augmentation.jitter)
        shift[[0, 2]] += rng.normal(0.0, reach / 2.0, (2, 2))
    return View(matrix, shift)


def look(frames: list[NDArray[np.float32]], view: View, size: int) -> Crop:
    """Return the crop of `size` by `size` pixels of `view`; the border is repeated outwards."""
    out = np.empty((len(frames), size, size), np.float32)
    for i, frame in enumerate(frames):
        affine = np.column_stack((view.matrix, view.shift[i]))
        cv2.warpAffine(
            frame, affine, (size, size), dst=out[i],
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
    return out


def look_at_mask(mask: NDArray[np.bool_], view: View, size: int) -> NDArray[np.bool_]:
    """Return what `view` shows of a mask of the key frame, bool array (size, size)."""
    seen = cv2.warpAffine(
        mask.astype(np.float32), np.column_stack((view.matrix, view.shift[1])), (size, size),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_CONSTANT,
    )  # fmt: skip
    return np.asarray(seen > 0.0)


def draw_cover(rng: np.random.Generator, size: int) -> NDArray[np.float32]:
    """Draw the part of a square crop that shows another place: 1 there, 0 elsewhere.

    One side of a wavy line, or a patch; its edge is hard like a roof's or soft like a cloud's.
    """
    r, c = np.mgrid[:size, :size].astype(np.float32) - np.float32(0.5 * (size - 1))
    turn = rng.uniform(0.0, 2.0 * np.pi)
    u, v = c * np.cos(turn) + r * np.sin(turn), r * np.cos(turn) - c * np.sin(turn)
    if rng.random() < 0.6:
        period, height = rng.uniform(0.1, 1.0) * size, rng.uniform(0.0, 0.06) * size
        wave = height * np.sin(2.0 * np.pi * v / period + rng.uniform(0.0, 2.0 * np.pi))
        inside = u - rng.uniform(-0.3, 0.3) * size + wave
    else:
        along, across = rng.uniform(0.1, 0.4, 2) * size
        x, y = rng.uniform(-0.4, 0.4, 2) * size
        distance = np.hypot((u - x) / along, (v - y) / across)
        inside = (1.0 - distance) * min(along, across)
    softness = np.exp(rng.uniform(np.log(0.5), np.log(12.0)))
    cover: NDArray[np.float32] = np.clip(inside / softness + 0.5, 0.0, 1.0).astype(np.float32)
    return cover


def compress(crop: Crop, quality: int) -> Crop:
    """Return the frames after JPEG compression of `quality` (1 to 100), on one scale of levels."""
    low, high = float(crop.min()), float(crop.max())
    scale = (high - low) / 255.0 or 1.0
    out = np.empty_like(crop)
    for frame, to in zip(crop, out, strict=True):
        levels = np.rint((frame - low) / scale).astype(np.uint8)
        _, data = cv2.imencode(".jpg", levels, (cv2.IMWRITE_JPEG_QUALITY, quality))
        to[:] = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    return out * np.float32(scale) + np.float32(low)


def distort(rng: np.random.Generator, augmentation: Augmentation, crop: Crop) -> Crop:
    """Return the crop with another contrast, noise, blur, polarity."""
    if rng.random() < augmentation.blur_probability:
        sigma = rng.uniform(0.3, 0.8)
        crop = np.stack([cv2.GaussianBlur(frame, (0, 0), sigma) for frame in crop])
    gain = augmentation.gain ** rng.uniform(-1.0, 1.0)
    crop = crop * np.float32(gain) + np.float32(rng.normal(0.0, 0.2))
    if rng.random() < augmentation.invert:
        crop = -crop
    noise = rng.uniform(0.0, augmentation.noise) * (rng.random() < 0.5)
    if noise > 0.0:
        crop = crop + np.float32(noise) * rng.standard_normal(crop.shape, np.float32)
    if rng.random() < augmentation.compression_probability:
        crop = compress(crop, int(rng.integers(30, 90)))
    return crop.astype(np.float32, copy=False)
