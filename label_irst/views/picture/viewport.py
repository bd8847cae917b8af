"""Which part of the picture a view shows: plain numbers, no widget.

Image coordinates have the centre of the top-left pixel at (0, 0); view coordinates are the
widget's logical pixels.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

LARGEST_SCALE = 96.0


@dataclass(frozen=True)
class Viewport:
    """`scale` view pixels a picture pixel; the picture point (x, y) is in the view's middle."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    width: float = 1.0
    height: float = 1.0

    def to_view(self) -> QTransform:
        transform = QTransform()
        transform.translate(self.width / 2, self.height / 2)
        transform.scale(self.scale, self.scale)
        transform.translate(-self.x, -self.y)
        return transform

    def to_image(self, point: QPointF) -> QPointF:
        return QPointF(
            (point.x() - self.width / 2) / self.scale + self.x,
            (point.y() - self.height / 2) / self.scale + self.y,
        )

    def visible(self) -> QRectF:
        """The picture rectangle that the view shows."""
        size = QSizeF(self.width / self.scale, self.height / self.scale)
        corner = QPointF(self.x - size.width() / 2, self.y - size.height() / 2)
        return QRectF(corner, size)

    def resized(self, width: float, height: float) -> "Viewport":
        return replace(self, width=max(1.0, width), height=max(1.0, height))

    def centred(self, x: float, y: float) -> "Viewport":
        return replace(self, x=x, y=y)

    def moved(self, dx: float, dy: float) -> "Viewport":
        """Drag the picture by view pixels."""
        return replace(self, x=self.x - dx / self.scale, y=self.y - dy / self.scale)

    def zoomed(self, at: QPointF, factor: float, least: float) -> "Viewport":
        """Zoom; the picture point under `at` stays there."""
        scale = min(max(self.scale * factor, least), LARGEST_SCALE)
        fixed = self.to_image(at)
        ratio = self.scale / scale
        return replace(
            self,
            scale=scale,
            x=fixed.x() + (self.x - fixed.x()) * ratio,
            y=fixed.y() + (self.y - fixed.y()) * ratio,
        )

    def fitted(self, columns: int, rows: int, margin: float = 8.0) -> "Viewport":
        """The whole picture in the view."""
        scale = min(
            (self.width - 2 * margin) / max(columns, 1), (self.height - 2 * margin) / max(rows, 1)
        )
        return replace(
            self,
            x=(columns - 1) / 2,
            y=(rows - 1) / 2,
            scale=min(max(scale, 0.01), LARGEST_SCALE),
        )
