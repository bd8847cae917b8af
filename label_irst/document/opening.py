"""From a path the user gives to an open project: no question where the answer is clear."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from label_irst.display.levels import sample_indices
from label_irst.document.background import result_of
from p2m_core.errors import FrameError, InputError, P2MError
from p2m_core.project import (
    Project,
    SequenceInfo,
    add_sequences,
    create_project,
    list_sequences,
    look_at,
    open_project,
)
from p2m_core.sequence import (
    Sequence,
    open_sequence,
    openable_at,
    sequence_name,
    source_exists,
)

PROJECT_SUFFIX = ".lirst"
CACHE_BYTES = 160 * 2**20  # 120 frames of a megapixel, 6 of twelve at 16 bits


class Found(NamedTuple):
    """Sequences, and lines for the user: how the images were read, and what cannot be opened."""

    infos: list[SequenceInfo]
    notes: list[str]
    troubles: list[str]


def open_path(
    path: Path, readonly: bool = False, say: Callable[[str], None] = lambda line: None
) -> tuple[Project, SequenceInfo | None]:
    """Open a project, or the images or video at `path` in the project that goes with them.

    Images get a project file beside them the first time, and the same one ever after; there is
    nothing to save or to name. `say` gets a line where a folder is several sequences.

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
        return project, sequence_at(project, path, say)
    except BaseException:
        project.close()
        if new:
            place.unlink(missing_ok=True)
        raise


def is_project(path: Path) -> bool:
    """Whether the name is that of a project file."""
    return path.suffix.lower() == PROJECT_SUFFIX


def sequence_at(
    project: Project, source: Path, say: Callable[[str], None] = lambda line: None
) -> SequenceInfo | None:
    """The project's sequence of these images, added if they are new; the first one of several.

    None where it has several and knows all of them: it opens where it was left.
    """
    known = next((s for s in list_sequences(project) if s.path == source.resolve()), None)
    if known is not None:
        return known
    infos, notes, troubles = look_at_images(project, [source])
    if not infos:
        raise InputError(troubles[0])
    for line in (*notes, *troubles):
        say(line)
    if all(info.id for info in infos):
        return infos[0] if len(infos) == 1 else None
    return add_sequences(project, infos)[0]


def look_at_images(project: Project, sources: Iterable[Path]) -> Found:
    """Describe the sequences at each source, those of the project as it knows them.

    A folder may be several, see `p2m_core.sequence.openable_at`.
    """
    known = {info.path.resolve(): info for info in list_sequences(project)}

    def look() -> Found:
        infos, notes, troubles = [], [], []
        for source in sources:
            try:
                found = openable_at(source)
            except P2MError as error:
                troubles.append(str(error))
                continue
            if found.note:
                notes.append(found.note)
            for path in found.paths or [source]:
                try:
                    infos.append(known.get(path.resolve()) or look_at(path))
                except P2MError as error:
                    troubles.append(str(error))
        return Found(infos, notes, troubles)

    return result_of(look)


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
