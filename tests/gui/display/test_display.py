"""The pictures of a sequence with any values in its frames: NaN, infinity, one frame only."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from label_irst.display.levels import to_8bit
from label_irst.display.look import Filter
from label_irst.document import Document
from tests.gui import scenes
from tests.gui.conftest import open_document
from tests.gui.scenes import FIRST, SECOND


def greys(image: QImage) -> NDArray[np.uint8]:
    flat = image.convertToFormat(QImage.Format.Format_Grayscale8)
    raw = np.frombuffer(flat.constBits(), np.uint8).reshape(flat.height(), flat.bytesPerLine())
    return raw[:, : flat.width()].copy()


def shown(document: Document, frame: int) -> NDArray[np.uint8]:
    picture = document.display.shown(frame)
    assert picture is not None
    return greys(picture.image)


def of_kind(kind: str) -> NDArray[Any]:
    stack = scenes.frames(6)
    if kind == "uint8":
        return (stack // 64).astype(np.uint8)
    if kind == "holes":
        holed = stack.astype(np.float32)
        holed[:, 5, 5] = np.nan
        holed[2, 50:60, 60:70] = np.nan
        holed[3, 8, 8], holed[4, 9, 9] = np.inf, -np.inf
        return holed
    return stack.astype(kind)


@pytest.mark.parametrize("kind", ["uint8", "uint16", "int16", "int32", "float64", "holes"])
def test_difference_and_median_are_shown_for_every_kind_of_frame(
    qapp: QApplication, tmp_path: Path, kind: str
) -> None:
    stack = of_kind(kind)
    document = open_document(scenes.write_stack(tmp_path / "sky.npy", stack))
    raw = [document.sequence[i].copy() for i in range(6)]
    document.display.change(filter=Filter.DIFFERENCE)
    levels = document.display.levels
    assert levels.level == 0.0
    assert document.display.sample.range[1] >= levels.high
    for frame in range(1, 6):
        with np.errstate(invalid="ignore"):
            change = stack[frame].astype(np.float64) - stack[frame - 1]
        expected = to_8bit(change, levels).astype(int)
        assert np.abs(shown(document, frame) - expected).max() <= 1
    assert np.ptp(shown(document, 0)) <= (128 if kind == "holes" else 0), "no frame before"
    document.display.change(filter=Filter.MEDIAN)
    middle = np.median(stack[1:6].astype(np.float64), axis=0)
    clean = np.isfinite(middle)
    expected = to_8bit(middle, document.display.levels).astype(int)
    assert np.abs(shown(document, 3) - expected)[clean].max() <= 1
    if kind == "holes":
        assert shown(document, 2)[50:60, 60:70].min() > 0, "filled from the frames around"
        assert shown(document, 2)[5, 5] == 0
    for frame, image in enumerate(raw):
        np.testing.assert_array_equal(document.sequence[frame], image)
    document.close()


def test_what_moves_stands_out_in_the_difference_and_goes_in_the_median(
    document: Document,
) -> None:
    display = document.display
    old, new = FIRST.mask(10) & ~FIRST.mask(11), FIRST.mask(11) & ~FIRST.mask(10)
    elsewhere = ~(FIRST.mask(10) | FIRST.mask(11))
    display.change(filter=Filter.DIFFERENCE)
    grey = shown(document, 11).astype(int)
    assert grey[new].min() > 250
    assert grey[old].max() < 5
    assert abs(np.median(grey[elsewhere]) - 127.5) < 2
    display.change(filter=Filter.MEDIAN)
    fast = FIRST.mask(11) & ~FIRST.mask(10) & ~FIRST.mask(12)
    sky = np.median(shown(document, 11)[20:24])
    assert np.abs(shown(document, 11)[fast].astype(int) - sky).max() < 40


@pytest.mark.parametrize("frames", [1, 2])
def test_sequences_too_short_for_a_filter_are_shown(
    qapp: QApplication, tmp_path: Path, frames: int
) -> None:
    document = open_document(scenes.write_stack(tmp_path / "sky.npy", scenes.frames(frames)))
    plain = [shown(document, i) for i in range(frames)]
    for name in (Filter.DIFFERENCE, Filter.MEDIAN):
        document.display.change(filter=name)
        for frame in range(frames):
            document.go_to(frame)
            assert shown(document, frame).shape == plain[0].shape
    np.testing.assert_array_equal(shown(document, 0), plain[0])
    document.close()


def test_local_contrast_brings_out_the_texture_of_the_sky(document: Document) -> None:
    sky = ~(FIRST.mask(0) | SECOND.mask(0))

    def texture() -> float:
        return float(shown(document, 0)[:40][sky[:40]].std())

    textures = [texture()]
    for strength in (0.3, 0.6, 1.0):
        document.display.change(contrast=strength)
        textures.append(texture())
    assert textures == sorted(textures)
    assert textures[-1] > 1.5 * textures[0]
    assert shown(document, 0)[FIRST.mask(0)].min() > 200, "the target stays bright"


def test_a_picture_is_made_once(document: Document) -> None:
    display = document.display
    first = display.shown(0)
    assert display.shown(1) is not first
    assert display.shown(0) is first
    display.change(inverted=True)
    assert display.shown(0) is not first
    display.change(inverted=False)
    for frame in range(5):
        display.shown(frame)
    assert display.shown(0) is not first, "kept a few, not all"


def test_no_data_sets_neither_levels_nor_the_histogram(qapp: QApplication, tmp_path: Path) -> None:
    """A border of 0 that moves, and telemetry: the picture looks as without them."""
    clean = scenes.frames(6)
    stack = clean.copy()
    for number, frame in enumerate(stack):
        frame[:, : 10 + number] = 0
        frame[-2:] = np.random.default_rng(number).integers(0, 65535, frame[-2:].shape)
    ranges = []
    for name, frames in (("clean", clean), ("spoilt", stack)):
        document = open_document(scenes.write_stack(tmp_path / f"{name}.npy", frames))
        for kind in (Filter.NONE, Filter.DIFFERENCE):
            document.display.change(filter=kind)
            levels, sample = document.display.levels, document.display.sample
            ranges.append((levels.low, levels.high, *sample.range))
        document.close()
    assert np.array(ranges[2:]) == pytest.approx(np.array(ranges[:2]), rel=0.1, abs=12)
