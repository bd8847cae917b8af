"""The document's doubt follows every edit, and equals that computed from the project file."""

import numpy as np
import pytest

from label_irst.document import Document
from label_irst.document.actions import frame_actions
from p2m_core.doubt import doubts
from p2m_core.project import get_target_table
from tests.gui.scenes import FIRST, FRAMES, SECOND


def afresh(document: Document):
    """Doubt and reason of every target, from the project file as it is."""
    table = get_target_table(document.project, document.info.id)
    return table, *doubts(table, (document.info.height, document.info.width))


@pytest.mark.parametrize("slice_frames", [1, 7, 1500])
def test_the_doubt_kept_equals_that_computed_anew_after_every_edit(
    document, monkeypatch, slice_frames
):
    monkeypatch.setattr("label_irst.document.doubt_lane.SLICE", slice_frames)
    rng = np.random.default_rng(slice_frames)
    for _ in range(60):
        frame = int(rng.integers(FRAMES))
        document.go_to(frame)
        action = rng.integers(4)
        if action == 0 or not document.targets:
            plane = (FIRST, SECOND)[rng.integers(2)]
            frame_actions.click(document, *plane.middle(frame))
        elif action == 1:
            document.select(document.targets[-1])
            frame_actions.scrub(document, int(rng.integers(-20, 40)))
        elif action == 2:
            document.undo()
        else:
            frame_actions.accept(document)
        document.doubts.settle()
        table, doubt, reason = afresh(document)
        np.testing.assert_array_equal(document.doubts.table.id, table.id)
        np.testing.assert_allclose(document.doubts.doubt, doubt)
        np.testing.assert_array_equal(document.doubts.reason, reason)
        for f in range(FRAMES):
            worst = doubt[table.frame == f].max(initial=0.0)
            assert document.doubt[f] == pytest.approx(worst, abs=1e-6)
