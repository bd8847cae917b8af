"""The parameters of a synthetic sequence: one frozen record, checked when it is made."""

import math
from dataclasses import dataclass

from p2m_core.errors import InputError
from p2m_core.synth.scenes import SCENES

BACKGROUNDS = tuple(SCENES)
SIZE_LIMITS = (1.0, 9.0)
SCR_LIMITS = (1.0, 20.0)


@dataclass(frozen=True)
class SynthConfig:
    """A synthetic sequence; the same values give the same bytes.

    Amplitudes are in grey levels of the 8-bit picture. A 16-bit sequence holds raw counts of a
    14-bit sensor, `sensor.COUNTS_PER_LEVEL` counts a grey level above `sensor.COUNTS_OFFSET`.

    Attributes
    ----------
    seed : int
        At least 0. All random numbers follow from it.
    frames, height, width : int
        Number of frames, and their size in pixels (at least 32 x 32).
    background : str
        One of `BACKGROUNDS`; "flat" is an empty sky with the sensor's noise alone.
    n_targets : int
        Tracks of the sequence. Each is visible in at least one frame, not in every frame.
    bit_depth : int
        8 or 16.
    target_size : (float, float)
        Smallest and largest target, pixels across at half of its peak; within 1..9.
    scr : (float, float)
        Smallest and largest signal-to-clutter ratio, within 1..20: mean signal over the mask
        divided by the standard deviation of the local background (`geometry.measure`'s ring),
        the median along the flight. A target's radiance is constant, so its SCR in one frame
        varies with the clutter behind it. Where the SCR needs more than the room up to white
        (down to black), the signal is limited to that room.
    dark_fraction : float
        Share of the targets that are darker than their surroundings, 0..1.
    noise : float
        Standard deviation of the temporal noise.
    stripes : float
        Standard deviation of the fixed column pattern.
    dead_pixels : int
        Pixels stuck at black or white, the same ones in every frame.
    jitter : float
        Standard deviation of the camera's shake, pixels per axis.
    drift : float
        The camera's largest panning speed, pixels a frame.
    optics_sigma : float
        Standard deviation of the optics' Gaussian point spread, pixels.

    Raises
    ------
    InputError
        If a value is out of its range.
    """

    seed: int = 0
    frames: int = 60
    height: int = 256
    width: int = 256
    background: str = "cloud"
    n_targets: int = 3
    bit_depth: int = 8
    target_size: tuple[float, float] = (1.0, 6.0)
    scr: tuple[float, float] = (3.0, 12.0)
    dark_fraction: float = 0.1
    noise: float = 1.5
    stripes: float = 0.5
    dead_pixels: int = 3
    jitter: float = 0.1
    drift: float = 0.2
    optics_sigma: float = 0.6

    def __post_init__(self) -> None:
        _at_least("seed", self.seed, 0)
        _at_least("frames", self.frames, 1)
        _at_least("height", self.height, 32)
        _at_least("width", self.width, 32)
        _at_least("n_targets", self.n_targets, 0)
        _at_least("dead_pixels", self.dead_pixels, 0)
        if self.background not in BACKGROUNDS:
            raise InputError(f"background {self.background!r}: give one of {', '.join(SCENES)}")
        if self.n_targets > 65535:
            raise InputError(f"n_targets {self.n_targets}: at most 65535 fit a 16-bit label image")
        if self.bit_depth not in (8, 16):
            raise InputError(f"bit_depth {self.bit_depth}: give 8 or 16")
        if self.dead_pixels >= self.height * self.width:
            raise InputError(f"dead_pixels {self.dead_pixels}: the frame has no more than that")
        _interval("target_size", self.target_size, SIZE_LIMITS)
        _interval("scr", self.scr, SCR_LIMITS)
        _within("dark_fraction", self.dark_fraction, 0.0, 1.0)
        _within("noise", self.noise, 0.0, 50.0)
        _within("stripes", self.stripes, 0.0, 50.0)
        _within("jitter", self.jitter, 0.0, 10.0)
        _within("drift", self.drift, 0.0, 20.0)
        _within("optics_sigma", self.optics_sigma, 0.3, 3.0)

    @property
    def name(self) -> str:
        """Name of the sequence, unique among sequences of different seeds: ``cloud_0007``."""
        return f"{self.background}_{self.seed:04d}"


def _at_least(name: str, value: int, low: int) -> None:
    if value < low:
        raise InputError(f"{name} {value}: give at least {low}")


def _within(name: str, value: float, low: float, high: float) -> None:
    # Written so that NaN fails too.
    if not low <= value <= high:
        raise InputError(f"{name} {value:g}: give a value from {low:g} to {high:g}")


def _interval(name: str, pair: tuple[float, float], limits: tuple[float, float]) -> None:
    low, high = pair
    if math.isnan(low) or math.isnan(high) or low > high:
        raise InputError(f"{name} {low:g},{high:g}: give the smaller value first")
    if low < limits[0] or high > limits[1]:
        raise InputError(
            f"{name} {low:g},{high:g}: give values from {limits[0]:g} to {limits[1]:g}"
        )
