"""Icons: each exists, and is drawn in the given colour."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication

from label_irst import resources
from label_irst.document import Document
from label_irst.tools.toolbox import ToolBox


def drawn(icon: QIcon, size: int) -> np.ndarray:
    """The icon's pixels, shape (h, w, 4), RGBA."""
    image = icon.pixmap(size, size).toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    rows, columns = image.height(), image.width()
    return np.frombuffer(image.constBits(), np.uint8).reshape(rows, columns, 4).copy()


@pytest.mark.parametrize("size", [20, 40, 80])
def test_each_tool_has_an_icon_of_its_own_in_the_colour_asked_for(
    qapp: QApplication, size: int
) -> None:
    seen = set()
    for name in ToolBox(Document()).tools:
        pixels = drawn(resources.icon(name, QColor("#12ff34")), size)
        assert pixels.shape[0] == size
        inked = pixels[pixels[..., 3] > 200]
        assert 0.01 < len(inked) / size**2 < 0.95
        assert np.abs(inked[:, :3].astype(int) - [0x12, 0xFF, 0x34]).max() < 16
        seen.add(pixels.tobytes())
    assert len(seen) == len(ToolBox(Document()).tools)


def test_the_program_has_an_icon(qapp: QApplication) -> None:
    pixels = drawn(resources.application_icon(), 64)
    assert (pixels[..., 3] > 200).mean() > 0.3
    assert len(np.unique(pixels.reshape(-1, 4), axis=0)) > 3


def test_a_language_without_a_translation_is_no_error() -> None:
    assert resources.translation("tlh").name == "label-irst_tlh.qm"
    assert not resources.translation("tlh").exists()
