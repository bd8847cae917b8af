"""A sheet of hits, misses and false alarms; only the visible pictures are read."""

from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from label_irst import theme
from label_irst.i18n import percent
from label_irst.jobs.crops import Crops, Square
from label_irst.views.results.cells import paint_case, square_of_case
from p2m_core.errors import P2MError
from p2m_core.eval.comparison import Case
from p2m_core.project import Project, SequenceInfo, Target, list_sequences, list_targets

SIDE = 124  # view pixels of a picture
GAP = 12
WORDS = 36  # below each picture
AT_ONCE = 6  # pictures a job reads before the visible ones are determined again
KEPT = 600


class ResultCrops(QAbstractScrollArea):
    chosen = Signal(object)  # a case was clicked

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cases: list[Case] = []
        self.marked: Case | None = None
        self._project: Project | None = None
        self._infos: dict[int, SequenceInfo] = {}  # by the number in the comparison
        self._empty = ""
        self.crops = Crops(KEPT, self)
        self.crops.came.connect(self.viewport().update)
        self.crops.free.connect(self._read)
        self._targets: dict[tuple[int, int], list[Target]] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumSize(GAP + 3 * (SIDE + GAP) + 12, SIDE + WORDS + 2 * GAP)
        self.verticalScrollBar().valueChanged.connect(self._look)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    # Content

    def open(self, project: Project | None, sequences: list[tuple[str, Path]]) -> None:
        """Take the pictures from the project's sequences of these names."""
        self._let_go()
        known = {info.name: info for info in list_sequences(project)} if project is not None else {}
        self._project = project
        self._infos = {
            i: known[name] for i, (name, _) in enumerate(sequences) if name in known
        }  # fmt: skip

    def show_cases(self, cases: list[Case], empty: str) -> None:
        """Show these cases; `empty` is the text where there are none."""
        self.cases, self._empty, self.marked = cases, empty, None
        self._targets.clear()
        self.verticalScrollBar().setValue(0)
        self._set_range()
        self._look()

    def info(self, case: Case) -> SequenceInfo | None:
        """The case's sequence; None if the project no longer has one of that name."""
        return self._infos.get(case.sequence)

    # Places

    def _columns(self) -> int:
        return max(1, (self.viewport().width() - GAP) // (SIDE + GAP))

    def _set_range(self) -> None:
        rows = -(-len(self.cases) // self._columns())
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep((SIDE + WORDS + GAP) // 3)
        bar.setRange(0, max(0, rows * (SIDE + WORDS + GAP) + GAP - self.viewport().height()))

    def cell(self, index: int) -> QRectF:
        """The rectangle of a picture in the view."""
        columns = self._columns()
        row, column = divmod(index, columns)
        top = GAP + row * (SIDE + WORDS + GAP) - self.verticalScrollBar().value()
        pitch = (self.viewport().width() - 2 * GAP - SIDE) / max(1, columns - 1)
        return QRectF(round(GAP + column * pitch), top, SIDE, SIDE)

    def _visible(self) -> range:
        top = self.verticalScrollBar().value()
        pitch, columns = SIDE + WORDS + GAP, self._columns()
        first, last = max(0, top - GAP) // pitch, (top + self.viewport().height()) // pitch
        return range(first * columns, min(len(self.cases), (last + 1) * columns))

    def _at(self, point: QPointF) -> Case | None:
        for index in self._visible():
            if self.cell(index).adjusted(0, 0, 0, WORDS).contains(point):
                return self.cases[index]
        return None

    # Reading

    def _look(self) -> None:
        self._read()
        self.viewport().update()

    def _wanted(self) -> tuple[int, list[Square]]:
        """Some visible pictures of one sequence that are not read yet."""
        missing: dict[int, list[Square]] = {}
        for index in self._visible():
            case = self.cases[index]
            info, square = self.info(case), square_of_case(case)
            if info is not None and (info.path, square) not in self.crops.kept:
                missing.setdefault(case.sequence, []).append(square)
        sequence = next(iter(missing), -1)
        return sequence, missing.get(sequence, [])[:AT_ONCE]

    def _read(self) -> None:
        sequence, squares = self._wanted() if self.isVisible() else (-1, [])
        if squares:
            self.crops.read(self._infos[sequence].path, squares)

    def _let_go(self) -> None:
        self.crops.clear()
        self._infos = {}
        self._targets.clear()

    def close_images(self) -> None:
        """Let go of the images and of the project."""
        self._let_go()
        self._project = None
        self.show_cases([], "")

    # Painting

    def _labels(self, case: Case) -> list[Target]:
        """The current targets of a case's frame."""
        info = self.info(case)
        if self._project is None or info is None:
            return []
        key = (case.sequence, case.frame)
        if key not in self._targets:
            try:
                self._targets[key] = list_targets(self._project, info.id, case.frame)
            except P2MError:
                self._targets[key] = []  # the main window reports it
        return self._targets[key]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colours().panel)
        if not self.cases:
            painter.setPen(theme.colours().faint_text)
            area = self.viewport().rect().adjusted(24, 24, -24, -24)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, int(flags), self._empty)
        for index in self._visible():
            self._paint(painter, self.cell(index), self.cases[index])
        painter.end()

    def _paint(self, painter: QPainter, cell: QRectF, case: Case) -> None:
        info = self.info(case)
        square = square_of_case(case)
        key = None if info is None else (info.path, square)
        read = key is None or key in self.crops.kept
        crop = None if key is None else self.crops.kept.get(key)
        paint_case(painter, cell, case, crop, read, self._labels(case))
        if case is self.marked:
            painter.setPen(QPen(theme.colours().accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(cell.adjusted(-2, -2, 2, 2))
        words = QRectF(cell.left(), cell.bottom() + 3, SIDE, WORDS / 2)
        letters = painter.fontMetrics()
        name = info.name if info is not None else self.tr("not in the project")
        painter.setPen(theme.colours().faint_text)
        painter.drawText(
            words, Qt.AlignmentFlag.AlignLeft,
            letters.elidedText(name, Qt.TextElideMode.ElideMiddle, SIDE),
        )  # fmt: skip
        words.translate(0, WORDS / 2 - 1)
        painter.setPen(theme.colours().text)
        frame = self.tr("frame {number}").format(number=case.frame + 1)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft, frame)
        painter.drawText(words, Qt.AlignmentFlag.AlignRight, self._score(case))

    def _score(self, case: Case) -> str:
        """The new model's score, else the old one's."""
        found = case.found[1] or case.found[0]
        return "" if found is None else f"{found.score:.2f}"

    # The pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        case = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and case is not None:
            self.marked = case
            self.viewport().update()
            self.chosen.emit(case)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            case = self._at(QPointF(event.pos()))
            if case is not None:
                QToolTip.showText(event.globalPos(), self._tip(case), self)
            return True
        return super().viewportEvent(event)

    def _tip(self, case: Case) -> str:
        old, new = case.found
        none = self.tr("nothing")
        lines = [
            self.tr("Labelled target") if case.target else self.tr("No label here"),
            self.tr("New model: {score}").format(score=percent(new.score) if new else none),
            self.tr("Compared with: {score}").format(score=percent(old.score) if old else none),
            self.tr("Click: show the frame"),
        ]
        return "\n".join(lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_range()
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()
