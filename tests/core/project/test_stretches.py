"""The stretch around a mask, up to those that a person or a data set decided on."""

from pathlib import Path

import pytest

from p2m_core.project import HAND_STEP, Origin, Stretch, TargetState, get_stretch, is_settled
from tests.core.project.sample import add, make_project, target

FRAMES = 12
CHOSEN = {"step": 4, HAND_STEP: 4}


@pytest.mark.parametrize(
    ("changes", "settled"),
    [
        ({"state": TargetState.ACCEPTED}, True),
        ({"algorithm": "brush"}, True),
        ({"parameters": CHOSEN}, True),
        ({"algorithm": "", "origin": Origin.IMPORTED}, True),
        ({"algorithm": "moved"}, False),
        ({"algorithm": "interpolated"}, False),
        ({}, False),
    ],
)
def test_a_stretch_ends_at_masks_that_somebody_decided_on(
    changes: dict[str, object], settled: bool, tmp_path: Path
) -> None:
    project, _ = make_project(tmp_path, FRAMES)
    with project:
        for frame in range(1, FRAMES):
            special = frame in (3, 8)
            made = add(project, target(frame, **(changes if special else {})))
            assert is_settled(made) is (special and settled)
        add(project, target(5, track=2, algorithm="brush"))
        whole = Stretch(1, FRAMES - 1, FRAMES - 2)
        assert get_stretch(project, 1, 1, 5) == (Stretch(3, 8, 3) if settled else whole)
        assert get_stretch(project, 1, 1, 8) == (Stretch(3, FRAMES - 1, 7) if settled else whole)


def test_a_track_that_is_not_there_has_none(tmp_path: Path) -> None:
    project, _ = make_project(tmp_path, FRAMES)
    with project:
        assert get_stretch(project, 1, 7, 5) == Stretch(5, 5, 0)
