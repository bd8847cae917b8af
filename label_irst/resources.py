"""Icons and translations: beside the package in a checkout, inside it when installed."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_INSTALLED = Path(__file__).parent / "_resources"
FOLDER = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[1] / "resources"


def icon(name: str, colour: QColor, checked: QColor | None = None) -> QIcon:
    """The drawing ``icons/NAME.svg`` in `colour`, sharp up to 4x screens; `checked` when down."""
    result = QIcon()
    for state, ink in ((QIcon.State.Off, colour), (QIcon.State.On, checked or colour)):
        for image in _drawn(name, ink.name()):
            result.addPixmap(QPixmap.fromImage(image), QIcon.Mode.Normal, state)
    return result


@cache  # images: unlike pixmaps they may outlive the application
def _drawn(name: str, ink: str) -> list[QImage]:
    drawing = (FOLDER / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", ink).encode()))
    images = []
    for size in (20, 40, 80):
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        images.append(image)
    return images


def application_icon() -> QIcon:
    """The icon of the program, in its own colours."""
    return QIcon(str(FOLDER / "icons" / "label-irst.svg"))


def translation(language: str) -> Path:
    """The compiled translation of a language such as ``zh_CN``; it may not exist."""
    return FOLDER / "translations" / f"label-irst_{language}.qm"
