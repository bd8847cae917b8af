"""YOLO: boxes and outlines as shares of the image, classes, ids behind boxes."""

import cv2
import numpy as np
import pytest

from p2m_core.datasets.labelled import BoxLabel
from p2m_core.datasets.opening import open_dataset
from p2m_core.errors import InputError
from tests.core.datasets.drawn import image, write_frames, write_image, write_text

BOX = f"2 {13 / 64} {21.5 / 48} {4 / 64} {5 / 48}\n"  # columns 11..14, rows 19..23


def write(root, text, name="a", folder=""):
    write_image(root / "images" / folder / f"{name}.png", image())
    return write_text(root / "labels" / folder / f"{name}.txt", text)


def test_boxes_and_names_of_classes_are_read(tmp_path):
    write(tmp_path, BOX)
    write(tmp_path, "\n", "empty")
    write_image(tmp_path / "images" / "unlabelled.png", image())
    forms = {
        "data.yaml": "path: .\nnames:\n  0: a\n  2: 'drone'  \nnc: 3\n",
        "dataset.yaml": 'names: [a, b, "drone"] # three\n',
        "classes.txt": "a\nb\ndrone\n",
        "obj.names": "a\r\nb\r\ndrone\r\n",
    }
    for file, text in forms.items():
        write_text(tmp_path / file, text)
        a, empty = open_dataset(tmp_path)
        assert a.categories == {0: ("drone",)}, file
        np.testing.assert_allclose(a.labels[0], [BoxLabel(11, 19, 4, 5)], atol=1e-9)
        (tmp_path / file).unlink()
    assert (empty.labels, empty.implied_empty) == ({0: ()}, {0})
    assert not a.implied_empty
    assert open_dataset(tmp_path)[0].categories == {}, "without names, numbers say nothing"


def test_splits_and_sequences_lie_in_folders(tmp_path):
    for folder in ("train", "val"):
        write(tmp_path, BOX, "a", folder)
        write(tmp_path, BOX, "b", folder)
    write_frames(tmp_path / "images" / "clip", 3)
    write_text(tmp_path / "labels" / "clip" / "2.txt", BOX)
    write_text(tmp_path / "labels" / "clip" / "3.txt", "")
    found = {s.name: s for s in open_dataset(tmp_path)}
    assert {name: s.split for name, s in found.items()} == {
        "train/a": "train", "train/b": "train", "val/a": "test", "val/b": "test", "clip": None,
    }  # fmt: skip
    assert found["clip"].frames == [1, 2]
    assert found["clip"].implied_empty == {2}


def test_files_beside_the_images_are_read(tmp_path):
    write_image(tmp_path / "a.png", image())
    write_text(tmp_path / "a.txt", BOX)
    write_text(tmp_path / "classes.txt", "t\n")
    write_text(tmp_path / "read me.txt", "hello")
    notes = []
    (a,) = open_dataset(tmp_path, note=notes.append)
    assert len(a.labels[0]) == 1
    assert "read me.txt: no image has this name" in notes[0]


def test_the_folders_of_other_tools_are_read(tmp_path):
    cvat = tmp_path / "cvat" / "obj_train_data"
    write_image(cvat / "a.png", image())
    write_text(cvat / "a.txt", BOX)
    write_text(tmp_path / "cvat" / "obj.names", "a\nb\ndrone\n")
    write_text(tmp_path / "cvat" / "obj.data", "classes = 3\n")
    for part in ("train", "valid"):
        write(tmp_path / "roboflow" / part, BOX, part)
    write_text(tmp_path / "roboflow" / "data.yaml", "names: ['a', 'b', 'drone']\nnc: 3\n")
    write_text(tmp_path / "roboflow" / "README.roboflow.txt", "exported\n")
    found = open_dataset(tmp_path)
    assert [s.categories[0] for s in found] == [("drone",)] * 3
    assert {s.path.stem: s.split for s in found} == {"a": None, "train": "train", "valid": "test"}


