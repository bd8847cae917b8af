"""Targets pasted onto real backgrounds: drawn spots with exact masks, and cut-out real ones.

A pasted target moves through the three frames of a crop. Grey levels are normalised ones (the
frame's standard deviation is 1). PAMG labels nothing here: the pasted masks are known.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry
from p2m_core.train.augment import Crop

EDGE = 0.4  # of a drawn spot's peak: the target is above it
_MARGIN = 3.0
_PATCH = 25  # pixels of a cut-out's side
_CALM = 5.0  # SCR that a real target needs to be cut out of its surroundings
_NOISE_FLOOR = 0.03


@dataclass(frozen=True)
class Pasted:
    """A pasted target as the key frame shows it: centre (x, y) and equivalent radius, pixels."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, eq=False)
class CutOut:
    """A real target above its surroundings in three frames, its peak in the key frame being 1.

    Attributes
    ----------
    residual : float32 array, shape (3, 25, 25)
        Centred on the target in each frame, and fading to 0 around it.
    radius : float
        Pixels.
    """

    residual: NDArray[np.float32]
    radius: float


def cut_out(
    frames: list[NDArray[np.float32]], centers: list[tuple[float, float]], radius: float
) -> CutOut | None:
    """Cut a target out of three frames, given its centre in each; None where that fails.

    That is near the border, and where the clutter around is too strong to separate it.
    """
    half = _PATCH // 2
    r, c = np.ogrid[-half : half + 1, -half : half + 1]
    distance = np.sqrt(r**2 + c**2)
    ring = (distance > 2.5 * radius + 2.0) & (distance <= half)
    if ring.sum() < 100:
        return None
    fade = np.clip((2.5 * radius + 3.0 - distance) / 2.0, 0.0, 1.0)
    patches = []
    for frame, (x, y) in zip(frames, centers, strict=True):
        row, column = geometry.pixel_at(x, y)
        top, left = row - half, column - half
        patch = frame[max(0, top) : row + half + 1, max(0, left) : column + half + 1]
        if patch.shape != (_PATCH, _PATCH):
            return None
        above = patch - np.median(patch[ring])
        if np.abs(above[distance <= radius + 1.0]).max() < _CALM * above[ring].std():
            return None
        patches.append(above * fade)
    peak = patches[1][half - 1 : half + 2, half - 1 : half + 2]
    peak = peak.flat[np.argmax(np.abs(peak))]
    if abs(peak) < 1e-3:
        return None
    return CutOut((np.stack(patches) / peak).astype(np.float32), radius)


def paste(
    rng: np.random.Generator, crop: Crop, cut_outs: list[CutOut], cut_out_share: float = 0.4
) -> Pasted | None:
    """Paste one target into `crop`, shape (3, H, W), in place.

    Returns
    -------
    Pasted or None
        None where its path leaves the crop.
    """
    height, width = crop.shape[1:]
    x, y = rng.uniform(_MARGIN, width - 1 - _MARGIN), rng.uniform(_MARGIN, height - 1 - _MARGIN)
    speed = rng.choice([0.0, 0.5, 1.0, 4.0], p=[0.2, 0.3, 0.25, 0.25]) * rng.uniform(0.3, 1.0)
    course = rng.uniform(0.0, 2.0 * math.pi)
    step = speed * np.array([math.cos(course), math.sin(course)])
    centers = np.array([[x, y]]) + np.arange(-1, 2)[:, None] * step
    if (centers < 0.0).any() or (centers > (width - 1, height - 1)).any():
        return None
    row, column = geometry.pixel_at(x, y)
    local = crop[1, max(0, row - 7) : row + 8, max(0, column - 7) : column + 8]
    clutter = max(float(local.std()), _NOISE_FLOOR)
    # Bright enough to stand out from its background, over the range of real targets.
    peak = max(clutter * math.exp(rng.uniform(math.log(5.0), math.log(18.0))),
               math.exp(rng.uniform(math.log(0.7), math.log(5.0))))  # fmt: skip
    peak = min(peak, 8.0)
    if rng.random() < 0.04:
        peak = -peak
    if cut_outs and rng.random() < cut_out_share:
        return _paste_cut_out(rng, crop, centers, peak, cut_outs[rng.integers(len(cut_outs))])
    return _paste_spot(rng, crop, centers, peak)


