"""What an import would bring: counts, and a line on everything that is left out."""

import json
import os
import sys

import numpy as np
import pytest

from p2m_core.datasets.labelled import BoxLabel, LabelledSequence, PointLabel
from p2m_core.datasets.readers import READERS
from p2m_core.errors import Cancelled, InputError
from p2m_core.importing import import_labels, preview
from p2m_core.importing.preview import look_at_labels
from p2m_core.project import FrameState
from tests.core.datasets.drawn import image, mask, write_frames, write_image, write_text
from tests.core.importing.test_import import (
    ONE,
    TWO,
    masked_set,
    sequence_of_masks,
    states_and_targets,
)


def said(notes, *words):
    """The one note that has all these words."""
    (found,) = (note for note in notes if all(word in note for word in words))
    return found


def test_all_is_counted(tmp_path):
    frames = write_frames(tmp_path / "s", 5)
    labels = {
        0: (BoxLabel(9, 19, 5, 5), PointLabel(40, 5)),
        1: (BoxLabel(10, 19, 5, 5),),
        2: (),
        3: (),
    }
    categories = {0: ("drone", ""), 1: ("drone",)}
    (one,) = look_at_labels(
        [
            LabelledSequence(
                "s", frames, labels, split="test", categories=categories,
                implied_empty=frozenset({3}),
            )
        ]
    ).sequences  # fmt: skip
    assert (one.frames, one.labelled, one.size, one.split) == (5, 4, (64, 48), "test")
    assert (one.targets, one.masks, one.boxes, one.points, one.tracks) == (3, 0, 2, 1, 2)
    assert (one.empty, one.implied_empty, one.categories) == (1, 1, {"drone": 2})
    assert one.problem == ""


def test_formats_and_what_is_left_out_are_named(tmp_path):
    root = masked_set(tmp_path / "set")
    write_text(root / "boxes" / "a.xml", "<annotation/>")
    write_text(root / "old.mat", "x")
    write_text(root / "README.md", "x")
    write_image(root / "overview" / "a.png", image())
    seen = preview([root])
    assert seen.sources == ((root, "masks"),)
    assert seen.total("targets") == 2
    said(seen.notes, str(root), "labels of the format voc too")
    assert "1 of 3 pictures has no label" in said(seen.notes, "left out", "c.png")
    assert "old.mat is not read" in said(seen.notes, "old.mat")
    assert "its picture is not read" in said(seen.notes, "overview")
    said(seen.notes, "a.xml is not read")
    assert not any("README" in note for note in seen.notes)


def test_images_without_a_label_come_unseen_where_asked(tmp_path):
    seen = preview([masked_set(tmp_path / "set")], unlabelled=True)
    assert not any("left out" in note for note in seen.notes)
    assert [(one.name, one.labelled) for one in seen.sequences] == [("a", 1), ("b", 1), ("c", 0)]
    done = import_labels(seen, tmp_path / "p.lirst")
    assert (done.sequences, done.targets, done.failed) == (3, 2, 0)
    assert states_and_targets(tmp_path / "p.lirst")["c"] == ([FrameState.UNSEEN], [])


def test_each_reader_names_the_files_that_it_reads():
    assert all(reader.suffixes for reader in READERS.values())


def test_a_mask_of_another_size_is_named_and_the_others_come(tmp_path):
    root = masked_set(tmp_path / "set")
    write_image(root / "images" / "d.png", image(ONE))
    write_image(root / "masks" / "d.png", np.zeros((9, 9), np.uint8))
    write_text(root / "masks" / "e.png", "no image")
    write_image(root / "images" / "e.png", image(ONE))
    write_image(root / "masks" / "f.png", mask(ONE))
    write_text(root / "images" / "f.png", "no image")
    seen = preview([root])
    said(seen.notes, "masks/d.png", "9x9", "64x48")
    said(seen.notes, "masks/e.png", "not an image")
    assert "images/f.png" in next(one for one in seen.sequences if one.name == "f").problem
    done = import_labels(seen, tmp_path / "p.lirst")
    assert (done.targets, len(done.failures)) == (2, 3)
    assert list(states_and_targets(tmp_path / "p.lirst")) == ["a", "b", "d", "e"]


def test_images_of_any_size_and_depth_come_as_they_are(tmp_path):
    for name, size, kind in (("a", (20, 30), np.uint8), ("b", (31, 17), np.uint16)):
        write_image(tmp_path / "images" / f"{name}.png", np.full(size, 9, kind))
        pixels = np.zeros(size, np.uint8)
        pixels[-1, -1] = 255
        write_image(tmp_path / "masks" / f"{name}.png", pixels)
    seen = preview([tmp_path])
    assert [one.size for one in seen.sequences] == [(30, 20), (17, 31)]
    import_labels(seen, tmp_path / "p.lirst")
    found = states_and_targets(tmp_path / "p.lirst")
    assert [found[name][1][0].box for name in "ab"] == [(29, 19, 30, 20), (16, 30, 17, 31)]


def test_a_folder_of_images_of_different_kinds_is_no_sequence(tmp_path):
    for i, kind in enumerate((np.uint8, np.uint16, np.uint8)):
        write_image(tmp_path / "images" / "s" / f"{i}.png", np.full((20, 30), 9, kind))
        write_image(tmp_path / "masks" / "s" / f"{i}.png", np.full((20, 30), 0, np.uint8))
    seen = preview([tmp_path])
    assert [one.name for one in seen.sequences] == ["s/0", "s/1", "s/2"]
    assert import_labels(seen, tmp_path / "p.lirst").verified_empty == 3


