"""Whose hand a mask is from: asked of a target, and of thousands in the file."""

from pathlib import Path

import pytest

from p2m_core.project import (
    EXCLUDED,
    HAND_STEP,
    INCLUDED,
    by_hand,
    get_target_table,
)
from tests.core.project.sample import add, make_project, target

MADE = [
    ("pamg", {"step": 5}, False),  # as a click or a propagation made it
    ("moved", {"seen": False}, False),
    ("interpolated", {"confidence": 0.0}, False),
    ("carried", {"step": 5, HAND_STEP: 5}, False),  # corrected in the frame it comes from
    ("", {}, False),  # imported
    ("pamg", {"step": 5, HAND_STEP: 5}, True),
    ("pamg", {"step": 7, HAND_STEP: 5}, False),  # grown anew since
    ("pamg", {"step": 5, EXCLUDED: [[1, 2]]}, True),
    ("pamg", {"step": 5, INCLUDED: [[1, 2]]}, True),
    ("brush", {"step": 5}, True),
    ("polygon", {}, True),
    ("reshape", {}, True),
]


@pytest.mark.parametrize(("algorithm", "parameters", "expected"), MADE)
def test_a_mask_is_by_hand_once_a_person_has_changed_it(algorithm, parameters, expected) -> None:
    assert by_hand(target(algorithm=algorithm, parameters=parameters)) is expected


def test_the_file_says_the_same_of_all_targets_at_once(tmp_path: Path) -> None:
    project, info = make_project(tmp_path)
    with project:
        for track, (algorithm, parameters, _) in enumerate(MADE, 1):
            add(project, target(track=track, algorithm=algorithm, parameters=parameters))
        table = get_target_table(project, info.id)
    assert table.by_hand.tolist() == [expected for *_, expected in MADE]
    moved = {"moved", "interpolated"}
    assert table.moved.tolist() == [algorithm in moved for algorithm, *_ in MADE]
