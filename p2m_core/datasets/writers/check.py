"""Read a written data set back by its reader, and compare it with the project."""

import os
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core.datasets.labelled import (
    LabelledSequence,
    LabelledTarget,
    MaskLabel,
    PointLabel,
)
from p2m_core.datasets.selection import reviewed_targets
from p2m_core.datasets.writers.format import Carries
from p2m_core.datasets.writers.job import Job
from p2m_core.datasets.writers.shapes import category, target_box, union
from p2m_core.errors import InputError, P2MError
from p2m_core.geometry import bounding_box, frame_number
from p2m_core.project import FrameState, Target, get_frame_states, target_from_frame_mask
from p2m_core.sequence.folder import list_frames
from p2m_core.sequence.place import folder_of, is_pattern

NEAR = 0.5 + 1e-6
"""How far a box or point that was read back may be from the project's, pixels."""


def check(read: Callable[[], list[LabelledSequence]], job: Job) -> None:
    """Compare what a reader finds in the written folder with the project.

    Masks must be equal bit for bit, where the format carries them; boxes and points within half a
    pixel; tracks, categories and empty frames where it carries those.

    Raises
    ------
    P2MError
        If something differs, is missing, or there is more than was written.
    Cancelled
        If the job's progress requests it.
    """
    try:
        found = read()
    except InputError as error:
        raise _failed(str(error).replace(str(job.root), str(job.title))) from error
    missing = dict(job.written)
    folders: dict[Path, _Folder] = {}
    states: dict[int, NDArray[np.uint8]] = {}
    for labelled in found:
        folder, names = _images(labelled, folders)
        numbers = _Numbers({}, {})
        for frame in labelled.frames:
            job.progress(job.total, job.total)  # a chance to cancel
            key = (folder, names[labelled.start + frame])
            if key not in missing:
                raise _failed(f"{labelled.place(frame)} is read twice, or was not written")
            index, number = missing.pop(key)
            info = job.parts[index].info
            if labelled.split != job.parts[index].split:
                raise _failed(f"{info.name} is for {labelled.split}, not {job.parts[index].split}")
            if info.id not in states:
                states = {info.id: get_frame_states(job.project, info.id)}
            state = FrameState(states[info.id][number])
            targets, _ = reviewed_targets(job.project, info, number, state)
            shape = (info.height, info.width)
            carries = job.carries
            if job.parts[index].single:  # it has no track
                carries = replace(carries, tracks=False)
            what = _difference(labelled, frame, targets, carries, shape, numbers)
            if what:
                raise _failed(f"frame {frame_number(number)} of {info.name}: {what}")
    for index, number in missing.values():
        info = job.parts[index].info
        states_of = get_frame_states(job.project, info.id)
        targets, _ = reviewed_targets(job.project, info, number, FrameState(states_of[number]))
        if targets or job.carries.empty == "kept":
            raise _failed(f"frame {frame_number(number)} of {info.name} is not read back")


def _failed(what: str) -> P2MError:
    return P2MError(f"the export failed: read back, {what}; no file is kept")


class _Folder(NamedTuple):
    """The images of a folder by the beginning of their names, up to the last ``_``."""

    groups: dict[str, list[str]]
    beginnings: list[str]  # sorted


def _images(labelled: LabelledSequence, known: dict[Path, _Folder]) -> tuple[str, list[str]]:
    """Return the folder of a sequence's images, and the name of each of its frames there.

    `known` are the folders that were listed: thousands of patterns may be in one.
    """
    path = labelled.path
    if not is_pattern(path):
        if path.is_dir():
            return os.path.realpath(path), list_frames(path)
        return os.path.realpath(path.parent), [path.name]
    home = folder_of(path)
    if home not in known:
        groups: dict[str, list[str]] = {}
        for name in list_frames(home):
            groups.setdefault("".join(name.rpartition("_")[:2]), []).append(name)
        known[home] = _Folder(groups, sorted(groups))
    folder, beginning = known[home], path.name.removesuffix("*")
    place = bisect_right(folder.beginnings, beginning)
    following = folder.beginnings[place : place + 1]
    if beginning in folder.groups and not any(one.startswith(beginning) for one in following):
        return os.path.realpath(home), folder.groups[beginning]
    return os.path.realpath(home), list_frames(path)


