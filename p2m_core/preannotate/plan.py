"""The plan of a run, fixed before the work begins: frames, labels, parameters."""

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from p2m_core.batch import look_at_all, sources_below
from p2m_core.datasets.labelled import BoxLabel, Label, LabelledSequence, MaskLabel, PointLabel
from p2m_core.errors import InputError
from p2m_core.pamg import PamgParams
from p2m_core.project import SequenceInfo
from p2m_core.suggest import suggester
from p2m_core.words import counted

VERSION = 1
"""Version of the results. Raise it when a change gives other results from the same input."""

CHUNK = 128
CHUNK_OF_SUGGESTIONS = 16  # some seconds of RPR-Net on a processor

Labels = tuple[PointLabel | BoxLabel, ...]

OPENED, NO_FRAME = "the sequence cannot be opened", "there is no such frame"
UNREADABLE, NO_MASK = "the frame cannot be read", "no mask grows there"


class Failure(NamedTuple):
    """A failure: its place, the kind of reason, and the full message.

    `frame` counts from 0; None: the whole sequence.
    """

    source: str
    frame: int | None
    reason: str
    message: str


@dataclass(frozen=True)
class Job:
    """One sequence, the frames to process, and their labels.

    Attributes
    ----------
    info : SequenceInfo
    frames : tuple of int
        Ascending.
    labels, tracks : mapping
        By frame: see `LabelledSequence`; empty for suggestions.
    """

    info: SequenceInfo
    frames: tuple[int, ...]
    labels: Mapping[int, Labels] = field(default_factory=dict)
    tracks: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Detecting:
    """The detector of suggestions, see `p2m_core.suggest.suggester`."""

    name: str
    weights: Path | None = None
    device: str = "auto"
    title: str = ""
    threshold: float = 0.5


class Piece(NamedTuple):
    """A part of the frames of one job."""

    job: int
    frames: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """The whole plan.

    Attributes
    ----------
    jobs : tuple of Job
    params : PamgParams
    detecting : Detecting or None
        None: the masks grow from labels.
    failures : tuple of Failure
        Failures known before the work begins.
    notes : tuple of str
        How the source was read, see `p2m_core.batch.sources_below`.
    """

    jobs: tuple[Job, ...]
    params: PamgParams
    detecting: Detecting | None
    failures: tuple[Failure, ...]
    notes: tuple[str, ...] = ()

    @property
    def frames(self) -> int:
        """Number of frames to process."""
        return sum(len(job.frames) for job in self.jobs)

    def chunks(self) -> list[tuple[Piece, ...]]:
        """Return the work in chunks, in order: a process takes one at a time."""
        size = CHUNK if self.detecting is None else CHUNK_OF_SUGGESTIONS
        chunks: list[list[Piece]] = [[]]
        room = size
        for number, job in enumerate(self.jobs):
            start = 0
            while start < len(job.frames):
                if room == 0:
                    chunks.append([])
                    room = size
                some = job.frames[start : start + room]
                chunks[-1].append(Piece(number, some))
                start, room = start + len(some), room - len(some)
        return [tuple(chunk) for chunk in chunks if chunk]

    def key(self) -> str:
        """Return a digest of all inputs of the result."""
        digest = blake2b(digest_size=16)
        digest.update(json.dumps([VERSION, asdict(self.params), self.params.weights]).encode())
        if self.detecting is not None:
            known = [self.detecting.name, self.detecting.device, CHUNK_OF_SUGGESTIONS]
            digest.update(json.dumps(known).encode())
            if self.detecting.weights is not None:
                digest.update(self.detecting.weights.read_bytes())
        for job in self.jobs:
            digest.update(json.dumps(_described(job)).encode())
        return digest.hexdigest()


def _described(job: Job) -> list[Any]:
    labels = [
        [frame, [[type(label).__name__, *label] for label in job.labels[frame]]]
        for frame in sorted(job.labels)
    ]
    tracks = [[frame, *job.tracks[frame]] for frame in sorted(job.tracks)]
    return [str(job.info.path), job.info.fingerprint, job.frames, labels, tracks]


def plan_labels(sequences: Iterable[LabelledSequence], params: PamgParams) -> Plan:
    """Plan the masks of labelled targets; parts of one sequence are joined again.

    Raises
    ------
    InputError
        If no sequence can be opened, or two of them label the same frame.
    """
    places: dict[Path, Path] = {}
    labels: dict[Path, dict[int, Labels]] = {}
    tracks: dict[Path, dict[int, tuple[int, ...]]] = {}
    for sequence in sequences:
        # A project holds the same images once, even if several links lead to them.
        path = places.setdefault(sequence.path.resolve(), _full(sequence.path))
        own, ids = labels.setdefault(path, {}), tracks.setdefault(path, {})
        for frame, some in sequence.labels.items():
            if frame + sequence.start in own:
                raise InputError(
                    f"{sequence.name}: frame {frame + sequence.start + 1} of {path} is labelled "
                    "twice: take one of the labels away"
                )
            own[frame + sequence.start] = _without_masks(sequence, some)
            if frame in sequence.tracks:
                ids[frame + sequence.start] = sequence.tracks[frame]
    failures: list[Failure] = []
    jobs = []
    for info in _opened(labels, failures):
        own = labels[info.path]
        frames = tuple(sorted(frame for frame in own if frame < info.frame_count))
        for frame in sorted(set(own) - set(frames)):
            there = counted(info.frame_count, "frame")
            message = f"{info.path} has {there}: correct the label, or leave it"
            failures.append(Failure(str(info.path), frame, NO_FRAME, message))
        jobs.append(Job(info, frames, own, tracks[info.path]))
    return Plan(tuple(jobs), params, None, tuple(failures))


def _without_masks(sequence: LabelledSequence, labels: tuple[Label, ...]) -> Labels:
    found = []
    for label in labels:
        if isinstance(label, MaskLabel):
            raise InputError(
                f"{sequence.name}: its targets have masks already: take them with p2m import"
            )
        found.append(label)
    return tuple(found)


def plan_suggestions(source: Path, detecting: Detecting, elsewhere: bool = False) -> Plan:
    """Plan suggestions on every frame below `source`; `elsewhere`: other machines compute.

    Raises
    ------
    InputError
        If there are no images, none of them can be opened, or the detector cannot be used.
    """
    places: dict[Path, Path] = {}
    notes: list[str] = []
    for path in sources_below(_full(source), notes.append):
        places.setdefault(path.resolve(), path)
    if not places:
        raise InputError(f"{source}: no images and no videos below it: check the path")
    # Made once here: its faults are reported once, before the work begins.
    device = "cpu" if elsewhere else detecting.device
    ready = suggester(detecting.name, detecting.weights, device=device)
    known = Detecting(
        ready.name, detecting.weights and _full(detecting.weights), detecting.device, ready.title,
        ready.threshold,
    )  # fmt: skip
    failures: list[Failure] = []
    jobs = [
        Job(info, tuple(range(info.frame_count))) for info in _opened(places.values(), failures)
    ]
    return Plan(tuple(jobs), PamgParams(), known, tuple(failures), tuple(notes))


def _full(path: Path) -> Path:
    # As in `open_sequence`: links are not followed.
    return Path(os.path.abspath(path))  # noqa: PTH100


def _opened(paths: Collection[Path], failures: list[Failure]) -> Iterator[SequenceInfo]:
    for path, found in look_at_all(paths):
        if isinstance(found, SequenceInfo):
            yield found
        else:
            failures.append(Failure(str(path), None, OPENED, str(found)))
