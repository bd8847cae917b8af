"""The motion of the camera: a slow pan and a shake, both in fractions of a pixel."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.synth.config import SynthConfig
from p2m_core.synth.randomness import Stream, generator

# Largest pan, pixels: it swings back before the finite scene ends. Larger needs a larger scene.
WIDEST_PAN = 40.0
SHAKE_LIMIT = 4.0


def camera_path(config: SynthConfig) -> NDArray[np.float64]:
    """Return the frame's origin in the scene, shape (frames, 2), ``(x, y)`` pixels."""
    rng = generator(config.seed, Stream.CAMERA)
    heading = rng.uniform(0.0, 2.0 * math.pi)
    reach = _pan_reach(config)
    frames = np.arange(config.frames, dtype=np.float64)
    swing = reach * np.sin(config.drift * frames / reach) if reach > 0.0 else np.zeros_like(frames)
    # A camera on a mast pans more than it tilts.
    pan = np.stack([swing * math.cos(heading), 0.5 * swing * math.sin(heading)], axis=1)
    shake = rng.standard_normal((config.frames, 2)).clip(-SHAKE_LIMIT, SHAKE_LIMIT)
    return pan + config.jitter * shake


def scene_margin(config: SynthConfig) -> int:
    """Return how many pixels the scene must extend beyond the frame on every side."""
    return math.ceil(_pan_reach(config) + SHAKE_LIMIT * config.jitter) + 3


def look(
    scene: NDArray[np.float32], origin: NDArray[np.float64], config: SynthConfig
) -> NDArray[np.float32]:
    """Return the frame that the camera sees of `scene` from `origin`, shape (H, W).

    Sub-pixel steps use Catmull-Rom interpolation, the same for all pixels of the frame, so that
    the picture moves without the pulsing of linear interpolation.
    """
    margin = scene_margin(config)
    x, y = float(origin[0]) + margin, float(origin[1]) + margin
    column, row = math.floor(x), math.floor(y)
    part = scene[row - 1 : row + config.height + 2, column - 1 : column + config.width + 2]
    seen = cv2.sepFilter2D(part, cv2.CV_32F, _catmull_rom(x - column), _catmull_rom(y - row))
    # The filter is anchored at its third tap, so the frame begins two pixels into the part.
    return np.asarray(seen[2 : 2 + config.height, 2 : 2 + config.width], np.float32)


def _catmull_rom(t: float) -> NDArray[np.float64]:
    return np.array(
        [
            0.5 * (-t + 2.0 * t**2 - t**3),
            0.5 * (2.0 - 5.0 * t**2 + 3.0 * t**3),
            0.5 * (t + 4.0 * t**2 - 3.0 * t**3),
            0.5 * (-(t**2) + t**3),
        ]
    )


def _pan_reach(config: SynthConfig) -> float:
    return min(WIDEST_PAN, config.drift * config.frames)
