"""The sequences at a glance: which comes next, and in which something is left to review."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from p2m_core.detector import Detection
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Origin,
    Project,
    Target,
    TargetChange,
    TargetState,
    add_sequence,
    count_frames_done,
    count_sequences,
    create_project,
    left_to_review,
    list_sequence_names,
    next_to_review,
    sequence_at_step,
    set_meta,
    store_predictions,
)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Six sequences of two frames, numbers 1 to 6, without targets."""
    with create_project(tmp_path / "p.lirst") as project:
        for name in "abcdef":
            np.save(tmp_path / f"{name}.npy", np.zeros((2, 8, 8), np.uint8))
            add_sequence(project, tmp_path / f"{name}.npy")
        yield project


def put(project: Project, sequence: int, frame_state: FrameState, *states: TargetState) -> None:
    """Give frame 1 of a sequence a state, and a target in each of these."""
    targets = tuple(
        TargetChange(
            None,
            Target(
                sequence=sequence, frame=1, track=i, x0=1, y0=1, mask=np.ones((2, 2), bool),
                seeds=((1, 1),), origin=Origin.CLICK, state=state, algorithm="pamg", parameters={},
            ),
        )
        for i, state in enumerate(states, 1)
    )  # fmt: skip
    frames = (FrameChange(1, FrameState.UNSEEN, frame_state),)
    project.apply(Edit("test", sequence, 1, targets, frames))


def test_names_come_in_the_order_of_adding(project: Project) -> None:
    assert [(s.id, s.name, s.frame_count) for s in list_sequence_names(project)][1:3] == [
        (2, "b", 2), (3, "c", 2),
    ]  # fmt: skip
    assert count_sequences(project) == 6


@pytest.mark.parametrize(
    ("id", "by", "goal"),
    [(1, 1, 2), (1, 3, 4), (5, 10, 6), (6, 1, None), (6, -1, 5), (3, -10, 1), (1, -1, None)],
)
def test_a_step_ends_at_the_first_and_last_sequence(
    project: Project, id: int, by: int, goal: int | None
) -> None:
    assert sequence_at_step(project, id, by) == goal


def test_a_target_counts_as_left_until_it_is_accepted(project: Project) -> None:
    put(project, 2, FrameState.EDITED, TargetState.ACCEPTED, TargetState.EDITED)
    put(project, 3, FrameState.EDITED, TargetState.ACCEPTED)
    put(project, 4, FrameState.ACCEPTED, TargetState.ACCEPTED)
    put(project, 5, FrameState.VERIFIED_EMPTY)
    put(project, 6, FrameState.UNCERTAIN)
    assert left_to_review(project, 0.5) == [2, 6]
    assert count_frames_done(project) == 2


def test_a_suggestion_above_the_threshold_counts_as_left_until_its_frame_is_reviewed(
    project: Project,
) -> None:
    for id, score in ((1, 0.4), (2, 0.6), (3, 0.4), (4, 0.9)):
        store_predictions(project, id, "d", [(1, [Detection(3.0, 3.0, 1.0, score)])])
    set_meta(project, "suggestions:3", {"threshold": 0.3, "detector": "d"})
    set_meta(project, "suggestions:2", "another program's")
    put(project, 4, FrameState.VERIFIED_EMPTY)
    assert left_to_review(project, 0.5) == [2, 3]


def test_the_search_for_the_next_sequence_to_review_wraps_around(project: Project) -> None:
    assert next_to_review(project, 3, 0.5) is None
    put(project, 3, FrameState.UNCERTAIN)
    assert next_to_review(project, 3, 0.5) is None, "that is where we are"
    put(project, 2, FrameState.UNCERTAIN)
    assert next_to_review(project, 3, 0.5) == 2
    put(project, 5, FrameState.UNCERTAIN)
    assert next_to_review(project, 3, 0.5) == 5
