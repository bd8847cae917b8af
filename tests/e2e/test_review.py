"""One click, P, and a review by doubt, on a real video whose target fades behind branches."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from p2m_core.project import FrameState, iter_targets
from tests.driving import answering, choose, click, press

BEHIND_BRANCHES = range(174, 200)  # IR_BIRD_004, looked at: it touches one, fades and is gone


@pytest.fixture
def window(opened, linked):
    return opened(linked("drone_ir/train/IR_BIRD_004.mp4"))


def test_the_doubtful_end_of_a_track_is_looked_at_first(window, qtbot):
    document = window.document
    document.go_to(0)
    click(window.global_view, 79.5, 120.0)
    press(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: not window.propagation.progress.isVisible(), timeout=60_000)
    targets = list(iter_targets(document.project, document.info.id))
    last = targets[-1].frame
    assert last in BEHIND_BRANCHES, "it ends where the bird is gone, and not on a branch"

    press(window, Qt.Key.Key_Space)
    looked_at = document.frame
    assert looked_at in BEHIND_BRANCHES
    assert document.doubt[looked_at] == document.doubt.max() > 0.5

    press(window, Qt.Key.Key_Delete)
    press(window, Qt.Key.Key_Space)
    assert document.frame != looked_at
    assert document.frame in BEHIND_BRANCHES

    document.select(document.targets[0])
    with answering(lambda box: choose(box, "all")) as asked:
        press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert len(asked) == 1
    accepted = np.flatnonzero(document.states == FrameState.ACCEPTED)
    assert accepted.size == last
    assert looked_at not in accepted
