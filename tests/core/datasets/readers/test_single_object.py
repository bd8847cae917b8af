"""Anti-UAV and its kin: one box a frame, and what an absent one says; coco_*.txt lists."""

import json

import numpy as np
import pytest

from p2m_core.datasets.labelled import BoxLabel
from p2m_core.datasets.opening import open_dataset
from p2m_core.errors import InputError
from tests.core.datasets.drawn import image, write_frames, write_image, write_text

RECTS = [[10, 20, 3, 4], [], [0, 0, 0, 0], [12, 20, 3.5, 4]]


def stack(file, frames=4):
    file.parent.mkdir(parents=True, exist_ok=True)
    np.save(file, np.zeros((frames, 48, 64), np.uint8))


def test_exist_says_what_an_empty_box_does_not(tmp_path):
    stack(tmp_path / "seq1" / "infrared.npy")
    about = {"exist": [1, 0, 1, 1], "gt_rect": RECTS}
    write_text(tmp_path / "seq1" / "infrared.json", json.dumps(about))
    write_text(tmp_path / "seq1" / "visible.json", json.dumps(about))
    write_frames(tmp_path / "seq2", 4)
    write_text(tmp_path / "seq2" / "IR_label.json", json.dumps({"gt_rect": RECTS}))
    notes = []
    first, second = open_dataset(tmp_path, note=notes.append)
    assert (first.name, first.path.name) == ("seq1", "infrared.npy")
    assert first.labels == {
        0: (BoxLabel(10, 20, 3, 4),),
        1: (),
        3: (BoxLabel(12, 20, 3.5, 4),),
    }
    assert first.implied_empty == frozenset(), "exist 0 is a statement"
    assert first.tracks[3] == (1,)
    assert "frame 3: a target without a box (1, the" in notes[0]
    assert second.frames == [0, 1, 2, 3]
    assert second.implied_empty == {1, 2}


@pytest.mark.parametrize("separator", [",", " ", "\t", ", "])
def test_lines_of_text_are_boxes(tmp_path, separator):
    write_frames(tmp_path, 4)
    rows = [["10", "20", "3", "4"], ["nan"] * 4, ["0"] * 4, ["1.2e1", "20", "3.5", "4"]]
    write_text(tmp_path / "groundtruth_rect.txt", "\r\n".join(map(separator.join, rows)) + "\r\n")
    (found,) = open_dataset(tmp_path)
    assert found.labels[3] == (BoxLabel(12, 20, 3.5, 4),)
    assert (found.labels[1], found.implied_empty) == ((), {1, 2})


def test_files_of_several_videos_lie_beside_them(tmp_path):
    for name in ("a", "b"):
        stack(tmp_path / f"{name}.npy", 2)
        write_text(tmp_path / f"{name}.txt", "1,2,3,4\n1,2,3,4\n")
    assert [(s.name, s.frames) for s in open_dataset(tmp_path)] == [("a", [0, 1]), ("b", [0, 1])]


@pytest.mark.parametrize(
    ("about", "message"),
    [
        ({"exist": [1], "gt_rect": RECTS}, "'exist' must be a list as long as 'gt_rect'"),
        ({"exist": [1, 2, 1, 1], "gt_rect": RECTS}, "frame 2: exist is 2: give 0 or 1"),
        ({"exist": [1, {}, 1, 1], "gt_rect": RECTS}, r"frame 2: exist is \{\}: give 0 or 1"),
        ({"gt_rect": {"a": 1}}, "'gt_rect' must be a list"),
        ({"gt_rect": [[1, 2, 3]]}, r"frame 1: the box is \[1, 2, 3\]: give x, y, w, h"),
        ({"gt_rect": [[1, 2, 3, -4]]}, "frame 1: the box is 3 wide and -4 high"),
        ({"gt_rect": [[1, 2, "x", 4]]}, "frame 1: the box is 'x', not a number"),
        ({"gt_rect": [[900, 2, 3, 4]]}, "frame 1: a target at x 900..903"),
        ({"gt_rect": RECTS * 2}, "8 entries, but .* has 4 frames"),
    ],
)
def test_faults_of_anti_uav_are_one_line(tmp_path, about, message):
    stack(tmp_path / "IR.npy")
    write_text(tmp_path / "IR_label.json", json.dumps(about))
    with pytest.raises(InputError, match=message) as caught:
        open_dataset(tmp_path)
    assert "IR_label.json" in str(caught.value)
    assert "\n" not in str(caught.value)


