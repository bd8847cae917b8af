"""The sea: wind waves that run, in perspective up to a horizon, with sun glitter."""

import math

import cv2
import numpy as np

from p2m_core.synth.scenes.fields import Picture
from p2m_core.synth.scenes.sky import above_horizon

# Side of the periodic patch of waves that tiles the sea.
PATCH = 256
FRAMES_A_SECOND = 25.0


class Sea:
    """A sea that runs: `at` gives the picture of a frame.

    The waves are a sum of plane waves with a wind-sea spectrum and the dispersion of deep water
    (Tessendorf, "Simulating ocean water", 2001), made on a periodic patch and seen in perspective.
    A wave's brightness is its slope towards the camera; rare steep facets glitter.
    """

    def __init__(self, rng: np.random.Generator, shape: tuple[int, int]) -> None:
        height, width = shape
        self._horizon = float(np.clip(rng.uniform(0.15, 0.45) * height, 8.0, height - 16.0))
        # A camera is never exactly level.
        tilt = math.tan(math.radians(rng.uniform(-1.5, 1.5)))
        columns, rows = np.meshgrid(
            np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
        )
        below = rows - self._horizon - tilt * (columns - width / 2)
        sky = above_horizon(rng, shape, self._horizon)
        depth = np.maximum(below, 0.5) / (height - self._horizon)

        # The ground plane in pixels of the patch: distance goes with 1 / depth.
        scale = rng.uniform(45.0, 80.0)
        self._map_x = (scale * (columns / width - 0.5) / depth * 2.2).astype(np.float32) % PATCH
        self._map_y = (-scale / depth * 1.6).astype(np.float32) % PATCH
        # Far waves are smaller than a pixel: they fade into an even grey.
        self._relief = (rng.uniform(5.0, 9.0) * depth**0.45).astype(np.float32)
        water = rng.uniform(85.0, 120.0) - rng.uniform(10.0, 40.0) * np.sqrt(depth)
        # The sky mirrored at grazing angles blurs the horizon itself.
        haze = rng.uniform(-18.0, 18.0) * np.exp(-depth / 0.05)
        inside = np.clip(below + 0.5, 0.0, 1.0)
        self._base = (sky * (1.0 - inside) + (water + haze) * inside).astype(np.float32)
        self._relief *= inside
        centre = rng.uniform(0.1, 0.9) * width
        spread = rng.uniform(0.08, 0.25) * width * (0.6 + depth)
        lane = np.exp(-0.5 * ((columns - centre) / spread) ** 2)
        self._glitter = (rng.uniform(20.0, 55.0) * lane * inside * depth**0.2).astype(np.float32)
        self._waves(rng)

    def _waves(self, rng: np.random.Generator) -> None:
        ky = np.fft.fftfreq(PATCH)[:, None] * 2 * np.pi
        kx = np.fft.rfftfreq(PATCH)[None, :] * 2 * np.pi
        k = np.hypot(kx, ky)
        k[0, 0] = 1.0
        wind = rng.uniform(0.25, 0.75) * np.pi
        along = (kx * math.cos(wind) + ky * math.sin(wind)) / k
        longest = rng.uniform(0.10, 0.2)
        amplitude = k**-1.6 * np.exp(-0.5 * (longest / k) ** 2) * (0.15 + along**2)
        amplitude[0, 0] = 0.0
        shape = (PATCH, PATCH // 2 + 1)
        self._spectrum = (
            amplitude * (rng.standard_normal(shape) + 1j * rng.standard_normal(shape)) * 1j * ky
        ).astype(np.complex64)
        # Deep water: omega goes with the root of k. A patch pixel is about 20 cm.
        self._omega = (np.sqrt(9.81 * k / 0.2) / FRAMES_A_SECOND).astype(np.float32)
        self._omega *= np.where(along < 0, -1.0, 1.0).astype(np.float32)
        slopes = np.fft.irfft2(self._spectrum, s=(PATCH, PATCH))
        self._spectrum /= np.float32(slopes.std())

    def at(self, frame: int) -> Picture:
        """Return the picture of `frame`, before the optics."""
        phase = np.float32(frame) * self._omega
        turned = self._spectrum * (np.cos(phase) + 1j * np.sin(phase))
        slope = np.fft.irfft2(turned, s=(PATCH, PATCH)).astype(np.float32)
        seen = cv2.remap(
            slope, self._map_x, self._map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP
        )
        facets = np.maximum(seen - 1.3, 0.0)
        return np.asarray(self._base + self._relief * seen + self._glitter * facets, np.float32)
