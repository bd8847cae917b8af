"""Drag and drop: dropped files are opened, or added to the open project."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from label_irst import theme
from label_irst.document import Document
from label_irst.document.opening import is_project

MARGIN, GAP = 28, 18


class DropZones(QWidget):
    """Covers the window during a drag, and shows the effect of a drop in each zone."""

    def __init__(
        self, window: QMainWindow, document: Document, take: Callable[[list[Path], bool], object]
    ) -> None:
        super().__init__(window)
        self._document, self._take = document, take
        self._paths: list[Path] = []
        self._over = 0  # the zone under the pointer
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.DragLeave:
            self.hide()
        if not isinstance(event, QDropEvent) or QApplication.activeModalWidget() is not None:
            return False
        if kind == QEvent.Type.DragEnter:
            self._paths = local_paths(event)
        if not self._paths:
            return False  # not ours
        self._over = self._zone_at(event.position().toPoint())
        if kind == QEvent.Type.Drop:
            paths, add = local_paths(event), self._over == 1
            self.hide()
            # Not here: the program that the files come from waits for the end of this event.
            QTimer.singleShot(0, lambda: self._take(paths, add))
        else:
            self._cover()
        if isinstance(event, QDragMoveEvent):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.acceptProposedAction()
        return True

    def _cover(self) -> None:
        window = self.window()
        self.setGeometry(window.rect())
        self.raise_()
        self.show()
        self.update()

    @property
    def words(self) -> list[str]:
        """The effect of a drop in each zone, from left to right."""
        count = len(self._paths)
        if count == 1:
            alone = self.tr("Open {name}").format(name=self._paths[0].name)
        elif any(map(is_project, self._paths)):
            alone = self.tr("Open the project, and add the rest to it")
        else:
            alone = self.tr("Open {count} sequences as one project").format(count=count)
        project = self._document.project
        if project is None or any(map(is_project, self._paths)):
            return [alone]
        return [alone, self.tr("Add to {project}").format(project=project.path.name)]

    def _zones(self) -> list[QRectF]:
        area = QRectF(self.window().rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        count = len(self.words)
        width = (area.width() - GAP * (count - 1)) / count
        return [
            QRectF(area.left() + i * (width + GAP), area.top(), width, area.height())
            for i in range(count)
        ]

    def _zone_at(self, at: QPoint) -> int:
        zones = self._zones()
        return len(zones) - 1 if at.x() >= zones[-1].left() else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.9)
        painter.fillRect(self.rect(), theme.colours().window)
        painter.setOpacity(1.0)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        painter.setFont(font)
        for i, (zone, words) in enumerate(zip(self._zones(), self.words, strict=True)):
            over = i == self._over
            painter.setBrush(theme.colours().raised if over else theme.colours().panel)
            line = Qt.PenStyle.SolidLine if over else Qt.PenStyle.DashLine
            painter.setPen(QPen(theme.colours().accent if over else theme.colours().line, 2, line))
            painter.drawRoundedRect(zone, 12, 12)
            painter.setPen(theme.colours().text if over else theme.colours().faint_text)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(zone.adjusted(20, 20, -20, -20), int(flags), words)


def local_paths(event: QDropEvent) -> list[Path]:
    """The dragged files and folders, each once."""
    urls = event.mimeData().urls() if event.mimeData().hasUrls() else []
    return list(dict.fromkeys(Path(url.toLocalFile()) for url in urls if url.isLocalFile()))
