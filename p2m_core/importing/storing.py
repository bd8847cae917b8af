"""The labels of one sequence into a project: which sequence they are for, and the edit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from p2m_core.importing.frames import numbers_of
from p2m_core.importing.options import ImportOptions
from p2m_core.importing.reading import FrameLabels, NewTarget, SequenceLabels
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Origin,
    Project,
    SequenceInfo,
    Target,
    TargetChange,
    TargetState,
    add_sequences,
    count_targets,
    get_frame_states,
    list_sequences,
    list_targets,
    next_track,
)
from p2m_core.words import counted

LABEL = "import"
"""Name of the undo step of each sequence; with a number, those of one import have in common."""

_REVIEWED = (FrameState.ACCEPTED, FrameState.VERIFIED_EMPTY)


@dataclass(frozen=True)
class Stored:
    """What the labels of one sequence did; see `ImportSummary`."""

    known: bool
    frames: int
    targets: int = 0
    tracks: int = 0
    accepted: int = 0
    edited: int = 0
    verified_empty: int = 0
    implied_empty: int = 0
    skipped: int = 0
    replaced: int = 0


class Home(NamedTuple):
    """The sequence of a project that labels are for, and whether the project had it before.

    `problem` is why labels of these images cannot go there; "" where they can.
    """

    info: SequenceInfo
    known: bool
    problem: str = ""


def homes(project: Project, found: Iterable[SequenceInfo]) -> list[Home]:
    """Return the sequence for each of these images, by path, else by content, else added.

    A sequence stands for one of them only: a second copy of its images becomes a new one.

    Raises
    ------
    P2MError
        If the project cannot be written.
    """
    wanted = list(found)
    places = [info.path.resolve() for info in wanted]
    by_path = {info.path.resolve(): info for info in list_sequences(project)}
    by_content: dict[tuple[str, int], list[SequenceInfo]] = {}
    there = set(places)
    for place, info in by_path.items():
        if place not in there:
            by_content.setdefault((info.fingerprint, info.frame_count), []).append(info)
    known: list[SequenceInfo | None] = []
    for info, place in zip(wanted, places, strict=True):
        copies = by_content.get((info.fingerprint, info.frame_count))
        known.append(by_path.get(place) or (copies.pop(0) if copies else None))
    pairs = list(zip(wanted, known, strict=True))
    # All at once: each call looks at all sequences of the project.
    added = iter(add_sequences(project, [info for info, old in pairs if old is None]))
    return [
        Home(next(added), False) if old is None else Home(old, True, _changed(old, info))
        for info, old in pairs
    ]


def _changed(old: SequenceInfo, now: SequenceInfo) -> str:
    """Return what is not as it was when the project got these images."""
    if (old.width, old.height, old.frame_count) == (now.width, now.height, now.frame_count):
        return ""
    frames = counted(now.frame_count, "frame")
    return (
        f"{now.path} has {frames} of {now.width}x{now.height} pixels, but "
        f"{old.name!r} in the project is of {old.frame_count} and {old.width}x{old.height}: "
        "restore the images, or import into a new project"
    )


def store(
    project: Project, home: Home, labels: SequenceLabels, options: ImportOptions, step: str = LABEL
) -> Stored:
    """Store the labels of a sequence as one undo step, named `step`.

    Raises
    ------
    P2MError
        If the project cannot be written.
    """
    info = home.info
    states = get_frame_states(project, info.id)
    counts = count_targets(project, info.id)
    changes: list[TargetChange] = []
    frames: list[FrameChange] = []
    taken: list[FrameLabels] = []
    skipped = replaced = 0
    for frame in labels.frames:
        before = FrameState(states[frame.frame])
        if options.present == "keep" and (counts[frame.frame] or before in _REVIEWED):
            skipped += 1
            continue
        old = list_targets(project, info.id, frame.frame) if counts[frame.frame] else []
        changes += [TargetChange(target, None) for target in old]
        replaced += len(old)
        if before is FrameState.UNCERTAIN and frame.targets:
            frame = frame._replace(state=before)  # who said so has to look again
        taken.append(frame)
        if before is not frame.state:
            frames.append(FrameChange(frame.frame, before, frame.state))
    numbers = numbers_of(
        (target.track for frame in taken for target in frame.targets),
        next_track(project, info.id) - 1,
        keep=options.present == "replace",
    )
    changes += [
        TargetChange(None, _target(target, info.id, frame, numbers[target.track]))
        for frame in taken
        for target in frame.targets
    ]
    if changes or frames:
        first = taken[0].frame
        project.apply(Edit(step, info.id, first, tuple(changes), tuple(frames)))
    got = [frame.state for frame in taken]
    to_review = got.count(FrameState.EDITED) + got.count(FrameState.UNCERTAIN)
    return Stored(
        home.known, info.frame_count, len(changes) - replaced, len(numbers),
        got.count(FrameState.ACCEPTED), to_review, got.count(FrameState.VERIFIED_EMPTY),
        labels.implied_empty, skipped, replaced,
    )  # fmt: skip


def _target(made: NewTarget, sequence: int, frame: FrameLabels, track: int) -> Target:
    accepted = frame.state is FrameState.ACCEPTED
    return Target(
        sequence=sequence,
        frame=frame.frame,
        track=track,
        x0=made.x0,
        y0=made.y0,
        mask=made.mask,
        seeds=made.seeds,
        origin=Origin.IMPORTED,
        state=TargetState.ACCEPTED if accepted else TargetState.EDITED,
        algorithm=made.algorithm,
        parameters=made.parameters,
        category=made.category,
        attributes=made.attributes,
        note=made.note,
    )
