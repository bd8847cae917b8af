"""A run stores what it finds as it goes; its user goes on meanwhile. All of it is one undo."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Project,
    ReviewChange,
    Target,
    TargetChange,
    get_frame_states,
    iter_targets,
)
from tests.core.project.sample import make_project, target

FRAMES = 6
RUN, OTHER = 1, 2  # tracks
State = tuple[dict[int, Target], list[int]]


def state(project: Project) -> State:
    stored = {t.id: t for t in iter_targets(project, 1)}
    return stored, get_frame_states(project, 1).tolist()


def edited(project: Project, frame: int, after: FrameState) -> tuple[FrameChange, ...]:
    before = FrameState(int(get_frame_states(project, 1)[frame]))
    return () if before is after else (FrameChange(frame, before, after),)


def find(project: Project, frame: int) -> None:
    """The run finds its target in a frame."""
    change = TargetChange(None, target(frame, track=RUN))
    frames = edited(project, frame, FrameState.EDITED)
    project.apply(Edit("run", 1, 0, (change,), frames), extend=True)


def decide(project: Project, word: str, frame: int) -> bool:
    """The user does something in a frame; whether it is a step of undo."""
    here = [t for t in iter_targets(project, 1) if t.frame == frame]
    if word == "undo":
        if project.undo_label != "run":  # that would end the run
            project.undo()
        return False
    if word == "redo":
        project.redo()
        return False
    changes: tuple[TargetChange, ...] = ()
    after = FrameState.EDITED
    if word == "add":
        changes = (TargetChange(None, target(frame, track=OTHER, x0=9)),)
    elif word == "delete" and here:
        changes = (TargetChange(here[0], None),)
        after = FrameState.EDITED if here[1:] else FrameState.UNSEEN
    elif word in ("accepted", "uncertain"):
        after = FrameState.from_word(word)
    edit = Edit(word, 1, frame, changes, edited(project, frame, after))
    if not edit.targets and not edit.frames:
        return False
    project.apply(edit)
    return True


WORDS = ["find", "find", "add", "delete", "accepted", "uncertain", "undo", "redo"]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.integers(0, FRAMES - 1)), max_size=18))
def test_a_run_is_one_undo_whatever_its_user_did_meanwhile(todo: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project, _ = make_project(Path(folder), FRAMES)
        try:
            start, ahead = state(project), iter(range(FRAMES))
            find(project, next(ahead))
            for word, frame in todo:
                if word != "find":
                    decide(project, word, frame)
                elif (found := next(ahead, None)) is not None:
                    find(project, found)
            end, labels = state(project), []
            while (label := project.undo_label) is not None:
                labels.append(label)
                assert project.undo() is not None
            assert state(project) == start
            assert labels.count("run") == 1
            assert labels[-1] == "run", "it began before everything else"
            for _ in labels:
                assert project.redo() is not None
            assert state(project) == end
        finally:
            project.close()


def test_the_newest_step_is_the_users_own_while_a_run_goes_on(tmp_path: Path) -> None:
    project, _ = make_project(tmp_path, FRAMES)
    with project:
        find(project, 0)
        assert decide(project, "add", 4)
        find(project, 1)
        assert project.undo_label == "add"
        project.undo()
        find(project, 2)
        assert project.redo_label == "add", "it is of another frame"
        project.redo()
        assert {t.frame for t in iter_targets(project, 1)} == {0, 1, 2, 4}
        project.undo()
        find(project, 4)
        assert project.redo_label is None, "it started from a frame without a target"


def test_a_review_of_many_frames_stays_before_what_a_run_finds_in_them(tmp_path: Path) -> None:
    project, _ = make_project(tmp_path, FRAMES)
    with project:
        start = state(project)
        find(project, 0)
        find(project, 1)
        accepted = ReviewChange((0, 1), FrameState.EDITED, FrameState.ACCEPTED)
        project.apply(Edit("accept", 1, 0, reviews=(accepted,)))
        change = TargetChange(None, target(1, track=OTHER))
        back = FrameChange(1, FrameState.ACCEPTED, FrameState.EDITED)
        project.apply(Edit("run", 1, 0, (change,), (back,)), extend=True)
        find(project, 2)
        end = state(project)
        for _ in range(3):
            assert project.undo() is not None
        assert state(project) == start
        for _ in range(3):
            assert project.redo() is not None
        assert state(project) == end
