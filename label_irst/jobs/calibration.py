"""Fit PAMG's parameters to the masks of a project: functions for a `Job`.

They open the project and its images for themselves.
"""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2m_core import sequence
from p2m_core.errors import FrameError, InputError, P2MError
from p2m_core.pamg import PamgParams, grow
from p2m_core.pamg.calibrate import FEWEST, FOLDS, SUPPORTS, Calibration, Example, calibrate
from p2m_core.pamg.params import LARGEST_SUPPORT
from p2m_core.progress import Progress
from p2m_core.project import (
    Project,
    Target,
    TeachingTarget,
    count_corrected,
    get_calibration,
    get_target,
    list_sequences,
    list_teaching,
    open_project,
    paint,
)
from p2m_core.sampling import evenly

MOST = 192  # examples: more of them change little, and take minutes
# Frames of a track within which targets count as alike: the first that gives enough groups to
# leave some out.
STRETCHES = (50, 10)
PICTURES = 6  # of the targets that gain most, and as many of those that lose most
READING = 0.2  # the share of reading in the work, roughly
CACHE_BYTES = 2**24


@dataclass(frozen=True, eq=False)
class Picture:
    """One of the annotator's targets, and what grows in its place: masks of the crop's shape."""

    sequence: str
    frame: int
    image: NDArray[Any]
    theirs: NDArray[np.bool_]
    before: NDArray[np.bool_]
    after: NDArray[np.bool_]
    scores: tuple[float, float]


@dataclass(frozen=True, eq=False)
class CalibrationResult:
    """The result; `found` is None where there are too few masks.

    Of `total` masks, `count` from so many `sequences` were used, in `groups` that look unlike.
    `larger` is the median ratio of the areas after and before.
    """

    corrected: int
    total: int
    count: int
    sequences: int
    groups: int
    found: Calibration | None = None
    larger: float = 1.0
    best: tuple[Picture, ...] = ()
    worst: tuple[Picture, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether any parameters are better than those in use."""
        return self.found is not None and any(a != b for a, b in self.found.each)


@dataclass(frozen=True, eq=False)
class Taught:
    target: TeachingTarget
    sequence: str
    example: Example


def corrected(path: Path, progress: Progress) -> int:
    """How many grown masks of the project were corrected by hand."""
    with open_project(path, readonly=True) as project:
        return count_corrected(project)


def calibration(path: Path, progress: Progress) -> CalibrationResult:
    """Fit the project's PAMG parameters to its accepted and corrected masks."""
    with open_project(path, readonly=True) as project, project.read_transaction():
        base = get_calibration(project) or PamgParams()
        teaching, number = list_teaching(project), count_corrected(project)
        chosen = spread(teaching, MOST)
        taught = []
        for one in _read(project, chosen, base):
            taught.append(one)
            progress(round(1000 * READING * len(taught) / len(chosen)), 1000)
    examples = grouped(taught)
    outcome = CalibrationResult(
        number, len(teaching), len(taught), len({one.sequence for one in taught}),
        len({example.group for example in examples}),
    )  # fmt: skip
    if outcome.count < FEWEST or outcome.groups < FOLDS:
        return outcome

    def fitting(done: int, total: int) -> None:
        progress(round(1000 * (READING + (1 - READING) * done / total)), 1000)

    found = calibrate(examples, base, progress=fitting)
    pictures = [_picture(*one, base) for one in zip(taught, found.each, found.unseen, strict=True)]
    ratios = [p.after.sum() / p.before.sum() for p in pictures]
    best, worst = _extremes(pictures)
    larger = float(np.median(ratios))
    return replace(outcome, found=found, larger=larger, best=best, worst=worst)


def spread(teaching: list[TeachingTarget], most: int) -> list[TeachingTarget]:
    """At most `most`, shared evenly over the sequences and within each."""
    of: dict[int, list[TeachingTarget]] = {}
    for target in teaching:
        of.setdefault(target.sequence, []).append(target)
    chosen, left = [], most
    for done, some in enumerate(sorted(of.values(), key=len)):  # short ones leave more to others
        count = min(len(some), max(1, left // (len(of) - done)), left)
        left -= count
        chosen += [some[i] for i in evenly(len(some), count)]
    return sorted(chosen, key=lambda t: (t.sequence, t.frame, t.track, t.id))


def _read(project: Project, teaching: list[TeachingTarget], base: PamgParams) -> Iterator[Taught]:
    """Read the examples one by one, without those whose image or seed cannot be used."""
    infos = {info.id: info for info in list_sequences(project)}
    for number in dict.fromkeys(target.sequence for target in teaching):
        info = infos[number]
        with ExitStack() as stack, suppress(P2MError):  # the images were moved
            images = sequence.open_sequence(info.path, cache_bytes=CACHE_BYTES)
            stack.callback(images.close)
            for target in teaching:
                if target.sequence != number:
                    continue
                with suppress(FrameError, InputError, IndexError):
                    example = example_of(images[target.frame], get_target(project, target.id), base)
                    yield Taught(target, info.name, example)


def example_of(image: NDArray[Any], target: Target, base: PamgParams) -> Example:
    """The target and the part of the image that any growth of the search can reach.

    Raises
    ------
    InputError
        If it lies outside of the image, or nothing can grow from its seed.
    """
    widest = min(max(SUPPORTS) * base.support_radius, LARGEST_SUPPORT)
    growth = grow(image, target.seeds[-1], replace(base, support_radius=widest))
    mask = paint(target, (image.shape[0], image.shape[1]))
    seed, margin = np.array(growth.seed[::-1]), base.background_radius
    pixels = np.concatenate([growth.path - 1, growth.path + 1, np.argwhere(mask)])
    pixels = np.concatenate([pixels, [seed - margin, seed + margin]])
    (y0, x0), (y1, x1) = np.maximum(pixels.min(axis=0), 0), pixels.max(axis=0) + 1
    return Example(
        image[y0:y1, x0:x1].copy(), (float(seed[1] - x0), float(seed[0] - y0)),
        mask[y0:y1, x0:x1],
    )  # fmt: skip


def grouped(taught: list[Taught]) -> list[Example]:
    """The examples, grouped by stretches of their tracks."""
    for stretch in STRETCHES:
        groups = [
            f"{p.sequence}/{p.track}/{p.frame // stretch}" for p in (t.target for t in taught)
        ]
        if len(set(groups)) >= FOLDS:
            break
    return [replace(t.example, group=g) for t, g in zip(taught, groups, strict=True)]


def _picture(
    taught: Taught, scores: tuple[float, float], unseen: PamgParams, base: PamgParams
) -> Picture:
    example = taught.example
    before, after = (grow(example.image, example.seed, params).mask for params in (base, unseen))
    return Picture(
        taught.sequence, taught.target.frame, example.image, np.asarray(example.mask), before,
        after, scores,
    )  # fmt: skip


def _extremes(pictures: list[Picture]) -> tuple[tuple[Picture, ...], tuple[Picture, ...]]:
    """The pictures that gain most, and those that lose most; without a gain, best and worst."""
    ranked = sorted(pictures, key=lambda p: (p.scores[0] - p.scores[1], -p.scores[1]))
    count = min(PICTURES, len(ranked) // 2)
    return tuple(ranked[:count]), tuple(ranked[: -count - 1 : -1])
