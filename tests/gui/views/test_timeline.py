"""The timeline: each frame's state is seen, and a click goes to the frame it shows."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from label_irst import theme
from label_irst.document import Document, commands, edits
from label_irst.views.timeline import Timeline, runs
from p2m_core.project import FrameState
from tests.gui.scenes import FIRST, FRAMES

LEFT = Qt.MouseButton.LeftButton


@st.composite
def many_states(draw: st.DrawFn) -> NDArray[np.uint8]:
    """Stretches of one state, and single frames of another here and there."""
    count = draw(st.integers(1, 50_000))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    states = np.full(count, draw(st.sampled_from(list(FrameState))), np.uint8)
    for _ in range(draw(st.integers(0, 20))):
        start = int(rng.integers(count))
        length = int(rng.choice([1, 1, 10, 1000]))
        states[start : start + length] = draw(st.sampled_from(list(FrameState)))
    return states


@given(many_states(), st.integers(1, 3000))
def test_the_runs_cover_the_bar_and_hide_no_uncertain_frame(
    states: NDArray[np.uint8], width: int
) -> None:
    stretches = runs(states, width)
    edges = [a for a, _, _ in stretches] + [stretches[-1][1]]
    assert edges[0] == 0
    assert edges[-1] == pytest.approx(width)
    assert all(a < b for a, b in pairwise(edges))
    assert all(b == pytest.approx(c) for (_, b, _), (c, _, _) in pairwise(stretches))
    assert len(stretches) <= min(states.size, width)
    # A view pixel that the frame shares, or its own stretch, is painted as uncertain.
    shown = [(a, b) for a, b, state in stretches if state is FrameState.UNCERTAIN]
    frames = np.flatnonzero(states == FrameState.UNCERTAIN)
    if not frames.size:
        assert not shown
        return
    left, right = frames * width / states.size, (frames + 1) * width / states.size
    starts, ends = np.array(shown).T
    next_end = np.searchsorted(ends, left + 1e-6)
    assert (next_end < len(ends)).all()
    assert (starts[next_end] < right).all()


def test_with_room_for_all_each_frame_has_its_own_state() -> None:
    states = np.array([0, 3, 3, 4, 5], np.uint8)
    assert runs(states, 50) == [
        (0.0, 10.0, FrameState.UNSEEN),
        (10.0, 30.0, FrameState.ACCEPTED),
        (30.0, 40.0, FrameState.VERIFIED_EMPTY),
        (40.0, 50.0, FrameState.UNCERTAIN),
    ]


@pytest.fixture
def timeline(document: Document, qtbot: QtBot) -> Timeline:
    timeline = Timeline(document)
    qtbot.addWidget(timeline)
    timeline.resize(624, 50)  # 20 view pixels a frame
    with qtbot.waitExposed(timeline):
        timeline.show()
    return timeline


def middle_of(frame: int) -> int:
    return 12 + frame * 20 + 10


def test_a_click_goes_to_the_frame_and_a_drag_through_all(
    timeline: Timeline, document: Document
) -> None:
    for frame in (17, 0, FRAMES - 1, 4):
        QTest.mouseClick(timeline, LEFT, pos=QPoint(middle_of(frame), 36))
        assert document.frame == frame
    QTest.mouseClick(timeline, LEFT, pos=QPoint(1, 36))
    assert document.frame == 0
    QTest.mouseClick(timeline, LEFT, pos=QPoint(623, 36))
    assert document.frame == FRAMES - 1
    QTest.mousePress(timeline, LEFT, pos=QPoint(middle_of(3), 36))
    seen = []
    document.frame_changed.connect(lambda: seen.append(document.frame))
    for frame in (4, 5, 6):
        QTest.mouseMove(timeline, QPoint(middle_of(frame), 36))
    QTest.mouseRelease(timeline, LEFT, pos=QPoint(middle_of(6), 36))
    assert seen == [4, 5, 6]
    QTest.mouseMove(timeline, QPoint(middle_of(20), 36))
    assert document.frame == 6, "the button is up"


def test_the_colours_are_those_of_the_states(timeline: Timeline, document: Document) -> None:
    for frame in range(2):
        document.go_to(frame)
        commands.click(document, *FIRST.middle(frame))
    commands.accept(document)
    for frame, state in ((2, FrameState.VERIFIED_EMPTY), (3, FrameState.UNCERTAIN)):
        document.go_to(frame)
        commands.mark(document, edits.UNCERTAIN, state)
    document.go_to(20)
    image = timeline.grab().toImage()
    ratio = timeline.devicePixelRatioF()
    expected = [
        FrameState.EDITED,
        FrameState.ACCEPTED,
        FrameState.VERIFIED_EMPTY,
        FrameState.UNCERTAIN,
        FrameState.UNSEEN,
    ]
    for frame, state in enumerate(expected):
        seen = image.pixelColor(int(middle_of(frame) * ratio), int(30 * ratio))
        assert seen == theme.STATE_COLOURS[state], state
    assert len({QColor(c).name() for c in theme.STATE_COLOURS.values()}) == len(FrameState)


def test_the_cursor_is_on_the_current_frame(timeline: Timeline, document: Document) -> None:
    document.go_to(9)
    image = timeline.grab().toImage()
    lit = [
        frame
        for frame in range(FRAMES)
        if image.pixelColor(middle_of(frame), 36) != theme.STATE_COLOURS[FrameState.UNSEEN]
    ]
    assert lit == [9]


def test_nothing_open_is_no_error(qtbot: QtBot) -> None:
    timeline = Timeline(Document())
    qtbot.addWidget(timeline)
    timeline.show()
    QTest.mouseClick(timeline, LEFT, pos=QPoint(100, 36))
    timeline.grab()
