"""Many targets and frames reviewed at once: stored, undone, redone, and never half of them."""

from pathlib import Path

import pytest

from p2m_core.errors import InputError, P2MError
from p2m_core.project import (
    Edit,
    FrameState,
    Project,
    ReviewChange,
    TargetState,
    get_frame_states,
    iter_targets,
    open_project,
)
from tests.core.project.sample import add, make_project, set_state, target

EDITED, ACCEPTED = TargetState.EDITED, TargetState.ACCEPTED


def states(project: Project) -> tuple[list[str], list[int]]:
    found = [str(t.state) for t in iter_targets(project, 1)]
    return found, get_frame_states(project, 1).tolist()


@pytest.fixture
def project(tmp_path: Path):
    """Targets in frames 0, 1, 2 and 4; frame 1 has no state yet."""
    project, _ = make_project(tmp_path)
    for frame in (0, 1, 2, 4):
        add(project, target(frame))
    for frame in (0, 2, 4):
        set_state(project, 1, frame, FrameState.EDITED)
    yield project
    project.close()


def accepting(project: Project) -> Edit:
    ids = tuple(t.id for t in iter_targets(project, 1))
    reviews = (
        ReviewChange(ids, EDITED, ACCEPTED),
        ReviewChange((0, 2, 4), FrameState.EDITED, FrameState.ACCEPTED),
        ReviewChange((1,), FrameState.UNSEEN, FrameState.ACCEPTED),
    )
    return Edit("accept", 1, 0, reviews=reviews)


def test_all_change_and_go_back_with_their_pixels_as_they_were(project: Project) -> None:
    before, targets = states(project), list(iter_targets(project, 1))
    project.apply(accepting(project))
    after = states(project)
    assert after == (["accepted"] * 4, [3, 3, 3, 0, 3, 0])
    path = project.path
    project.close()
    with open_project(path) as again:
        assert again.undo_label == "accept"
        again.undo()
        assert states(again) == before
        assert list(iter_targets(again, 1)) == targets
        again.redo()
        assert states(again) == after


def test_nothing_changes_where_one_is_not_in_the_state_it_starts_from(project: Project) -> None:
    edit = accepting(project)
    set_state(project, 1, 1, FrameState.UNCERTAIN)
    before = states(project)
    with pytest.raises(P2MError, match="not all frames are in the state"):
        project.apply(edit)
    assert states(project) == before
    assert project.undo_label == "set state"


def test_a_damaged_step_is_one_clear_line(project: Project) -> None:
    project.apply(accepting(project))
    with project.transaction() as db:
        db.execute("UPDATE history_change SET before = '[[3, 1]]' WHERE kind = 'targets reviewed'")
    with pytest.raises(P2MError, match="undo history is damaged"):
        project.undo()


@pytest.mark.parametrize(
    ("numbers", "after"),
    [((), ACCEPTED), ((2, 1), ACCEPTED), ((1, 1), ACCEPTED), ((1,), EDITED),
     ((1,), FrameState.ACCEPTED)],
)  # fmt: skip
def test_a_review_without_sense_is_refused(numbers, after) -> None:
    with pytest.raises(InputError):
        ReviewChange(numbers, EDITED, after)


def test_frames_beyond_the_sequence_are_refused(project: Project) -> None:
    review = ReviewChange((5, 6), FrameState.UNSEEN, FrameState.ACCEPTED)
    with pytest.raises(InputError, match="there is no frame 7"):
        project.apply(Edit("accept", 1, 0, reviews=(review,)))
