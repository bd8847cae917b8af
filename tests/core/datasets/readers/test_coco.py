"""COCO: masks in each form, boxes, points, tracks, and images by paths of other machines."""

import json

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pycocotools import mask as coco_masks

from p2m_core.datasets.labelled import BoxLabel, MaskLabel, PointLabel
from p2m_core.datasets.opening import open_dataset
from p2m_core.datasets.readers.outlines import Masks, runs_of
from p2m_core.errors import InputError
from tests.core.datasets.drawn import HEIGHT, WIDTH, image, write_frames, write_image, write_text


def write(root, annotations, images=("a.png",), **more):
    for name in images:
        write_image(root / "images" / name, image())
    listed = [{"id": i + 1, "file_name": name} for i, name in enumerate(images)]
    data = {"images": listed, "annotations": annotations, **more}
    return write_text(root / "a.json", json.dumps(data))


def one(root, **annotation):
    write(root, [{"id": 1, "image_id": 1, "category_id": 1, **annotation}])
    (sequence,) = open_dataset(root)
    return sequence.labels[0]


def full(label):
    whole = np.zeros((HEIGHT, WIDTH), bool)
    x0, y0, x1, y1 = label.box
    whole[y0:y1, x0:x1] = label.mask
    return whole


def test_runs_by_rows_give_back_a_mask():
    pixels = np.zeros((6, 5), bool)
    pixels[2, 1:4] = pixels[3, 2] = pixels[4, 4] = True
    label = Masks().of_runs([11, 3, 3, 1, 6, 1, 5], pixels.shape, "here", by_rows=True)
    assert (label.x0, label.y0) == (1, 2)
    np.testing.assert_array_equal(label.mask, pixels[2:5, 1:5])
    assert Masks().of_runs([30], (6, 5), "here", by_rows=True) is None
    assert Masks().of_runs([0, 30], (6, 5), "here", by_rows=True).area == 30


@pytest.mark.parametrize("by_rows", [False, True])
@given(st.lists(st.integers(0, 4), min_size=1, max_size=8), st.integers(1, 6))
def test_runs_may_be_of_no_length(by_rows, runs, side):
    runs[-1] += -sum(runs) % side or (side if not any(runs) else 0)
    flat = np.repeat(np.arange(len(runs)) % 2 == 1, runs).reshape(-1, side)
    pixels = flat if by_rows else flat.T
    label = Masks().of_runs(runs, pixels.shape, "here", by_rows)
    if not pixels.any():
        assert label is None
        return
    x0, y0, x1, y1 = label.box
    np.testing.assert_array_equal(label.mask, pixels[y0:y1, x0:x1])
    assert label.area == pixels.sum()
    assert label.mask[0].any()
    assert label.mask[:, 0].any()


@given(arrays(bool, st.tuples(st.integers(1, 9), st.integers(1, 9))))
def test_runs_of_both_forms_give_back_any_mask(pixels):
    encoded = coco_masks.encode(np.asfortranarray(pixels.astype(np.uint8)))
    compressed = runs_of(encoded["counts"].decode(), "here")
    flat = pixels.T.ravel()
    turns = np.flatnonzero(np.diff(flat)) + 1
    plain = np.diff([0, *([0] if flat[0] else []), *turns, flat.size]).tolist()
    assert compressed == plain, "pycocotools counts the same runs"
    label = Masks().of_runs(compressed, pixels.shape, "here")
    if not pixels.any():
        assert label is None
        return
    x0, y0, x1, y1 = label.box
    np.testing.assert_array_equal(label.mask, pixels[y0:y1, x0:x1])
    assert label.area == pixels.sum()


def test_a_mask_goes_before_a_box_and_a_box_before_points(tmp_path):
    runs = np.zeros((HEIGHT, WIDTH), np.uint8)
    runs[20:24, 10:13] = 1
    encoded = coco_masks.encode(np.asfortranarray(runs))
    segmentation = {"size": encoded["size"], "counts": encoded["counts"].decode()}
    more = {"bbox": [1, 2, 3, 4], "keypoints": [5, 6, 2, 0, 0, 0, 7, 8.5, 1]}
    (mask,) = one(tmp_path / "mask", segmentation=segmentation, **more)
    np.testing.assert_array_equal(full(mask), runs)
    (polygon,) = one(tmp_path / "poly", segmentation=[[10, 20, 13, 20, 13, 24, 10, 24]], **more)
    np.testing.assert_array_equal(full(polygon), runs)
    assert one(tmp_path / "box", segmentation=[], **more) == (BoxLabel(1, 2, 3, 4),)
    del more["bbox"]
    assert one(tmp_path / "points", **more) == (PointLabel(5, 6), PointLabel(7, 8.5))


