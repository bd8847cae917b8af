"""Flights of the targets: smooth sub-pixel paths through the scene, seen by the same camera."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from p2m_core.synth.camera import scene_margin
from p2m_core.synth.config import SynthConfig

KINDS = ("straight", "turn", "hover", "enter", "leave")
# The kinds with a free position: they can be placed on the path of another target.
MEETING_KINDS = ("straight", "turn", "hover")
SLOWEST, FASTEST = 0.1, 2.0
# In fewer frames than this, targets neither appear, cross, nor vanish.
SHORT = 10
# The lowest part of the picture that paths aim at: above a landscape most things fly in the sky.
AIRSPACE = {"field": 0.68, "town": 0.68}
_ATTEMPTS = 40

Path = NDArray[np.float64]


@dataclass(frozen=True)
class Flight:
    """The path of one target.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    path : float array, shape (frames, 2)
        True centre ``(x, y)`` in the picture, pixels, for every frame, also outside the picture.
    first, last : int
        First and last frame in which the target exists.
    """

    kind: str
    path: Path
    first: int
    last: int

    def visible(self, config: SynthConfig) -> NDArray[np.int64]:
        """Return the frames in which the centre lies in the picture."""
        x, y = self.path[:, 0], self.path[:, 1]
        inside = (x >= 0) & (x <= config.width - 1) & (y >= 0) & (y <= config.height - 1)
        inside[: self.first] = False
        inside[self.last + 1 :] = False
        return np.flatnonzero(inside)


def plan_flights(rng: np.random.Generator, config: SynthConfig, camera: Path) -> list[Flight]:
    """Return one flight a target; every second one crosses the path of the one before it.

    Crossing targets are at the same position (to half a pixel) at the same time. The kinds
    alternate, so that a handful of targets shows every behaviour.
    """
    leading: list[str] = []
    meeting: list[str] = []
    flights: list[Flight] = []
    for index in range(config.n_targets):
        meets = index % 2 == 1
        kinds = meeting if meets else leading
        if not kinds:
            kinds.extend(rng.permutation(np.array(MEETING_KINDS if meets else KINDS)).tolist())
        partner = flights[-1] if meets else None
        flights.append(_plan(rng, config, camera, kinds.pop(), partner))
    return flights


def _plan(
    rng: np.random.Generator,
    config: SynthConfig,
    camera: Path,
    kind: str,
    partner: Flight | None,
) -> Flight:
    for _ in range(_ATTEMPTS):
        flight = _draw(rng, config, camera, kind, partner)
        if flight.visible(config).size >= min(config.frames, SHORT):
            return flight
    # No path fits, such as in a tiny picture under a fast camera: hover in the middle.
    still = np.empty((config.frames, 2))
    still[:] = _somewhere(rng, config)
    return Flight("hover", still, 0, config.frames - 1)


def _draw(
    rng: np.random.Generator,
    config: SynthConfig,
    camera: Path,
    kind: str,
    partner: Flight | None,
) -> Flight:
    """Draw a flight: the shape of its path, then a point that it passes at a given frame."""
    last = config.frames - 1
    time = np.arange(config.frames, dtype=np.float64)
    velocity = _velocity(rng)
    anchor, when, first, end = _somewhere(rng, config), int(rng.integers(last + 1)), 0, last
    if kind in ("enter", "leave"):
        anchor, velocity = _at_border(rng, config, velocity)
        when = round(last * rng.uniform(0.1, 0.5))
        if kind == "leave":
            velocity, when = -velocity, last - when
    elif partner is not None and config.frames >= 2 * SHORT:
        seen = partner.visible(config)
        when = int(seen[round((seen.size - 1) * rng.uniform(0.3, 0.7))])
        anchor = partner.path[when] + rng.uniform(-0.35, 0.35, 2)
    elif config.frames >= 2 * SHORT:
        first, end = _life(rng, config.frames)
        when = int(rng.integers(first, end + 1))

    if kind == "turn":
        path = _circle(rng, config, time, velocity)
    elif kind == "hover":
        path = _sway(rng, time)
    else:
        path = velocity * time[:, None]
    world = path - path[when] + anchor + camera[when]
    if kind not in ("turn", "hover"):
        world = _fold(world, config)
    return Flight(kind, world - camera, first, end)


def _velocity(rng: np.random.Generator) -> NDArray[np.float64]:
    speed = float(SLOWEST * (FASTEST / SLOWEST) ** rng.random())
    # Most things in the sky fly more along the horizon than up or down.
    heading = rng.normal(0.0, 0.5) + math.pi * rng.integers(2)
    return np.array([speed * math.cos(heading), speed * math.sin(heading)])


def _somewhere(rng: np.random.Generator, config: SynthConfig) -> NDArray[np.float64]:
    lowest = AIRSPACE.get(config.background, 0.92)
    return np.array(
        [
            rng.uniform(0.08, 0.92) * (config.width - 1),
            rng.uniform(0.08, lowest) * (config.height - 1),
        ]
    )


def _at_border(
    rng: np.random.Generator, config: SynthConfig, velocity: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a point on the left, right or top border, and the velocity turned inwards."""
    point = _somewhere(rng, config)
    side = rng.choice(3, p=[0.4, 0.4, 0.2])
    if side == 2:
        point[1] = 0.0
        return point, np.array([velocity[0], abs(velocity[1]) + SLOWEST])
    point[0] = 0.0 if side == 0 else config.width - 1.0
    inwards = abs(velocity[0]) + SLOWEST
    return point, np.array([inwards if side == 0 else -inwards, velocity[1]])


def _life(rng: np.random.Generator, frames: int) -> tuple[int, int]:
    """Return the first and the last frame: most targets appear late or vanish early."""
    first = round(frames * rng.uniform(0.1, 0.4)) if rng.random() < 0.4 else 0
    last = round(frames * rng.uniform(0.6, 0.9)) if rng.random() < 0.4 else frames - 1
    return first, last


def _circle(
    rng: np.random.Generator, config: SynthConfig, time: Path, velocity: NDArray[np.float64]
) -> Path:
    radius = rng.uniform(0.1, 0.3) * min(config.height, config.width)
    rate = float(np.hypot(*velocity)) / radius * rng.choice([-1.0, 1.0])
    angle = rng.uniform(0.0, 2.0 * math.pi) + rate * time
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _sway(rng: np.random.Generator, time: Path) -> Path:
    """Return the path of a target hovering in the wind: a few pixels, never still."""
    axes = []
    for _ in range(2):
        period = rng.uniform(40.0, 120.0)
        phase = rng.uniform(0.0, 2.0 * math.pi, 2)
        slow = np.sin(2.0 * math.pi * time / period + phase[0])
        quick = np.sin(5.1 * math.pi * time / period + phase[1])
        axes.append(rng.uniform(0.5, 2.5) * slow + 0.3 * quick)
    return np.stack(axes, axis=1)


def _fold(world: Path, config: SynthConfig) -> Path:
    """Reflect a line that has left the picture back to it, at a box that the camera never sees.

    So a long sequence does not run out of targets, and no visible target turns abruptly.
    """
    pad = 15.0 + 2.0 * scene_margin(config)
    size = np.array([config.width - 1.0, config.height - 1.0]) + 2.0 * pad
    phase = (world + pad) % (2.0 * size)
    return np.asarray(np.minimum(phase, 2.0 * size - phase) - pad, np.float64)
