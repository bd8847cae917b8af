"""From a path the user gives to an open project: no question where the answer is clear."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from label_irst.display.levels import sample_indices
from label_irst.document.background import result_of
from p2m_core.errors import FrameError, InputError, P2MError
from p2m_core.project import (
    Project,
    SequenceInfo,
    add_sequence,
    create_project,
    list_sequences,
    look_at,
    open_project,
)
from p2m_core.sequence import Sequence, open_sequence, sequence_name, source_exists

PROJECT_SUFFIX = ".lirst"
CACHE_BYTES = 160 * 2**20  # 120 frames of a megapixel, 6 of twelve at 16 bits


def open_path(path: Path, readonly: bool = False) -> tuple[Project, SequenceInfo | None]:
    """Open a project, or the images or video at `path` in the project that goes with them.

    Images get a project file beside them the first time, and the same one ever after; there is
    nothing to save or to name.

    Raises
    ------
    P2MError
        If nothing at `path` can be opened; no file is made then.
    """
    if not source_exists(path):
        raise InputError(f"{path}: there is no such file or folder")
    if is_project(path):
        return open_project(path, readonly), None
    place = project_for(path)
    new = not place.exists()
    if new:
        place.parent.mkdir(exist_ok=True)
    project = create_project(place) if new else open_project(place, readonly)
    try:
        return project, sequence_at(project, path)
    except BaseException:
        project.close()
        if new:
            place.unlink(missing_ok=True)
        raise


def is_project(path: Path) -> bool:
    """Whether the name is that of a project file."""
    return path.suffix.lower() == PROJECT_SUFFIX


def sequence_at(project: Project, source: Path) -> SequenceInfo:
    """The project's sequence of these images; they are added if they are new."""
    known = next((s for s in list_sequences(project) if s.path == source.resolve()), None)
    return known or add_sequence(project, source, result_of(lambda: look_at(source)))


def opened(info: SequenceInfo) -> Sequence:
    """The images of a sequence; those that set its levels have been read.

    Raises
    ------
    P2MError
        If they cannot be opened, or are not those the project knows.
    """
    sequence = open_sequence(info.path, cache_bytes=CACHE_BYTES)
    if (len(sequence), sequence.shape) != (info.frame_count, (info.height, info.width)):
        height, width = sequence.shape
        found = f"{len(sequence)} frames of {width}x{height}"
        sequence.close()
        raise P2MError(
            f"{info.path}: has {found}, the project expects {info.frame_count} of "
            f"{info.width}x{info.height}: relink it to the right images (File menu)"
        )

    def read(frame: int) -> None:
        with suppress(FrameError):
            sequence[sequence.easy_frame(frame)]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(read, sample_indices(len(sequence))))
    return sequence


def project_for(source: Path) -> Path:
    """Where the project of a source lies: beside it, or in ~/Label-IRST if that is read-only."""
    source = source.absolute()  # not resolved: for its user, a link lies where it is
    name = sequence_name(source) + PROJECT_SUFFIX
    beside = source.parent / name
    if beside.exists() or os.access(source.parent, os.W_OK):
        return beside
    return Path.home() / "Label-IRST" / name
