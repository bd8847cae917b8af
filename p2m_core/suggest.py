"""Seed suggestions: detections for a person to accept or reject.

The detector is the one at hand: RPR-Net where its weights and torch are installed, else a classical
one, which needs neither. Whichever it is, its scores lie in 0..1, so that they can be stored,
compared with one threshold, and filtered later.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from p2m_core import classical
from p2m_core.detector import Detection
from p2m_core.errors import FrameError, InputError
from p2m_core.extras import has_torch, need_torch
from p2m_core.resources import shipped_weights
from p2m_core.sequence import Sequence

AUTO, RPRNET = "auto", "rprnet"
CLASSICAL = "log+diff"
"""The only classical detector that is strong on clear sky, on clutter and on targets of one pixel
(`tests.bench.detector`)."""

FLOOR = 0.2
"""The lowest score of a suggestion: three false targets a frame in `drone_ir`."""
MOST = 10
"""Most suggestions in a frame."""

CLASSICAL_THRESHOLD = 5.0
"""The ratio to the clutter with the score 0.5: in `drone_ir`, one false target in
three frames, and 94 % of the targets."""

_LEAST_APART = 2.0  # pixels; nearer ones count as one target, however small

Found = tuple[int, list[Detection]]


@dataclass(frozen=True)
class Suggester:
    """A detector ready to run.

    Attributes
    ----------
    name : str
        As on the command line and in project files: ``rprnet``, or a classical method's name.
    title : str
        As in texts for people.
    threshold : float
        Default of the lowest score to show.
    find : callable
        ``find(sequence, frames)`` yields ``(frame, detections)`` in order, with scores of at
        least `FLOOR`.
    """

    name: str
    title: str
    threshold: float
    find: Callable[[Sequence, Iterable[int]], Iterator[Found]]


def suggest(
    sequence: Sequence, frames: Iterable[int] | None = None, detector: str | Suggester = AUTO
) -> Iterator[Found]:
    """Yield ``(frame, detections)`` in order, each frame when it is done.

    Parameters
    ----------
    sequence : Sequence
        From `p2m_core.sequence.open_sequence`: any size and depth.
    frames : iterable of int, optional
        The frames to search; all by default. Detectors that compare frames read their neighbours
        too.
    detector : str or Suggester
        See `suggester`.

    Yields
    ------
    int
        The frame. One that cannot be read has no detections.
    list of Detection
        At most `MOST`, by descending score, at least `FLOOR`; of two within the larger one's
        radius, the surer.

    Raises
    ------
    InputError
        If the detector cannot be used, or a frame is not in the sequence.
    """
    if isinstance(detector, str):
        detector = suggester(detector)
    wanted = list(range(len(sequence))) if frames is None else sorted(set(frames))
    if wanted and not 0 <= wanted[0] <= wanted[-1] < len(sequence):
        beyond = wanted[0] if wanted[0] < 0 else wanted[-1]
        raise InputError(
            f"frame {beyond} is not in {sequence.path}: it has frames 0..{len(sequence) - 1}, "
            "counted from 0"
        )
    for frame, detections in detector.find(sequence, wanted):
        yield frame, _best(detections)


def suggester(
    name: str = AUTO, weights: str | Path | None = None, *, device: str = "auto", threads: int = 1
) -> Suggester:
    """Return a detector ready to run.

    Parameters
    ----------
    name : str
        ``rprnet``, a name of `p2m_core.classical.METHODS`, or ``auto``: RPR-Net where it can be
        used here or `weights` are given, else `CLASSICAL`.
    weights : path, optional
        A checkpoint of RPR-Net; the shipped one by default.
    device : str
        Where RPR-Net computes, see `p2m_core.networks.rprnet.SequenceDetector`.
    threads : int
        Most threads of torch, in this process from now on. On a processor in use by others, several
        threads are far slower than one.

    Raises
    ------
    InputError
        If there is no such detector, its weights cannot be read, or torch is not installed.
    """
    if name == AUTO:
        here = has_torch() and shipped_weights().exists()
        name = RPRNET if weights is not None or here else CLASSICAL
    if name == RPRNET:
        return _rprnet(weights, device, threads)
    if name not in classical.METHODS:
        raise InputError(
            f"no detector {name!r}; there are: {', '.join((RPRNET, *classical.METHODS))}"
        )
    if weights is not None:
        raise InputError(f"the detector {name} has no weights: leave out {weights}")
    return _classical(classical.METHODS[name])


def detector_title(name: str) -> str:
    """Return the title of the detector of this name, as people read it; others as they are."""
    if name == RPRNET:
        return "RPR-Net"
    return classical.METHODS[name].title if name in classical.METHODS else name


def _rprnet(weights: str | Path | None, device: str, threads: int) -> Suggester:
    need_torch("RPR-Net")
    import torch

    from p2m_core.networks.rprnet import SequenceDetector

    torch.set_num_threads(threads)
    detector = SequenceDetector(weights, device, precision="auto", threshold=FLOOR)
    return Suggester(RPRNET, detector_title(RPRNET), detector.own_threshold, detector.detect)


def _classical(method: classical.Method) -> Suggester:
    detector = method.detector()

    def find(sequence: Sequence, frames: Iterable[int]) -> Iterator[Found]:
        for frame in frames:
            found: list[Detection] = []
            with suppress(FrameError):
                [(_, found)] = detector.detect(sequence, [frame])
            yield frame, [d._replace(score=_sureness(d.score)) for d in found]

    return Suggester(method.name, method.title, 0.5, find)


def _sureness(ratio: float) -> float:
    """Return a ratio to the clutter as a score in 0..1.

    Examples
    --------
    >>> _sureness(0.0), _sureness(CLASSICAL_THRESHOLD), _sureness(math.inf)
    (0.0, 0.5, 1.0)
    """
    if math.isinf(ratio):
        return 1.0
    return ratio**2 / (ratio**2 + CLASSICAL_THRESHOLD**2)


def _best(detections: Iterable[Detection]) -> list[Detection]:
    kept: list[Detection] = []
    for d in sorted(detections, key=lambda d: -d.score):
        if d.score < FLOOR or len(kept) == MOST:
            break
        if all(math.dist(d[:2], k[:2]) > max(d.radius, k.radius, _LEAST_APART) for k in kept):
            kept.append(d)
    return kept
