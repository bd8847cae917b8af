"""Single images in a row: which stand together, their states, their targets as one table."""

from pathlib import Path

import numpy as np
import pytest

from p2m_core.doubt import Reason, doubts
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Project,
    TargetChange,
    add_sequences,
    create_project,
    get_image_table,
    has_roles,
    images_around,
    look_at,
    set_roles,
)
from tests.core.project.sample import target

LENGTHS = (1, 1, 3, 1, 1, 1, 2)


@pytest.fixture
def project(tmp_path: Path):
    for i, length in enumerate(LENGTHS):
        np.save(tmp_path / f"s{i}.npy", np.zeros((length, 40 + i, 60), np.uint8))
    with create_project(tmp_path / "p.lirst") as project:
        add_sequences(project, [look_at(tmp_path / f"s{i}.npy") for i in range(len(LENGTHS))])
        yield project


@pytest.mark.parametrize(
    ("id", "row"), [(1, [1, 2]), (2, [1, 2]), (3, []), (4, [4, 5, 6]), (6, [4, 5, 6]), (7, [])]
)
def test_images_reach_to_the_next_longer_sequence(project: Project, id: int, row: list[int]):
    assert [image.id for image in images_around(project, id)] == row


def test_images_have_their_sizes_and_states(project: Project):
    change = FrameChange(0, FrameState.UNSEEN, FrameState.UNCERTAIN)
    project.apply(Edit("uncertain", 5, 0, (), (change,)))
    row = images_around(project, 4)
    assert [(image.name, image.height, image.width) for image in row] == [
        ("s3", 43, 60), ("s4", 44, 60), ("s5", 45, 60),
    ]  # fmt: skip
    states = [image.state for image in row]
    assert states == [FrameState.UNSEEN, FrameState.UNCERTAIN, FrameState.UNSEEN]


def test_the_targets_of_images_are_one_table_judged_by_each_size(project: Project):
    for id, y0 in ((4, 40), (5, 40), (6, 3)):
        new = target(sequence=id, frame=0, x0=20, y0=y0)
        project.apply(Edit("grow", id, 0, (TargetChange(None, new),)))
    table = get_image_table(project, 4, 6)
    assert table.frame.tolist() == [4, 5, 6], "numbers of sequences"
    height = np.array([43, 44, 45])
    _, reason = doubts(table, (height, np.full(3, 60)))
    assert (reason == Reason.BORDER).tolist() == [True, False, False]


def test_roles_are_only_those_that_somebody_set(project: Project):
    assert not has_roles(project)
    set_roles(project, {3: "test"})
    assert has_roles(project)
