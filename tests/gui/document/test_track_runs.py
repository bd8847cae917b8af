"""The frames of the tracks: read once, then updated by edits alone."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from label_irst.document import Document, track_runs
from label_irst.document.actions import frame_actions
from label_irst.document.track_runs import with_frame
from p2m_core.project import get_track_runs, list_track_numbers
from tests.gui.conftest import open_document
from tests.gui.scenes import FIRST, SECOND


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), max_size=40))
def test_runs_follow_frames_that_come_and_go_one_by_one(steps: list[tuple[int, bool]]) -> None:
    runs, frames = np.zeros((0, 2), np.int64), set()
    for frame, present in steps:
        runs = with_frame(runs, frame, present)
        (frames.add if present else frames.discard)(frame)
        assert [f for a, b in runs for f in range(a, b + 1)] == sorted(frames)
        assert (runs[1:, 0] > runs[:-1, 1] + 1).all(), "what touches is one"


def stored(document: Document) -> dict[int, list[list[int]]]:
    assert document.project is not None
    assert document.info is not None
    return {
        track: get_track_runs(document.project, document.info.id, track).tolist()
        for track in list_track_numbers(document.project, document.info.id)
    }


def shown(document: Document) -> dict[int, list[list[int]]]:
    return {track: runs.tolist() for track, runs in document.track_runs.runs.items()}


@pytest.mark.parametrize("many", [0, 50])
def test_runs_equal_those_of_the_file_after_any_edit_undo_and_redo(
    document: Document, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(track_runs, "MANY_FRAMES", many)  # both ways: by frames, and read again
    rng = random.Random(5)
    for _ in range(60):
        document.go_to(rng.randrange(12))
        rng.choice(
            [
                lambda: frame_actions.click(document, *FIRST.middle(document.frame)),
                lambda: frame_actions.click(
                    document, *SECOND.middle(document.frame), new_target=True
                ),
                lambda: frame_actions.delete_selected(document),
                document.undo,
                document.redo,
            ]
        )()
        assert shown(document) == stored(document)
    assert shown(document)


def test_many_tracks_are_read_in_slices_between_which_edits_are_followed(
    document: Document, clip: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for frame in range(4):
        document.go_to(frame)
        for x in (10, 40, 70):
            frame_actions.click(document, x, 10 + 20 * frame, new_target=True)
    document.close()
    monkeypatch.setattr(track_runs, "SLICE_SECONDS", 0.0)
    again = open_document(clip)
    assert len(shown(again)) < len(stored(again))
    again.go_to(3)
    frame_actions.click(again, 100, 80, new_target=True)
    again.undo()
    again.undo()
    qtbot.waitUntil(lambda: shown(again) == stored(again))
    again.close()
    assert shown(again) == {}
