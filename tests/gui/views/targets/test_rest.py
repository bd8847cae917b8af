"""Correct one mask, apply it to the rest of its track, in the real window."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from p2m_core.project import Target, TargetState, by_hand, iter_targets
from tests.driving import click, press
from tests.gui import scenes

Key, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
END = 29
SPOT, SIZE = (90, 60), 2.2  # column and row in the first frame; standard deviation, pixels


def blurred(number: int) -> np.ndarray:
    """A frame with a spot that flies to the upper left, and ends nowhere in particular."""
    rows, columns = np.indices((scenes.HEIGHT, scenes.WIDTH))
    x, y = SPOT[0] - 2 * number, SPOT[1] - number
    noise = np.random.default_rng(number).normal(0, 12, rows.shape)
    spot = 4000 * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * SIZE**2))
    return (6000 + noise + spot).astype(np.uint16)


def targets(window) -> dict[int, Target]:
    document = window.document
    return {t.frame: t for t in iter_targets(document.project, document.info.id)}


@pytest.fixture
def window(empty_window, tmp_path, qtbot):
    """The spot in all frames, propagated from the first; frame 25 is accepted."""
    window, frames = empty_window, np.stack([blurred(i) for i in range(END + 1)])
    assert window.open(scenes.write_stack(tmp_path / "spot.npy", frames))
    click(window.global_view, *SPOT)
    press(window, Key.Key_P)
    qtbot.waitUntil(lambda: not window.propagation.progress.isVisible())
    assert list(targets(window)) == list(range(END + 1))
    window.document.go_to(25)
    press(window, Key.Key_Return)
    assert targets(window)[25].state is TargetState.ACCEPTED
    return window


def ended(window, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.track_jobs.progress.isVisible())


def correct(window, frame: int) -> Target:
    """Make the mask of a frame wider by one pixel all around."""
    window.document.go_to(frame)
    press(window, Key.Key_Plus)
    assert by_hand(window.document.selected)
    return window.document.selected


def test_one_correction_reaches_the_rest_up_to_the_next_decision(window, qtbot):
    document, before = window.document, targets(window)
    key, offer, place = correct(window, 10), window.rest.offer, window.global_view.rect()
    qtbot.waitUntil(offer.isVisible)
    assert "Shift+R" in offer.button.text()
    assert window.global_view.rect() == place, "nothing moves"
    corrected = targets(window)
    press(window, Key.Key_R, SHIFT)
    assert not offer.isVisible()
    ended(window, qtbot)
    after = targets(window)
    assert after[10] == key
    for frame in range(25, END + 1):
        assert after[frame] == before[frame], "the accepted frame is where it ends"
    old, new = (np.median([found[f].area for f in range(10)]) for found in (before, after))
    assert 1.15 * old < new <= key.area, "they take after it"
    assert all(not by_hand(after[frame]) for frame in range(25) if frame != 10)
    for old, new in ((before[f], after[f]) for f in range(25)):
        assert (new.id, new.track, new.origin) == (old.id, old.track, old.origin)
    assert document.frame == 10
    assert document.selected == key
    assert "masks changed" in window.statusBar().currentMessage()
    press(window, Key.Key_Z, CTRL)
    assert targets(window) == corrected
    press(window, Key.Key_Y, CTRL)
    assert targets(window) == after


def test_the_offer_ends_with_its_mask_and_is_made_for_corrections_only(window, qtbot):
    offer, pause, before = window.rest.offer, window.rest.pause, targets(window)
    pause.setInterval(0)
    correct(window, 10)
    qtbot.waitUntil(offer.isVisible)
    press(window, Key.Key_D)
    assert not offer.isVisible()
    press(window, Key.Key_Return)  # accepts frame 12's mask
    assert not pause.isActive()
    correct(window, 26)
    qtbot.waitUntil(offer.isVisible)
    press(window, Key.Key_Z, CTRL)
    assert not offer.isVisible()
    correct(window, 28)
    qtbot.waitUntil(offer.isVisible)
    QTest.mouseClick(offer.button, Qt.MouseButton.LeftButton)
    ended(window, qtbot)
    assert targets(window)[29].area > before[29].area
    assert targets(window)[24] == before[24], "beyond the accepted frame"


def test_undo_right_after_it_takes_back_what_was_applied_not_the_correction(window, qtbot):
    key, before = correct(window, 10), targets(window)
    press(window, Key.Key_R, SHIFT)
    press(window, Key.Key_Z, CTRL)
    ended(window, qtbot)
    assert targets(window) == before
    assert window.document.selected == key


def test_without_a_rest_it_says_so(window, qtbot):
    document = window.document
    for frame in (23, 24):
        correct(window, frame)
    press(window, Key.Key_Escape)
    press(window, Key.Key_R, SHIFT)
    assert "Select the mask" in window.statusBar().currentMessage()
    document.select(document.targets[0])
    press(window, Key.Key_R, SHIFT)
    assert "no other mask" in window.statusBar().currentMessage()
    assert not window.rest.offer.isVisible()


def test_undo_right_after_a_gap_is_to_be_filled_only_stops_that(window, qtbot):
    document = window.document
    document.go_to(12)
    press(window, Key.Key_Delete)
    before = targets(window)
    assert 12 not in before
    press(window, Key.Key_J)
    press(window, Key.Key_Z, CTRL)
    ended(window, qtbot)
    assert targets(window) == before
    press(window, Key.Key_J)
    ended(window, qtbot)
    assert 12 in targets(window)
    press(window, Key.Key_Z, CTRL)
    assert targets(window) == before
