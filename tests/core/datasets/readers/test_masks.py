"""Each layout of images and masks that sets of the field have opens as it is meant."""

import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

import cv2
import numpy as np
import pytest

from p2m_core.datasets.labelled import BoxLabel, LabelledSequence, MaskLabel, PointLabel
from p2m_core.datasets.opening import Rules, open_dataset
from p2m_core.errors import InputError
from p2m_core.eval.predictions import score_predictions
from tests.core.datasets.drawn import image, mask, write_image, write_text
from tests.real_data import real

BOX = (10, 20, 13, 24)
NFC, NFD = (lambda t, f=f: unicodedata.normalize(f, t) for f in ("NFC", "NFD"))


def pairs(images: Path, masks: Path, names: Iterable[str], behind: str = "", end: str = ".png"):
    for name in names:
        write_image(images / f"{name}{end}", image(BOX))
        write_image(masks / f"{name}{behind}.png", mask(BOX))


def opened(root: Path) -> tuple[list[LabelledSequence], list[str]]:
    notes: list[str] = []
    found = open_dataset(root, note=notes.append)
    assert not any("\n" in note for note in notes)
    return found, notes


def targets(found: Iterable[LabelledSequence]) -> list[tuple[str, str, int]]:
    """Sequence, frame and area of each target, read through the images."""
    every = []
    for labelled in found:
        with labelled.open() as frames:
            for frame in labelled.frames:
                for target in labelled.targets(frame, frames.shape):
                    assert isinstance(target.label, MaskLabel)
                    every.append((labelled.name, frames.frame_name(frame), target.label.area))
    return every


@pytest.mark.parametrize(
    ("images", "masks", "behind"),
    [
        ("images", "masks", ""),
        ("images", "masks", "_pixels0"),
        ("IRSTD1k_Img", "IRSTD1k_Label", ""),
        ("img", "mask", "_mask"),
        ("Images", "Labels", "_GT"),
        ("imgs", "gt", "-label"),
        ("JPEGImages", "SegmentationClass", ""),
        ("images", "Annotations/masks", "_pixels0"),
        ("test_images", "test_masks", ""),
        (".", ".", "_pixels0"),
    ],
)
def test_single_images_are_found_under_each_name(
    tmp_path: Path, images: str, masks: str, behind: str
) -> None:
    pairs(tmp_path / images, tmp_path / masks, ["Misc_1", "Misc_2", "b.1"], behind)
    found, notes = opened(tmp_path)
    assert targets(found) == [(n, n, 12) for n in ("b.1", "Misc_1", "Misc_2")]
    assert notes == []


@pytest.mark.parametrize(
    ("image_name", "mask_name"),
    [
        (lambda i: NFC(f"scène_{i}"), lambda i: NFD(f"scène_{i}")),
        (lambda i: f"IMG_{i}", lambda i: f"img_{i}"),
        (lambda i: f"XDU{i}", lambda i: f"XDU{i}_pixels0"),
        (lambda i: f"{i:06d}", lambda i: f"{i}"),
        (lambda i: f"sky {i}", lambda i: f"mask_sky {i}"),
        (lambda i: f"sky_{i}_img", lambda i: f"sky_{i}_label"),
        (lambda i: f"sky_{i}", lambda i: f"sky_{i}.annotated by hand"),
    ],
)
def test_masks_are_matched_as_people_name_them(
    tmp_path: Path, image_name: Callable[[int], str], mask_name: Callable[[int], str]
) -> None:
    for i in range(1, 13):
        write_image(tmp_path / "images" / f"{image_name(i)}.png", image((i, 5, i + 2, 6)))
        write_image(tmp_path / "masks" / f"{mask_name(i)}.png", mask((i, 5, i + 2, 6)))
    found, notes = opened(tmp_path)
    assert len(found) == 12
    assert notes == []
    for labelled in found:
        with labelled.open() as frames:
            drawn = frames[0] == 200
            assert np.array_equal(labelled.mask(0), drawn), labelled.name