def test_a_source_is_read_once(tmp_path):
    root = masked_set(tmp_path / "set")
    seen = preview([root, root / "images" / ".."])
    assert len(seen.sequences) == 2
    said(seen.notes, "read once")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_that_lead_back_are_read_once(tmp_path):
    root = masked_set(tmp_path / "all" / "set")
    (tmp_path / "all" / "again").symlink_to(root)
    (tmp_path / "all" / "up").symlink_to(tmp_path)
    assert [one.path.name for one in preview([tmp_path]).sequences] == ["a.png", "b.png"]


def test_a_search_ends(tmp_path):
    folder = tmp_path.joinpath(*["d"] * 60)
    masked_set(folder)
    with pytest.raises(InputError, match="no labelled data set in it"):
        preview([tmp_path])
    assert preview([folder]).total("targets") == 2


def test_an_archive_is_to_be_unpacked(tmp_path):
    file = write_text(tmp_path / "set.zip", "PK")
    with pytest.raises(InputError, match=r"set\.zip is an archive: unpack it"):
        preview([file])
    with pytest.raises(InputError, match="no such data set"):
        preview([tmp_path / "none"])
    with pytest.raises(InputError, match="nothing to import"):
        preview([])


def test_labels_may_lie_elsewhere(tmp_path):
    frames = write_frames(tmp_path / "frames", 2)
    boxes = write_text(tmp_path / "labels" / "x.txt", "1,1,8,18,7,7\n2,1,9,18,7,7\n")
    seen = preview([boxes], images=frames)
    assert (seen.total("boxes"), seen.total("tracks"), seen.sequences[0].path) == (2, 1, frames)
    points = write_text(tmp_path / "labels" / "p.csv", "frame,x,y\n1,11,21\n")
    assert preview([points], images=frames).total("points") == 1
    with pytest.raises(InputError, match=r"--images .*none"):
        preview([boxes], images=tmp_path / "none")


COCO = {
    "images": [{"id": 1, "file_name": "a.png", "width": 64, "height": 48}],
    "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 20, 3, 3]}],
    "categories": [{"id": 1, "name": "drone"}],
}
LABELME = {
    "imagePath": "a.png", "imageWidth": 64, "imageHeight": 48,
    "shapes": [{"label": "drone", "shape_type": "rectangle", "points": [[10, 20], [13, 23]]}],
}  # fmt: skip
CVAT = """<annotations><version>1.1</version><image id="0" name="a.png" width="64" height="48">
<box label="drone" xtl="10" ytl="20" xbr="13" ybr="23" occluded="0"></box></image></annotations>"""
VOC = """<annotation><object><name>drone</name><bndbox><xmin>11</xmin><ymin>21</ymin>
<xmax>13</xmax><ymax>23</ymax></bndbox></object></annotation>"""
YOLO = f"0 {11.5 / 64} {21.5 / 48} {3 / 64} {3 / 48}\n"


@pytest.mark.parametrize(
    ("format", "source", "name", "content"),
    [
        ("coco", "x.json", "x.json", json.dumps(COCO)),
        ("labelme", "a.json", "a.json", json.dumps(LABELME)),
        ("labelme", ".", "a.json", json.dumps(LABELME)),
        ("cvat", "x.xml", "x.xml", CVAT),
        ("voc", ".", "a.xml", VOC),
        ("yolo", ".", "a.txt", YOLO),
    ],
)
def test_images_of_any_format_may_lie_elsewhere(tmp_path, format, source, name, content):
    picture = write_image(tmp_path / "pictures" / "a.png", image(ONE))
    labels = write_text(tmp_path / "labels" / name, content).parent
    seen = preview([labels / source], images=picture.parent)
    assert [found for _, found in seen.sources] == [format]
    (one,) = seen.sequences
    assert (one.path, one.boxes) == (picture, 1)
    (target,) = one.item.parts[0].targets(0, (48, 64))
    assert target.label == pytest.approx((10, 20, 3, 3))
    assert target.category == ("" if format == "yolo" else "drone"), "YOLO files have numbers"


def test_a_look_can_be_cancelled(tmp_path):
    def stop(done: int, total: int) -> None:
        assert total == 2
        if done:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        preview([masked_set(tmp_path)], progress=stop)


def test_a_look_at_one_long_sequence_can_be_cancelled(tmp_path):
    seen = []

    def stop(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 3:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        preview([sequence_of_masks(tmp_path)], progress=stop)
    assert seen == [(i, 6) for i in range(4)]


def test_notes_and_failures_are_bounded(tmp_path):
    frames = write_frames(tmp_path / "s", 1)
    labels = {i: (BoxLabel(8, 18, 7, 7),) for i in range(5000)}
    seen = look_at_labels([LabelledSequence("s", frames, labels)])
    assert len(seen.notes) < 1100
    assert "3999 more" in seen.notes[-1]
    done = import_labels(seen, tmp_path / "p.lirst")
    assert (done.failed, done.targets) == (4999, 1)
    assert len(done.failures) == 1000


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_are_long_or_no_text_come(tmp_path):
    plain = masked_set(tmp_path / "set")
    long = "n" * 250
    write_image(plain / "images" / f"{long}.png", image(TWO))
    write_image(plain / "masks" / f"{long}.png", mask(TWO))
    root = plain.rename(tmp_path / os.fsdecode(b"\xba\xec\xcd\xe2-\xff"))
    seen = preview([root])
    assert seen.total("targets") == 3
    import_labels(seen, tmp_path / "p.lirst")
    assert list(states_and_targets(tmp_path / "p.lirst")) == ["a", "b", long]