def _difference(
    labelled: LabelledSequence,
    frame: int,
    targets: list[Target],
    carries: Carries,
    shape: tuple[int, int],
    numbers: "_Numbers",
) -> str:
    """Return in words how a frame that was read back differs; "" where it does not."""
    if carries.apart == "lost":
        equal = np.array_equal(labelled.mask(frame, shape), union(targets, shape))
        return "" if equal else "the mask differs"
    left = labelled.targets(frame, shape)
    for target in visible(targets) if carries.apart == "touching" else targets:
        alike = [one for one in left if _is_alike(target, one, carries, shape)]
        match = next(
            (one for one in alike if not carries.tracks or _fits(target, one, numbers)), None
        )
        if match is None:
            what = f"the {carries.label}" if not alike else "the number"
            return f"{what} of track {target.track} differs"
        if carries.tracks:
            _note(target, match, numbers)
        left.remove(match)
    return f"it has {len(left)} targets more" if left else ""


class _Numbers(NamedTuple):
    """The numbers of tracks that were met: read ones, and the project's behind them.

    Readers may number tracks anew. One that changes its category may become two.
    """

    own: dict[int | None, int]
    read: dict[tuple[int, str], int | None]


def _fits(target: Target, found: LabelledTarget, numbers: _Numbers) -> bool:
    key = (target.track, target.category)
    return (
        numbers.own.get(found.track, target.track) == target.track
        and numbers.read.get(key, found.track) == found.track
    )


def _note(target: Target, found: LabelledTarget, numbers: _Numbers) -> None:
    numbers.own[found.track] = target.track
    numbers.read[target.track, target.category] = found.track


def visible(targets: list[Target]) -> list[Target]:
    """Return the targets as an instance map shows them: later ones hide what they cover.

    The pixels of one track are one target.
    """
    if not targets:
        return []
    x1, y1 = (max(target.box[side] for target in targets) for side in (2, 3))
    numbers = np.zeros((y1, x1), np.int64)
    for target in targets:
        x0, y0, x1, y1 = target.box
        numbers[y0:y1, x0:x1][target.mask] = target.track
    tracks = {target.track: target for target in targets}
    return [
        target_from_frame_mask(
            numbers == track, sequence=t.sequence, frame=t.frame, track=track, origin=t.origin,
            state=t.state, category=t.category, attributes=t.attributes, note=t.note,
        )
        for track, t in tracks.items()
        if (numbers == track).any()
    ]  # fmt: skip


def _is_alike(
    target: Target, found: LabelledTarget, carries: Carries, shape: tuple[int, int]
) -> bool:
    if carries.categories and found.category not in (target.category, category(target)):
        return False
    if carries.attributes and found.attributes != target.attributes:
        return False
    if carries.notes and found.note != target.note:
        return False
    label = found.label
    if isinstance(label, MaskLabel):
        x0, y0, x1, y1 = bounding_box(label.mask)
        return (
            carries.label == "mask"
            and (label.x0 + x0, label.y0 + y0) == (target.x0, target.y0)
            and np.array_equal(label.mask[y0:y1, x0:x1], target.mask)
        )
    if isinstance(label, PointLabel):
        x, y = target.centroid
        return carries.label == "point" and max(abs(label.x - x), abs(label.y - y)) <= NEAR
    if carries.label != "box":
        return False
    own = target_box(target, shape if carries.clipped else None)
    sides = (
        (own.x, label.x),
        (own.y, label.y),
        (own.x + own.width, label.x + label.width),
        (own.y + own.height, label.y + label.height),
    )
    return all(abs(a - b) <= NEAR for a, b in sides)