def test_what_has_no_partner_is_told_and_nothing_is_guessed(tmp_path: Path) -> None:
    pairs(tmp_path / "images", tmp_path / "masks", ["a_1", "b"])
    for name in ("a_10", "c", "C", "only"):
        write_image(tmp_path / "images" / f"{name}.png", image())
    for name in ("a_1_pixels0", "a_100", "c_mask"):
        write_image(tmp_path / "masks" / f"{name}.png", mask(BOX))
    found, notes = opened(tmp_path)
    assert [s.name for s in found] == ["a_1", "b"]
    assert notes == [
        f"{tmp_path}/masks: 3 of 5 masks have no image of their name and are left out: "
        "a_100.png, a_1_pixels0.png, c_mask.png",
        f"{tmp_path}/images: 4 of 6 images have no mask and are unlabelled: a_10, C, c, ...",
    ]


def published(root: Path, frames: dict[str, list[int]], suffix: str = ".jpg") -> Path:
    for sequence, numbers in frames.items():
        for i in numbers:
            name = f"IR_{sequence}_{i:05d}"
            box = (i % 50, 20, i % 50 + 3, 24)
            write_image(root / "images" / f"{name}{suffix}", image(box))
            write_image(root / "masks" / f"{name}.png", mask(box))
            x, y = (box[0] + 1.5) / 64, 22 / 48
            write_text(root / "YOLO_labels" / f"{name}.txt", f"0 {x} {y} {3 / 64} {4 / 48}\n")
    return root


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_the_published_flat_set_is_put_together_from_the_names(tmp_path: Path, suffix: str) -> None:
    # Frames are missing, numbers do not begin at 0, and one name begins like another.
    frames = {"1": [1, 2, 30, 31], "12": [7, 9], "2": [100]}
    published(tmp_path, frames, suffix)
    write_text(tmp_path / "splits/train.txt", "".join(f"IR_1_{i:05d}\n" for i in frames["1"]))
    write_text(tmp_path / "splits/test.txt", "IR_12_00007\nIR_12_00009\nIR_2_00100\n")
    found, notes = opened(tmp_path)
    assert [(s.name, s.split, s.frames) for s in found] == [
        ("IR_1", "train", [0, 1, 2, 3]),
        ("IR_2", "test", [0]),
        ("IR_12", "test", [0, 1]),
    ]
    assert notes == [
        f"{tmp_path}/YOLO_labels: not read for 7 images that have masks: these tell more"
    ]
    for labelled in found:
        with labelled.open() as pictures:
            for frame in labelled.frames:
                number = int(pictures.frame_name(frame)[-5:])
                (target,) = labelled.targets(frame, pictures.shape)
                assert target.label.centroid == (number % 50 + 1, 21.5)
                assert np.all(pictures[frame][labelled.mask(frame)] > 150)


def test_where_a_mask_of_the_published_set_is_missing_its_boxes_are_read(tmp_path: Path) -> None:
    published(tmp_path, {"3": [1, 2, 3, 4]})
    for i in (2, 3):
        (tmp_path / f"masks/IR_3_{i:05d}.png").unlink()
    write_text(tmp_path / "YOLO_labels/IR_3_00003.txt", "")
    (tmp_path / "YOLO_labels/IR_3_00004.txt").unlink()
    (labelled,), _ = opened(tmp_path)
    assert sorted(labelled.masks) == [0, 3]
    assert labelled.labels == {1: (pytest.approx(BoxLabel(2, 20, 3, 4)),), 2: ()}
    assert labelled.implied_empty == {2}, "an empty text states nothing"
    for file in (tmp_path / "masks").iterdir():
        file.unlink()
    (tmp_path / "masks").rmdir()
    (labelled,), _ = opened(tmp_path)
    assert (sorted(labelled.labels), labelled.masks) == ([0, 1, 2], {})


