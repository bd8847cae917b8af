"""Detections and masks of sequences: by one process here, by several, or by a Dask cluster."""

import threading
from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from p2m_core.detection.masks import growth_mask, guided_growths
from p2m_core.detection.records import DetectionRow, rows_of, write_detections
from p2m_core.detector import Detection
from p2m_core.errors import FrameError, InputError
from p2m_core.files import staged_folder, write_png
from p2m_core.networks.rprnet.stream import SequenceDetector
from p2m_core.parallel import spread
from p2m_core.parallel.files import check_same
from p2m_core.preannotate.labels import sources_below
from p2m_core.progress import Progress, no_progress
from p2m_core.project import SequenceInfo, look_at
from p2m_core.sequence import Sequence as Frames
from p2m_core.sequence import fingerprint, open_sequence
from p2m_core.sequence.folder import list_frames

CHUNK = 64
"""Frames of a part: seconds of a processor; the two beside them are looked at once more."""


@dataclass(frozen=True)
class Setup:
    """How is looked for targets; `weights` with their fingerprint, None: the shipped ones."""

    weights: tuple[Path, str] | None
    device: str
    threshold: float
    masks: bool


@dataclass(frozen=True)
class Part:
    """Some frames of a sequence."""

    number: int
    path: str
    fingerprint: str
    frames: range


class FrameResult(NamedTuple):
    """What is in a frame; `mask` are the numbers of its pixels, None: not asked for, or unread."""

    frame: int
    name: str
    detections: list[Detection]
    mask: NDArray[np.int64] | None


@dataclass(frozen=True)
class Predicted:
    """What came out; `failed` are the paths that cannot be opened, with the reason."""

    sequences: int
    frames: int
    unread: int
    detections: int
    threshold: float
    failed: tuple[tuple[str, str], ...]


def predict(
    sources: Sequence[Path],
    out: Path,
    weights: Path | None = None,
    *,
    threshold: float | None = None,
    masks: bool = True,
    device: str = "auto",
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Progress = no_progress,
) -> Predicted:
    """Write ``out/detections.csv`` and ``out/masks/SEQUENCE/FRAME.png``, whole or not at all.

    Parameters
    ----------
    sources : sequence of path
        Sequences, or folders with sequences anywhere below. Of several that are called alike the
        names are the paths below the source.
    workers, scheduler : int, str, optional
        Processes here, or a Dask scheduler, whose workers do it: each computes with one thread,
        and all that compute alike make the same to the last bit. Without either this process
        computes, with as many threads as torch likes, which may show in the last digits.

    Raises
    ------
    InputError
        If no sequence can be opened, or the weights, the device, the folder or the cluster cannot
        be used.
    P2MError
        If it cannot be written, a process ended unasked, or the cluster is lost.
    """
    known, failed = _opened(sources)
    elsewhere = scheduler is not None
    detector = SequenceDetector(
        weights, "cpu" if elsewhere else device, precision="auto", threshold=threshold
    )
    rows: dict[tuple[int, int], list[DetectionRow]] = {}
    total, unread = sum(info.frame_count for info in known.values()), 0
    with staged_folder(out) as stage:
        if workers is None and not elsewhere:
            found = _here(list(known.values()), detector, masks)
        else:
            given = None if weights is None else (weights.absolute(), fingerprint(weights))
            setup = Setup(given, device, detector.threshold, masks)
            found = _spread(list(known.values()), setup, workers, scheduler)
        names = list(known)
        with closing(found):
            for number, result in found:
                info = known[names[number]]
                rows[number, result.frame] = rows_of(names[number], result.frame, result.detections)
                if result.mask is not None:
                    picture = np.zeros(info.height * info.width, np.uint8)
                    picture[result.mask] = 255
                    path = stage / "masks" / names[number] / f"{result.name}.png"
                    write_png(path, picture.reshape(info.height, info.width))
                unread += masks and result.mask is None
                progress(len(rows), total)
        write_detections(stage / "detections.csv", [r for key in sorted(rows) for r in rows[key]])
    count = sum(map(len, rows.values()))
    return Predicted(len(known), total, unread, count, detector.threshold, tuple(failed))


