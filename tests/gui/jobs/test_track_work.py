"""Gaps filled and tracks regrown from the images, in jobs."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from label_irst.document import Document
from label_irst.document.actions import frame_actions, track_actions
from label_irst.jobs import track_work
from label_irst.jobs.filling import filled
from p2m_core.errors import Cancelled
from p2m_core.pamg import PamgParams
from p2m_core.project import (
    FrameState,
    Origin,
    Target,
    TargetState,
    iter_targets,
    list_tracks,
    paint,
)
from tests.gui import scenes
from tests.gui.conftest import open_document
from tests.gui.scenes import FIRST, HEIGHT, SECOND, WIDTH

pytestmark = pytest.mark.usefixtures("qapp")  # a document has timers

PARAMS = PamgParams()


def quiet(done: int, total: int) -> None:
    assert 0 <= done <= total


@pytest.fixture
def gap(document: Document) -> Document:
    """SECOND is track 1 in frames 2 and 12, and nowhere between; frame 7 is shown."""
    for frame in (2, 12):
        document.go_to(frame)
        document.select(None)
        assert frame_actions.click(document, *SECOND.middle(frame))
    project, sequence = track_actions.opened(document)
    assert [t.track for t in list_tracks(project, sequence)] == [1]
    document.go_to(7)
    return document


def fill(document: Document, path: Path, skip: set[int] = frozenset()) -> list[Target]:
    return filled(path, track_actions.gaps(document), skip, PARAMS, {}, quiet)


def test_a_gap_is_filled_with_masks_grown_from_its_frames(gap: Document, clip: Path) -> None:
    new = fill(gap, clip)
    assert [t.frame for t in new] == list(range(3, 12))
    for t in new:
        assert np.array_equal(paint(t, (HEIGHT, WIDTH)), SECOND.mask(t.frame))
        assert (t.track, t.origin, t.state) == (1, Origin.PROPAGATED, TargetState.EDITED)
        assert t.algorithm == "pamg"
        assert t.parameters["interpolated"] is True
        assert t.parameters["confidence"] > 0.5
    assert track_actions.store_filled(gap, track_actions.gaps(gap), new)
    assert gap.frame == 7
    assert gap.selected is not None
    assert gap.growth is not None, "its path can be walked like that of any click"
    gap.undo()
    assert gap.targets == []
    assert gap.states[5] == FrameState.UNSEEN


def test_a_hidden_target_gets_the_moved_mask_of_its_neighbour(tmp_path: Path) -> None:
    """The target is hidden in frames 6 to 8."""
    frames = scenes.frames(15)
    for hidden in (6, 7, 8):
        frames[hidden] = scenes.frame(hidden, planes=(FIRST,))
    clip = scenes.write_stack(tmp_path / "hidden.npy", frames)
    document = open_document(clip)
    for frame in (2, 12):
        document.go_to(frame)
        frame_actions.click(document, *SECOND.middle(frame))
    new = fill(document, clip)
    assert [t.frame for t in new if t.algorithm == "interpolated"] == [6, 7, 8]
    for t in new:
        assert np.array_equal(paint(t, (HEIGHT, WIDTH)), SECOND.mask(t.frame))
        assert (t.parameters["confidence"] == 0.0) == (t.frame in (6, 7, 8))
    assert track_actions.store_filled(document, track_actions.gaps(document), new)
    document.close()


def test_a_frame_verified_empty_stays_empty(gap: Document, clip: Path) -> None:
    frame_actions.mark(gap, "verify-empty", FrameState.VERIFIED_EMPTY)
    new = fill(gap, clip, track_actions.verified_empty(gap))
    assert 7 not in {t.frame for t in new}
    late = fill(gap, clip)
    assert track_actions.store_filled(gap, track_actions.gaps(gap), late)
    assert gap.state is FrameState.VERIFIED_EMPTY, "also if it was marked meanwhile"
    assert gap.targets == []


def test_a_click_made_meanwhile_is_kept(gap: Document, clip: Path) -> None:
    ends, new = track_actions.gaps(gap), fill(gap, clip)
    frame_actions.click(gap, *SECOND.middle(7))
    mine = gap.targets
    assert [t.track for t in mine] == [1]
    assert track_actions.store_filled(gap, ends, new)
    assert gap.targets == mine


def test_the_gap_of_a_track_that_was_deleted_meanwhile_stays(gap: Document, clip: Path) -> None:
    gap.select_track(1)
    ends, new = track_actions.gaps(gap), fill(gap, clip)
    assert track_actions.delete(gap)
    assert not track_actions.store_filled(gap, ends, new)
    project, sequence = track_actions.opened(gap)
    assert not list(iter_targets(project, sequence))


def test_a_mask_that_was_corrected_meanwhile_is_not_regrown(drawn: Document, clip: Path) -> None:
    narrow = replace(PARAMS, support_radius=2.0, variant="paper")
    tried = track_actions.regrowable(drawn, drawn_too=False)
    pairs = track_work.regrown(clip, tried, narrow, quiet)
    drawn.go_to(pairs[0][0].frame)
    assert frame_actions.reshape(drawn, larger=True)
    mine = drawn.targets
    track_actions.store_regrown(drawn, len(tried), pairs)
    assert drawn.targets == mine
    drawn.go_to(pairs[1][0].frame)
    assert drawn.targets[0].parameters["support_radius"] == 2.0


def test_a_frame_that_cannot_be_read_gets_the_moved_mask(tmp_path: Path) -> None:
    folder = scenes.write_broken_folder(tmp_path / "clip", scenes.frames(8), broken=3)
    document = open_document(folder)
    for frame in (2, 4):
        document.go_to(frame)
        frame_actions.click(document, *SECOND.middle(frame))
    (new,) = fill(document, folder)
    assert (new.frame, new.algorithm) == (3, "interpolated")
    document.close()


@pytest.fixture
def drawn(document: Document) -> Document:
    """SECOND in frames 0 to 3 as track 1; the mask of frame 2 is a brush stroke."""
    for frame in range(4):
        document.go_to(frame)
        if frame == 2:
            frame_actions.paint(document, {(60, 90), (60, 91)}, erase=False)
        else:
            frame_actions.click(document, *SECOND.middle(frame))
    project, sequence = track_actions.opened(document)
    assert [t.n_frames for t in list_tracks(project, sequence)] == [4]
    return document


def test_a_track_is_regrown_with_other_parameters(drawn: Document, clip: Path) -> None:
    project, sequence = track_actions.opened(drawn)
    before = list(iter_targets(project, sequence))
    tried = track_actions.regrowable(drawn, drawn_too=False)
    assert [t.frame for t in tried] == [0, 1, 3], "a mask drawn by hand is left alone"
    assert track_work.regrown(clip, tried, PARAMS, quiet) == [], "the same give the same"
    narrow = replace(PARAMS, support_radius=2.0, variant="paper")
    pairs = track_work.regrown(clip, tried, narrow, quiet)
    assert pairs
    for old, new in pairs:
        drawn.go_to(old.frame)
        drawn.set_params(narrow)
        assert new.seeds == old.seeds
        assert new.parameters["support_radius"] == 2.0
        assert (new.id, new.track, new.origin) == (old.id, old.track, old.origin)
    assert track_actions.store_regrown(drawn, len(tried), pairs)
    assert [t for t in iter_targets(project, sequence) if t.frame == 2] == [before[2]]
    drawn.undo()
    assert list(iter_targets(project, sequence)) == before


def test_masks_drawn_by_hand_are_regrown_when_asked(drawn: Document, clip: Path) -> None:
    tried = track_actions.regrowable(drawn, drawn_too=True)
    assert [t.frame for t in tried] == [0, 1, 2, 3]
    ((old, new),) = track_work.regrown(clip, tried, PARAMS, quiet)
    assert old.frame == 2
    assert new.algorithm == "pamg"
    assert new.seeds, "so that it can be grown again"


def test_pixels_taken_out_by_negative_clicks_stay_out(drawn: Document, clip: Path) -> None:
    (first, *_) = track_actions.regrowable(drawn, drawn_too=False)
    column, row = SECOND.corner(first.frame)
    excluding = replace(first, parameters={**first.parameters, "excluded": [[column, row]]})
    ((_, new),) = track_work.regrown(clip, [excluding], PARAMS, quiet)
    mask = paint(new, (HEIGHT, WIDTH))
    assert not mask[row, column]
    assert mask[row + 1, column + 1]


def test_filling_and_regrowing_can_be_cancelled(gap: Document, clip: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == 3:
            raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        filled(clip, track_actions.gaps(gap), set(), PARAMS, {}, stop)
    targets = track_actions.regrowable(gap, drawn_too=True) * 3
    with pytest.raises(Cancelled):
        track_work.regrown(clip, targets, PARAMS, stop)
