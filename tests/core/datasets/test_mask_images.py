"""Masks of many kinds of files are read for what they are; pictures and soft maps are refused."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.mask_images import interpret, read_mask
from p2m_core.errors import InputError
from tests.core.datasets.drawn import mask, write_image
from tests.real_data import real

BOXES = ((10, 20, 13, 24), (40, 5, 41, 6), (30, 30, 36, 35))
TRUE = mask(*BOXES) > 0
ZERO = np.zeros_like(mask())


def stored(path: Path, picture: NDArray[np.generic], *options: int) -> Path:
    assert cv2.imwrite(str(path), picture, options)
    return path


def in_colours(*colours: tuple[int, int, int], back: tuple[int, int, int] = (0, 0, 0)):
    picture = np.full((*TRUE.shape, 3), back, np.uint8)
    for (x0, y0, x1, y1), colour in zip(BOXES, colours, strict=True):
        picture[y0:y1, x0:x1] = colour
    return picture


RED, BLUE, DARK = (0, 0, 255), (255, 0, 0), (3, 0, 0)  # OpenCV's order
WHITE = np.full_like(mask(), 255)
KINDS: dict[str, NDArray[np.generic]] = {
    "0 and 255": mask(*BOXES),
    "0 and 1": TRUE.astype(np.uint8),
    "16 bits": TRUE.astype(np.uint16) * np.uint16(65535),
    "16 bits, 0 and 1": TRUE.astype(np.uint16),
    "one colour": in_colours(RED, RED, RED),
    "class colours": in_colours(RED, BLUE, (0, 128, 0)),
    "dark blue": in_colours(DARK, DARK, DARK),
    "colour on white": in_colours(RED, RED, BLUE, back=(255, 255, 255)),
    "alpha under white": np.dstack([WHITE, WHITE, WHITE, mask(*BOXES)]),
    "alpha under black": np.dstack([ZERO, ZERO, ZERO, mask(*BOXES)]),
    "opaque": np.dstack([*[mask(*BOXES)] * 3, WHITE]),
    "transparent background": np.dstack([*[np.where(TRUE, 255, 90)] * 2, WHITE, mask(*BOXES)]),
    "numbers": (TRUE * np.arange(TRUE.shape[1]) // 12 + TRUE).astype(np.uint8),
    "background of 1": TRUE.astype(np.uint8) + np.uint8(1),
}


@pytest.mark.parametrize("kind", KINDS)
def test_masks_are_read_for_what_they_are(tmp_path: Path, kind: str) -> None:
    found = read_mask(stored(tmp_path / "m.png", np.asarray(KINDS[kind])))
    np.testing.assert_array_equal(found, TRUE)


@pytest.mark.parametrize("kind", ["0 and 255", "one colour", "class colours", "numbers"])
@pytest.mark.parametrize("suffix", [".bmp", ".tif"])
def test_other_files_hold_the_same_masks(tmp_path: Path, kind: str, suffix: str) -> None:
    found = read_mask(stored(tmp_path / f"m{suffix}", np.asarray(KINDS[kind])))
    np.testing.assert_array_equal(found, TRUE)


def test_palettes_single_bits_and_floats_are_read(tmp_path: Path) -> None:
    from PIL import Image

    paletted = Image.fromarray(TRUE.astype(np.uint8), "P")
    paletted.putpalette([0, 0, 0, 128, 0, 0])
    paletted.save(tmp_path / "palette.png")
    Image.fromarray(TRUE).save(tmp_path / "bit.png")
    Image.fromarray(TRUE).save(tmp_path / "bit.tif", compression="group4")
    tifffile.imwrite(tmp_path / "float.tif", TRUE.astype(np.float32))
    tifffile.imwrite(tmp_path / "whole.tif", TRUE.astype(np.int32) * 7)
    tifffile.imwrite(tmp_path / "below.tif", TRUE.astype(np.int16) * -32768)
    for file in ("palette.png", "bit.png", "bit.tif", "float.tif", "whole.tif", "below.tif"):
        np.testing.assert_array_equal(read_mask(tmp_path / file), TRUE, err_msg=file)


@pytest.mark.parametrize("quality", [30, 60, 85, 95])
def test_the_ringing_of_jpeg_is_no_target(tmp_path: Path, quality: int) -> None:
    file = stored(tmp_path / "m.jpg", mask(*BOXES), cv2.IMWRITE_JPEG_QUALITY, quality)
    assert cv2.imread(str(file), 0)[~TRUE].any(), "there is ringing"
    np.testing.assert_array_equal(read_mask(file), TRUE)
    # As a PNG that a JPEG was turned into, the same.
    turned = stored(tmp_path / "m.png", cv2.imread(str(file), 0))
    np.testing.assert_array_equal(read_mask(turned), TRUE)


def test_softened_edges_end_half_way(tmp_path: Path) -> None:
    large = cv2.resize(mask((10, 20, 16, 25)), None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)
    assert len(np.unique(large)) > 3
    found = read_mask(stored(tmp_path / "m.png", large))
    assert found.sum() == 12 * 10
    assert found[40:50, 20:32].all()


def test_an_empty_mask_is_empty_in_any_file(tmp_path: Path) -> None:
    for name in ("m.png", "m.jpg", "m.bmp", "m.tif"):
        assert not read_mask(stored(tmp_path / name, mask())).any()


def spots(sigma: float) -> NDArray[np.uint8]:
    rows, columns = np.mgrid[:48, :64]
    found = np.zeros((48, 64))
    for x, y in ((12, 20), (44, 30)):
        found = np.maximum(found, np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / 2 / sigma**2))
    return (found * 255).astype(np.uint8)


def test_soft_maps_and_pictures_are_refused_in_one_line(tmp_path: Path) -> None:
    noise = np.random.default_rng(3).normal(80, 9, (48, 64)).astype(np.uint8)
    ramp = np.tile(np.arange(64, dtype=np.uint8), (48, 1))
    scores = (spots(2) / np.float32(255)).astype(np.float32)
    tifffile.imwrite(tmp_path / "scores.tif", scores)
    files = [
        stored(tmp_path / "soft.png", spots(2)),
        stored(tmp_path / "soft.jpg", spots(3)),
        stored(tmp_path / "picture.png", noise),
        stored(tmp_path / "dim.png", noise // 20),
        stored(tmp_path / "picture.jpg", cv2.GaussianBlur(noise, (0, 0), 1)),
        stored(tmp_path / "ramp.png", ramp),
        stored(tmp_path / "ringing.jpg", TRUE.astype(np.uint8) * 20, cv2.IMWRITE_JPEG_QUALITY, 60),
        tmp_path / "scores.tif",
    ]
    for file in files:
        with pytest.raises(InputError, match=r"grey levels, so it is a picture or a map") as caught:
            read_mask(file)
        assert str(file) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_values_that_are_no_numbers_are_no_mask(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "m.tif", np.where(TRUE, 1, np.nan).astype(np.float32))
    with pytest.raises(InputError, match=r"m\.tif: holds values that are no numbers"):
        read_mask(tmp_path / "m.tif")


def test_several_pages_are_refused(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "m.tif", np.stack([mask(), mask(*BOXES)]), photometric="minisblack")
    with pytest.raises(InputError, match="holds 2 pages"):
        read_mask(tmp_path / "m.tif")


def test_numbers_keep_targets_apart_that_touch(tmp_path: Path) -> None:
    numbered = mask()
    numbered[20:23, 10:13] = 1
    numbered[20:23, 13:15] = 2
    numbered[40, 50] = 2  # the same class far away is another target
    file = write_image(tmp_path / "m.png", numbered)
    labelled = LabelledSequence("a", tmp_path / "a.png", masks={0: file})
    found = [(t.label.centroid, t.label.area, t.track) for t in labelled.targets(0, (48, 64))]
    assert found == [((11, 21), 9, None), ((13.5, 21), 6, None), ((50, 40), 1, None)]


def test_an_instance_map_of_16_bits_is_a_mask(tmp_path: Path) -> None:
    numbered = np.zeros((48, 64), np.uint16)
    numbered[20, 10], numbered[20, 11] = 300, 1200  # they touch
    numbered[30:33, 40:42] = 17
    file = stored(tmp_path / "m.png", numbered)
    labelled = LabelledSequence("a", tmp_path / "a.png", masks={0: file})
    assert [t.label.area for t in labelled.targets(0, (48, 64))] == [1, 1, 6]
    labelled = LabelledSequence("a", tmp_path / "a.png", masks={0: file}, instances={0: file})
    assert [t.track for t in labelled.targets(0, (48, 64))] == [17, 300, 1200]


@settings(deadline=None, max_examples=60)
@given(arrays.arrays(np.bool_, st.tuples(st.integers(1, 12), st.integers(1, 12))))
def test_what_was_written_as_0_and_255_comes_back(drawn: NDArray[np.bool_]) -> None:
    for high in (1, 255):
        found = interpret(drawn.astype(np.uint8) * np.uint8(high))
        assert found is not None
        np.testing.assert_array_equal(found.mask, drawn)
        assert found.numbers is None


@pytest.mark.parametrize("part", ["sirst", "nudt"])
def test_real_masks_survive_jpeg_and_real_pictures_are_none(part: str) -> None:
    for file in sorted((real(part) / "masks").iterdir())[::20]:
        true = read_mask(file)
        _, data = cv2.imencode(".jpg", true * np.uint8(255), [cv2.IMWRITE_JPEG_QUALITY, 50])
        found = interpret(cv2.imdecode(data, 0), lossy=True)
        assert found is not None
        assert np.count_nonzero(found.mask ^ true) <= 0.1 * true.sum(), file
    for file in sorted((real(part) / "images").iterdir())[::20]:
        with pytest.raises(InputError, match="picture"):
            read_mask(file)


def test_a_class_inside_a_border_of_255_is_no_softened_edge():
    levels = np.zeros((20, 20), np.uint8)
    levels[5:10, 5:10] = 255
    levels[6:9, 6:9] = 1
    assert interpret(levels) is None
    levels[6:9, 6:9] = 255
    levels[4, 5:10] = levels[10, 5:10] = (1, 9, 3, 7, 2)
    assert interpret(levels).mask.sum() == 25, "what rings outside is no target"