def lists(root, *lines, name="coco_train_SET.txt"):
    for folder in ("seq 1", "seq2"):
        write_frames(root / "images" / folder, 3)
    return write_text(root / name, "\n".join(lines) + "\n")


def test_lists_of_other_machines_are_matched_and_folders_are_sequences(tmp_path):
    lists(
        tmp_path,
        "/home/x/SET/images/seq 1/1.png 10,20,13,24,0 30,20,32.5,22,1",
        "/home/x/SET/images/seq 1/3.png",
        r"D:\SET\images\seq2\2.png 1,1,3,3,0",
        "",
    )
    lists(tmp_path, "images/seq9/1.png 1,1,2,2,0", name="coco_val_SET.txt")
    notes = []
    with pytest.raises(InputError, match=r"coco_val_SET.txt, line 1: .*seq9/1.png' may be"):
        open_dataset(tmp_path)
    (tmp_path / "coco_val_SET.txt").unlink()
    two, one = open_dataset(tmp_path, note=notes.append)
    assert (one.name, one.split, one.path) == (
        "images/seq 1", "train", tmp_path / "images" / "seq 1",
    )  # fmt: skip
    assert one.labels == {0: (BoxLabel(10, 20, 3, 4), BoxLabel(30, 20, 2.5, 2)), 2: ()}
    assert one.categories[0] == ("0", "1")
    assert one.implied_empty == {2}
    assert two.labels == {1: (BoxLabel(1, 1, 2, 2),)}
    assert "another folder (3) are matched" in notes[0]


def test_equal_corners_are_the_last_pixel(tmp_path):
    lists(tmp_path, "images/seq2/1.png 10,20,12,20,0")
    notes = []
    (found,) = open_dataset(tmp_path, note=notes.append)
    assert found.labels == {0: (BoxLabel(10, 20, 3, 1),)}
    assert "last pixel" in notes[0]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("images/seq2/2.png 10,20,x,22,0", "line 2: a corner is 'x', not a number"),
        ("images/seq2/2.png 10,20,nan,22,0", "line 2: a corner is 'nan', not a number"),
        ("images/seq2/2.png 10,20,8,22,0", "line 2: the box 10,20,8,22,0 ends before it begins"),
        ("images/seq2/2.png 10,20", "line 2: 'images/seq2/2.png 10,20' is no path"),
        ("10,20,12,22,0", "line 2: no path before the boxes"),
        ("images/seq2/1.png 1,1,2,2,0", "line 2: 'images/seq2/1.png' is there twice"),
        ("images/seq2/2.png 100,1,102,2,0", "line 2: a target at x 100..102"),
    ],
)
def test_faults_of_a_list_are_one_line(tmp_path, line, message):
    lists(tmp_path, "images/seq2/1.png 1,1,2,2,0", line)
    with pytest.raises(InputError, match=message):
        open_dataset(tmp_path)


def test_images_that_are_not_there_are_told(tmp_path):
    lists(tmp_path, "images/seq2/1.png 1,1,2,2,0", "images/seq2/77.png")
    notes = []
    (found,) = open_dataset(tmp_path, note=notes.append)
    assert found.frames == [0]
    assert "line 2: images that are not below" in notes[0]


def test_a_list_of_names_alone_is_no_list_of_boxes(tmp_path):
    write_image(tmp_path / "a.png", image())
    write_text(tmp_path / "names.txt", "a.png\n")
    with pytest.raises(InputError, match="no labelled data set"):
        open_dataset(tmp_path)
