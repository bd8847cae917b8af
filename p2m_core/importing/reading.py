"""From labels to what a project stores of them, sequence by sequence; no project is needed yet."""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core.datasets.labelled import BoxLabel, LabelledTarget, MaskLabel
from p2m_core.errors import InputError
from p2m_core.geometry import pixel_at
from p2m_core.importing.frames import LabelledFrame, TrackKey, labelled_frames, named_place
from p2m_core.importing.growing import Result, grown, to_grow
from p2m_core.importing.joining import Joined
from p2m_core.importing.options import ImportOptions
from p2m_core.importing.preview import Preview, SequencePreview
from p2m_core.pamg.boxes import pixel_box
from p2m_core.progress import Progress, no_progress
from p2m_core.project import BOX, LONGEST_CATEGORY, LONGEST_NOTE, FrameState, SequenceInfo, cropped

MOST_FAILURES = 1000
"""So many are kept: a set may have a fault in each of a million labels."""


class Failure(NamedTuple):
    """A label that is not taken: its sequence's name, its frame from 0, and why.

    Without a frame, it is the whole sequence.
    """

    name: str
    frame: int | None
    message: str


class NewTarget(NamedTuple):
    """A target without its place in a project; the fields are those of `Target`."""

    x0: int
    y0: int
    mask: NDArray[np.bool_]
    track: TrackKey
    seeds: tuple[tuple[float, float], ...]
    algorithm: str
    parameters: dict[str, Any]
    category: str
    attributes: tuple[str, ...] = ()
    note: str = ""


class FrameLabels(NamedTuple):
    """The targets of one frame, and the state that they give it."""

    frame: int
    targets: list[NewTarget]
    state: FrameState


@dataclass(frozen=True, eq=False)
class SequenceLabels:
    """The labels of one sequence, ready to be stored.

    Attributes
    ----------
    item : Joined
    info : SequenceInfo
        Of the images.
    frames : tuple of FrameLabels
        Ascending.
    failures : tuple of Failure
        Labels that are left out, the first `MOST_FAILURES`.
    failed : int
        How many are left out.
    implied_empty : int
        Frames left out, since they are without a target only because their file has no entry.
    doubtful : int
        Grown masks of a low margin.
    """

    item: Joined
    info: SequenceInfo
    frames: tuple[FrameLabels, ...]
    failures: tuple[Failure, ...]
    failed: int
    implied_empty: int
    doubtful: int


def read_labels(
    found: Preview, options: ImportOptions | None = None, progress: Progress = no_progress
) -> Generator[SequenceLabels]:
    """Yield the labels of each previewed sequence that can be imported, in order.

    Close it to stop: processes may be at work for it.

    Parameters
    ----------
    found : Preview
    options : ImportOptions, optional
    progress : callable
        Called with the numbers of read and of all labelled frames; may raise `Cancelled`.

    Raises
    ------
    InputError
        If `options.only` names no sequence, or images have changed since the preview.
    P2MError
        If a process of the growth ended unexpectedly.
    """
    options = options or ImportOptions()
    chosen = chosen_sequences(found, options)
    growing = to_grow(chosen if options.boxes == "grow" else [], options.support_radius)
    total = sum(one.labelled for one in chosen) + growing.plan.frames
    done = 0

    def step(frames: int) -> None:
        nonlocal done
        done += frames
        progress(min(done, total), total)

    progress(0, total)
    with closing(grown(growing, step)) as results:
        for number, one in enumerate(chosen):
            own = next(results) if number in growing.jobs else {}
            yield _labels(one, own, options, step)


def chosen_sequences(found: Preview, options: ImportOptions) -> list[SequencePreview]:
    """Return the sequences to import.

    Raises
    ------
    InputError
        If a name is not that of a previewed sequence, or nothing is left to import.
    """
    names = {one.name for one in found.sequences}
    for name in sorted(options.only or ()):
        if name not in names:
            raise InputError(
                f"no sequence {name!r} among the {len(names)} found: take a name of the preview"
            )
    chosen = [one for one in found.sequences if options.only is None or one.name in options.only]
    taken = [one for one in chosen if one.info is not None and not one.problem]
    if chosen and not taken:
        raise InputError(f"no sequence can be imported; the first: {chosen[0].problem}")
    return taken


@dataclass
class _Steps:
    """The failures of one sequence: the first of them, and how many there are."""

    info: SequenceInfo
    item: Joined
    failures: list[Failure] = field(default_factory=list)
    failed: int = 0

    def fail(self, frame: int, why: str) -> None:
        self.failed += 1
        if len(self.failures) < MOST_FAILURES:
            message = f"{named_place(self.info, frame)}: {why}"
            self.failures.append(Failure(self.item.name, frame, message))


