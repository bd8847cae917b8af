"""The detector: fixed pattern, stuck pixels, temporal noise, quantisation."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.synth.config import SynthConfig
from p2m_core.synth.randomness import Stream, generator
from p2m_core.synth.scenes.fields import profile

# 16-bit sequences are raw: 14-bit counts on an offset, nothing stretched.
COUNTS_OFFSET = 6200.0
COUNTS_PER_LEVEL = 10.0
COUNTS_MAX = 16383.0
LEVEL_MAX = 255.0


@dataclass(frozen=True)
class Sensor:
    """The properties of the detector that are constant in a sequence.

    Attributes
    ----------
    pattern : float32 array, shape (H, W)
        Fixed-pattern offsets, grey levels.
    stuck : int array, shape (N,)
        Flat indices of the dead and hot pixels.
    stuck_levels : float32 array, shape (N,)
        Their constant grey levels.
    """

    pattern: NDArray[np.float32]
    stuck: NDArray[np.int64]
    stuck_levels: NDArray[np.float32]


def make_sensor(config: SynthConfig) -> Sensor:
    """Return the detector of `config`."""
    rng = generator(config.seed, Stream.SENSOR)
    # Column amplifiers differ at random and, in groups, slowly.
    columns = 0.8 * rng.standard_normal(config.width) + 0.6 * profile(rng, config.width, 1.0)
    pattern = np.broadcast_to(config.stripes * columns, (config.height, config.width))
    stuck = rng.choice(config.height * config.width, config.dead_pixels, replace=False)
    hot = rng.random(config.dead_pixels) < 0.5
    levels = np.where(hot, rng.uniform(225.0, 250.0, hot.size), rng.uniform(5.0, 25.0, hot.size))
    return Sensor(
        pattern=pattern.astype(np.float32),
        stuck=stuck.astype(np.int64),
        stuck_levels=levels.astype(np.float32),
    )


def expose(
    light: NDArray[np.float32], sensor: Sensor, config: SynthConfig, frame: int
) -> NDArray[np.uint8] | NDArray[np.uint16]:
    """Return the detector's output for `light`, grey levels, shape (H, W)."""
    noise = generator(config.seed, Stream.NOISE, frame).standard_normal(light.shape, np.float32)
    level = cv2.scaleAdd(noise, config.noise, light + sensor.pattern)
    level.ravel()[sensor.stuck] = sensor.stuck_levels
    if config.bit_depth == 8:
        return np.asarray(np.rint(level).clip(0.0, LEVEL_MAX), np.uint8)
    counts = COUNTS_OFFSET + COUNTS_PER_LEVEL * level
    return np.asarray(np.rint(counts).clip(0.0, COUNTS_MAX), np.uint16)
