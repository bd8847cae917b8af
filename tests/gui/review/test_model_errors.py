"""Errors of a model are reviewed like targets, and go with the review of their frame."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from label_irst.document.model_errors import KEY, ModelError
from label_irst.review.queue import queue
from p2m_core.doubt import Reason
from p2m_core.project import FrameState, get_meta, open_project, set_meta
from tests.driving import click
from tests.gui import scenes
from tests.gui.scenes import FIRST, SECOND

SPACE, ENTER, EMPTY = Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_E


def false_alarm(frame, x, y, score=0.8):
    return ModelError(0, frame, False, float(x), float(y), 2.0, score)


def missed(frame, x, y):
    return ModelError(0, frame, True, float(x), float(y), 2.0, 0.0)


@pytest.fixture
def reviewed(window):
    """Two frames accepted with the first target; the second one is not labelled."""
    for frame in (3, 7):
        window.document.go_to(frame)
        click(window.global_view, *FIRST.middle(frame))
        QTest.keyClick(window, ENTER)
    window.document.go_to(0)
    window.document.model_errors.put(
        {1: [missed(3, *FIRST.middle(3)), false_alarm(7, *SECOND.middle(7))]}
    )
    return window


def test_space_leads_to_the_model_errors_worst_first(reviewed):
    document = reviewed.document
    at = []
    document.focus_requested.connect(lambda x, y: at.append((x, y)))
    QTest.keyClick(reviewed, SPACE)
    assert (document.frame, document.selected) == (7, None)
    assert at[-1] == SECOND.middle(7)
    QTest.keyClick(reviewed, SPACE)
    assert document.frame == 3
    assert document.selected is not None, "the target that was missed"
    assert at[-1] == FIRST.middle(3)
    QTest.keyClick(reviewed, SPACE)
    assert document.frame == 7, "neither is done with"


def test_model_errors_go_when_their_frame_is_accepted_again(reviewed):
    document = reviewed.document
    before = document.project.undo_label
    QTest.keyClick(reviewed, SPACE)
    QTest.keyClick(reviewed, ENTER)
    assert [entry.frame for entry in queue(document)] == [3]
    QTest.keyClick(reviewed, SPACE)
    QTest.keyClick(reviewed, ENTER)
    assert queue(document) == []
    assert document.project.undo_label == before, "to look is no edit"
    with open_project(document.project.path, readonly=True) as stored:
        assert get_meta(stored, KEY) == {}
    messages = []
    document.message.connect(messages.append)
    QTest.keyClick(reviewed, SPACE)
    assert messages == ["Nothing is left to review."]


def test_a_target_that_was_not_labelled_is_added_and_stays_in_the_queue_till_accepted(reviewed):
    document = reviewed.document
    QTest.keyClick(reviewed, SPACE)
    click(reviewed.global_view, *SECOND.middle(7))
    assert len(document.targets) == 2
    document.doubts.settle()
    assert {entry.id < 0 for entry in queue(document) if entry.frame == 7} == {True, False}
    QTest.keyClick(reviewed, ENTER)
    assert [entry.frame for entry in queue(document)] == [3]


def test_a_false_alarm_in_an_empty_frame_is_reviewed_by_verified_empty(window):
    document = window.document
    document.go_to(5)
    QTest.keyClick(window, EMPTY)
    document.model_errors.put({1: [false_alarm(5, 10, 10)]})
    QTest.keyClick(window, SPACE)
    assert document.frame == 5
    QTest.keyClick(window, EMPTY)
    assert queue(document) == []
    assert document.states[5] == FrameState.VERIFIED_EMPTY


def test_the_list_shows_model_errors_with_their_reason(reviewed, qtbot):
    document, panel = reviewed.document, reviewed.review.panel
    panel.parentWidget().parentWidget().setCurrentWidget(panel)
    qtbot.waitUntil(lambda: len(panel.table.model().rows) == 2)
    cells = [row.cells for row in panel.table.model().rows]
    assert cells == [
        ("8", "–", "80 %", "false alarm of the model"), ("4", "–", "60 %", "missed by the model"),
    ]  # fmt: skip
    index = panel.table.model().index(1, 0)
    QTest.mouseClick(
        panel.table.viewport(), Qt.MouseButton.LeftButton,
        pos=panel.table.visualRect(index).center(),
    )  # fmt: skip
    assert document.frame == 3
    assert panel.table.selectionModel().currentIndex().row() == 1
    panel.reasons.setCurrentIndex(panel.reasons.findData(int(Reason.FALSE_ALARM)))
    panel.reasons.activated.emit(panel.reasons.currentIndex())
    assert [row.cells[0] for row in panel.table.model().rows] == ["8"]


def test_model_errors_are_marked_in_the_picture_while_masks_are_shown(reviewed):
    document, view = reviewed.document, reviewed.global_view

    def picture():
        return view.grab().toImage()

    document.go_to(7)
    with_mark = picture()
    QTest.keyClick(reviewed, ENTER)
    document.go_to(7)
    assert picture() != with_mark


def test_model_errors_of_another_sequence_come_after_those_of_this_one(reviewed, tmp_path):
    document = reviewed.document
    reviewed.files.add_sequence(scenes.write_folder(tmp_path / "sky", scenes.frames(8)))
    document.model_errors.put({1: [false_alarm(7, 9, 9)], 2: [false_alarm(2, 9, 9)]})
    click(reviewed.global_view, *FIRST.middle(0))
    QTest.keyClick(reviewed, ENTER)
    QTest.keyClick(reviewed, SPACE)
    assert (document.info.id, document.frame) == (2, 2)
    document.go_to(2)
    click(reviewed.global_view, *FIRST.middle(2))
    QTest.keyClick(reviewed, ENTER)
    QTest.keyClick(reviewed, SPACE)
    assert (document.info.id, document.frame) == (1, 7)


def test_invalid_entries_in_the_file_are_ignored(reviewed):
    document = reviewed.document
    set_meta(document.project, KEY, {"1": [[-1, 3, 1, "x", 0, 0, 0], [-2], None, 7], "x": 3})
    info = document.info
    document.open_sequence(info)
    assert document.model_errors.entries == []
    assert document.model_errors.elsewhere() is None
