"""Training crops with the heat maps to learn, side by side."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget

from label_irst import theme

LEAST_SIDE = 148  # of a tile, on the screen
GAP = 6
BAR = 14  # the width of the scroll bar
CELL = 4  # pixels of a crop to one of its heat map
PLACES = 12  # tiles for crops that are still to come
HEAT = QColor(255, 138, 60)  # the same in both themes, as all over a picture


@dataclass(frozen=True, eq=False)
class CropPicture:
    """A crop as the network sees it, its heat map in colour, and its tooltip."""

    picture: QImage
    heat: QImage
    text: str


class Tiles(QWidget):
    """One tile a crop; the one under the pointer without its heat map."""

    def __init__(self) -> None:
        super().__init__()
        self.crops: dict[int, CropPicture] = {}
        self.count = PLACES
        self.columns = 1
        self.side = LEAST_SIDE
        self.heat_shown = True
        self.over = -1
        self.setMouseTracking(True)

    def lay_out(self, width: int) -> None:
        """Make the tiles fill the width."""
        self.columns = max(1, (width + GAP) // (LEAST_SIDE + GAP))
        self.side = (width - GAP * (self.columns - 1)) // self.columns
        rows = -(-max(1, self.count) // self.columns)
        self.setFixedHeight(rows * (self.side + GAP) - GAP)
        self.update()

    def place(self, number: int) -> QRect:
        row, column = divmod(number, self.columns)
        step = self.side + GAP
        return QRect(QPoint(column * step, row * step), QSize(self.side, self.side))

    def at(self, point: QPoint) -> int:
        """The number of the tile at a point; -1 for none."""
        return next((i for i in range(self.count) if self.place(i).contains(point)), -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number in range(self.count):
            place = self.place(number)
            if not place.intersects(event.rect()):
                continue
            crop = self.crops.get(number)
            if crop is None:
                painter.fillRect(place, theme.colours().panel)
                continue
            painter.drawImage(place, crop.picture)
            if self.heat_shown and number != self.over:
                painter.drawImage(place, crop.heat)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self.at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(-1)

    def _point_at(self, number: int) -> None:
        if number != self.over:
            self.over = number
            self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            crop = self.crops.get(self.at(event.pos()))
            QToolTip.showText(event.globalPos(), crop.text if crop is not None else "", self)
            return True
        return super().event(event)


class TrainCrops(QScrollArea):
    def __init__(self) -> None:
        super().__init__()
        self.tiles = Tiles()
        self.setWidget(self.tiles)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(LEAST_SIDE)

    def show_crop(self, number: int, crop: CropPicture) -> None:
        """Show a crop, in the place of the former one of its number."""
        self.tiles.crops[number] = crop
        if number >= self.tiles.count:
            self.tiles.count = number + 1
            self._lay_out()
        self.tiles.update()

    def show_heat(self, on: bool) -> None:
        self.tiles.heat_shown = on
        self.tiles.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        # The same with and without the scroll bar, or the layout would flip between the two.
        self.tiles.lay_out(self.width() - BAR)


def coloured(heat: QImage) -> QImage:
    """A heat map of grey levels as a veil of one colour, denser where hotter."""
    heat = heat.scaled(heat.size() / CELL)  # its blocks become smooth when drawn
    veil = QImage(heat.size(), QImage.Format.Format_ARGB32_Premultiplied)
    veil.fill(HEAT)
    alpha = heat.convertToFormat(QImage.Format.Format_Grayscale8)
    alpha.reinterpretAsFormat(QImage.Format.Format_Alpha8)
    painter = QPainter(veil)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, alpha)
    painter.end()
    return veil
