"""Detections and masks of sequences: by this process, by several, or by a Dask cluster."""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core import nodata
from p2m_core.batch import Part, Work, do_chunks, look_at_all, sources_below
from p2m_core.detection.masks import growth_mask, guided_growths
from p2m_core.detection.records import DetectionRow, rows_of, write_detections
from p2m_core.detector import Detection
from p2m_core.errors import FrameError, InputError
from p2m_core.extras import need_torch
from p2m_core.files import staged_folder, write_png
from p2m_core.progress import Progress, no_progress
from p2m_core.project import SequenceInfo
from p2m_core.sequence import Sequence as Frames
from p2m_core.sequence import fingerprint, open_sequence

if TYPE_CHECKING:
    from p2m_core.networks.rprnet.stream import SequenceDetector

CHUNK = 64
"""Frames of a part: some seconds of a processor; its two neighbours are processed twice."""


@dataclass(frozen=True)
class Setup:
    """The parameters of detection, see `predict`; `weights` None: the shipped ones."""

    weights: Path | None
    device: str
    threshold: float | None
    masks: bool


class FrameResult(NamedTuple):
    """The result of a frame.

    `mask` are flat indices of pixels; None: not requested, or unread, or no pixel holds data.
    `lacks` are the places that hold no data, in words; `has_data` says whether it could be read
    and some pixel holds data.
    """

    frame: int
    name: str
    detections: list[Detection]
    mask: NDArray[np.int64] | None
    lacks: str
    has_data: bool


@dataclass(frozen=True)
class Predicted:
    """The summary.

    `failed` are the paths that cannot be opened, with the reason; `notes` say how the sources were
    read, see `sources_below`.
    """

    sequences: int
    frames: int
    unread: int
    detections: int
    threshold: float
    failed: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()


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
        Sequences, or folders with sequences anywhere below. Sequences of the same name get the
        path below the source as their name.
    workers, scheduler : int, str, optional
        Processes here, or a Dask scheduler with its workers: each computes with one thread, and on
        equal machines gives the same result to the last bit. With neither this process computes,
        with torch's number of threads, which may change the last digits.

    Raises
    ------
    InputError
        If no sequence can be opened, or the weights, the device, the folder or the cluster cannot
        be used.
    P2MError
        If it cannot be written, a process ended unexpectedly, or the cluster is lost.
    """
    need_torch("p2m predict")
    notes: list[str] = []
    known, failed = _opened(sources, notes.append)
    elsewhere = scheduler is not None
    setup = Setup(weights and weights.absolute(), device, threshold, masks)
    detector = _detector(replace(setup, device="cpu") if elsewhere else setup)
    setup = replace(setup, threshold=detector.threshold)
    rows: dict[tuple[int, int], list[DetectionRow]] = {}
    lacks: dict[int, dict[int, str]] = {}
    total, unread = sum(info.frame_count for info in known.values()), 0
    with staged_folder(out) as stage:
        if workers is None and not elsewhere:
            found = _here(list(known.values()), detector, masks)
        else:
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
                unread += not result.has_data
                lacks.setdefault(number, {})[result.frame] = result.lacks
                progress(len(rows), total)
        write_detections(stage / "detections.csv", [r for key in sorted(rows) for r in rows[key]])
    for number, places in sorted(lacks.items()):
        line = nodata.note(names[number], places, known[names[number]].frame_count)
        notes += [line] if line else []
    count = sum(map(len, rows.values()))
    return Predicted(
        len(known), total, unread, count, detector.threshold, tuple(failed), tuple(notes)
    )


def _opened(
    sources: Sequence[Path], say: Callable[[str], None]
) -> tuple[dict[str, SequenceInfo], list[tuple[str, str]]]:
    """Return the sequences by unique names, and the paths that cannot be opened."""
    roots: dict[Path, Path] = {}  # the source that each sequence belongs to
    seen: set[Path] = set()
    for source in sources:
        root = source.absolute()
        # A file that is not there is reported when it is opened.
        paths = list(sources_below(root, say)) if root.is_dir() else [root]
        if not paths:
            raise InputError(f"{source}: no images and no videos below it: check the path")
        for path in paths:
            if path.resolve() not in seen:
                seen.add(path.resolve())
                roots[path] = root
    infos: dict[Path, SequenceInfo] = {}
    failed: list[tuple[str, str]] = []
    for path, found in look_at_all(roots):
        if isinstance(found, SequenceInfo):
            infos[path] = found
        elif len(roots) == 1:
            raise found
        else:
            failed.append((str(path), str(found)))
    alike = Counter(info.name for info in infos.values())
    named: dict[str, SequenceInfo] = {}
    for path, info in infos.items():
        name, root = info.name, roots[path]
        if alike[name] > 1 and root in info.path.parents:
            name = (info.path.parent / name).relative_to(root).as_posix()
        unique, count = name, 1
        while unique in named:
            count += 1
            unique = f"{name}-{count}"
        named[unique] = info
    return named, failed


def _here(
    known: Sequence[SequenceInfo], detector: "SequenceDetector", masks: bool
) -> Generator[tuple[int, FrameResult]]:
    for number, info in enumerate(known):
        with open_sequence(info.path) as frames:
            for result in _found(frames, range(len(frames)), detector, masks):
                yield number, result


def _spread(
    known: Sequence[SequenceInfo], setup: Setup, workers: int | None, scheduler: str | None
) -> Generator[tuple[int, FrameResult]]:
    chunks = [
        (Part(number, str(info.path), info.fingerprint, range(info.frame_count)[i : i + CHUNK]),)
        for number, info in enumerate(known)
        for i in range(0, info.frame_count, CHUNK)
    ]
    weights = setup.weights
    reads = () if weights is None else ((str(weights), fingerprint(weights)),)
    work = Work(setup, _prepared, _predicted, reads)
    with closing(do_chunks(work, chunks, workers=workers, scheduler=scheduler)) as done:
        for number, results in done:
            yield from ((chunks[number][0].number, result) for result in results)


def _prepared(setup: Setup) -> "tuple[SequenceDetector, bool]":
    import torch

    torch.set_num_threads(1)
    return _detector(setup), setup.masks


def _detector(setup: Setup) -> "SequenceDetector":
    from p2m_core.networks.rprnet.stream import SequenceDetector

    return SequenceDetector(
        setup.weights, setup.device, precision="auto", threshold=setup.threshold
    )


def _predicted(
    ready: "tuple[SequenceDetector, bool]", frames: Frames, part: Part
) -> Generator[FrameResult]:
    return _found(frames, part.frames, *ready)


def _found(
    frames: Frames, wanted: Iterable[int], detector: "SequenceDetector", masks: bool
) -> Generator[FrameResult]:
    for i, found in detector.detect(frames, wanted):
        mask, lacks, has_data = None, "", False
        with suppress(FrameError):
            picture = frames[i]  # from the cache
            valid = nodata.valid_mask(picture)
            lacks = nodata.described(valid)
            has_data = valid is None or bool(valid.any())
            if masks and has_data:
                grown = [growth for _, growth in guided_growths(picture, found)]
                mask = np.flatnonzero(growth_mask(picture.shape, grown))
        yield FrameResult(i, frames.frame_name(i), found, mask, lacks, has_data)
