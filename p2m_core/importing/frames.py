"""The labelled frames of a joined sequence, each target with a track."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np

from p2m_core.datasets.labelled import BoxLabel, Label, LabelledTarget, MaskLabel
from p2m_core.errors import InputError
from p2m_core.geometry import frame_number
from p2m_core.importing.joining import Joined
from p2m_core.preannotate.links import Linker
from p2m_core.project import SequenceInfo
from p2m_core.words import counted

Fail = Callable[[int, str], None]
"""Takes a frame of the sequence and why its labels cannot be taken."""

_LARGEST = 10**9  # a larger track number is no count of objects, but some tool's key


class TrackKey(NamedTuple):
    """A track before it has its number: the same object of the same part.

    `linked` says that motion told it, not the data set.
    """

    part: int
    linked: bool
    number: int


class LabelledFrame(NamedTuple):
    """One labelled frame: its number in the sequence, and its targets with their tracks.

    `implied_empty`: it is without targets only because its file has no entry.
    """

    frame: int
    targets: list[LabelledTarget]
    tracks: list[TrackKey]
    implied_empty: bool


def labelled_frames(item: Joined, info: SequenceInfo, fail: Fail) -> Iterator[LabelledFrame]:
    """Yield the labelled frames, part by part, ascending in each.

    Parameters
    ----------
    item : Joined
    info : SequenceInfo
        Of its images.
    fail : callable
        Called for each frame that is not there, cannot be read, or is labelled by an earlier part.
    """
    shape = (info.height, info.width)
    seen: set[int] = set()
    for number, part in enumerate(item.parts):
        linker = Linker()
        for own in part.frames:
            frame = own + part.start
            if not 0 <= frame < info.frame_count:
                fail(
                    frame,
                    f"its images have only {counted(info.frame_count, 'frame')}: correct the label",
                )
                continue
            if frame in seen:
                fail(frame, f"it is labelled twice: the labels of {part.name} are left out")
                continue
            try:
                targets = part.targets(own, shape)
            except InputError as error:
                fail(frame, str(error))
                continue
            seen.add(frame)
            tracks = [TrackKey(number, False, target.track or 0) for target in targets]
            if targets and any(target.track is None for target in targets):
                places = [np.array(place(target.label), np.float64) for target in targets]
                linked = linker.tracks(frame, places)
                tracks = [TrackKey(number, True, track) for track in linked]
            yield LabelledFrame(frame, targets, tracks, own in part.implied_empty)


def place(label: Label) -> tuple[float, float]:
    """Return where a target is, ``(x, y)``: the middle of its pixels or of its box."""
    if isinstance(label, MaskLabel):
        return label.centroid
    if isinstance(label, BoxLabel):
        return label.x + (label.width - 1.0) / 2.0, label.y + (label.height - 1.0) / 2.0
    return label.x, label.y


def numbers_of(keys: Iterable[TrackKey], above: int, keep: bool = False) -> dict[TrackKey, int]:
    """Return the number of each track, all above `above`, in the order of their parts.

    Those that the data set numbers in the first part keep these numbers where `above` is 0, or
    with `keep`.
    """
    numbers: dict[TrackKey, int] = {}
    base = above
    by_part: dict[int, list[TrackKey]] = {}
    for key in sorted(set(keys)):
        by_part.setdefault(key.part, []).append(key)
    for part, own in by_part.items():
        known = [key for key in own if not key.linked]
        compact = bool(known) and known[-1].number > _LARGEST
        start = 0 if keep and part == 0 else base
        for rank, key in enumerate(known, start=1):
            numbers[key] = start + (rank if compact else key.number)
        top = max(base, numbers[known[-1]]) if known else base
        linked = [key for key in own if key.linked]
        for rank, key in enumerate(linked, start=1):
            numbers[key] = top + rank
        base = top + len(linked)
    return numbers


def named_place(info: SequenceInfo, frame: int) -> str:
    """Return where a frame is, for messages."""
    return f"{info.path}, frame {frame_number(frame)}"
