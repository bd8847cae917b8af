"""The timeline: single frames among 50,000 are seen, and a click goes to the frame shown."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from label_irst import theme
from label_irst.document import Document
from label_irst.document.actions import frame_actions
from label_irst.document.edits import frame_edits
from label_irst.document.standing import Standing
from label_irst.views.timeline.sheet import DOUBT, RULER, STATES, TRACKS
from label_irst.views.timeline.timeline import Timeline
from p2m_core.doubt import Reason
from p2m_core.project import FrameState
from tests.gui.conftest import open_document
from tests.gui.scenes import FIRST, FRAMES

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


@pytest.fixture
def timeline(document: Document, qtbot: QtBot) -> Timeline:
    return shown(document, qtbot)


def shown(document: Document, qtbot: QtBot) -> Timeline:
    timeline = Timeline(document)
    qtbot.addWidget(timeline)
    timeline.resize(900, timeline.sizeHint().height())
    with qtbot.waitExposed(timeline):
        timeline.show()
    return timeline


@pytest.fixture
def many(qapp: QApplication, tmp_path: Path) -> Iterator[Document]:
    """A document of 50,000 frames."""
    path = tmp_path / "long.npy"
    np.save(path, np.zeros((50_000, 4, 5), np.uint8))
    document = open_document(path)
    yield document
    document.close()


@pytest.fixture
def long(many: Document, qtbot: QtBot) -> Timeline:
    """Its timeline."""
    return shown(many, qtbot)


def middle_of(timeline: Timeline, frame: int) -> QPoint:
    return timeline.place_of(frame).center().toPoint()


def foot_of(timeline: Timeline, frame: int) -> QPoint:
    """Where the mark of every standing is filled."""
    place = timeline.place_of(frame)
    return QPoint(round(place.center().x()), int(place.bottom()) - 1)


def wheel(timeline: Timeline, at: QPoint, notches: int, keys=Qt.KeyboardModifier.NoModifier):
    event = QWheelEvent(
        QPointF(at), timeline.mapToGlobal(QPointF(at)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(timeline, event)


def colours(timeline: Timeline, y: float) -> list[QColor]:
    """The colours across the timeline at a height."""
    image: QImage = timeline.grab().toImage()
    ratio = timeline.devicePixelRatioF()
    left = int(timeline.place_of(0).left() * ratio) if timeline.span.is_whole else 0
    return [image.pixelColor(x, int(y * ratio)) for x in range(left, image.width())]


def test_a_click_goes_to_the_frame_and_a_drag_through_all(
    timeline: Timeline, document: Document
) -> None:
    for frame in (17, 0, FRAMES - 1, 4):
        QTest.mouseClick(timeline, LEFT, pos=middle_of(timeline, frame))
        assert document.frame == frame
    QTest.mouseClick(timeline, LEFT, pos=QPoint(1, 45))
    assert document.frame == 0
    QTest.mouseClick(timeline, LEFT, pos=QPoint(899, 45))
    assert document.frame == FRAMES - 1
    QTest.mousePress(timeline, LEFT, pos=middle_of(timeline, 3))
    seen = []
    document.frame_changed.connect(lambda: seen.append(document.frame))
    for frame in (4, 5, 6):
        QTest.mouseMove(timeline, middle_of(timeline, frame))
    QTest.mouseRelease(timeline, LEFT, pos=middle_of(timeline, 6))
    assert seen == [4, 5, 6]
    QTest.mouseMove(timeline, middle_of(timeline, 20))
    assert document.frame == 6, "the button is up"


def test_each_standing_has_its_colour_and_its_shape(timeline: Timeline, document: Document) -> None:
    for frame in (0, 4, 1):
        document.go_to(frame)
        frame_actions.click(document, *FIRST.middle(frame))
        if frame == 4:
            frame_actions.scrub(document, -1)
    frame_actions.accept(document)
    document.doubts.settle()
    for frame, state in ((2, FrameState.VERIFIED_EMPTY), (3, FrameState.UNCERTAIN)):
        document.go_to(frame)
        frame_actions.mark(document, frame_edits.UNCERTAIN, state)
    document.go_to(20)
    image = timeline.grab().toImage()
    ratio = timeline.devicePixelRatioF()
    expected = [
        Standing.AUTOMATIC,
        Standing.ACCEPTED,
        Standing.VERIFIED_EMPTY,
        Standing.UNCERTAIN,
        Standing.BY_HAND,
        Standing.UNSEEN,
    ]
    shapes = set()
    for frame, standing in enumerate(expected):
        at = foot_of(timeline, frame) * ratio
        colour = theme.state_colour(standing)
        assert image.pixelColor(at) == colour, standing
        top = round(STATES[0] * ratio)
        column = [image.pixelColor(at.x(), y) == colour for y in range(top, at.y() + 1)]
        shapes.add(tuple(column))
    assert len(shapes) == len(expected), "told apart without colours"


def test_the_cursor_is_on_the_current_frame(timeline: Timeline, document: Document) -> None:
    document.go_to(9)
    image = timeline.grab().toImage()
    lit = [
        frame
        for frame in range(FRAMES)
        if image.pixelColor(foot_of(timeline, frame)) != theme.state_colour(FrameState.UNSEEN)
    ]
    assert lit == [9]


def test_a_single_uncertain_frame_among_50_000_is_seen(long: Timeline, many: Document) -> None:
    y = foot_of(long, 0).y()
    assert theme.state_colour(FrameState.UNCERTAIN) not in colours(long, y)
    many.go_to(31_234)
    frame_actions.mark(many, frame_edits.UNCERTAIN, FrameState.UNCERTAIN)
    many.go_to(0)
    assert colours(long, y).count(theme.state_colour(FrameState.UNCERTAIN)) == 1
    many.go_to(31_235)
    frame_actions.mark(many, frame_edits.VERIFY_EMPTY, FrameState.VERIFIED_EMPTY)
    many.go_to(0)
    assert theme.state_colour(FrameState.UNCERTAIN) in colours(long, y), "the urgent one wins"


def test_a_single_doubtful_frame_among_50_000_is_seen_as_high_as_its_doubt(
    long: Timeline, many: Document
) -> None:
    bottom, middle, top = (DOUBT[0] + DOUBT[1] - 1, DOUBT[0] + DOUBT[1] / 2 + 1, DOUBT[0] + 1)
    many.doubts.settle()
    many.doubt[40_000] = 0.6
    many.doubt[10_000] = 1e-4
    many.doubt_changed.emit()
    seen = [colours(long, y).count(theme.colours().doubt) for y in (bottom, middle, top)]
    assert seen == [2, 1, 0]


def test_the_wheel_zooms_at_the_pointer_and_a_double_click_shows_all_again(
    long: Timeline, many: Document
) -> None:
    at = middle_of(long, 12_345)
    before = long.frame_at(at.x())
    for _ in range(12):
        wheel(long, at, +1)
    assert 3_000 < long.span.length < 4_000
    assert abs(long.frame_at(at.x()) - before) < 60, "as many as one pixel held"
    for _ in range(40):
        wheel(long, at, +1)
    assert long.place_of(12_345).width() > 50
    while long.frame_at(at.x()) != 12_345:  # now there is room to aim
        at += QPoint(1 if long.frame_at(at.x()) < 12_345 else -1, 0)
    QTest.mouseClick(long, LEFT, pos=at)
    assert many.frame == 12_345
    QTest.mouseDClick(long, LEFT, pos=at)
    assert long.span.is_whole
    for _ in range(5):
        wheel(long, at, -1)
    assert (long.span.first, long.span.last) == (0, 50_000)


def test_the_ruler_and_the_middle_button_drag_a_zoomed_timeline_along(
    long: Timeline, many: Document
) -> None:
    for _ in range(20):
        wheel(long, middle_of(long, 25_000), +1)
    frame = many.frame
    for button, y in ((LEFT, RULER[0] + 5), (MIDDLE, 45)):
        held = long.frame_at(500)
        QTest.mousePress(long, button, pos=QPoint(500, y))
        QTest.mouseMove(long, QPoint(560, y))
        assert abs(long.frame_at(560) - held) <= 1
        QTest.mouseRelease(long, button, pos=QPoint(560, y))
    assert many.frame == frame
    first = long.span.first
    wheel(long, QPoint(500, 45), -1, Qt.KeyboardModifier.ShiftModifier)
    assert long.span.first > first


def test_the_timeline_follows_to_a_frame_out_of_sight(long: Timeline, many: Document) -> None:
    for _ in range(20):
        wheel(long, middle_of(long, 25_000), +1)
    length = long.span.length
    for frame in (3, 49_999, 0, 25_000):
        many.go_to(frame)
        assert long.span.first <= frame < long.span.last
        assert long.span.length == pytest.approx(length)
    first = long.span.first
    many.go_to(25_001)
    assert long.span.first == first, "it does not move without need"


def test_tracks_are_bars_over_their_frames_and_the_active_one_stands_out(
    timeline: Timeline, document: Document
) -> None:
    for frame in (2, 3, 4, 8):
        document.go_to(frame)
        frame_actions.click(document, *FIRST.middle(frame))
    document.go_to(3)
    frame_actions.click(document, 60, 60, new_target=True)
    first, second = sorted(document.track_runs.runs)
    assert document.track_runs.runs[first].tolist() == [[2, 4], [8, 8]]
    assert document.track_runs.runs[second].tolist() == [[3, 3]]
    assert document.active_track == second
    document.go_to(20)

    def barred() -> list[int]:
        image = timeline.grab().toImage()
        y = TRACKS[0] + 2
        return [
            f
            for f in range(FRAMES)
            if image.pixelColor(middle_of(timeline, f).x(), y) != theme.colours().panel
        ]

    assert [f for f in barred() if f != 20] == [2, 3, 4, 8]
    other = timeline.grab().toImage().pixelColor(middle_of(timeline, 8).x(), TRACKS[0] + 2)
    document.select(None)
    alone = timeline.grab().toImage().pixelColor(middle_of(timeline, 8).x(), TRACKS[0] + 2)
    assert alone.saturation() > other.saturation(), "with another active one it steps back"
    document.undo()
    assert sorted(document.track_runs.runs) == [first]
    document.undo()
    document.go_to(20)
    assert [f for f in barred() if f != 20] == [2, 3, 4]


def test_the_tooltip_describes_the_frame_under_the_pointer(
    timeline: Timeline, document: Document
) -> None:
    document.go_to(5)
    frame_actions.click(document, *FIRST.middle(5))
    document.doubts.settle()
    document.doubt[5] = 0.42
    document.doubts.reason_of_frame[5] = Reason.AREA
    tip = timeline.tip_at(middle_of(timeline, 5))
    assert tip.splitlines() == [
        "Frame 6 · 000005", "automatic · Grown, propagated or imported; nobody has changed it",
        "doubt 42 % · area jumps", "Track 1",
    ]  # fmt: skip
    assert timeline.tip_at(middle_of(timeline, 6)).splitlines()[1].startswith("unseen")
    assert "by hand" in timeline.tip_at(QPoint(2, STATES[0] + 3)), "the lane's name has the legend"


def test_the_timeline_works_without_a_sequence(qtbot: QtBot) -> None:
    timeline = Timeline(Document())
    qtbot.addWidget(timeline)
    timeline.show()
    QTest.mouseClick(timeline, LEFT, pos=QPoint(100, 36))
    QTest.mouseMove(timeline, QPoint(120, 40))
    wheel(timeline, QPoint(100, 36), 1)
    timeline.grab()
