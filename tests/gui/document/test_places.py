"""Where an edit of many frames is shown: the view stays if it shows the effect."""

import pytest

from label_irst.document import Document
from label_irst.document.actions import frame_actions
from label_irst.document.places import frame_to_show, track_to_show
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    TargetChange,
    TargetState,
    list_track_targets,
)
from tests.core.project.sample import target
from tests.gui.scenes import FIRST, SECOND


def edit(frame: int, *changed: int, track: int = 1) -> Edit:
    return Edit("x", 1, frame, tuple(TargetChange(None, target(f, track=track)) for f in changed))


@pytest.mark.parametrize(
    ("made_at", "changed", "shown", "expected"),
    [
        (5, (5,), 5, 5),
        (5, (5,), 9, 5),
        (5, (5, 6, 7), 7, 7),
        (5, (5, 6, 7), 20, 5),
        (5, (8, 9), 5, 5),
        (5, (8, 9), 20, 9),
        (5, (8, 9), 1, 8),
        (5, (), 20, 20),
    ],
)
def test_the_frame_on_show_stays_if_the_edit_changed_it_or_else_the_nearest_is_shown(
    made_at: int, changed: tuple[int, ...], shown: int, expected: int
) -> None:
    assert frame_to_show(edit(made_at, *changed), shown) == expected
    states = tuple(FrameChange(f, FrameState.UNSEEN, FrameState.ACCEPTED) for f in changed)
    assert frame_to_show(Edit("x", 1, made_at, (), states), shown) == expected


def test_a_single_edited_track_becomes_active() -> None:
    assert track_to_show(edit(0, 0, 1, track=3), 0, 1) == 3
    assert track_to_show(edit(0, 1, 2, track=3), 0, 1) == 3
    assert track_to_show(edit(0), 0, 1) == 1
    both = (TargetChange(None, target(0, track=2)), TargetChange(None, target(0, track=3)))
    assert track_to_show(Edit("x", 1, 0, both), 0, 3) == 3
    gone = (TargetChange(target(0, track=2, id=1), None),)
    assert track_to_show(Edit("x", 1, 0, gone), 0, 2) == 2


def test_undo_of_many_frames_stays_at_the_frame_on_show(document: Document) -> None:
    for number in range(4):
        document.go_to(number)
        for plane in (FIRST, SECOND):
            frame_actions.click(document, *plane.middle(number))
    assert document.project is not None
    assert document.info is not None
    before = list_track_targets(document.project, document.info.id, 1)
    changes = tuple(TargetChange(t, t.relabelled(7, TargetState.EDITED)) for t in before)
    document.select(document.targets[0])
    assert document.apply(Edit("split", document.info.id, 3, changes))
    assert document.selected is not None
    assert document.selected.track == 7
    document.go_to(1)
    document.undo()
    assert document.frame == 1
    assert [t.track for t in document.targets] == [1, 2]
    assert document.selected is document.targets[0]
    document.go_to(20)
    document.redo()
    assert document.frame == 3, "where it was made"
    assert document.selected is not None
    assert document.selected.track == 7
