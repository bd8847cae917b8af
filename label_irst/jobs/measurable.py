"""What the model of a run can be measured on: functions for a `Job`."""

import os
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from label_irst.jobs.runs.run_folder import LABELS
from p2m_core.errors import InputError
from p2m_core.eval.comparison import Comparison, read_comparison
from p2m_core.progress import Progress
from p2m_core.project import (
    FrameState,
    Project,
    Role,
    count_states,
    get_roles,
    list_sequences,
    open_project,
    relink_sequence,
    set_roles,
    take_snapshot,
)
from p2m_core.provenance import file_fingerprint
from p2m_core.resources import shipped_weights

RESULT = "comparison"  # a folder in that of the run
MEASURED = ".measured-{process}-{number}.lirst"  # a temporary copy of the labels
REVIEWED = (FrameState.ACCEPTED, FrameState.VERIFIED_EMPTY)


@dataclass(frozen=True)
class Measurable:
    """`held_out` and `trained` are names of sequences; `stored` is an earlier result.

    `fingerprint` is of the run's weights, `shipped` of the shipped ones.
    """

    held_out: list[str]
    trained: set[str]
    fingerprint: str
    shipped: str
    stored: Comparison | None


def find_measurable(run: Path, weights: Path, progress: Progress) -> Measurable:
    """Find the sequences a run was trained on, those it held out, and an earlier result."""
    for left in run.glob(MEASURED.format(process="*", number="*")):
        if left.name.split("-")[1] != str(os.getpid()):  # left by a window that was killed
            with suppress(OSError):
                left.unlink()
    with open_project(run / LABELS, readonly=True) as labels:
        role, there = get_roles(labels), reviewed(labels)
        names = {info.id: info.name for info in list_sequences(labels) if info.id in there}
    stored = None
    with suppress(InputError):
        stored = read_comparison(run / RESULT)
    return Measurable(
        held_out=[name for id, name in names.items() if role[id] == "test"],
        trained={name for id, name in names.items() if role[id] == "train"},
        fingerprint=file_fingerprint(weights),
        shipped=file_fingerprint(shipped_weights()),
        stored=stored,
    )


def reviewed(project: Project) -> set[int]:
    """The numbers of the sequences with reviewed frames."""
    counts = count_states(project)
    return {id for id, states in counts.items() if any(states.get(state) for state in REVIEWED)}


def labels_to_measure(
    source: Path, goal: Path, names: Collection[str], images: Mapping[str, Path],
    progress: Progress,
) -> Path:  # fmt: skip
    """Copy the labels of these sequences from a project, or from a run's snapshot.

    `images` are the current paths of the sequences.
    """
    take_snapshot(source, goal)
    with open_project(goal) as labels:
        parts: dict[int, Role] = {}
        for info in list_sequences(labels):
            parts[info.id] = "test" if info.name in names else "out"
            place = images.get(info.name, info.path)
            if place != info.path and info.name in names:
                relink_sequence(labels, info.id, place, found=replace(info, path=place))
        set_roles(labels, parts)
    return goal
