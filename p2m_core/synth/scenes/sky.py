"""Skies: the fractal cloud scene, the empty one, and the sky above a horizon."""

import numpy as np

from p2m_core.synth.scenes.fields import Picture, displace, fractal, ramp, sigmoid

# The spectrum of turbulence, and a rougher one for the ragged rims of cumulus.
TURBULENCE = 1.83
RAGGED = 1.45


def flat(rng: np.random.Generator, shape: tuple[int, int]) -> Picture:
    """Return one even level, for a picture of the sensor's noise alone."""
    return np.full(shape, 110.0, np.float32)


def cloud(rng: np.random.Generator, shape: tuple[int, int]) -> Picture:
    """Return broken cloud, warm against a sky that is warmer near the horizon."""
    stretch = rng.uniform(1.2, 2.5)
    mass = fractal(rng, shape, TURBULENCE + 0.3, stretch)
    detail = fractal(rng, shape, RAGGED, stretch)
    veil = fractal(rng, shape, TURBULENCE, 3.0 * stretch)
    # Wind shear pulls the billows into wisps.
    reach = 0.03 * shape[1]
    mass = displace(mass, reach * veil, 0.4 * reach * detail)
    cover = sigmoid(rng.uniform(2.5, 6.0) * (mass + 0.3 * detail - rng.uniform(-0.5, 0.9)))
    body = rng.uniform(35.0, 65.0) + 9.0 * detail + 10.0 * mass
    sky = rng.uniform(50.0, 75.0) + rng.uniform(10.0, 45.0) * ramp(shape[0]) ** 2
    return np.asarray(sky + 2.5 * veil + cover * body, np.float32)


def above_horizon(rng: np.random.Generator, shape: tuple[int, int], horizon: float) -> Picture:
    """Return a sky with thin streaks of cloud; `horizon` is the row where it ends."""
    rows = np.arange(shape[0], dtype=np.float32)[:, None]
    height = np.clip(1.0 - rows / max(horizon, 1.0), 0.0, 1.0)
    glow = rng.uniform(25.0, 50.0) * np.exp(-height / rng.uniform(0.15, 0.4))
    streaks = fractal(rng, shape, TURBULENCE + 0.1, rng.uniform(3.0, 7.0))
    cover = sigmoid(3.0 * (streaks - rng.uniform(0.2, 1.5)))
    amount = rng.uniform(4.0, 22.0)
    level = rng.uniform(48.0, 75.0)
    return np.asarray(level + glow + amount * cover + 1.2 * streaks, np.float32)
