"""One engine for work on the frames of many sequences: in processes here, or on a Dask cluster.

`p2m_core.predict` and `p2m_core.preannotate` state what they do to some frames of one sequence
(`Work`), and cut their sequences into chunks of `Part`; the engine runs the chunks. A chunk names
the files that it reads, so the process that runs it compares their fingerprints first. The results
depend on the chunk alone, not on which process ran it nor on how often it was begun.
"""

import threading
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from p2m_core.datasets.readers.files import find_images, first_folder
from p2m_core.datasets.readers.layouts import images_of, layouts_of
from p2m_core.errors import InputError
from p2m_core.parallel import spread
from p2m_core.project import SequenceInfo, look_at
from p2m_core.sequence import Sequence as Frames
from p2m_core.sequence import fingerprint, open_sequence, sequences_at, source_exists
from p2m_core.sequence.contents import Contents
from p2m_core.sequence.folder import list_files, list_folders
from p2m_core.sequence.source import ARRAY_SUFFIX, VIDEO_SUFFIXES

_CACHE_BYTES = 64 * 2**20  # of each process
_MADE_OF_IMAGES = {
    "mask", "masks", "label", "labels", "gt", "ground_truth", "groundtruth", "instances",
    "annotations", "segmentations", "thumb", "thumbs", "thumbnail", "thumbnails", "preview",
    "previews",
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """Some frames of one sequence.

    Attributes
    ----------
    number : int
        Of the sequence, among those of the caller.
    path, fingerprint : str
        Its path, and its fingerprint when the work began.
    frames : sequence of int
        Ascending, from 0.
    """

    number: int
    path: str
    fingerprint: str
    frames: Sequence[int]


_Setup = TypeVar("_Setup")
_Ready = TypeVar("_Ready")
_Part = TypeVar("_Part", bound=Part)
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Work(Generic[_Setup, _Ready, _Part, _Result]):
    """The work on each part; other processes and machines get a copy.

    Attributes
    ----------
    setup : dataclass
        The same for all parts; it can be compared and pickled.
    prepare : callable
        A module-level function: ``prepare(setup)`` makes slow things, such as a detector, once in
        each process, for one thread.
    do : callable
        A module-level function: ``do(ready, frames, part)`` returns one result a frame.
    reads : tuple of (str, str)
        Paths and fingerprints of the files that `prepare` reads.
    """

    setup: _Setup
    prepare: Callable[[_Setup], _Ready]
    do: Callable[[_Ready, Frames, _Part], Iterable[_Result]]
    reads: tuple[tuple[str, str], ...] = ()


def do_chunks(
    work: Work[_Setup, _Ready, _Part, _Result],
    chunks: Sequence[Sequence[_Part]],
    *,
    workers: int | None = None,
    scheduler: str | None = None,
) -> Generator[tuple[int, list[_Result]]]:
    """Yield ``(number of the chunk, its results)`` as they are finished; close it to stop.

    Parameters
    ----------
    work : Work
    chunks : sequence of sequences of Part
        One process runs a chunk, in order; no chunk is empty.
    workers : int, optional
        Processes here, each with one thread; as many as processors by default.
    scheduler : str, optional
        Address of a Dask scheduler, to run on its workers instead. They must see the same files
        at the same paths.

    Raises
    ------
    InputError
        If a file is missing or has changed, the cluster cannot be used, or `work` raises it.
    P2MError
        If a process ends unexpectedly, or the cluster is lost.
    """
    return spread(_do_chunk, work, chunks, workers=workers, scheduler=scheduler, probe=_try_out)


class _Kept(threading.local):
    """State that a thread keeps between its chunks."""

    work: Work[Any, Any, Any, Any] | None = None
    ready: Any = None
    frames: Frames | None = None
    fingerprint: str = ""


_kept = _Kept()


def _do_chunk(work: Work[Any, Any, _Part, _Result], chunk: Sequence[_Part]) -> list[_Result]:
    if _kept.work != work:
        _kept.ready, _kept.work = _made_ready(work), work
    return [result for part in chunk for result in work.do(_kept.ready, _opened(part), part)]


def _try_out(work: Work[Any, Any, _Part, Any], chunk: Sequence[_Part]) -> None:
    """Raise `InputError` if this machine cannot run a chunk; keep nothing."""
    _made_ready(work)
    check_same(chunk[0].path, chunk[0].fingerprint)


def _made_ready(work: Work[_Setup, _Ready, Any, Any]) -> _Ready:
    for path, expected in work.reads:
        check_same(path, expected)
    return work.prepare(work.setup)


def _opened(part: Part) -> Frames:
    """Open the sequence, or keep it open: the chunks of a video follow each other."""
    frames = _kept.frames
    if frames is None or (str(frames.path), _kept.fingerprint) != (part.path, part.fingerprint):
        if frames is not None:
            frames.close()
            _kept.frames = None
        check_same(part.path, part.fingerprint)
        frames = _kept.frames = open_sequence(part.path, cache_bytes=_CACHE_BYTES)
        _kept.fingerprint = part.fingerprint
    return frames


def check_same(path: str | Path, expected: str) -> None:
    """Raise `InputError` unless the file or folder has this `p2m_core.sequence.fingerprint`."""
    try:
        found = fingerprint(path)
    except InputError as error:
        raise InputError(f"{error}: it must be at the same path on all machines") from None
    if found != expected:
        raise InputError(
            f"{path} has changed since this work began: restore it; it must be the same on all "
            "machines"
        )


def sources_below(path: Path, say: Callable[[str], None] = lambda note: None) -> Iterator[Path]:
    """Yield the paths below `path` that may be opened as a sequence, in natural order.

    A folder of images is what `p2m_core.sequence.sequences_at` finds in it. A folder that has
    images and masks in one of the layouts of data sets (`p2m_core.datasets.readers.layouts`), or
    one called ``images`` or ``JPEGImages``, is a data set: its sequences are those of the set, and
    its other folders are left out. So are folders beside images whose names say masks
    or thumbnails.

    Parameters
    ----------
    path : Path
        A folder, a file, or a pattern such as ``images/IR_3_*``.
    say : callable
        Gets what a person should know of how it was read, a line each time.

    Raises
    ------
    InputError
        If a folder cannot be listed.
    """
    if path.is_dir():
        yield from _below(path, say, set())
    elif source_exists(path):
        found = sequences_at(path)
        if found.note:
            say(found.note)
        yield from found.paths


def _below(path: Path, say: Callable[[str], None], entered: set[Path]) -> Iterator[Path]:
    entered.add(path.resolve())
    pairs = layouts_of(path)
    images = first_folder(path, "images", "JPEGImages")
    beside = any(pair.images == path for pair in pairs)
    if (pairs and not beside) or images is not None:
        groups = [images_of(path, pair) for pair in pairs] or [find_images(images or path)]
        yield from (found.path for group in groups for found in group)
        return
    here = sequences_at(path)
    if beside:
        say(f"{path}: images whose names say that they are masks of others are left out")
        here = Contents([found.path for found in images_of(path, pairs[0])])
    if here.note:
        say(here.note)
    yield from here.paths
    yield from list_files(path, (*VIDEO_SUFFIXES, ARRAY_SUFFIX))
    for below in list_folders(path):
        if here.paths and below.name.casefold() in _MADE_OF_IMAGES:
            say(
                f"{below}: left out, by its name it holds masks or previews of the images beside it"
            )
        elif below.resolve() not in entered:
            yield from _below(below, say, entered)


def look_at_all(paths: Collection[Path]) -> Iterator[tuple[Path, SequenceInfo | InputError]]:
    """Yield the description of each sequence, or why it cannot be opened.

    Raises
    ------
    InputError
        At the end, if none can be opened.
    """
    first = None
    opened = False
    for path in paths:
        try:
            info = look_at(path)
        except InputError as error:
            first = first or error
            yield path, error
        else:
            opened = True
            yield path, info
    if first is not None and not opened:
        raise InputError(f"no sequence can be opened; the first: {first}")
