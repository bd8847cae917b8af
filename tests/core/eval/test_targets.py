"""Reading images and masks: order, names, and one clear line for each fault."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from p2m_core.errors import InputError
from p2m_core.eval.targets import find_pairs, load_scene, load_scenes, split_targets
from tests.core.eval.drawn import mask, write


def test_all_images_are_found_by_name_with_their_targets(tmp_path: Path) -> None:
    root = write(tmp_path)
    scenes = list(load_scenes(find_pairs(root / "images", root / "masks")))
    assert [s.name for s in scenes] == ["a", "b", "empty"]
    assert [len(s.targets) for s in scenes] == [2, 1, 0]
    np.testing.assert_array_equal(scenes[0].targets[0], mask((20, 5, 23, 8)))


def test_pixels_that_meet_at_a_corner_are_one_target() -> None:
    touching = mask((3, 3, 5, 5), (5, 5, 6, 6))
    apart = mask((20, 3, 22, 4))
    found = split_targets(touching | apart)
    assert len(found) == 2
    np.testing.assert_array_equal(found[0], touching)
    np.testing.assert_array_equal(found[1], apart)


def test_instance_maps_beside_the_masks_tell_targets_that_touch(tmp_path: Path) -> None:
    truth = mask((3, 3, 6, 6), (6, 3, 9, 6))
    numbers = truth.astype(np.uint16)
    numbers[:, 6:] *= 9
    for kind, picture in (("images", truth), ("masks", truth), ("instances", numbers)):
        (tmp_path / kind / "one").mkdir(parents=True)
        for name in ("a", "b"):
            cv2.imwrite(str(tmp_path / kind / "one" / f"{name}.png"), picture)
    (tmp_path / "instances" / "one" / "b.png").unlink()
    for below in ("", "one"):
        pairs = find_pairs(tmp_path / "images" / below, tmp_path / "masks" / below)
        assert [len(scene.targets) for scene in load_scenes(pairs)] == [2, 1]
    cv2.imwrite(str(tmp_path / "instances" / "one" / "b.png"), numbers[1:])
    with pytest.raises(InputError, match=r"one.b.png: the instance map is 48x39, but its image"):
        load_scene(find_pairs(tmp_path / "images", tmp_path / "masks")[1])


def test_a_list_selects_and_orders_the_images(tmp_path: Path) -> None:
    root = write(tmp_path)
    names = tmp_path / "some.txt"
    names.write_text("b\n\na.png\n")
    pairs = find_pairs(root / "images", root / "masks", names)
    assert [pair.name for pair in pairs] == ["b", "a"]


def test_names_include_sub_folders(tmp_path: Path) -> None:
    for kind in ("images", "masks"):
        for sequence in ("one", "two"):
            folder = tmp_path / kind / sequence
            folder.mkdir(parents=True)
            cv2.imwrite(str(folder / "0.1.png"), np.zeros((8, 9), np.uint8))
    names = tmp_path / "list.txt"
    names.write_text("two/0.1\n")
    assert [p.name for p in find_pairs(tmp_path / "images", tmp_path / "masks")] == [
        "one/0.1",
        "two/0.1",
    ]
    assert [p.name for p in find_pairs(tmp_path / "images", tmp_path / "masks", names)] == [
        "two/0.1"
    ]


def test_colour_becomes_grey_and_16_bits_are_kept(tmp_path: Path) -> None:
    root = write(tmp_path)
    colour = np.random.default_rng(0).integers(0, 255, (40, 48, 3), np.uint8)
    deep = np.full((40, 48), 40_000, np.uint16)
    cv2.imwrite(str(root / "images" / "a.png"), colour)
    cv2.imwrite(str(root / "images" / "b.png"), deep)
    a, b, _ = load_scenes(find_pairs(root / "images", root / "masks"))
    expected = cv2.imread(str(root / "images" / "a.png"), cv2.IMREAD_GRAYSCALE)
    np.testing.assert_array_equal(a.image, expected)
    np.testing.assert_array_equal(b.image, deep)


def test_faults_are_named(tmp_path: Path) -> None:
    root = write(tmp_path)
    images, masks = root / "images", root / "masks"
    with pytest.raises(InputError, match="nowhere: not a folder"):
        find_pairs(images, tmp_path / "nowhere")
    (tmp_path / "void").mkdir()
    with pytest.raises(InputError, match="no images"):
        find_pairs(tmp_path / "void", masks)
    (masks / "b.png").rename(tmp_path / "b.png")
    with pytest.raises(InputError, match="no mask for the image 'b'"):
        find_pairs(images, masks)
    names = tmp_path / "list.txt"
    names.write_text("a\nghost\n")
    with pytest.raises(InputError, match=r"'ghost' is listed"):
        find_pairs(images, masks, names)
    names.write_text("\n")
    with pytest.raises(InputError, match="the list is empty"):
        find_pairs(images, masks, names)
    with pytest.raises(InputError, match="cannot be read as a list"):
        find_pairs(images, masks, tmp_path / "absent.txt")
    cv2.imwrite(str(masks / "b.png"), np.zeros((5, 6), np.uint8))
    pair = find_pairs(images, masks)[1]
    with pytest.raises(InputError, match=r"b\.png: the mask is 6x5, but its image b\.png is 48x40"):
        load_scene(pair)
    cv2.imwrite(str(masks / "b.bmp"), np.zeros((5, 6), np.uint8))
    with pytest.raises(InputError, match="same name"):
        find_pairs(images, masks)
