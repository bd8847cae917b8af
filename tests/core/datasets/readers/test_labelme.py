"""LabelMe: rectangles, polygons, circles, points, masks, groups, and images of other machines."""

import base64
import json

import cv2
import numpy as np
import pytest

from p2m_core.datasets.labelled import BoxLabel, PointLabel
from p2m_core.datasets.opening import open_dataset
from p2m_core.errors import InputError
from tests.core.datasets.drawn import image, write_frames, write_image, write_text


def shape(kind, points, label="drone", **more):
    return {"label": label, "points": points, "shape_type": kind, **more}


def write(file, *shapes, path=None, **more):
    about = {"version": "5.4", "flags": {}, "shapes": list(shapes), "imageData": None}
    return write_text(file, json.dumps(about | {"imagePath": path or f"{file.stem}.png"} | more))


def read(root, *shapes, **more):
    write_image(root / "a.png", image())
    write(root / "a.json", *shapes, **more)
    (sequence,) = open_dataset(root)
    return sequence


def coded(mask):
    return base64.b64encode(cv2.imencode(".png", mask)[1].tobytes()).decode()


def test_rectangles_polygons_circles_and_points_are_read(tmp_path):
    found = read(
        tmp_path,
        shape("rectangle", [[38, 30], [43, 35]]),
        shape("rectangle", [[43, 30], [38, 35]], "bird"),
        shape("polygon", [[10, 20], [13, 20], [13, 24], [10, 24]]),
        shape("circle", [[20.5, 20.5], [23.0, 20.5]]),
        shape("point", [[7.6, 8.2]]),
    )
    first, second, polygon, circle, point = found.labels[0]
    assert first == second == BoxLabel(38, 30, 5, 5)
    assert (polygon.box, polygon.area) == ((10, 20, 13, 24), 12)
    assert circle.centroid == (20, 20)
    assert circle.area == 21, "pixels whose centres are at most 2.5 away"
    np.testing.assert_allclose(point, PointLabel(7.1, 7.7))
    assert found.categories[0][:2] == ("drone", "bird")


def test_a_drawn_mask_is_read_as_it_is(tmp_path):
    mask = np.array([[1, 0, 1], [0, 1, 0]], np.uint8)
    found = read(tmp_path, shape("mask", [[10, 20], [12, 21]], mask=coded(mask)))
    (label,) = found.labels[0]
    assert label.box == (10, 20, 13, 22)
    np.testing.assert_array_equal(label.mask, mask == 1)


def test_parts_of_a_group_are_one_target_and_a_group_through_images_a_track(tmp_path):
    write_frames(tmp_path / "images" / "clip", 2)
    for frame in (1, 2):
        write(
            tmp_path / "labels" / "clip" / f"{frame}.json",
            shape("polygon", [[10, 20], [12, 20], [12, 22], [10, 22]], group_id=0),
            shape("polygon", [[12, 22], [14, 22], [14, 24], [12, 24]], group_id=0),
            shape("polygon", [[30, 20], [31, 20], [31, 21], [30, 21]], group_id=5),
            path=f"..\\..\\images\\clip\\{frame}.png",
        )
    (clip,) = open_dataset(tmp_path)
    assert clip.path == tmp_path / "images" / "clip"
    assert [label.area for label in clip.labels[1]] == [8, 1]
    assert clip.tracks == {0: (1, 2), 1: (1, 2)}


def test_lines_are_left_out_and_told_and_files_without_shapes_say_nothing(tmp_path):
    write_image(tmp_path / "b.png", image())
    write(tmp_path / "b.json")
    write_image(tmp_path / "a.png", image())
    write(tmp_path / "a.json", shape("linestrip", [[1, 1], [2, 2]]), shape("point", [[5, 5]]))
    write_text(tmp_path / "other.json", "{}")
    notes = []
    a, b = open_dataset(tmp_path, note=notes.append)
    assert len(a.labels[0]) == 1
    assert (b.labels, b.implied_empty) == ({0: ()}, {0})
    assert "other.json: not a file of LabelMe" in notes[0]
    assert "shape 1, 'linestrip': a line" in notes[1]


@pytest.mark.parametrize("path", ["C:\\Users\\x\\b.PNG", "/home/x/b.png", "gone.png", None])
def test_the_image_is_found_by_its_name_or_that_of_the_file(tmp_path, path):
    write_image(tmp_path / "images" / "b.png", image())
    file = write(tmp_path / "labels" / "b.json", shape("point", [[5, 5]]), path=path)
    (found,) = open_dataset(tmp_path)
    assert found.path == tmp_path / "images" / "b.png"
    (alone,) = open_dataset(tmp_path, format="labelme")
    assert alone.labels == found.labels
    assert file.exists()


BIG = coded(np.ones((60, 60), np.uint8))
FAULTS = {
    "no points": (shape("polygon", []), "its list of points is empty"),
    "points of text": (shape("polygon", "abc"), "it has no list of points"),
    "half a point": (shape("polygon", [[1, 2], [3]]), r"a point is \[3\]"),
    "nan": (shape("polygon", [[1, 2], [3, float("nan")], [4, 4]]), "a point is nan"),
    "outside": (shape("polygon", [[100, 2], [103, 2], [103, 9]]), "lies outside of the 64x48"),
    "an empty rectangle": (shape("rectangle", [[1, 2], [1, 9]]), "its rectangle is empty"),
    "a circle of one point": (shape("circle", [[1, 2]]), "a circle has a centre and a point"),
    "a mask that is none": (shape("mask", [[1, 2], [3, 4]], mask="AAAA"), "its mask is no PNG"),
    "a mask without pixels": (
        shape("mask", [[1, 2], [3, 4]], mask=coded(np.zeros((3, 3), np.uint8))),
        "its mask is no PNG with a pixel",
    ),
    "a mask too large": (shape("mask", [[1, 2], [3, 4]], mask=BIG), "does not fit into the 64x48"),
    "a group of a list": (shape("point", [[1, 2]], group_id=[1]), r"group_id is \[1\]"),
    "no shape": ("drone", "it has no list of points"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_shape_is_one_line(tmp_path, fault):
    bad, message = FAULTS[fault]
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, shape("point", [[5, 5]]), bad)
    assert "a.json, shape 2" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_image_of_another_size_and_two_files_of_one_image_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"a.json: its image is 640x480, but .*a.png is 64x48"):
        read(tmp_path / "size", imageWidth=640, imageHeight=480)
    root = tmp_path / "twice"
    write_image(root / "a.png", image())
    write(root / "a.json", shape("point", [[5, 5]]))
    write(root / "b.json", shape("point", [[5, 5]]), path="a.png")
    with pytest.raises(InputError, match=r"b.json: .*a.json is for .*a.png too"):
        open_dataset(root)


def test_an_image_of_nothing_but_lines_is_unlabelled_and_not_empty(tmp_path):
    write_image(tmp_path / "b.png", image())
    write(tmp_path / "b.json", shape("line", [[1, 1], [5, 5]]))
    notes = []
    read(tmp_path, shape("rectangle", [[38, 30], [43, 35]]), shape("line", [[1, 1], [5, 5]]))
    (sequence,) = open_dataset(tmp_path, note=notes.append)
    assert (sequence.name, sequence.labels[0]) == ("a", (BoxLabel(38, 30, 5, 5),))
    assert "'line': a line or an unknown shape (2" in "".join(notes)