def test_results_beside_the_published_set_are_scored(tmp_path: Path) -> None:
    # BasicIRSTD and its like make no sub-folders.
    found, _ = opened(published(tmp_path / "set", {"1": [1, 2], "12": [1, 2], "2": [7]}))
    shutil.copytree(tmp_path / "set/masks", tmp_path / "results")
    counts = [result.counts for result in score_predictions(tmp_path / "results", found)]
    assert [(one.intersection, one.union, one.detected) for one in counts if one] == [
        (24, 24, 2), (12, 12, 1), (24, 24, 2),
    ]  # fmt: skip


def test_lists_that_cut_a_put_together_sequence_leave_single_frames(tmp_path: Path) -> None:
    published(tmp_path, {"1": [1, 2, 3], "2": [1, 2]})
    write_text(tmp_path / "splits/train.txt", "IR_1_00001\nIR_1_00003\nIR_2_00001\nIR_2_00002\n")
    write_text(tmp_path / "splits/test.txt", "IR_1_00002\n")
    found, notes = opened(tmp_path)
    assert [(s.name, s.split, len(s.frames)) for s in found] == [
        ("IR_1_00001", "train", 1),
        ("IR_1_00002", "test", 1),
        ("IR_1_00003", "train", 1),
        ("IR_2", "train", 2),
    ]
    assert any("the lists cut IR_1: its images are single frames" in note for note in notes)
    assert len(targets(found)) == 5


def test_images_of_different_size_are_not_put_together(tmp_path: Path) -> None:
    published(tmp_path, {"1": [1, 2], "2": [1, 2]})
    write_image(tmp_path / "images/IR_1_00001.jpg", image()[:40])
    write_image(tmp_path / "masks/IR_1_00001.png", mask(BOX)[:40])
    found, _ = opened(tmp_path)
    assert [s.name for s in found] == ["IR_1_00001", "IR_1_00002", "IR_2"]


def test_other_flat_names_make_sequences_only_where_it_is_plain(tmp_path: Path) -> None:
    pairs(
        tmp_path / "a/images",
        tmp_path / "a/masks",
        ["s1_0000", "s1_0001", "s2_0000", "s2_0001"],
    )
    pairs(tmp_path / "b/images", tmp_path / "b/masks", ["Misc_1", "Misc_2", "XDU_1", "XDU_2"])
    pairs(tmp_path / "c/images", tmp_path / "c/masks", ["1(1)", "1(2)", "2(1)", "2(2)"])
    found, _ = opened(tmp_path)
    assert [(s.name, len(s.frames)) for s in found] == [
        ("a/s1", 2), ("a/s2", 2),
        ("b/Misc_1", 1), ("b/Misc_2", 1), ("b/XDU_1", 1), ("b/XDU_2", 1),
        ("c/1", 2), ("c/2", 2),
    ]  # fmt: skip
    assert len(targets(found)) == 12


@pytest.mark.parametrize(
    ("names", "inner"),
    [
        (["Sequence1", "Sequence2", "Sequence10"], ("images", "masks")),
        (["001", "002"], ("img", "mask")),
        (["seq_7", "seq_8"], ("Mix", "masks")),
    ],
)
def test_a_folder_a_sequence_is_one_sequence_each(
    tmp_path: Path, names: list[str], inner: tuple[str, str]
) -> None:
    for name in names:
        home = tmp_path / "train" / name
        pairs(home / inner[0], home / inner[1], [f"{i}" for i in range(1, 12)])
    found, notes = opened(tmp_path)
    assert [(s.name, s.split, len(s.frames)) for s in found] == [
        (f"train/{name}", "train", 11) for name in names
    ]
    assert [t[1] for t in targets(found[:1])] == [str(i) for i in range(1, 12)], "10 is after 9"
    assert notes == []
    (alone,), _ = opened(tmp_path / "train" / names[0])
    assert (alone.name, len(alone.frames)) == (names[0], 11)


