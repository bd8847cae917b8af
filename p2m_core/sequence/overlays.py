"""What is burnt into the frames of a sequence and never moves with its scene."""

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.errors import FrameError
from p2m_core.progress import Progress, no_progress
from p2m_core.sequence.reader import Sequence

SAMPLES = 32  # frames looked at, spread over the sequence
FEWEST = 8  # readable ones below which nothing can be said

_NEAR = 0.04  # of the sequence's span: this close to black or white is drawn
_DEEP = 0.25  # of the span: contrast within 3 pixels
_ALWAYS, _SOMETIMES = 0.8, 0.15  # shares of the frames; digits change
# What is drawn reaches its full contrast within one pixel, and optics blur everything else. The
# median components of `antiuav`'s text and reticles do with 0.70 to 0.99 of it, of the saturated
# edges of `drone_ir` with 0.1 to 0.6; components of a few pixels are noisier.
_SHARP, _SHARP_SMALL, _SMALL = 0.65, 0.8, 5


def find_overlay(sequence: Sequence, progress: Progress = no_progress) -> NDArray[np.bool_]:
    """Return which pixels show an overlay: text, a reticle, a stuck pixel.

    They are black or white in nearly all frames (an overlay may change between the two with what
    it covers) and meet their surroundings within one pixel, as no optics can show. Pixels that
    do so in a part of the frames, beside such ones, belong to them: the digits of a clock.

    Parameters
    ----------
    sequence : Sequence
        `SAMPLES` frames of it are read.
    progress : callable, optional

    Returns
    -------
    bool array, shape (H, W)
        Nothing where fewer than `FEWEST` frames can be read, and in float frames.
    """
    nothing = np.zeros(sequence.shape, np.bool_)
    if sequence.dtype.kind == "f":
        return nothing
    images = _sampled(sequence, progress)
    if len(images) < FEWEST:
        return nothing
    low, high = min(int(i.min()) for i in images), max(int(i.max()) for i in images)
    if high == low:
        return nothing
    share = np.zeros(sequence.shape, np.float32)
    step, counted = share.copy(), share.copy()
    for image in images:
        level = (image.astype(np.float32) - np.float32(low)) / np.float32(high - low)
        for bright in (level, np.float32(1.0) - level):
            drawn, edge, ratio = _drawn(bright)
            share += drawn
            counted += edge
            step += np.where(edge, ratio, 0.0)
    return _components(share / np.float32(len(images)), step, counted)


def _sampled(sequence: Sequence, progress: Progress) -> list[NDArray[np.generic]]:
    frames = np.unique(np.linspace(0, len(sequence) - 1, SAMPLES).astype(int))
    images = []
    for done, frame in enumerate(frames.tolist()):
        progress(done, len(frames))
        try:
            images.append(sequence[frame])
        except FrameError:
            continue
    progress(len(frames), len(frames))
    return images


def _drawn(
    level: NDArray[np.float32],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.float32]]:
    """Return what may be drawn white, its edge, and the share of the contrast reached there.

    `level` is 0 to 1, shape (H, W).
    """
    white = level >= 1.0 - _NEAR
    depth = level - cv2.erode(level, np.ones((7, 7), np.uint8))
    drawn = white & (depth >= _DEEP)
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    edge = drawn & (cv2.erode(white.astype(np.uint8), cross) == 0)
    ratio = (level - cv2.erode(level, cross)) / np.maximum(depth, 1e-6)
    return drawn, edge, ratio


def _components(
    share: NDArray[np.float32], step: NDArray[np.float32], counted: NDArray[np.float32]
) -> NDArray[np.bool_]:
    """Return the components of often drawn pixels that are sharp, with a margin of a pixel."""
    often = (share >= _SOMETIMES).astype(np.uint8)
    count, label = cv2.connectedComponents(cv2.dilate(often, np.ones((5, 5), np.uint8)))
    flat = label.ravel()
    always = np.bincount(flat, (share >= _ALWAYS).ravel(), count)
    edges = np.maximum(np.bincount(flat, counted.ravel(), count), 1e-6)
    sharp = np.bincount(flat, step.ravel(), count) / edges
    kept = (always > 0) & (sharp >= np.where(always < _SMALL, _SHARP_SMALL, _SHARP))
    kept[0] = False
    found = often * kept[label].astype(np.uint8)
    found = cv2.morphologyEx(found, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    return cv2.dilate(found, np.ones((3, 3), np.uint8)) > 0