def _paste_cut_out(
    rng: np.random.Generator, crop: Crop, centers: NDArray[np.float64], peak: float, cut: CutOut
) -> Pasted:
    scale = float(1.5 ** rng.uniform(-1.0, 1.0))
    turn, mirror = rng.uniform(0.0, 2.0 * math.pi), rng.choice([-1.0, 1.0])
    order = (0, 1, 2) if rng.random() < 0.5 else (2, 1, 0)
    # From pixels of the crop, seen from the target's centre, to pixels of the patch.
    to_patch = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    to_patch = to_patch @ np.diag([mirror, 1.0]) / scale
    reach = math.ceil(scale * (2.5 * cut.radius + 3.0)) + 1
    half = _PATCH // 2
    for frame, (x, y), which in zip(crop, centers, order, strict=True):
        row, column = geometry.pixel_at(x, y)
        top, left = max(0, row - reach), max(0, column - reach)
        part = frame[top : row + reach + 1, left : column + reach + 1]
        shift = to_patch @ np.array([left - x, top - y]) + half
        warped = cv2.warpAffine(
            cut.residual[which], np.column_stack((to_patch, shift)), part.shape[::-1],
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_CONSTANT,
        )  # fmt: skip
        part += np.float32(peak) * warped
    return Pasted(float(centers[1, 0]), float(centers[1, 1]), scale * cut.radius)


def _paste_spot(
    rng: np.random.Generator, crop: Crop, centers: NDArray[np.float64], peak: float
) -> Pasted:
    sigma = math.exp(rng.uniform(math.log(0.5), math.log(2.2)))
    stretch = math.sqrt(rng.choice([1.0, rng.uniform(1.0, 2.5)]))
    turn = rng.uniform(0.0, math.pi)
    flutters = rng.random() < 0.4  # a bird: its shape and its brightness change with its wings
    area = 0
    for index, (frame, (x, y)) in enumerate(zip(crop, centers, strict=True)):
        along, across, brightness = sigma * stretch, sigma / stretch, 1.0
        if flutters:
            along *= rng.uniform(0.7, 1.5)
            across *= rng.uniform(0.7, 1.2)
            brightness = rng.uniform(0.6, 1.2) if index != 1 else 1.0
        reach = math.ceil(3.0 * max(along, across)) + 1
        row, column = geometry.pixel_at(x, y)
        top, left = max(0, row - reach), max(0, column - reach)
        part = frame[top : row + reach + 1, left : column + reach + 1]
        r, c = np.ogrid[top : top + part.shape[0], left : left + part.shape[1]]
        u = (c - x) * math.cos(turn) + (r - y) * math.sin(turn)
        v = (r - y) * math.cos(turn) - (c - x) * math.sin(turn)
        spot = np.exp(-0.5 * ((u / along) ** 2 + (v / across) ** 2))
        part += (peak * brightness * spot).astype(np.float32)
        if index == 1:
            area = int((spot >= EDGE).sum())
    radius = geometry.equivalent_radius(max(1, area))
    return Pasted(float(centers[1, 0]), float(centers[1, 1]), radius)


def draw_wires(rng: np.random.Generator, crop: Crop) -> None:
    """Draw a few still wires, poles or branches in place: clutter, not targets."""
    height, width = crop.shape[1:]
    canvas = np.zeros((height, width), np.float32)
    for _ in range(rng.integers(1, 6)):
        start = rng.uniform(0.0, 1.0, 2) * (width, height)
        course, bend = rng.uniform(0.0, 2.0 * math.pi), rng.normal(0.0, 0.15)
        points = [start]
        for _ in range(rng.integers(2, 12)):
            stride = rng.uniform(4.0, 25.0)
            course += rng.normal(bend, 0.25)
            points.append(points[-1] + stride * np.array([math.cos(course), math.sin(course)]))
        corners = np.round(np.array(points) * 16.0).astype(np.int32)[:, None]
        level = rng.normal(0.0, 1.2)
        cv2.polylines(
            canvas, [corners], False, float(level), int(rng.integers(1, 3)), cv2.LINE_8, 4
        )
    crop += cv2.GaussianBlur(canvas, (0, 0), rng.uniform(0.4, 1.0))
