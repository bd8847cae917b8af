"""Hits, misses and false alarms by picture: a sheet of them, of which what is seen is read."""

from collections import OrderedDict
from functools import partial
from pathlib import Path
from typing import Any

from numpy.typing import NDArray
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
from label_irst.jobs.crops import CropReader, Place
from label_irst.jobs.task import Job
from label_irst.views.results.cells import paint_case, place_of_case
from p2m_core.errors import InputError, P2MError
from p2m_core.eval.comparison import Case
from p2m_core.progress import Progress
from p2m_core.project import Project, SequenceInfo, Target, list_sequences, list_targets

SIDE = 124  # view pixels of a picture
GAP = 12
WORDS = 36  # below it
AT_ONCE = 6  # pictures a job reads, before it looks again what is on the screen
KEPT = 600

_Crops = dict[Place, NDArray[Any] | None]
_Key = tuple[int, Place]


class ResultCrops(QAbstractScrollArea):
    chosen = Signal(object)  # a case was clicked

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cases: list[Case] = []
        self.marked: Case | None = None
        self._project: Project | None = None
        self._infos: dict[int, SequenceInfo] = {}  # by the number in the comparison
        self._empty = ""
        self._crops: OrderedDict[_Key, NDArray[Any] | None] = OrderedDict()
        self._targets: dict[tuple[int, int], list[Target]] = {}
        self._readers: dict[int, CropReader] = {}
        self._left: list[CropReader] = []  # of what was shown before, while a job may read them
        self._job: Job | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumSize(GAP + 3 * (SIDE + GAP) + 12, SIDE + WORDS + 2 * GAP)
        self.verticalScrollBar().valueChanged.connect(self._look)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    # What is shown

    def open(self, project: Project | None, sequences: list[tuple[str, Path]]) -> None:
        """Show pictures of these sequences, by the names they have in the project."""
        self._let_go()
        known = {info.name: info for info in list_sequences(project)} if project is not None else {}
        self._project = project
        self._infos = {
            i: known[name] for i, (name, _) in enumerate(sequences) if name in known
        }  # fmt: skip

    def show_cases(self, cases: list[Case], empty: str) -> None:
        """Show these; `empty` says what it means that there are none."""
        self.cases, self._empty, self.marked = cases, empty, None
        self._targets.clear()
        self.verticalScrollBar().setValue(0)
        self._set_range()
        self._look()

    def info(self, case: Case) -> SequenceInfo | None:
        """The sequence in the project; None where there is none of that name any more."""
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
        """Where a picture is on the screen."""
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

    def _wanted(self) -> tuple[int, list[Place]]:
        """What is on the screen and not read yet: of one sequence, some pictures."""
        missing: dict[int, list[Place]] = {}
        for index in self._visible():
            case = self.cases[index]
            place = place_of_case(case)
            if case.sequence in self._infos and (case.sequence, place) not in self._crops:
                missing.setdefault(case.sequence, []).append(place)
        sequence = next(iter(missing), -1)
        return sequence, missing.get(sequence, [])[:AT_ONCE]

    def _read(self) -> None:
        if self._job is not None or not self.isVisible():
            return
        sequence, places = self._wanted()
        if not places:
            return
        if sequence not in self._readers:
            self._readers[sequence] = CropReader(self._infos[sequence].path)
        work = partial(_read, self._readers[sequence], sequence, places)
        self._job = Job(work, self)
        self._job.succeeded.connect(self._take)
        self._job.finished.connect(self._ended)
        self._job.start()

    def _take(self, result: tuple[CropReader, int, _Crops]) -> None:
        reader, sequence, crops = result
        if self._readers.get(sequence) is not reader:
            return
        self._crops |= {(sequence, place): crop for place, crop in crops.items()}
        while len(self._crops) > KEPT:
            self._crops.popitem(last=False)
        self.viewport().update()

    def _ended(self) -> None:
        self._job = None
        self._close_left()
        self._read()

    def _let_go(self) -> None:
        """Let go of the images; a job that still reads them does it when it ends."""
        self._left += self._readers.values()
        if self._job is not None and self._job.isRunning():
            self._job.cancel()
        else:
            self._close_left()
        self._readers, self._infos = {}, {}
        self._crops.clear()
        self._targets.clear()

    def _close_left(self) -> None:
        for reader in self._left:
            reader.close()
        self._left.clear()

    def close_images(self) -> None:
        """Let go of the images and of the project."""
        self._let_go()
        self._project = None
        self.show_cases([], "")

    # Painting

    def _labels(self, case: Case) -> list[Target]:
        """The targets of a case's frame, as they are now."""
        info = self.info(case)
        if self._project is None or info is None:
            return []
        key = (case.sequence, case.frame)
        if key not in self._targets:
            try:
                self._targets[key] = list_targets(self._project, info.id, case.frame)
            except P2MError:
                self._targets[key] = []  # the window that edits them says so
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
        key = (case.sequence, place_of_case(case))
        read = key in self._crops or info is None
        paint_case(painter, cell, case, self._crops.get(key), read, self._labels(case))
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
        """The new model's, else the old one's."""
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
            self.tr("New model: {score}").format(score=f"{new.score:.2f}" if new else none),
            self.tr("Compared with: {score}").format(score=f"{old.score:.2f}" if old else none),
            self.tr("Click: show the frame"),
        ]
        return "\n".join(lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_range()
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()


def _read(
    reader: CropReader, sequence: int, places: list[Place], progress: Progress
) -> tuple[CropReader, int, _Crops]:
    try:
        return reader, sequence, reader.read(places, progress)
    except InputError:  # the images are not there: each picture says so
        return reader, sequence, dict.fromkeys(places)
