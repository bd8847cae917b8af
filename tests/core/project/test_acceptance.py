"""Accepting frames without the window: what it takes, what it leaves, and undo."""

from dataclasses import replace
from pathlib import Path

import pytest

from p2m_core.detector import Detection
from p2m_core.errors import InputError, P2MError
from p2m_core.project import (
    FrameState,
    Project,
    TargetState,
    accept_frames,
    get_frame_states,
    iter_targets,
    open_project,
    set_meta,
    store_predictions,
)
from tests.core.project.sample import add, make_project, set_state, target


@pytest.fixture
def project(tmp_path: Path):
    """Six frames: edited, edited and uncertain, suggested target, prediction, none, accepted."""
    project, _ = make_project(tmp_path)
    with project:
        for frame in (0, 1):
            add(project, target(frame))
        add(project, replace(target(2), state=TargetState.SUGGESTED))
        store_predictions(project, 1, "any", [(3, [Detection(6.0, 6.0, 1.5, 0.9)])])
        add(project, replace(target(5), state=TargetState.ACCEPTED))
        for frame, state in ((0, "EDITED"), (1, "UNCERTAIN"), (5, "ACCEPTED")):
            set_state(project, 1, frame, FrameState[state])
        yield project


def states(project: Project) -> list[FrameState]:
    return [FrameState(state) for state in get_frame_states(project, 1)]


def test_each_frame_is_taken_or_counted_as_left(project):
    before = states(project)
    done = accept_frames(project)
    assert (done.accepted, done.targets, done.sequences) == (1, 1, 1)
    assert (done.before, done.uncertain, done.suggested, done.without) == (1, 1, 2, 1)
    assert states(project) == [FrameState.ACCEPTED, *before[1:]]
    assert [t.state for t in iter_targets(project, 1)] == [
        "accepted", "edited", "suggested", "accepted",
    ]  # fmt: skip


def test_frames_with_suggestions_are_not_called_empty(project):
    assert accept_frames(project, empty=True).verified_empty == 1
    assert states(project)[2:5] == [
        FrameState.UNSEEN, FrameState.UNSEEN, FrameState.VERIFIED_EMPTY,
    ]  # fmt: skip


def test_predictions_below_the_threshold_are_no_suggestions(project):
    set_meta(project, "suggestions:1", {"threshold": 0.95})
    accept_frames(project, empty=True)
    assert states(project)[3] == FrameState.VERIFIED_EMPTY


def test_it_is_one_step_of_undo(project):
    before, targets = states(project), list(iter_targets(project, 1))
    accept_frames(project, empty=True)
    assert project.undo_label == "accept"
    project.undo()
    assert states(project) == before
    assert list(iter_targets(project, 1)) == targets


def test_nothing_to_do_leaves_no_step(project):
    accept_frames(project)
    label = project.undo_label, len(project.read("SELECT id FROM history"))
    assert accept_frames(project).accepted == 0
    assert (project.undo_label, len(project.read("SELECT id FROM history"))) == label


def test_frames_that_are_not_there_are_refused(project):
    for frames in ([6], [-1], [10**30]):
        with pytest.raises(InputError, match="clip has no frame"):
            accept_frames(project, frames=frames)
    with pytest.raises(InputError, match="no sequence 9"):
        accept_frames(project, sequences=[9])


def test_a_project_that_may_not_be_written_says_so(project):
    with (
        open_project(project.path, readonly=True) as other,
        pytest.raises(P2MError, match="read-only"),
    ):
        accept_frames(other)