def test_vertices_are_pixels_where_the_box_or_a_slanted_edge_says_so(tmp_path):
    pixels = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.circle(pixels, (20, 20), 3, 1, -1)
    (contour,), _ = cv2.findContours(pixels, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    (slanted,) = one(tmp_path / "a", segmentation=[contour.ravel().tolist()])
    np.testing.assert_array_equal(full(slanted), pixels)
    square = [[10, 20, 12, 20, 12, 23, 10, 23]]
    (by_box,) = one(tmp_path / "b", segmentation=square, bbox=[10, 20, 3, 4])
    assert by_box.area == 12
    (by_edges,) = one(tmp_path / "c", segmentation=square, bbox=[10, 20, 2, 3])
    assert by_edges.area == 6


def test_tracks_and_categories_are_read(tmp_path):
    write_frames(tmp_path / "images" / "clip", 3)
    annotations = [
        {"image_id": 1.0, "bbox": [1, 1, 2, 2], "track_id": "b7", "category_id": 5.0},
        {"image_id": 2, "bbox": [2, 1, 2, 2], "attributes": {"track_id": "b7"}, "category_id": 5},
        {"image_id": 2, "bbox": [9, 9, 2, 2], "instance_id": "c1", "category_id": 6},
    ]
    images = [f"clip/{i}.png" for i in (1, 2, 3)]
    write(tmp_path, annotations, images, categories=[{"id": 5, "name": "drone"}, {"id": 6}])
    (clip,) = open_dataset(tmp_path)
    assert clip.tracks == {0: (1,), 1: (1, 2), 2: ()}
    assert clip.categories == {0: ("drone",), 1: ("drone", ""), 2: ()}
    assert clip.labels[2] == ()
    assert not clip.implied_empty, "an image that is listed is said to be empty"


@pytest.mark.parametrize(
    "name",
    [
        "..\\images\\a.png",
        "C:\\Users\\me\\data\\images\\A.PNG",
        "/home/u/data/images/a.png",
        "file:///data/images/a.png",
        "/data/local-files/?d=images/a.png",
        "images%2Fa.png",
    ],
)
def test_paths_of_other_machines_are_matched_by_their_ends(tmp_path, name):
    write(tmp_path, [{"image_id": 1, "bbox": [1, 1, 2, 2]}])
    data = json.loads((tmp_path / "a.json").read_text())
    data["images"][0]["file_name"] = name
    write_text(tmp_path / "a.json", json.dumps(data))
    notes = []
    (sequence,) = open_dataset(tmp_path, note=notes.append)
    assert sequence.path == tmp_path / "images" / "a.png"
    assert sequence.labels == {0: (BoxLabel(1, 1, 2, 2),)}
    assert "matched by their ends" in notes[0]


def test_the_images_are_meant_where_masks_have_their_names(tmp_path):
    write(tmp_path, [])
    write_image(tmp_path / "contours" / "a.png", image())
    data = {"images": [{"id": 1, "file_name": "/home/u/a.png"}], "annotations": []}
    write_text(tmp_path / "a.json", json.dumps(data))
    (sequence,) = open_dataset(tmp_path)
    assert sequence.path == tmp_path / "images" / "a.png"


def test_a_path_that_fits_two_images_or_none_is_refused(tmp_path):
    write_image(tmp_path / "secret.png", image())
    root = tmp_path / "set"
    write(root, [], ["one/a.png", "two/a.png"])
    data = json.loads((root / "a.json").read_text())
    for name, message in (
        ("/x/a.png", r"images\[0\]: '/x/a.png' may be .*one/a.png or .*two/a.png"),
        ("../secret.png", r"its image '../secret.png' is not in"),
        (str(tmp_path / "secret.png"), r"is not in"),
        (7, r"7 is no name"),
    ):
        data["images"] = [{"id": 1, "file_name": name}]
        write_text(root / "a.json", json.dumps(data))
        with pytest.raises(InputError, match=message):
            open_dataset(root)


def test_two_names_never_mean_one_image(tmp_path):
    write(tmp_path, [], ["seq1/1.png"])
    names = ["seq1/1.png", "/data/seq2/1.png"]
    images = [{"id": i, "file_name": name} for i, name in enumerate(names)]
    write_text(tmp_path / "a.json", json.dumps({"images": images, "annotations": []}))
    with pytest.raises(InputError, match=r"images\[1\]: '/data/seq2/1.png' and .* both mean"):
        open_dataset(tmp_path)


RUNS = {"size": [HEIGHT, WIDTH], "counts": [5, 1, HEIGHT * WIDTH - 6]}
FAULTS = {
    "another image's size": ({"segmentation": {"size": [4, 4], "counts": [5, 1, 10]}}, "is 4x4, b"),
    "runs too short": ({"segmentation": RUNS | {"counts": [5, 1]}}, "do not fill 64x48"),
    "runs of no number": ({"segmentation": RUNS | {"counts": [5, "x"]}}, "a run is 'x'"),
    "runs cut short": ({"segmentation": RUNS | {"counts": "PPYo"}}, "cut short"),
    "runs of other signs": ({"segmentation": RUNS | {"counts": "é"}}, "'é', which no"),
    "a huge mask": ({"segmentation": {"size": [10**6, 10**6], "counts": [10**12]}}, "too large"),
    "half a vertex": ({"segmentation": [[1, 2, 3]]}, r"polygon is \[1, 2, 3\]"),
    "a vertex of text": ({"segmentation": [[1, 2, 3, "x"]]}, "polygon is 'x'"),
    "a vertex far off": ({"segmentation": [[1, 2, 3, 1e300]]}, "further than"),
    "a polygon elsewhere": ({"segmentation": [[99, 99, 101, 99, 101, 101]]}, "lies outside"),
    "a box elsewhere": ({"bbox": [500, 2, 3, 4]}, "lies outside of the 64x48 image"),
    "a box of nan": ({"bbox": [float("nan"), 2, 3, 4]}, "bbox is nan, not a number"),
    "a box of true": ({"bbox": [True, 2, 3, 4]}, "bbox is True, not a number"),
    "half a point": ({"keypoints": [1, 2]}, "keypoints is"),
    "an id of a list": ({"bbox": [1, 2, 3, 4], "track_id": [1]}, r"its track is \[1\]"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_an_annotation_is_one_line(tmp_path, fault):
    annotation, message = FAULTS[fault]
    with pytest.raises(InputError, match=message) as caught:
        one(tmp_path, **annotation)
    assert "annotations[0]" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_image_of_another_size_is_refused(tmp_path):
    write(tmp_path, [])
    data = json.loads((tmp_path / "a.json").read_text())
    data["images"][0].update(width=640, height=480)
    write_text(tmp_path / "a.json", json.dumps(data))
    with pytest.raises(InputError, match=r"images\[0\]: it is 640x480, but .*a.png is 64x48"):
        open_dataset(tmp_path)


def test_annotations_without_a_place_leave_the_image_unlabelled(tmp_path):
    boxes = [{"image_id": 1, "caption": "sky"}, {"image_id": 2, "bbox": [1, 1, 2, 2]}]
    write(tmp_path, boxes, ["a.png", "b.png"])
    notes = []
    (sequence,) = open_dataset(tmp_path, note=notes.append)
    assert sequence.name == "b"
    assert "annotations[0]: an annotation without mask, box or point (1," in notes[0]


def test_frames_of_a_folder_are_a_sequence_and_images_of_one_size_may_be_singles(tmp_path):
    write(tmp_path, [], ["clip/1.png", "clip/2.png", "x.png", "train/a.png", "train/b.png"])
    found = open_dataset(tmp_path)
    assert [(s.name, s.frames, s.split) for s in found] == [
        ("x", [0], None),
        ("clip", [0, 1], None),
        ("train/a", [0], "train"),
        ("train/b", [0], "train"),
    ]
    assert all(isinstance(s.labels[0], tuple) for s in found)


def test_masks_that_fill_the_memory_together_are_refused():
    masks = Masks(room=100)
    assert isinstance(masks.of_runs([0, 64], (8, 8), "here"), MaskLabel)
    with pytest.raises(InputError, match="too large together"):
        masks.of_runs([0, 64], (8, 8), "here")


def test_a_crowd_of_runs_in_one_piece_is_a_target_as_cvat_writes_it(tmp_path):
    pixels = np.zeros((HEIGHT, WIDTH), np.uint8)
    pixels[20:23, 10:14] = 1
    runs = coco_masks.encode(np.asfortranarray(pixels))
    runs["counts"] = runs["counts"].decode()
    notes = []
    write(tmp_path, [{"id": 1, "image_id": 1, "iscrowd": 1, "segmentation": runs}])
    (sequence,) = open_dataset(tmp_path, note=notes.append)
    np.testing.assert_array_equal(full(sequence.labels[0][0]), pixels)
    assert "a crowd in one piece" in notes[0]


def test_a_crowd_of_runs_in_two_pieces_leaves_the_image_unlabelled(tmp_path):
    pixels = np.zeros((HEIGHT, WIDTH), np.uint8)
    pixels[20, 10] = pixels[30, 10] = 1
    runs = coco_masks.encode(np.asfortranarray(pixels))
    runs["counts"] = runs["counts"].decode()
    crowd = {"id": 1, "image_id": 1, "iscrowd": 1, "segmentation": runs}
    write(tmp_path, [crowd, {"id": 2, "image_id": 2, "bbox": [1, 1, 3, 3]}], ("a.png", "b.png"))
    assert [sequence.name for sequence in open_dataset(tmp_path)] == ["b"]


def test_two_categories_of_one_id_are_refused(tmp_path):
    write(tmp_path, [], categories=[{"id": 1, "name": "bird"}, {"id": 1.0, "name": "drone"}])
    with pytest.raises(InputError, match=r"categories\[1\]: the id 1 is 'drone', but 'bird'"):
        open_dataset(tmp_path)


def test_a_category_that_is_not_listed_is_told(tmp_path):
    notes = []
    target = {"id": 1, "image_id": 1, "category_id": 9, "bbox": [1, 1, 3, 3]}
    write(tmp_path, [target], categories=[{"id": 1, "name": "bird"}])
    (sequence,) = open_dataset(tmp_path, note=notes.append)
    assert len(sequence.labels[0]) == 1
    assert "annotations[0]: a category_id that no category has" in notes[0]