def test_outlines_along_the_edges_and_contours_give_the_same_mask(tmp_path):
    pixels = np.zeros((48, 64), np.uint8)
    pixels[20, 10:14] = pixels[21, 11:13] = pixels[22, 12] = 1
    edges = [(10, 20), (14, 20), (14, 21), (13, 21), (13, 23), (12, 23), (12, 22), (11, 22),
             (11, 21), (10, 21)]  # fmt: skip
    (contour,), _ = cv2.findContours(pixels, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for name, outline in (("edges", edges), ("contour", contour[:, 0].tolist())):
        shares = " ".join(f"{x / 64:.6f} {y / 48:.6f}" for x, y in outline)
        write(tmp_path / name, f"0 {shares}\n")
        (a,) = open_dataset(tmp_path / name)
        np.testing.assert_array_equal(a.mask(0), pixels == 1, err_msg=name)


def test_an_id_behind_a_box_is_its_track(tmp_path):
    for frame, ids in ((1, (4, 9)), (2, (9,)), (3, (4,))):
        lines = "".join(f"0 0.5 0.{i} 0.1 0.1 {i}\n" for i in ids)
        write(tmp_path, lines, str(frame))
    (clip,) = open_dataset(tmp_path)
    assert clip.tracks == {0: (4, 9), 1: (9,), 2: (4,)}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("0 0.5 0.5 0.1 0.1 0.87", r"a.txt, line 2: a 6th value, 0.87, is a confidence"),
        ("0 0.5 0.5 0.1", r"line 2: 4 values: give class x y width height"),
        ("0 300 200 10 10", r"line 2: 300 is no share of the image"),
        ("0 0.5 0.5 0.1 -0.1", r"-0.1 is no share"),
        ("0 0.5 0.5 0.1 0", r"the box is 0.1 wide and 0 high"),
        ("0 0.5 nan 0.1 0.1", r"a share is 'nan', not a number"),
        ("drone 0.5 0.5 0.1 0.1", r"the class is 'drone', not a number"),
        ("-1 0.5 0.5 0.1 0.1", r"the class is '-1', not a whole number"),
        (f"0 0.5 0.5 0.1 {'1' * 5000}", r"a share is '1{37}"),
        ("0 0.1 0.1 0.2 0.2 0.3 0.3 0.4", r"8 values"),
    ],
)
def test_a_damaged_line_is_one_line(tmp_path, line, message):
    write(tmp_path, BOX + line)
    with pytest.raises(InputError, match=message) as caught:
        open_dataset(tmp_path)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_file_without_its_image_is_refused(tmp_path):
    write(tmp_path, BOX)
    write_text(tmp_path / "labels" / "b.txt", BOX)
    with pytest.raises(InputError, match=r"labels/b.txt: no image of this name in .*images"):
        open_dataset(tmp_path)


def test_key_points_are_left_out_where_their_number_is_stated(tmp_path):
    write(tmp_path, BOX.strip() + " 0.2 0.45 2\n")
    write_text(tmp_path / "data.yaml", "kpt_shape: [1, 3]\nnames: [a, b, drone]\n")
    notes = []
    (a,) = open_dataset(tmp_path, note=notes.append)
    np.testing.assert_allclose(a.labels[0], [BoxLabel(11, 19, 4, 5)], atol=1e-9)
    assert "key points" in notes[0]


def test_text_files_of_others_are_not_taken(tmp_path):
    write_image(tmp_path / "images" / "a.png", image())
    write_text(tmp_path / "labels" / "a.txt", "a tree\n")
    with pytest.raises(InputError, match="no labelled data set"):
        open_dataset(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_files_of_other_encodings_are_recognised(tmp_path, encoding):
    write(tmp_path, "").write_bytes(BOX.replace("\n", "\r\n").encode(encoding))
    (a,) = open_dataset(tmp_path)
    np.testing.assert_allclose(a.labels[0], [BoxLabel(11, 19, 4, 5)], atol=1e-9)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (r'"\u76ee\u6807"', "目标"),
        (r'"a \"b\" #1"  # one', 'a "b" #1'),
        ("'it''s #2'", "it's #2"),
        ("目标 # one", "目标"),
    ],
)
def test_names_of_classes_may_be_quoted(tmp_path, written, name):
    write(tmp_path, BOX)
    write_text(tmp_path / "data.yaml", f"names:\n  2: {written}\n")
    (a,) = open_dataset(tmp_path)
    assert a.categories == {0: (name,)}
