"""From a configuration to frames, instance masks and the truth about every target."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core.geometry import RING_GAP, RING_WIDTH, centroid, equivalent_radius, measure
from p2m_core.progress import Progress, no_progress
from p2m_core.synth.camera import camera_path, look, scene_margin
from p2m_core.synth.config import SynthConfig
from p2m_core.synth.flights import Flight, plan_flights
from p2m_core.synth.randomness import Stream, generator
from p2m_core.synth.scenes import SCENES, Scene
from p2m_core.synth.sensor import LEVEL_MAX, expose, make_sensor
from p2m_core.synth.signals import Body, Patch, make_body, mean_and_peak, signal_at

Frame = NDArray[np.uint8] | NDArray[np.uint16]

# Least mean distance of a target from white or black, grey levels.
ROOM_AT_THE_ENDS = 8.0
# Points along its flight where a target's background is measured.
_SAMPLES = 7


@dataclass(frozen=True)
class SynthTarget:
    """The truth about one target in one frame.

    Attributes
    ----------
    frame, track : int
        Frame number from 0, track number from 1 (its value in the instance mask).
    x, y : float
        Centroid of the mask, pixels.
    radius : float
        Equivalent radius of the mask, pixels.
    area : int
        Pixels of the mask.
    scr : float
        `geometry.measure` of the delivered frame with the exact mask.
    polarity : int
        +1 bright, -1 dark.
    true_x, true_y : float
        The target's centre. At the border, and where targets cross, the mask is only a part of
        the target, and its centroid differs.
    seed_x, seed_y : int
        The pixel of the mask with the strongest signal.
    """

    frame: int
    track: int
    x: float
    y: float
    radius: float
    area: int
    scr: float
    polarity: int
    true_x: float
    true_y: float
    seed_x: int
    seed_y: int


class SynthFrame(NamedTuple):
    """One frame: the picture, its instance mask (uint16 track numbers), and its targets."""

    image: Frame
    instances: NDArray[np.uint16]
    targets: list[SynthTarget]


@dataclass(frozen=True)
class SynthSequence:
    """A whole sequence in memory.

    Attributes
    ----------
    config : SynthConfig
        Its parameters.
    frames : uint8 or uint16 array, shape (N, H, W)
        The pictures.
    instances : uint16 array, shape (N, H, W)
        Track numbers, 0 = background.
    targets : list of SynthTarget
        Sorted by frame, then track.
    """

    config: SynthConfig
    frames: Frame
    instances: NDArray[np.uint16]
    targets: list[SynthTarget]


class _Actor(NamedTuple):
    """A target to draw: the signal of its body is multiplied by `strength`."""

    track: int
    polarity: int
    flight: Flight
    body: Body
    strength: float


def make_sequence(config: SynthConfig, progress: Progress = no_progress) -> SynthSequence:
    """Return the whole sequence of `config`; `render` yields it frame by frame.

    Parameters
    ----------
    config : SynthConfig
        The parameters.
    progress : Progress
        Called after each frame.

    Examples
    --------
    >>> sequence = make_sequence(SynthConfig(seed=7, frames=3, height=64, width=80))
    >>> sequence.frames.shape, sequence.frames.dtype
    ((3, 64, 80), dtype('uint8'))
    """
    shape = (config.frames, config.height, config.width)
    eight = config.bit_depth == 8
    frames: Frame = np.empty(shape, np.uint8) if eight else np.empty(shape, np.uint16)
    instances = np.empty(shape, np.uint16)
    targets: list[SynthTarget] = []
    for index, drawn in enumerate(render(config)):
        frames[index] = drawn.image
        instances[index] = drawn.instances
        targets.extend(drawn.targets)
        progress(index + 1, config.frames)
    return SynthSequence(config, frames, instances, targets)


def render(config: SynthConfig) -> Iterator[SynthFrame]:
    """Yield the frames of `config` one by one, in memory that does not grow with their number.

    A target's exact mask is the set of pixels where its noise-free signal, integrated over the
    pixel, exceeds half of its maximum; the maximum is over the whole target, even where the border
    cuts it. So optics decide every mask, not noise, and a mask of one pixel is legal. Where two
    targets overlap, a pixel belongs to the stronger signal; a target that another hides completely
    has no record in that frame.
    """
    rng = generator(config.seed, Stream.SCENE)
    margin = scene_margin(config)
    shape = (config.height + 2 * margin, config.width + 2 * margin)
    scene = SCENES[config.background](rng, shape, config.optics_sigma)
    camera = camera_path(config)
    sensor = make_sensor(config)
    actors = _cast(config, camera, scene)
    for frame in range(config.frames):
        light = look(scene(frame), camera[frame], config)
        instances = np.zeros(light.shape, np.uint16)
        patches = _draw(actors, frame, light, instances)
        image = expose(light, sensor, config, frame)
        records = [
            _record(image, instances, frame, actor, patch)
            for actor, patch in patches
            if _own(instances, actor.track, patch).any()
        ]
        yield SynthFrame(image, instances, records)


def _cast(config: SynthConfig, camera: NDArray[np.float64], scene: Scene) -> list[_Actor]:
    rng = generator(config.seed, Stream.FLIGHTS)
    flights = plan_flights(rng, config, camera)
    # An exact share, not a coin toss each: ten targets with 0.3 are three dark ones. Chance decides
    # the fraction left over, so that a set of sequences with one target each has dark ones too.
    n_dark = math.floor(config.dark_fraction * config.n_targets + rng.random())
    dark = set(rng.permutation(config.n_targets)[:n_dark].tolist())
    actors = []
    for index, flight in enumerate(flights):
        low, high = config.target_size
        # Most targets are small: sizes are uniform in their logarithm.
        size = low * (high / low) ** rng.random()
        body = make_body(size, rng.uniform(1.0, 1.8), config.optics_sigma)
        polarity = -1 if index in dark else 1
        scr = rng.uniform(*config.scr)
        sigma, level = _surroundings(config, camera, scene, flight, size)
        mean, peak = mean_and_peak(body)
        room = (LEVEL_MAX - level if polarity > 0 else level) - ROOM_AT_THE_ENDS
        strength = min(scr * sigma / mean, max(room, ROOM_AT_THE_ENDS) / peak)
        actors.append(_Actor(index + 1, polarity, flight, body, strength))
    return actors


def _surroundings(
    config: SynthConfig,
    camera: NDArray[np.float64],
    scene: Scene,
    flight: Flight,
    size: float,
) -> tuple[float, float]:
    """Return the local background's standard deviation and level, medians along the flight."""
    seen = flight.visible(config)
    chosen = np.unique(seen[np.linspace(0, seen.size - 1, _SAMPLES).round().astype(int)])
    gap = math.ceil(0.5 * size) + RING_GAP
    reach = gap + RING_WIDTH
    margin = scene_margin(config)
    # The ring of `geometry.measure`, for a square of the target's size; noise is added to it.
    inner = np.ones((2 * reach + 1, 2 * reach + 1), bool)
    inner[RING_WIDTH:-RING_WIDTH, RING_WIDTH:-RING_WIDTH] = False
    variances, levels = [], []
    for frame in chosen.tolist():
        picture = scene(frame)
        column, row = np.rint(flight.path[frame] + camera[frame] + margin).astype(int)
        top, left = max(0, row - reach), max(0, column - reach)
        window = picture[top : row + reach + 1, left : column + reach + 1]
        part = inner[top - row + reach :, left - column + reach :]
        ring = window[part[: window.shape[0], : window.shape[1]]]
        variances.append(float(ring.var()))
        levels.append(float(ring.mean()))
    noise = config.noise**2 + config.stripes**2 + (1.0 / 12.0 if config.bit_depth == 8 else 0.0)
    return math.sqrt(float(np.median(variances)) + noise), float(np.median(levels))