def test_sets_beside_each_other_stay_single_images(tmp_path: Path) -> None:
    for name in ("NUDT-SIRST", "IRSTD-1K"):
        pairs(tmp_path / name / "images", tmp_path / name / "masks", ["000001", "000002"])
    write_text(tmp_path / "001/img_idx/train.txt", "a\nb\n")
    pairs(tmp_path / "001/images", tmp_path / "001/masks", ["a", "b"])  # it has a list
    found, _ = opened(tmp_path)
    assert len(found) == 6


def test_folders_called_after_parts_below_images_hold_single_images(tmp_path: Path) -> None:
    for part in ("train", "val"):
        pairs(tmp_path / f"images/{part}", tmp_path / f"masks/{part}", ["a", "b"])
    pairs(tmp_path / "images/seq", tmp_path / "masks/seq", ["a", "b"])
    write_image(tmp_path / "images/odd/x.png", image()[:30])
    pairs(tmp_path / "images/odd", tmp_path / "masks/odd", ["y"])
    found, _ = opened(tmp_path)
    assert [(s.name, s.split, len(s.frames)) for s in found] == [
        ("odd/y", None, 1), ("seq", None, 2),
        ("train/a", "train", 1), ("train/b", "train", 1),
        ("val/a", "test", 1), ("val/b", "test", 1),
    ]  # fmt: skip


def test_images_and_masks_of_several_parts_beside_each_other(tmp_path: Path) -> None:
    for part in ("train", "test"):
        pairs(tmp_path / f"{part}_images", tmp_path / f"{part}_masks", ["a"])
    found, _ = opened(tmp_path)
    assert [(s.name, s.split) for s in found] == [("test/a", "test"), ("train/a", "train")]


def test_folders_of_centres_give_points_only_where_there_is_nothing_better(tmp_path: Path) -> None:
    pairs(tmp_path / "images", tmp_path / "masks", ["a"])
    centres = mask()
    centres[21, 11] = centres[30, 40] = 255
    write_image(tmp_path / "masks_centroid" / "a.png", centres)
    (labelled,), notes = opened(tmp_path)
    assert (len(labelled.masks), notes) == (1, [])
    (tmp_path / "masks" / "a.png").unlink()
    (tmp_path / "masks").rmdir()
    (labelled,), notes = opened(tmp_path)
    assert labelled.labels == {0: (PointLabel(11, 21), PointLabel(40, 30))}
    assert "masks_centroid: its masks are read as the centres of targets" in notes[0]
    (tmp_path / "masks_centroid").rename(tmp_path / "masks")
    pairs(tmp_path / "images", tmp_path / "elsewhere", ["b"])
    write_image(tmp_path / "masks" / "b.png", centres)
    found, notes = opened(tmp_path)
    assert [t[2] for t in targets(found)] == [1, 1, 1, 1], "one pixel may be the whole target"
    assert "each target of the 2 masks looked at is one pixel" in notes[0]
    a, _ = open_dataset(tmp_path, rules=Rules(mask_centres=True))
    assert a.labels == {0: (PointLabel(11, 21), PointLabel(40, 30))}


