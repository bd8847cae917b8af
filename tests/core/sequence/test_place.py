import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from p2m_core.batch import sources_below
from p2m_core.errors import FrameError, InputError
from p2m_core.project import (
    add_sequence,
    create_project,
    list_sequences,
    look_at,
    relink_sequence,
)
from p2m_core.sequence import fingerprint, open_sequence, sequence_name, source_exists
from tests.core.sequence.media import drifting_frames

FRAMES = drifting_frames(7)


def write(folder: Path, *names: str) -> None:
    """Write images; the number in each one's name is that of its frame in `FRAMES`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        frame = FRAMES[int(name.rpartition("_")[2].partition(".")[0])]
        (folder / name).write_bytes(cv2.imencode(Path(name).suffix, frame)[1].tobytes())


@pytest.fixture
def flat(tmp_path):
    """Three sequences in one folder, as data sets that make no sub-folders have them."""
    folder = tmp_path / "set" / "images"
    write(folder, "IR_1_2.png", "IR_1_5.png", "IR_1_1.png")
    write(folder, "IR_10_0.png", "IR_10_3.png", "IR_2_4.bmp", "IR_2_6.png")
    (folder / "IR_1_notes.txt").write_text("no frame")
    (folder / "IR_1_more.png").mkdir()
    return folder


def test_a_pattern_is_a_sequence_of_the_images_that_match(flat):
    with open_sequence(flat / "IR_1_*") as seq:
        assert seq.name == "IR_1"
        assert [seq.frame_name(i) for i in range(len(seq))] == ["IR_1_1", "IR_1_2", "IR_1_5"]
        for i, frame in enumerate((1, 2, 5)):
            np.testing.assert_array_equal(seq[i], FRAMES[frame])
    with open_sequence(str(flat / "IR_2_*"), start=1) as seq:
        assert [seq.frame_name(0), len(seq)] == ["IR_2_6", 1]


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("IR_3_*", "IR_3"), ("*_left.png", "left"), ("*", "images"), ("*.png", "images png"),
        ("1(*).bmp", "1"), ("v1.2_*", "v1.2"),
    ],
)  # fmt: skip
def test_a_pattern_has_a_name_without_its_star(tmp_path, pattern, name):
    assert sequence_name(tmp_path / "images" / pattern) == name


def test_only_a_star_in_the_last_part_is_special(tmp_path):
    home = tmp_path / "run[1]*?"
    write(home, "a[1]_1.png", "a[1]_2.png", "a1_3.png", "b?_4.png", "bc_5.png")
    with open_sequence(home / "a[1]*") as seq:
        assert [seq.frame_name(i) for i in range(len(seq))] == ["a[1]_1", "a[1]_2"]
    with open_sequence(home / "b?_*") as seq:
        assert len(seq) == 1
    with open_sequence(home) as seq:  # it is really called so
        assert (seq.name, len(seq)) == ("run[1]*?", 5)
    write(tmp_path / "c_*", "c_0.png")
    write(tmp_path, "c_1.png", "c_2.png")
    with open_sequence(tmp_path / "c_*") as seq:
        assert [seq.frame_name(i) for i in range(len(seq))] == ["c_0"]


def test_a_pattern_without_images_says_so(flat):
    for pattern in ("IR_3_*", "IR_1_notes*"):
        assert not source_exists(flat / pattern)
        with pytest.raises(InputError, match=r"_.*\*: no image in .*images is called so: check"):
            open_sequence(flat / pattern)
    assert not source_exists(flat / "no" / "IR_*")
    with pytest.raises(InputError, match=r"IR_\*: the folder cannot be listed: there is no such"):
        open_sequence(flat / "no" / "IR_*")
    assert source_exists(flat / "IR_1_*")


def test_the_fingerprint_of_a_pattern_is_that_of_its_files_alone(flat, tmp_path):
    before = fingerprint(flat / "IR_1_*")
    write(flat, "IR_2_5.png")
    assert fingerprint(flat / "IR_1_*") == before
    write(tmp_path / "alone", "IR_1_1.png", "IR_1_2.png", "IR_1_5.png")
    assert fingerprint(tmp_path / "alone") == before
    (flat / "IR_1_2.png").unlink()
    assert fingerprint(flat / "IR_1_*") != before


def test_a_project_holds_patterns_and_finds_them_again(flat, tmp_path):
    with create_project(tmp_path / "p.lirst") as project:
        one = add_sequence(project, flat / "IR_1_*")
        ten = add_sequence(project, flat / "IR_10_*")
        assert (one.name, one.frame_count, one.path) == ("IR_1", 3, flat / "IR_1_*")
        assert (ten.name, ten.frame_count) == ("IR_10", 2)
        assert add_sequence(project, flat / ".." / "images" / "IR_1_*").id == one.id
        # The project and its images move together.
        assert project.read("SELECT path FROM sequences")[0] == ("set/images/IR_1_*",)
        (tmp_path / "set").rename(tmp_path / "moved")
        moved = tmp_path / "moved" / "images" / "IR_1_*"
        assert relink_sequence(project, one.id, moved).path == moved
        with pytest.raises(InputError, match="frames"):
            relink_sequence(project, ten.id, moved)
        assert [info.name for info in list_sequences(project)] == ["IR_1", "IR_10"]
    assert look_at(moved).fingerprint == one.fingerprint
    assert list(sources_below(moved)) == [moved]


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX systems only")
def test_names_that_are_not_utf_8_are_readable(tmp_path):
    folder = os.fsdecode(os.fsencode(tmp_path / "x") + "红外".encode("gbk"))
    write(Path(folder), "ok_0.png", os.fsdecode("目标_1.png".encode("gbk")), "caf\udce9_2.png")
    with open_sequence(folder) as seq:
        assert seq.name == "x红外"
        assert {seq.frame_name(i) for i in range(3)} == {"ok_0", "目标_1", "caf%E9_2"}
        assert all(frame.shape == FRAMES[0].shape for frame in seq)
    (Path(folder) / os.fsdecode("目标_1.png".encode("gbk"))).write_bytes(b"")
    with open_sequence(folder) as seq, pytest.raises(FrameError, match="the file is empty"):
        list(seq)
