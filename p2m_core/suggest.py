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
"""Of the classical ones the only one that is strong on clear sky, before clutter, and on targets of
one pixel alike (`tests.bench.detector`)."""

FLOOR = 0.2
"""The lowest score that is suggested at all: three false targets a frame in `drone_ir`."""
MOST = 10
"""Suggestions in a frame."""

CLASSICAL_THRESHOLD = 5.0
"""The ratio to the clutter that stands for a score of a half: in `drone_ir`, one false target in
three frames, and 94 % of the targets."""

_LEAST_APART = 2.0  # pixels; nearer ones are taken for one target, however small

Found = tuple[int, list[Detection]]


@dataclass(frozen=True)
class Suggester:
    """A detector that is ready.

    Attributes
    ----------
    name : str
        As on the command line and in project files: ``rprnet``, or a classical method's name.
    title : str
        For people.
    threshold : float
        The score from which on a suggestion is worth a look, unless somebody wants it otherwise.
    find : callable
        ``find(sequence, frames)`` yields ``(frame, detections)`` in order, all that score `FLOOR`
        and more.
    """

    name: str
    title: str
    threshold: float
    find: Callable[[Sequence, Iterable[int]], Iterator[Found]]


def suggest(
    sequence: Sequence, frames: Iterable[int] | None = None, detector: str | Suggester = AUTO
) -> Iterator[Found]:
    """Yield ``(frame, detections)`` in order, as they are found.

    Parameters
    ----------
    sequence : Sequence
        What `p2m_core.sequence.open_sequence` opens: any size and depth.
    frames : iterable of int, optional
        Those to look at; all by default. Their neighbours are looked at too, as far as the
        detector compares frames.
    detector : str or Suggester
        See `suggester`.

    Yields
    ------
    int
        The frame. One that cannot be read has no detections.
    list of Detection
        At most `MOST`, by falling score, none below `FLOOR`; of two that lie within the larger
        one's radius, the surer.

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
    """Make a detector ready.

    Parameters
    ----------
    name : str
        ``rprnet``, a name of `p2m_core.classical.METHODS`, or ``auto``: RPR-Net where it can be
        used here or `weights` are given, else `CLASSICAL`.
    weights : path, optional
        A checkpoint of RPR-Net; the one that comes with the program by default.
    device : str
        Where RPR-Net computes, see `p2m_core.networks.rprnet.SequenceDetector`.
    threads : int
        Most threads that torch may use, in this process from now on. On a processor that others
        use too, more than one are far slower than one.

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


def _rprnet(weights: str | Path | None, device: str, threads: int) -> Suggester:
    need_torch("RPR-Net")
    import torch

    from p2m_core.networks.rprnet import SequenceDetector

    torch.set_num_threads(threads)
    detector = SequenceDetector(weights, device, precision="auto", threshold=FLOOR)
    return Suggester(RPRNET, "RPR-Net", detector.own_threshold, detector.detect)


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
