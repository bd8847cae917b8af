"""Each format on small sets made here and on the real data, and one clear line for each fault."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from p2m_core.datasets.labelled import BoxLabel, PointLabel
from p2m_core.datasets.opening import Rules, open_dataset, part
from p2m_core.errors import InputError
from p2m_core.synth import SynthConfig, write_sequences
from tests.core.datasets.drawn import image, mask, write_frames, write_image, write_text
from tests.real_data import real

VOC = """<annotation><object><bndbox>
<xmin>11</xmin><ymin>21</ymin><xmax>13</xmax><ymax>24</ymax></bndbox></object></annotation>"""


def singles(root: Path) -> Path:
    for name in ("a", "b.1", "c"):
        write_image(root / "images" / f"{name}.png", image((10, 20, 13, 24)))
    for name in ("a", "b.1"):
        write_image(root / "masks" / f"{name}.png", mask((10, 20, 13, 24)))
    return root


def test_single_frames_with_masks_are_read(tmp_path: Path) -> None:
    found = open_dataset(singles(tmp_path))
    assert [s.name for s in found] == ["a", "b.1"], "c has no mask: unlabelled"
    assert [s.frames for s in found] == [[0], [0]]
    assert found[1].masks[0] == tmp_path / "masks" / "b.1.png"
    with found[1].open() as images:
        np.testing.assert_array_equal(images[0], image((10, 20, 13, 24)))


def test_lists_give_the_split_and_the_members_of_the_set(tmp_path: Path) -> None:
    singles(tmp_path)
    write_text(tmp_path / "img_idx" / "train_SET.txt", "b.1\n")
    write_text(tmp_path / "img_idx" / "test_SET.txt", "\n")
    found = open_dataset(tmp_path)
    assert [(s.name, s.split) for s in found] == [("b.1", "train")]
    assert part(found, "train") == found
    with pytest.raises(InputError, match="of 1 sequence none is for 'test'"):
        part(found, "test")


def test_sequences_with_masks_and_unlabelled_frames_are_read(tmp_path: Path) -> None:
    for sequence in ("one", "two"):
        write_frames(tmp_path / "images" / sequence, 12)
    for frame in (2, 10):
        write_image(tmp_path / "masks" / "two" / f"{frame}.png", mask())
    write_image(tmp_path / "masks" / "one" / "1.png", mask())
    write_text(tmp_path / "img_idx" / "train_x.txt", "two/2\ntwo/10.png\n")
    write_text(tmp_path / "img_idx" / "test_x.txt", "one/1\n")
    one, two = open_dataset(tmp_path)
    assert (one.name, one.split, one.frames) == ("one", "test", [0])
    assert (two.name, two.split, two.frames) == ("two", "train", [1, 9]), "10 is after 9"


def test_a_set_of_p2m_synth_is_read(tmp_path: Path) -> None:
    configs = [SynthConfig(seed=i, frames=3, height=40, width=56) for i in range(3)]
    written = write_sequences(configs, tmp_path / "set")
    found = open_dataset(tmp_path / "set")
    assert [len(s.frames) for s in found] == [3, 3, 3]
    assert [s.split for s in found].count("test") == 1
    assert written.sequences == len(found)


def test_mot_files_are_found_beside_videos_and_folders_and_in_gt(tmp_path: Path) -> None:
    write_frames(tmp_path / "clip", 3)
    write_text(tmp_path / "clip.gt.txt", "3,1,12,20,3.5,3,1,-1,-1,-1\n1,1,10,20,3,3\n1,2,0,0,2,2\n")
    np.save(tmp_path / "stack.npy", np.zeros((2, 48, 64), np.uint8))
    write_text(tmp_path / "stack.gt.txt", "2,1,5,6,7,8,1\n1,1,5,6,7,8,0\n1,2,9,9,2,2,1\n")
    write_frames(tmp_path / "devkit" / "img1", 2)
    write_text(tmp_path / "devkit" / "gt" / "gt.txt", "1,1,1,1,4,4,1\n")
    clip, devkit, stack = open_dataset(tmp_path)
    assert clip.path == tmp_path / "clip"
    assert clip.labels == {
        0: (BoxLabel(10, 20, 3, 3), BoxLabel(0, 0, 2, 2)),
        2: (BoxLabel(12, 20, 3.5, 3),),
    }
    assert stack.labels == {1: (BoxLabel(5, 6, 7, 8),)}, "conf 0 leaves its frame unlabelled"
    assert devkit.path == tmp_path / "devkit" / "img1"
    by_devkit = open_dataset(tmp_path / "devkit", rules=Rules(mot_origin=1))
    assert by_devkit[0].labels == {0: (BoxLabel(0, 0, 4, 4),)}


def test_voc_boxes_are_read_by_both_rules(tmp_path: Path) -> None:
    write_image(tmp_path / "images" / "a.png", image())
    write_image(tmp_path / "images" / "empty.png", image())
    write_image(tmp_path / "images" / "unlabelled.png", image())
    write_text(tmp_path / "Annotations" / "a.xml", VOC)
    write_text(tmp_path / "Annotations" / "empty.xml", "<annotation></annotation>")
    a, empty = open_dataset(tmp_path)
    assert a.labels == {0: (BoxLabel(10, 20, 3, 4),)}
    assert empty.labels == {0: ()}
    a, _ = open_dataset(tmp_path, rules=Rules(voc_max="past"))
    assert a.labels == {0: (BoxLabel(10, 20, 2, 3),)}


def coco(root: Path, change: Callable[[dict], None] = lambda data: None) -> Path:
    write_image(root / "images" / "a.png", image())
    write_image(root / "images" / "b.png", image())
    write_frames(root / "images" / "clip", 3)
    data = {
        "images": [
            {"id": 1, "file_name": "a.png"},
            {"id": 2, "file_name": "b.png"},
            {"id": 3, "file_name": "clip/3.png", "video_id": 7},
            {"id": 4, "file_name": "clip/1.png", "video_id": 7},
        ],
        "annotations": [
            {"id": 1, "image_id": 1, "bbox": [10, 20, 3, 4]},
            {"id": 2, "image_id": 3, "bbox": [12.5, 20, 3, 3]},
        ],
        "videos": [{"id": 7, "name": "the clip"}],
    }
    change(data)
    return write_text(root / "annotations" / "instances_train.json", json.dumps(data))


def test_coco_files_are_read_with_and_without_videos(tmp_path: Path) -> None:
    file = coco(tmp_path)
    for path in (file, tmp_path):
        a, b, clip = open_dataset(path)
        assert (a.name, a.split, a.labels) == ("a", "train", {0: (BoxLabel(10, 20, 3, 4),)})
        assert b.labels == {0: ()}, "listed without annotation: no target"
        assert (clip.name, clip.path) == ("the clip", tmp_path / "images" / "clip")
        assert clip.labels == {0: (), 2: (BoxLabel(12.5, 20, 3, 3),)}
        assert clip.frames == [0, 2]


def test_a_crowd_leaves_the_image_unlabelled(tmp_path: Path) -> None:
    coco(tmp_path, lambda data: data["annotations"][0].update(iscrowd=1))
    assert [s.name for s in open_dataset(tmp_path)] == ["b", "the clip"]


def test_points_in_segments_are_sequences_of_their_own(tmp_path: Path) -> None:
    home = write_frames(tmp_path / "set" / "shots", 12)
    write_text(home / "points.csv", "frame,x,y\n1,11,21\n3,13,21\n10,20,21\n10,40,30.5\n")
    write_text(home / "segments.csv", "segment,first,last,note\n1,1,4,-\n2,5,12,-\n")
    for path in (home, tmp_path / "set"):
        first, second = open_dataset(path)
        assert first.name == "shots/1"
        assert first.labels == {0: (PointLabel(11, 21),), 2: (PointLabel(13, 21),)}
        assert second.labels == {5: (PointLabel(20, 21), PointLabel(40, 30.5))}
        with second.open() as images:
            assert len(images) == 8
            assert images.frame_name(0) == "5"
            assert images[5][21, 20] == 200, "the target is under its point"
    (home / "segments.csv").unlink()
    (whole,) = open_dataset(home)
    assert (whole.name, whole.frames, whole.stop) == ("shots", [0, 2, 9], None)


def test_a_folder_of_sets_is_searched(tmp_path: Path) -> None:
    singles(tmp_path / "train" / "deep")
    write_frames(tmp_path / "val" / "clip", 2)
    write_text(tmp_path / "val" / "clip.gt.txt", "1,1,10,20,3,3\n")
    write_text(tmp_path / ".hidden" / "clip.gt.txt", "broken")
    assert [(s.name, s.split) for s in open_dataset(tmp_path)] == [
        ("train/deep/a", "train"),
        ("train/deep/b.1", "train"),
        ("val/clip", "test"),
    ]


def _bad_masks(root: Path, file: str, text: str) -> None:
    singles(root)
    write_text(root / file, text)


def _bad_mot(root: Path, line: str) -> None:
    write_frames(root / "clip", 2)
    write_text(root / "clip.gt.txt", f"1,1,1,1,4,4,1\n{line}\n")


def _bad_points(root: Path, points: str, segments: str | None = None) -> None:
    write_frames(root, 3)
    write_text(root / "points.csv", points)
    if segments:
        write_text(root / "segments.csv", segments)


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (lambda r: None, "no labelled data set in it; known layouts: images/ and masks/;"),
    "strange labels": (
        lambda r: [
            write_image(r / "images/a.png", image()),
            write_text(r / "labels/a.txt", "drone 40 40 5 5\n"),
        ],
        r"no labelled data set in it \(labels/a\.txt does not look like any of them; --format NAME",
    ),
    "masks as GIF": (
        lambda r: [write_image(r / "images/a.png", image()), write_text(r / "masks/a.gif", "GIF8")],
        r"masks/a\.gif: \.gif is not read as a mask: save it as PNG",
    ),
    "no images": (
        lambda r: [(r / d).mkdir() for d in ("images", "masks")],
        r"images: holds no images",
    ),
    "no masks": (
        lambda r: [write_image(r / "images" / "a.png", image()), (r / "masks").mkdir()],
        r"masks: holds no masks",
    ),
    "other masks": (
        lambda r: [
            write_image(r / "images/a.png", image()),
            write_image(r / "masks/b.png", mask()),
        ],
        r"b.png: no image of this name",
    ),
    "empty list": (
        lambda r: _bad_masks(r, "img_idx/train.txt", "\n"),
        r"train.txt: the list is empty",
    ),
    "strange names": (
        lambda r: _bad_masks(r, "splits/dev.txt", "q\nz\n"),
        r"dev.txt, line 1: 'q' is not among the labelled images, nor is any other name",
    ),
    "in both parts": (
        lambda r: [
            _bad_masks(r, "img_idx/train_x.txt", "a\n"),
            _bad_masks(r, "img_idx/test_x.txt", "b.1\na\n"),
        ],
        r"test_x.txt, line 2: 'a' is in the train list too \(.*train_x.txt, line 1\)",
    ),
    "newer": (
        lambda r: _bad_masks(r, "dataset.json", '{"format": "SIRSTD-Pixel", "format_version": 9}'),
        r"dataset.json: format_version is 9",
    ),
    "MOT number": (lambda r: _bad_mot(r, "2,1,x,1,4,4"), r"clip.gt.txt, line 2: x is 'x', not a"),
    "MOT nan": (lambda r: _bad_mot(r, "2,1,1,nan,4,4"), r"clip.gt.txt, line 2: y is 'nan', not a"),
    "MOT frame": (lambda r: _bad_mot(r, "0,1,1,1,4,4"), r"line 2: frame is 0, not a whole"),
    "MOT size": (lambda r: _bad_mot(r, "2,1,1,1,0,4"), r"line 2: w is '0': a box must be larger"),
    "MOT short": (lambda r: _bad_mot(r, "2,1,1"), r"line 2: 3 values, but frame,id,x,y,w,h are 6"),
    "MOT alone": (
        lambda r: write_text(r / "gone.gt.txt", "1,1,1,1,4,4"),
        r"gone.gt.txt: no video and no folder gone beside it",
    ),
    "VOC without image": (
        lambda r: [write_image(r / "images/b.png", image()), write_text(r / "boxes/a.xml", VOC)],
        r"a.xml: no image of this name",
    ),
    "VOC broken": (
        lambda r: [write_image(r / "images/a.png", image()), write_text(r / "boxes/a.xml", "<a")],
        r"a.xml: cannot be read",
    ),
    "VOC number": (
        lambda r: [
            write_image(r / "images/a.png", image()),
            write_text(r / "boxes/a.xml", VOC.replace("<xmin>11", "<xmin>")),
        ],
        r"a.xml, object 1: xmin is '', not a number",
    ),
    "COCO broken": (
        lambda r: write_text(r / "a.json", '{"images": [], "annotations": ['),
        r"a.json: not readable as JSON",
    ),
    "COCO id": (
        lambda r: coco(r, lambda d: d["annotations"][1].update(image_id=9)),
        r"train.json, annotations\[1\]: image_id is 9",
    ),
    "COCO box": (
        lambda r: coco(r, lambda d: d["annotations"][0].update(bbox=[1, 2, 3, -4])),
        r"annotations\[0\]: bbox is -4: a box must be",
    ),
    "COCO file": (
        lambda r: coco(r, lambda d: d["images"][0].update(file_name="q.png")),
        r"train.json, images\[0\]: its image 'q.png' is not in",
    ),
    "points header": (lambda r: _bad_points(r, "1,2,3\n"), r"points.csv: no column 'frame'"),
    "points number": (
        lambda r: _bad_points(r, "frame,x,y\n1,2,\n"),
        r"points.csv, line 2: y is '', not a number",
    ),
    "points frame": (
        lambda r: _bad_points(r, "frame,x,y\n\n4,2,2\n"),
        r"points.csv, line 3: frame is 4, but there are 3 images",
    ),
    "segments": (
        lambda r: _bad_points(r, "frame,x,y\n1,2,2\n", "segment,first,last\n1,1,2\n2,2,3\n"),
        r"segments.csv, line 3: first is 2, but the segment before ends at 2",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_one_line_with_file_and_place(tmp_path: Path, fault: str) -> None:
    make, message = FAULTS[fault]
    make(tmp_path)
    with pytest.raises(InputError, match=message) as caught:
        open_dataset(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_set_or_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such data set"):
        open_dataset(tmp_path / "gone")
    with pytest.raises(InputError, match="no format 'kitti'; there are: masks, coco"):
        open_dataset(tmp_path, format="kitti")


def test_a_split_must_not_cut_a_sequence(tmp_path: Path) -> None:
    write_frames(tmp_path / "images" / "one", 2)
    for frame, split in ((1, "train"), (2, "test")):
        write_image(tmp_path / "masks" / "one" / f"{frame}.png", mask())
        write_text(tmp_path / "img_idx" / f"{split}_x.txt", f"one/{frame}\n")
    with pytest.raises(InputError, match=r"test_x.txt, line 1: .* must not cut a sequence"):
        open_dataset(tmp_path)


def test_real_sirst_is_read_as_masks_and_as_boxes() -> None:
    root = real("sirst")
    masks = open_dataset(root)
    boxes = open_dataset(root, format="voc", rules=Rules(voc_max="past"))
    assert [s.name for s in masks] == [s.name for s in boxes]
    assert len(masks) == 308
    assert sum(len(s.labels[0]) for s in boxes) == 393


def test_real_points_in_segments_are_read() -> None:
    found = open_dataset(real("istd"))
    assert [len(s.frames) for s in found] == [38, 6, 36, 40, 70, 50]
    assert found[1].name == "seq3/2"
    with found[1].open() as images:
        assert (len(images), images.frame_name(0)) == (6, "000039")


def test_real_videos_are_read_with_their_boxes() -> None:
    found = open_dataset(real("drone_ir"))
    assert [s.split for s in found] == ["train"] * 14 + ["test"] * 5
    bird = next(s for s in found if s.name == "train/IR_BIRD_071")
    assert (len(bird.frames), 173 in bird.labels, 172 in bird.labels) == (223, False, True)


def test_a_broken_image_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    notes: list[str] = []
    box = {"bbox": [1, 1, 2, 2]}
    for name in ("broken", "whole"):
        write_image(tmp_path / "coco" / "images" / f"{name}.png", image())
        write_image(tmp_path / "voc" / "images" / f"{name}.png", image())
        write_text(tmp_path / "voc" / "boxes" / f"{name}.xml", VOC)
        write_image(tmp_path / "yolo" / "images" / f"{name}.png", image())
        write_text(tmp_path / "yolo" / "labels" / f"{name}.txt", "0 0.5 0.5 0.1 0.1")
    sized = {"width": 64, "height": 48}
    data = {
        "images": [
            {"id": i, "file_name": f"{name}.png", **sized}
            for i, name in enumerate(("broken", "whole"))
        ],
        "annotations": [{"image_id": i, **box} for i in (0, 1)],
    }
    write_text(tmp_path / "coco" / "a.json", json.dumps(data))
    for kind in ("coco", "voc", "yolo"):
        write_text(tmp_path / kind / "images" / "broken.png", "no image")
    assert [s.name for s in open_dataset(tmp_path, note=notes.append)] == [
        "coco/broken", "coco/whole", "voc/broken", "voc/whole", "yolo/whole",
    ]  # fmt: skip
    assert len(notes) == 1, "shares of an image of unknown size are no box"
    assert "broken.png: not an image" in notes[0]
    assert "its labels are left out" in notes[0]


def test_an_archive_is_to_be_unpacked(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"set\.zip is an archive: unpack it"):
        open_dataset(write_text(tmp_path / "set.zip", "PK"))
