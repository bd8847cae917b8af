"""Labels of somebody else, or of a model, for the sequences of a project: to see side by side."""

from collections.abc import Sequence
from pathlib import Path

from p2m_core.agreement.partners import frames_of, partners
from p2m_core.datasets.labelled import LabelledSequence, PointLabel
from p2m_core.datasets.opening import open_dataset
from p2m_core.datasets.readers import project as project_reader
from p2m_core.detection.records import HEADER, by_frame, read_detections
from p2m_core.errors import InputError
from p2m_core.progress import Progress, no_progress
from p2m_core.project import SequenceInfo, list_sequences, open_project
from p2m_core.sequence import open_sequence, source_exists

DETECTIONS = "detections.csv"


def labels_beside(
    project: Path, other: Path, progress: Progress = no_progress
) -> dict[int, LabelledSequence]:
    """Return the labels that `other` has for sequences of a project, by their number in it.

    Parameters
    ----------
    project : path
        A project file; what it labels itself does not matter.
    other : path
        Another project (frames that are not accepted count too), a data set of any format that can
        be read, or what ``p2m predict`` wrote: its folder, or its file of detections.
    progress : callable
        Called as the sequences are gone through; may raise `Cancelled`.

    Raises
    ------
    InputError
        If `other` cannot be read, is the project itself, or has no sequence of it.
    """
    if other.exists() and other.samefile(project):
        raise InputError(f"{other} is the open project itself: choose another one")
    with open_project(project, readonly=True) as opened:
        infos = [info for info in list_sequences(opened) if source_exists(info.path)]
    if (file := _detections_at(other)) is not None:
        return _predicted(file, infos, progress)
    if project_reader.recognises(other):
        theirs = project_reader.read_labels(other, unreviewed=True)
    else:
        theirs = open_dataset(other)
    # A frame each, for those that can only be put together by what they look like.
    ours = [LabelledSequence(info.name, info.path, {0: ()}) for info in infos]
    steps = iter(range(3 * (len(ours) + len(theirs)) + 1))
    both, _ = partners(ours, theirs, lambda: progress(next(steps), 3 * (len(ours) + len(theirs))))
    numbers = {info.name: info.id for info in infos}
    return {numbers[mine.name]: his for mine, his in both}


def frames_beside(info: SequenceInfo, theirs: LabelledSequence) -> dict[int, int]:
    """Return the frame of `theirs` that shows the same as each frame of a sequence, if labelled.

    They are put together as `compare` does it; copies of as many frames whose names have nothing
    in common, by their numbers.

    Raises
    ------
    InputError
        If the images cannot be read or differ in size, or labels do not fit them.
    """
    every = dict.fromkeys(range(info.frame_count), ())
    found = dict(frames_of(LabelledSequence(info.name, info.path, every), theirs).frames)
    if found or not theirs.frames:
        return found
    with theirs.open() as images:
        alike = len(images) == info.frame_count
    return {frame: frame for frame in theirs.frames} if alike else {}


def _detections_at(path: Path) -> Path | None:
    """Return the file of detections in a folder, or the path itself if it is one."""
    file = path / DETECTIONS if path.is_dir() else path
    if file.suffix.lower() != ".csv" or not file.is_file():
        return None
    try:
        with file.open(encoding="utf-8-sig") as text:
            names = {name.strip() for name in text.readline().split(",")}
    except (OSError, UnicodeDecodeError):
        return None
    return file if names.issuperset(HEADER) else None


def _predicted(
    file: Path, infos: Sequence[SequenceInfo], progress: Progress
) -> dict[int, LabelledSequence]:
    """Return detections as labels: masks where ``masks`` beside the file has them, else points."""
    rows = read_detections(file)
    folders = file.parent / "masks"
    named = {row.sequence for row in rows}
    if folders.is_dir():
        named |= {folder.name for folder in folders.iterdir()}
    known = [info for info in infos if info.name in named]
    if not known:
        example = f", such as {infos[0].name}" if infos else ""
        raise InputError(f"{file}: no detection is of a sequence of the project{example}")
    found = {}
    for done, info in enumerate(known):
        progress(done, len(known))
        with open_sequence(info.path) as images:
            names = [images.frame_name(frame) for frame in range(len(images))]
        own = [row for row in rows if row.sequence == info.name]
        detections = by_frame(file, own, {info.name: names})[info.name]
        places = {frame: folders / info.name / f"{name}.png" for frame, name in enumerate(names)}
        masks = {frame: place for frame, place in places.items() if place.is_file()}
        points = {
            frame: tuple(PointLabel(d.x, d.y) for d in detections.get(frame, ()))
            for frame in range(len(names))
            if frame not in masks
        }
        found[info.id] = LabelledSequence(info.name, info.path, points, masks)
    return found