def _opened(sources: Sequence[Path]) -> tuple[dict[str, SequenceInfo], list[tuple[str, str]]]:
    """Return the sequences by names that are theirs alone, and what cannot be opened."""
    found: list[tuple[Path, SequenceInfo]] = []
    failed: list[tuple[str, str]] = []
    seen: set[Path] = set()
    for source in sources:
        root = source.absolute()
        # Frames beside folders: the folders belong to them. It is not a tree of sequences.
        is_one = not root.is_dir() or list_frames(root)
        paths = [root] if is_one else list(sources_below(root))
        if not paths:
            raise InputError(f"{source}: no images and no videos below it: check the path")
        for path in paths:
            if path.resolve() in seen:
                continue
            seen.add(path.resolve())
            try:
                found.append((root, look_at(path)))
            except InputError as error:
                if len(sources) == len(paths) == 1:
                    raise
                failed.append((str(path), str(error)))
    if not found:
        raise InputError(f"no sequence can be opened; the first: {failed[0][1]}")
    alike = Counter(info.name for _, info in found)
    named: dict[str, SequenceInfo] = {}
    for root, info in found:
        name = info.name
        if alike[name] > 1 and root in info.path.parents:
            name = (info.path.parent / name).relative_to(root).as_posix()
        unique, count = name, 1
        while unique in named:
            count += 1
            unique = f"{name}-{count}"
        named[unique] = info
    return named, failed


def _here(
    known: Sequence[SequenceInfo], detector: SequenceDetector, masks: bool
) -> Generator[tuple[int, FrameResult]]:
    for number, info in enumerate(known):
        with open_sequence(info.path) as frames:
            for result in _found(frames, range(len(frames)), detector, masks):
                yield number, result


def _spread(
    known: Sequence[SequenceInfo], setup: Setup, workers: int | None, scheduler: str | None
) -> Generator[tuple[int, FrameResult]]:
    parts = [
        Part(number, str(info.path), info.fingerprint, range(info.frame_count)[i : i + CHUNK])
        for number, info in enumerate(known)
        for i in range(0, info.frame_count, CHUNK)
    ]
    done = spread(do_part, setup, parts, workers=workers, scheduler=scheduler, probe=look)
    with closing(done):
        for number, results in done:
            yield from ((parts[number].number, result) for result in results)


class _Kept(threading.local):
    """What a thread keeps between its parts."""

    setup: Setup | None = None
    detector: SequenceDetector | None = None


_kept = _Kept()


def do_part(setup: Setup, part: Part) -> list[FrameResult]:
    """Return what is in the frames of a part."""
    if _kept.detector is None or _kept.setup != setup:
        _kept.detector, _kept.setup = _made(setup), setup
    check_same(part.path, part.fingerprint)
    with open_sequence(part.path) as frames:
        return list(_found(frames, part.frames, _kept.detector, setup.masks))


def look(setup: Setup, part: Part) -> None:
    """Raise `InputError` if this machine cannot do a part; nothing is kept."""
    _made(setup)
    check_same(part.path, part.fingerprint)


def _made(setup: Setup) -> SequenceDetector:
    torch.set_num_threads(1)
    if setup.weights is not None:
        check_same(*setup.weights)
    return SequenceDetector(
        setup.weights and setup.weights[0], setup.device, precision="auto",
        threshold=setup.threshold,
    )  # fmt: skip


def _found(
    frames: Frames, wanted: Iterable[int], detector: SequenceDetector, masks: bool
) -> Generator[FrameResult]:
    for i, found in detector.detect(frames, wanted):
        mask = None
        if masks:
            with suppress(FrameError):
                picture = frames[i]
                grown = [growth for _, growth in guided_growths(picture, found)]
                mask = np.flatnonzero(growth_mask(picture.shape, grown))
        yield FrameResult(i, frames.frame_name(i), found, mask)
