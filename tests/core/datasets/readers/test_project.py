"""A project is a data set: what is read of it is what would be exported."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from p2m_core.datasets.opening import open_dataset
from p2m_core.datasets.supervision import supervise
from p2m_core.datasets.writers import sirstd_pixel
from p2m_core.errors import InputError
from p2m_core.project import (
    Edit,
    FrameState,
    IgnoredChange,
    Project,
    TargetState,
    add_sequence,
    create_project,
    ignored_from_frame_mask,
    set_roles,
)
from tests.core.project.sample import HEIGHT, PIXEL, WIDTH, add, make_frames, set_state, target

ACCEPTED = TargetState.ACCEPTED


@pytest.fixture
def project(tmp_path: Path):
    """Make a project with every kind of frame in two sequences; the second one is for testing."""
    with create_project(tmp_path / "sky.lirst") as project:
        add_sequence(project, make_frames(tmp_path / "night", 6, np.uint16))
        add_sequence(project, make_frames(tmp_path / "day", 3, np.uint8, seed=1, names="f-{}"))
        add(project, target(0, state=ACCEPTED))
        add(project, target(0, track=2, x0=WIDTH - 1, y0=HEIGHT - 1, mask=PIXEL, state=ACCEPTED))
        set_state(project, 1, 0, FrameState.ACCEPTED)
        # Two that touch stay two: instances/ tells them apart.
        add(project, target(1, state=ACCEPTED))
        add(project, target(1, track=2, x0=6, y0=7, state=ACCEPTED))
        set_state(project, 1, 1, FrameState.ACCEPTED)
        set_state(project, 1, 2, FrameState.VERIFIED_EMPTY)
        add(project, target(3))
        set_state(project, 1, 3, FrameState.EDITED)
        add(project, target(4, state=ACCEPTED))
        add(project, target(4, track=2, x0=20, state=TargetState.SUGGESTED))
        set_state(project, 1, 4, FrameState.ACCEPTED)
        add(project, target(5))
        set_state(project, 1, 5, FrameState.UNCERTAIN)
        add(project, target(1, sequence=2, track=300, state=ACCEPTED))
        set_state(project, 2, 1, FrameState.ACCEPTED)
        set_roles(project, {2: "test"})
        yield project


def test_a_project_reads_like_its_exported_set(project: Project, tmp_path: Path) -> None:
    sirstd_pixel.export(project, tmp_path / "set", test=["day"])
    exported = {s.name: s for s in open_dataset(tmp_path / "set")}
    read = {s.name: s for s in open_dataset(project.path)}
    assert read.keys() == exported.keys() == {"night", "day"}
    for name, sequence in read.items():
        twin = exported[name]
        assert sequence.split == twin.split
        # The export numbers its frames anew: it holds only these.
        assert len(sequence.frames) == len(twin.frames)
        with sequence.open() as images, twin.open() as copies:
            for frame, copy in zip(sequence.frames, twin.frames, strict=True):
                assert images.frame_name(frame) == copies.frame_name(copy)
                np.testing.assert_array_equal(sequence.mask(frame), twin.mask(copy))
        ours, theirs = supervise(sequence), supervise(twin)
        for column in ("x", "y", "radius", "weight"):
            np.testing.assert_array_equal(getattr(ours, column), getattr(theirs, column))
    assert read["night"].frames == [0, 1, 2, 4]
    assert read["night"].path == tmp_path / "night", "nothing is copied"


def test_what_lies_in_an_ignored_region_is_no_target(project: Project) -> None:
    spot = np.zeros((HEIGHT, WIDTH), bool)
    spot[HEIGHT - 3 :, WIDTH - 3 :] = True
    region = ignored_from_frame_mask(spot, sequence=1, first=0, last=1)
    project.apply(Edit("ignore", 1, 0, ignored=(IgnoredChange(None, region),)))
    [night, _] = open_dataset(project.path)
    assert [len(night.labels[frame]) for frame in night.frames] == [1, 2, 0, 1]
    assert night.ignores(0, WIDTH - 1.0, HEIGHT - 1.0)
    assert not night.ignores(0, WIDTH - 4.0, HEIGHT - 1.0)
    assert not night.ignores(2, WIDTH - 1.0, HEIGHT - 1.0), "a frame after its range"


def test_an_edit_changes_the_supervision(project: Project, tmp_path: Path) -> None:
    [night, _] = open_dataset(project.path)
    before = supervise(night, cache=tmp_path / "cache")
    add(project, target(0, track=3, x0=20, y0=15, state=ACCEPTED))
    [night, _] = open_dataset(project.path)
    after = supervise(night, cache=tmp_path / "cache")
    assert len(after.x) == len(before.x) + 1


def test_unreviewed_frames_and_excluded_sequences_are_left_out(
    project: Project, tmp_path: Path
) -> None:
    set_roles(project, {1: "out"})
    assert [s.name for s in open_dataset(project.path)] == ["day"]
    set_roles(project, {2: "out"})
    with pytest.raises(InputError, match="all 2 reviewed sequences are left out"):
        open_dataset(project.path)
    with create_project(tmp_path / "new.lirst") as new:
        info = add_sequence(new, tmp_path / "night")
        add(new, target(3))
        set_state(new, info.id, 3, FrameState.EDITED)
        with pytest.raises(InputError, match=r"1 edited but not accepted\): accept frames first"):
            open_dataset(new.path)


def test_images_changed_after_labelling_are_refused(project: Project, tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "night" / "0001.png"), np.zeros((HEIGHT, WIDTH), np.uint16))
    with pytest.raises(InputError, match=r"the images of night changed"):
        open_dataset(project.path)
