"""What lies below the masks: the picture with its grid, and the raw values to write over them."""

from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from label_irst import theme
from label_irst.views.picture import pixels
from label_irst.views.picture.viewport import Viewport


class Ground:
    """The picture of a view, made again only when something of it changes.

    What is painted over it, such as the mask under the pointer, changes far more often.
    """

    def __init__(self) -> None:
        self.picture = QImage()
        self.own = True  # the picture is of the frame whose raw values are known
        self._reduced: tuple[float, QImage] = 0.0, QImage()
        self._images = QImage(), QImage()
        self._key: tuple[object, ...] = ()

    def set_picture(self, picture: QImage, own: bool) -> None:
        self.picture, self.own = picture, own
        self._reduced = 0.0, QImage()

    def images(
        self, view: Viewport, size: QSize, ratio: float, raw: NDArray[Any], font: QFont
    ) -> tuple[QImage, QImage]:
        """The picture with its grid, and the raw values, null where they do not fit.

        `size` is that of the view, which has `ratio` screen pixels a view pixel.
        """
        canvas = theme.colours().canvas
        key = (self.picture.cacheKey(), view, size, ratio, canvas.rgb(), self.own)
        if self._key != key:
            self._key = key
            ground = _sheet(size, ratio, QImage.Format.Format_RGB32, canvas)
            painter = QPainter(ground)
            pixels.paint_picture(painter, view, self.picture, self._reduced_to(view.scale * ratio))
            painter.end()
            pixels.paint_grid(ground, view, raw.shape[1], raw.shape[0])
            values = QImage()
            if view.scale >= pixels.VALUES_FROM and self.own:
                clear = QColor(Qt.GlobalColor.transparent)
                kind = QImage.Format.Format_ARGB32_Premultiplied
                values = _sheet(size, ratio, kind, clear)
                painter.begin(values)
                pixels.paint_values(painter, view, raw, self.picture, font)
                painter.end()
            self._images = ground, values
        return self._images

    def _reduced_to(self, scale: float) -> QImage:
        """The picture at `scale` screen pixels a pixel; null from 1 on, where all of them show."""
        if scale >= 1.0:
            return QImage()
        if self._reduced[0] != scale:
            self._reduced = scale, pixels.reduced(self.picture, scale)
        return self._reduced[1]


def _sheet(size: QSize, ratio: float, kind: QImage.Format, colour: QColor) -> QImage:
    """An empty image as large as the view, in screen pixels."""
    sheet = QImage(size * ratio, kind)
    sheet.setDevicePixelRatio(ratio)
    sheet.fill(colour)
    return sheet