def _labels(
    one: SequencePreview,
    grown_frames: dict[int, Result],
    options: ImportOptions,
    step: Callable[[int], None],
) -> SequenceLabels:
    assert one.info is not None
    steps = _Steps(one.info, one.item)
    frames = []
    doubtful = implied = 0
    for labelled in labelled_frames(one.item, one.info, steps.fail):
        result = grown_frames.get(labelled.frame, {})
        for reason, message in result.get("failures", ()):
            steps.fail(labelled.frame, f"{reason}: {message}")
        doubtful += sum(target["doubtful"] for target in result.get("targets", ()))
        made = _frame(labelled, result, options, steps)
        if made.state is not FrameState.UNSEEN:
            frames.append(made)
        elif labelled.implied_empty:
            implied += 1
        step(1)
    frames.sort(key=lambda frame: frame.frame)
    return SequenceLabels(
        one.item, one.info, tuple(frames), tuple(steps.failures), steps.failed, implied, doubtful
    )


def _frame(
    labelled: LabelledFrame, result: Result, options: ImportOptions, steps: _Steps
) -> FrameLabels:
    by_label = {target["label"]: target for target in result.get("targets", ())}
    targets = []
    given = 0  # as pixels
    for number, (target, track) in enumerate(zip(labelled.targets, labelled.tracks, strict=True)):
        if isinstance(target.label, MaskLabel):
            made = _from_mask(target, track, labelled.frame, steps)
            given += made is not None
        elif options.boxes == "grow":
            made = _from_growth(target, track, by_label.get(number))
        else:
            made = _from_outline(target, track, labelled.frame, steps)
        if made is not None:
            targets.append(made)
    return FrameLabels(labelled.frame, targets, _state(labelled, targets, given, options))


def _state(
    labelled: LabelledFrame, targets: list[NewTarget], given: int, options: ImportOptions
) -> FrameState:
    if labelled.implied_empty:
        if options.implied_empty == "verified":
            return FrameState.VERIFIED_EMPTY
        return FrameState.UNSEEN
    if not labelled.targets:
        if options.state == "accepted":
            return FrameState.VERIFIED_EMPTY
        return FrameState.EDITED
    if not targets:
        return FrameState.UNSEEN
    # What is grown, or lacks a target that could not be taken, is for a person to review.
    if options.state == "accepted" and given == len(labelled.targets):
        return FrameState.ACCEPTED
    return FrameState.EDITED


def _from_mask(
    target: LabelledTarget, track: TrackKey, frame: int, steps: _Steps
) -> NewTarget | None:
    label = target.label
    assert isinstance(label, MaskLabel)
    x0, y0, x1, y1 = label.box
    width, height = steps.info.width, steps.info.height
    if min(x0, y0) < 0 or x1 > width or y1 > height:
        steps.fail(
            frame,
            f"a mask reaches columns {x0}..{x1 - 1} and rows {y0}..{y1 - 1}, outside the "
            f"{width}x{height} image: it is left out",
        )
        return None
    # Cropped anew: a reader need not crop tightly, a target is.
    rows, columns = np.nonzero(label.mask)
    if not rows.size:
        steps.fail(frame, "a mask without a pixel: it is left out")
        return None
    inner = label.mask[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    return NewTarget(
        x0 + int(columns.min()), y0 + int(rows.min()), inner, track, (), "mask", {},
        *_said(target),
    )  # fmt: skip


def _from_growth(
    target: LabelledTarget, track: TrackKey, result: Result | None
) -> NewTarget | None:
    if result is None:
        return None  # the failure is told already
    x0, y0, mask = cropped(np.array(result["pixels"], np.int64))
    x, y = result["seed"]
    return NewTarget(x0, y0, mask, track, ((x, y),), "pamg", result["parameters"], *_said(target))


def _from_outline(
    target: LabelledTarget, track: TrackKey, frame: int, steps: _Steps
) -> NewTarget | None:
    label = target.label
    shape = (steps.info.height, steps.info.width)
    parameters: dict[str, Any] = {}
    seeds: tuple[tuple[float, float], ...] = ()
    assert not isinstance(label, MaskLabel)
    if isinstance(label, BoxLabel):
        parameters[BOX] = [float(value) for value in label]
        box: tuple[float, float, float, float] = tuple(label)  # type: ignore[assignment]
    else:
        row, column = pixel_at(label.x, label.y)
        seeds = ((label.x, label.y),)
        box = (column, row, 1.0, 1.0)
    try:
        x0, y0, x1, y1 = pixel_box(shape, box)
    except InputError as error:
        steps.fail(frame, f"{error}: it is left out")
        return None
    mask = np.ones((y1 - y0, x1 - x0), np.bool_)
    return NewTarget(x0, y0, mask, track, seeds, "rectangle", parameters, *_said(target))


def _said(target: LabelledTarget) -> tuple[str, tuple[str, ...], str]:
    """Return category, attributes and note as a project holds them."""
    attributes = {_line(one.replace(";", ",")) for one in target.attributes} - {""}
    lines = (
        "".join(c if c.isprintable() else " " for c in line) for line in target.note.splitlines()
    )
    note = "\n".join(lines)[:LONGEST_NOTE].strip()
    return _line(target.category), tuple(sorted(attributes)), note


def _line(text: str) -> str:
    """Return a text as one line that is not too long."""
    return "".join(c if c.isprintable() else " " for c in text)[:LONGEST_CATEGORY].strip()