def test_masks_that_look_inverted_are_told(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_image(tmp_path / "images" / f"{name}.png", image(BOX))
        write_image(tmp_path / "masks" / f"{name}.png", 255 - mask(BOX))
    _, notes = opened(tmp_path)
    assert (
        "the 2 masks looked at mark 99 % or more of their images: they may be inverted" in notes[0]
    )


def test_thumbnails_hidden_files_and_loops_of_links_are_no_masks(tmp_path: Path) -> None:
    pairs(tmp_path / "images", tmp_path / "masks", ["a", "b"])
    for below in ("images", "masks"):
        write_image(tmp_path / below / "@eaDir/a.png/SYNOPHOTO_THUMB_M.jpg", image())
        write_image(tmp_path / below / ".hidden.png", image())
        (tmp_path / below / "loop").symlink_to(tmp_path / below)
    found, notes = opened(tmp_path)
    assert [s.name for s in found] == ["a", "b"]
    assert notes == []


def test_links_that_lead_back_or_to_one_folder_are_searched_once(tmp_path: Path) -> None:
    pairs(tmp_path / "x/set/images", tmp_path / "x/set/masks", ["a"])
    (tmp_path / "x/set2").symlink_to(tmp_path / "x/set")
    (tmp_path / "x/up").symlink_to(tmp_path)
    (tmp_path / "y").symlink_to(tmp_path / "x")
    found, notes = opened(tmp_path)
    assert [s.name for s in found] == ["x/set/a"]
    assert len(notes) == 3
    assert notes[0].startswith(f"{tmp_path}/x/set2: leads to a folder that is searched already")


def test_folders_that_nest_without_end_are_told(tmp_path: Path) -> None:
    pairs(tmp_path / "a/images", tmp_path / "a/masks", ["x"])
    (tmp_path / "b" / "/".join("d" * 70)).mkdir(parents=True)
    found, notes = opened(tmp_path)
    assert [s.name for s in found] == ["a/x"]
    assert "not looked into: it is more than 32 folders deep" in notes[0]
    (tmp_path / "a/masks" / "/".join("d" * 70)).mkdir(parents=True)
    with pytest.raises(InputError, match="masks: folders nest over 32 deep"):
        open_dataset(tmp_path / "a")


def test_a_pipe_is_no_mask_and_blocks_nothing(tmp_path: Path) -> None:
    pairs(tmp_path / "images", tmp_path / "masks", ["a", "b"])
    (tmp_path / "masks" / "b.png").unlink()
    os.mkfifo(tmp_path / "masks" / "b.png")
    found, notes = opened(tmp_path)
    assert [s.name for s in found] == ["a"]
    assert "1 of 2 images have no mask" in notes[0]


def test_a_name_at_the_limit_of_the_system_is_matched(tmp_path: Path) -> None:
    name = "n" * 240
    pairs(tmp_path / "images", tmp_path / "masks", [name], "_pixels0")
    pairs(tmp_path / "images", tmp_path / "masks", ["9" * 245])
    found, _ = opened(tmp_path)
    assert {s.name for s in found} == {name, "9" * 245}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_that_are_not_unicode_are_matched_and_told(tmp_path: Path) -> None:
    odd, other = os.fsdecode(b"caf\xe9"), os.fsdecode("红外".encode("gbk"))
    for name in ("a", odd, other):
        for folder, picture in (("images", image(BOX)), ("masks", mask(BOX))):
            write_image(tmp_path / "set" / folder / "x.png", picture).rename(
                tmp_path / "set" / folder / f"{name}.png"
            )
    (tmp_path / "set" / "masks" / "a.png").rename(tmp_path / "set" / "masks" / f"{odd}{odd}.png")
    (tmp_path / "set").rename(tmp_path / f"{odd}{other}")
    found, notes = opened(tmp_path / f"{odd}{other}")
    assert {s.name for s in found} == {"caf%E9", "红外"}
    assert [t[2] for t in targets(found)] == [12, 12]
    assert "masks have no image" in notes[0]
    for line in notes:
        line.encode()


def test_two_masks_of_one_name_are_refused(tmp_path: Path) -> None:
    pairs(tmp_path / "images", tmp_path / "masks", ["a"])
    cv2.imwrite(str(tmp_path / "masks" / "a.jpg"), mask(BOX))
    with pytest.raises(InputError, match="has the same name: remove one"):
        open_dataset(tmp_path)


@pytest.mark.parametrize(("part", "images", "count"), [("sirst", 308, 393), ("nudt", 663, 918)])
def test_real_sets_have_all_their_targets(part: str, images: int, count: int) -> None:
    found, notes = opened(real(part))
    assert (len(found), notes) == (images, [])
    assert len(targets(found)) == count
