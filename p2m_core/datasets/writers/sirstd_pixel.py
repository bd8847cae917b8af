"""Export to SIRSTD-Pixel: images, masks, instances, `targets.csv` and splits.

`p2m_core.datasets.layout` describes where each file is. The set is written into a temporary folder
beside the goal, read back and compared with the project, and only then renamed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2m_core import files
from p2m_core.datasets import layout
from p2m_core.datasets.selection import ExportSummary, Selection, reviewed_targets, select
from p2m_core.datasets.writers.sources import PngDepth, check_source, open_source, png_depth
from p2m_core.errors import InputError, P2MError
from p2m_core.geometry import measure
from p2m_core.progress import Progress, no_progress
from p2m_core.project import (
    FrameState,
    Project,
    Target,
    get_frame_states,
    list_sequences,
    open_project,
)

MAX_TRACK = 65535  # what a uint16 instance map can name


@dataclass
class _Written:
    """Content of the temporary folder so far."""

    entries: list[layout.SequenceEntry] = field(default_factory=list)
    frames: dict[str, list[str]] = field(default_factory=dict)
    rows: list[layout.TargetRow] = field(default_factory=list)
    suggested: int = 0


def export(
    project: Project | str | Path,
    out: str | Path,
    name: str | None = None,
    test: Iterable[str] = (),
    unreviewed: bool = False,
    progress: Progress = no_progress,
) -> ExportSummary:
    """Write a project's reviewed frames as a SIRSTD-Pixel data set.

    Frames that are accepted or verified empty are written; suggested targets never are. Where
    targets overlap, the mask is their union, and the instance map has the one with the later
    number. The project is read through a connection of its own, in the state it has at the start,
    so another thread may go on editing.

    Parameters
    ----------
    project : Project or path
        An open project, or its file.
    out : path
        The folder to make; its parents are made too.
    name : str, optional
        The data set's name; the project's by default.
    test : iterable of str
        Names of the sequences for the test list; the others go to the training list.
    unreviewed : bool
        Also write the frames that were edited but not accepted.
    progress : callable
        Called after each frame; may raise `Cancelled`.

    Returns
    -------
    ExportSummary

    Raises
    ------
    InputError
        If `out` exists and is not empty, there is nothing to export, a test sequence is unknown,
        or a sequence's images are missing, changed or unreadable.
    P2MError
        If the disk fails, or what was written is not what the project holds.
    Cancelled
        If `progress` requests it. On every error `out` stays as it was.
    """
    path = project.path if isinstance(project, Project) else Path(project)
    goal = Path(out)
    title = files.safe_name(name or path.stem)
    written = _Written()
    with open_project(path, readonly=True) as source, source.read_transaction():
        selections = select(source, unreviewed)
        split = _check_test(source, set(test))
        chosen = [selection for selection in selections if selection.frames]
        total = sum(len(selection.frames) for selection in chosen)
        with files.staged_folder(goal) as stage:
            for selection in chosen:
                check_source(source, selection.sequence)
            progress(0, total)
            for selection in chosen:
                is_test = selection.sequence.name in split
                _write_sequence(stage, source, selection, is_test, written, progress, total)
            test_names = [entry.name for entry in written.entries if entry.split == "test"]
            layout.write_targets(stage, written.rows)
            layout.write_split(stage, title, written.frames, test_names)
            layout.write_dataset_json(stage, title, written.entries)
            _check_lists(stage, title, written)
    return ExportSummary(
        out=goal,
        name=title,
        sequences=len(written.entries),
        frames=total,
        empty_frames=sum(entry.empty_frames for entry in written.entries),
        targets=len(written.rows),
        frames_edited=sum(selection.edited_left_out for selection in selections),
        targets_suggested=written.suggested,
    )


def _check_test(project: Project, test: set[str]) -> set[str]:
    known = {info.name for info in list_sequences(project)}
    if unknown := sorted(test - known):
        raise InputError(
            f"no sequence {unknown[0]!r} in {project.path} for the test list; "
            f"there are: {', '.join(sorted(known))}"
        )
    return test


def _write_sequence(
    stage: Path,
    project: Project,
    selection: Selection,
    is_test: bool,
    written: _Written,
    progress: Progress,
    total: int,
) -> None:
    """Write and read back one sequence; the progress goes on where the last one ended."""
    info = selection.sequence
    folder = files.safe_name(info.name, {name.lower() for name in written.frames})
    states = get_frame_states(project, info.id)
    names: list[str] = []
    taken: set[str] = set()
    rows: list[layout.TargetRow] = []
    done = sum(len(frames) for frames in written.frames.values())
    with open_source(info) as sequence:

        def images() -> Iterator[NDArray[np.generic]]:
            for frame in selection.frames:
                progress(done, total)  # a chance to cancel
                yield sequence[frame]

        depth = png_depth(images(), sequence.dtype, info.name)
        for frame in selection.frames:
            image = sequence[frame]
            state = FrameState(states[frame])
            targets, suggested = reviewed_targets(project, info, frame, state)
            name = files.safe_name(sequence.frame_name(frame), taken)
            taken.add(name.lower())
            names.append(name)
            _write_frame(stage, folder, name, depth.encode(image), targets)
            rows += [_row(folder, name, image, target) for target in targets]
            written.suggested += suggested
            progress(done + len(names), total)
    written.frames[folder] = names
    written.rows += rows
    written.entries.append(_entry(selection, folder, is_test, depth, rows))


def _entry(
    selection: Selection,
    folder: str,
    is_test: bool,
    depth: PngDepth,
    rows: Sequence[layout.TargetRow],
) -> layout.SequenceEntry:
    info = selection.sequence
    return layout.SequenceEntry(
        name=folder,
        source=info.name,
        split="test" if is_test else "train",
        width=info.width,
        height=info.height,
        bit_depth=depth.bits,
        frames=len(selection.frames),
        empty_frames=len(selection.frames) - len({row.frame for row in rows}),
        targets=len(rows),
        tracks=len({row.track for row in rows}),
        scale=depth.scale,
        offset=depth.offset,
    )


def _write_frame(
    stage: Path,
    folder: str,
    name: str,
    image: NDArray[np.uint8] | NDArray[np.uint16],
    targets: Sequence[Target],
) -> None:
    instances = np.zeros(image.shape, np.uint16)
    for target in targets:
        if target.track > MAX_TRACK:
            raise InputError(
                f"target {target.id} is of track {target.track}: an instance map holds track "
                f"numbers up to {MAX_TRACK}"
            )
        x0, y0, x1, y1 = target.box
        instances[y0:y1, x0:x1][target.mask] = target.track
    layout.write_frame(stage, folder, name, image, instances > 0, instances)
    _check_frame(stage, folder, name, image, targets)


def _check_frame(
    stage: Path, folder: str, name: str, image: NDArray[Any], targets: Sequence[Target]
) -> None:
    """Read the frame's files back; raise `P2MError` unless they hold what the project does."""

    def read(kind: layout.Kind) -> NDArray[Any]:
        return files.read_png(layout.image_path(stage, kind, folder, name))

    def fail(what: str) -> P2MError:
        return P2MError(f"the export of {folder}/{name} failed: {what}; no file is kept")

    stored = read("images")
    if stored.dtype != image.dtype or not np.array_equal(stored, image):
        raise fail("the image read back differs")
    mask, instances = read("masks"), read("instances")
    if instances.dtype != np.uint16 or mask.shape != image.shape or instances.shape != image.shape:
        raise fail("a mask read back has another size or depth")
    covered = np.zeros(image.shape, np.bool_)
    # Backwards: a later target hides what it covers of the earlier ones.
    for target in reversed(targets):
        x0, y0, x1, y1 = target.box
        box = np.s_[y0:y1, x0:x1]
        pixels = int(np.count_nonzero(mask[box][target.mask] == 255))
        if pixels != target.area:
            raise fail(f"target {target.id} has {pixels} pixels, {target.area} in the project")
        visible = target.mask & ~covered[box]
        if not (instances[box][visible] == target.track).all():
            raise fail(f"the instance map does not show target {target.id}")
        covered[box] |= target.mask
    if not (mask[~covered] == 0).all() or not (instances[~covered] == 0).all():
        raise fail("a mask covers pixels of no target")


def _check_lists(stage: Path, title: str, written: _Written) -> None:
    """Read the lists back; raise `P2MError` unless they name what was written."""
    counts = [(row.sequence, row.frame, row.track, row.area) for row in written.rows]
    stored = [(row.sequence, row.frame, row.track, row.area) for row in layout.read_targets(stage)]
    if stored != counts:
        raise P2MError("the export failed: targets.csv read back differs; no file is kept")
    listed = {*layout.read_split(stage, title, "train"), *layout.read_split(stage, title, "test")}
    if listed != {(folder, name) for folder, names in written.frames.items() for name in names}:
        raise P2MError("the export failed: img_idx read back differs; no file is kept")


def _row(folder: str, name: str, image: NDArray[Any], target: Target) -> layout.TargetRow:
    seed = target.seeds[0] if target.seeds else (None, None)
    return layout.TargetRow(
        sequence=folder,
        frame=name,
        track=target.track,
        x=target.centroid[0],
        y=target.centroid[1],
        radius=target.radius,
        area=target.area,
        scr=measure(image, target.mask, origin=(target.x0, target.y0)).scr,
        seed_x=seed[0],
        seed_y=seed[1],
        origin=target.origin,
        state=target.state,
    )
