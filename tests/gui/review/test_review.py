"""Review by doubt, in the real window."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from label_irst.document.actions import frame_actions
from label_irst.review import accept
from label_irst.review.queue import queue
from p2m_core.doubt import Reason
from p2m_core.project import FrameState, TargetState, iter_targets
from tests.driving import answering, choose, click
from tests.gui.scenes import FIRST, FRAMES

SPACE, ENTER = Qt.Key.Key_Space, Qt.Key.Key_Return


@pytest.fixture
def propagated(window, qtbot):
    """The first target, in all frames."""
    window.document.go_to(0)
    click(window.global_view, *FIRST.middle(0))
    QTest.keyClick(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: not window.propagation.progress.isVisible())
    window.document.doubts.settle()
    return window


def spoil(document, frame):
    """Make the mask of one frame much too large, as a leak would."""
    document.go_to(frame)
    document.select(document.targets[0])
    x, y = FIRST.middle(frame)
    pixels = {(y + r, x + c) for r in range(-6, 7) for c in range(-6, 7)}
    frame_actions.paint(document, pixels, erase=False)


def test_space_goes_to_the_target_that_is_most_likely_wrong(propagated):
    document = propagated.document
    spoil(document, 9)
    document.go_to(0)
    QTest.keyClick(propagated, SPACE)
    assert document.frame == 9
    assert document.selected is not None
    entry = queue(document)[0]
    assert (entry.frame, entry.reason) == (9, Reason.AREA)


def test_space_again_goes_to_the_next_worst(propagated):
    document = propagated.document
    order = [entry.frame for entry in queue(document)]
    seen = []
    for _ in range(4):
        QTest.keyClick(propagated, SPACE)
        seen.append(document.frame)
    assert seen in (order[:4], order[1:5])


def test_accepting_takes_the_target_out_of_the_queue_and_the_timeline(propagated):
    document = propagated.document
    spoil(document, 9)
    document.doubts.settle()
    assert document.doubt[9] > 0.5
    QTest.keyClick(propagated, ENTER)
    document.doubts.settle()
    assert document.doubt[9] == 0.0
    assert 9 not in [entry.frame for entry in queue(document)]
    document.undo()
    document.doubts.settle()
    assert document.doubt[9] > 0.5


def test_the_list_shows_the_worst_first_and_a_click_goes_there(propagated, qtbot):
    document = propagated.document
    spoil(document, 9)
    tabs = propagated.review.panel.parentWidget().parentWidget()
    tabs.setCurrentWidget(propagated.review.panel)
    panel = propagated.review.panel
    qtbot.waitUntil(lambda: bool(panel.table.model().rows))
    document.go_to(0)
    first = panel.table.model().rows[0]
    assert first.cells[0] == "10"
    assert first.cells[3] == "area jumps"
    place = panel.table.visualRect(panel.table.model().index(0, 0)).center()
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert document.frame == 9


def test_the_list_can_be_limited_to_one_reason(propagated, qtbot):
    document = propagated.document
    spoil(document, 9)
    panel = propagated.review.panel
    panel.parentWidget().parentWidget().setCurrentWidget(panel)
    panel.reasons.setCurrentIndex(panel.reasons.findData(int(Reason.AREA)))
    panel.refresh()
    assert {row.cells[3] for row in panel.table.model().rows} == {"area jumps"}


def test_enter_goes_on_in_the_list_while_it_is_on_top(propagated):
    document = propagated.document
    panel = propagated.review.panel
    panel.parentWidget().parentWidget().setCurrentWidget(panel)
    QTest.keyClick(propagated, SPACE)
    order = [entry.frame for entry in queue(document) if entry.frame != document.frame]
    QTest.keyClick(propagated, ENTER)
    assert document.frame == order[0]


def test_a_track_is_accepted_in_one_step(propagated):
    document = propagated.document
    document.select(document.targets[0])
    with answering(lambda box: choose(box, "all")):  # some are doubtful where tracks cross
        QTest.keyClick(propagated, ENTER, Qt.KeyboardModifier.ShiftModifier)
    assert (document.states == FrameState.ACCEPTED).all()
    document.undo()
    assert (document.states == FrameState.EDITED).all()


def test_accepting_a_range_leaves_the_other_frames(propagated):
    document = propagated.document
    document.go_to(7)
    propagated.actions_by_name["uncertain"].trigger()
    assert accept.accept_range(document, 5, 14)
    accepted = np.flatnonzero(document.states == FrameState.ACCEPTED).tolist()
    assert accepted == [5, 6, *range(8, 15)]
    assert document.states[7] == FrameState.UNCERTAIN
    states = {t.frame: t.state for t in iter_targets(document.project, document.info.id)}
    assert [f for f in range(FRAMES) if states[f] is TargetState.ACCEPTED] == accepted


def test_an_empty_queue_is_reported(propagated):
    document = propagated.document
    document.select(document.targets[0])
    accept.accept_track(document)
    messages = []
    document.message.connect(messages.append)
    QTest.keyClick(propagated, SPACE)
    assert messages == ["Nothing is left to review."]
