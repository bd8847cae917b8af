"""P and Shift+P in the real window, on drawn targets with known paths."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from p2m_core.project import FrameState, Origin, TargetState, get_target, iter_targets
from tests.driving import click
from tests.gui.scenes import FIRST, FRAMES, SECOND

P = Qt.Key.Key_P
SHIFT = Qt.KeyboardModifier.ShiftModifier
END = 29


def all_targets(window):
    document = window.document
    return list(iter_targets(document.project, document.info.id))


def propagate(window, qtbot, keys=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window, P, keys)
    qtbot.waitUntil(lambda: not window.propagation.progress.isVisible())


def on_target(window, plane, frame):
    window.document.go_to(frame)
    click(window.global_view, *plane.middle(frame))
    assert window.document.selected is not None


def test_one_click_and_one_key_annotate_the_sequence(window, qtbot):
    document = window.document
    on_target(window, FIRST, 0)
    propagate(window, qtbot)
    targets = all_targets(window)
    assert [t.frame for t in targets] == list(range(FRAMES))
    assert {t.track for t in targets} == {1}
    for target in targets:
        way = FIRST.middle(target.frame)
        near = np.hypot(*np.subtract(way, SECOND.middle(target.frame))) < 10  # the two cross
        assert np.hypot(*np.subtract(target.centroid, way)) < (4.0 if near else 1.0)
    assert {t.origin for t in targets[1:]} == {Origin.PROPAGATED}
    assert {t.state for t in targets} == {TargetState.EDITED}
    assert (document.states == FrameState.EDITED).all()
    assert document.frame == 0, "the user stays where they are"


def test_a_propagation_is_one_step_of_undo(window, qtbot):
    on_target(window, FIRST, 0)
    propagate(window, qtbot)
    before = all_targets(window)
    window.document.undo()
    assert [t.frame for t in all_targets(window)] == [0]
    window.document.redo()
    assert all_targets(window) == before


def test_shift_p_propagates_backwards(window, qtbot):
    on_target(window, FIRST, END)
    propagate(window, qtbot, SHIFT)
    assert [t.frame for t in all_targets(window)] == list(range(FRAMES))


def test_all_targets_of_the_frame_are_followed_without_a_selection(window, qtbot):
    on_target(window, FIRST, 0)
    on_target(window, SECOND, 0)
    window.document.select(None)
    propagate(window, qtbot)
    tracks = {t: [x for x in all_targets(window) if x.track == t] for t in (1, 2)}
    for plane, targets in zip((FIRST, SECOND), tracks.values(), strict=True):
        assert [t.frame for t in targets] == list(range(FRAMES))
        last = targets[-1]
        assert np.hypot(*np.subtract(last.centroid, plane.middle(last.frame))) < 1.5


def test_a_second_target_does_not_follow_the_first_ones_path(window, qtbot):
    on_target(window, SECOND, 0)
    propagate(window, qtbot)
    on_target(window, FIRST, 0)
    propagate(window, qtbot)
    last = {t.track: t for t in all_targets(window) if t.frame == END}
    assert len(last) == 2
    for track, plane in ((1, SECOND), (2, FIRST)):
        assert np.hypot(*np.subtract(last[track].centroid, plane.middle(END))) < 1.5


def test_reviewed_frames_stay(window, qtbot):
    document = window.document
    on_target(window, FIRST, 10)
    kept = document.selected
    document.go_to(20)
    window.actions_by_name["empty"].trigger()
    on_target(window, FIRST, 0)
    propagate(window, qtbot)
    assert [t.frame for t in all_targets(window)] == list(range(11))
    assert get_target(document.project, kept.id) == kept
    document.go_to(10)
    document.select(document.targets[0])
    propagate(window, qtbot)
    assert [t.frame for t in all_targets(window)] == list(range(20))


def test_a_second_run_replaces_unreviewed_targets(window, qtbot):
    on_target(window, FIRST, 0)
    propagate(window, qtbot)
    window.document.select(window.document.targets[0])
    propagate(window, qtbot)
    assert [t.frame for t in all_targets(window)] == list(range(FRAMES))


def test_the_status_bar_asks_for_a_target_where_there_is_none(window, qtbot):
    messages = []
    window.document.message.connect(messages.append)
    QTest.keyClick(window, P)
    assert "Click a target first" in messages[-1]


def test_stop_keeps_the_targets_found(window, qtbot):
    on_target(window, FIRST, 0)
    window.propagation.start(+1)
    window.propagation.progress.stop.click()
    qtbot.waitUntil(lambda: not window.propagation.progress.isVisible())
    frames = [t.frame for t in all_targets(window)]
    assert frames == list(range(len(frames)))
    window.document.undo()
    assert len(all_targets(window)) <= 1


@pytest.mark.parametrize("state", [TargetState.ACCEPTED])
def test_accepted_targets_are_never_replaced(window, qtbot, state):
    on_target(window, FIRST, 0)
    propagate(window, qtbot)
    window.document.go_to(5)
    window.actions_by_name["accept"].trigger()
    accepted = next(t for t in all_targets(window) if t.frame == 5)
    window.document.go_to(0)
    window.document.select(window.document.targets[0])
    propagate(window, qtbot)
    assert accepted == next(t for t in all_targets(window) if t.frame == 5)
    assert accepted.state is state