def _draw(
    actors: list[_Actor], frame: int, light: NDArray[np.float32], instances: NDArray[np.uint16]
) -> list[tuple[_Actor, Patch]]:
    """Add the targets of `frame` to `light` and their numbers to `instances`."""
    height, width = light.shape
    strongest = np.zeros(light.shape, np.float32)
    drawn = []
    for actor in actors:
        if not actor.flight.first <= frame <= actor.flight.last:
            continue
        patch = _clip(signal_at(actor.body, *actor.flight.path[frame].tolist()), height, width)
        if patch.signal.size == 0:
            continue
        window = _window(patch)
        signal = (actor.strength * patch.signal).astype(np.float32)
        light[window] += actor.polarity * signal
        mine = patch.mask & (signal > strongest[window])
        instances[window][mine] = actor.track
        strongest[window][mine] = signal[mine]
        drawn.append((actor, patch))
    return drawn


def _clip(patch: Patch, height: int, width: int) -> Patch:
    rows = slice(max(0, -patch.y), max(0, height - patch.y))
    columns = slice(max(0, -patch.x), max(0, width - patch.x))
    return Patch(
        max(0, patch.x), max(0, patch.y), patch.signal[rows, columns], patch.mask[rows, columns]
    )


def _window(patch: Patch) -> tuple[slice, slice]:
    height, width = patch.signal.shape
    return slice(patch.y, patch.y + height), slice(patch.x, patch.x + width)


def _own(instances: NDArray[np.uint16], track: int, patch: Patch) -> NDArray[np.bool_]:
    return np.asarray(instances[_window(patch)] == track)


def _record(
    image: Frame, instances: NDArray[np.uint16], frame: int, actor: _Actor, patch: Patch
) -> SynthTarget:
    mask = _own(instances, actor.track, patch)
    x, y = centroid(mask)
    area = int(mask.sum())
    row, column = np.unravel_index(np.argmax(np.where(mask, patch.signal, -1.0)), mask.shape)
    true_x, true_y = actor.flight.path[frame].tolist()
    return SynthTarget(
        frame=frame,
        track=actor.track,
        x=patch.x + x,
        y=patch.y + y,
        radius=equivalent_radius(area),
        area=area,
        scr=measure(image, mask, origin=(patch.x, patch.y)).scr,
        polarity=actor.polarity,
        true_x=true_x,
        true_y=true_y,
        seed_x=patch.x + int(column),
        seed_y=patch.y + int(row),
    )
