"""The name of the open sequence, in the corner of the menu bar; a click lists all sequences."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QApplication, QComboBox

from label_irst.document import Document
from label_irst.i18n import frames
from label_irst.views.sequences.listing import SequenceList
from label_irst.views.widgets.keyboard import reached_by_tab
from p2m_core.project import (
    Project,
    SequenceName,
    count_frames_done,
    count_sequences,
    list_sequence_names,
)

NARROWEST, WIDEST = 110, 330
AROUND = 50  # px: padding and arrow
ROUNDING = 4  # px: letters have fractions of a pixel, which the sum of a name leaves out


class SequenceBox(QComboBox):
    """A box of one line; names are read again only after sequences were added or removed."""

    def __init__(
        self, document: Document, show: Callable[[int], object], remove: Callable[[int], object],
        page: QAction,
    ) -> None:  # fmt: skip
        super().__init__()
        self._document = document
        self.names: list[SequenceName] = []
        self._place: dict[int, int] = {}
        self._of: tuple[Project | None, int] = (None, 0)
        self.list = SequenceList(self, show, remove, page)
        self.addItem("")
        self.setAccessibleName(self.tr("Sequence"))
        reached_by_tab(self)
        document.sequence_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the name and the number of the open sequence."""
        project = self._document.project
        of = (project, count_sequences(project) if project is not None else 0)
        if of != self._of:
            self._of = of
            self.names = list_sequence_names(project) if project is not None else []
            self._place = {sequence.id: i for i, sequence in enumerate(self.names)}
            self.setVisible(bool(self.names))
            self._fit_to_names()
        self._update_text()

    @property
    def shown(self) -> int:
        """The index of the open sequence in the list; -1 if none is open."""
        info = self._document.info
        return self._place.get(info.id, -1) if info is not None else -1

    def progress(self) -> str:
        """The count of finished frames in the whole project."""
        project = self._document.project
        done = count_frames_done(project) if project is not None else 0
        count = sum(sequence.frame_count for sequence in self.names)
        return self.tr("{done} of {frames} done").format(done=f"{done:,}", frames=frames(count))

    def showPopup(self) -> None:
        if self._document.project is not None:
            self.list.open(self._document.project, self.names, self.shown)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), super().sizeHint().height())

    def _fit_to_names(self) -> None:
        """Make the box as wide as the longest name, once: it must not move from image to image.

        The longest by count of letters: measuring thousands of names takes too long.
        """
        longest = max((sequence.name for sequence in self.names), key=len, default="")
        wanted = self.fontMetrics().horizontalAdvance(longest + self._number(len(self.names)))
        self.setFixedWidth(min(max(wanted + AROUND + ROUNDING, NARROWEST), WIDEST))
        bar = self.parentWidget()
        if bar is not None:  # a menu bar lays out its corner only when resized
            QApplication.sendEvent(bar, QResizeEvent(bar.size(), bar.size()))

    def _number(self, number: int) -> str:
        count = len(self.names)
        return f"   {number} / {count}" if count > 1 else ""

    def _update_text(self) -> None:
        name = self.names[self.shown].name if self.shown >= 0 else ""
        number = self._number(self.shown + 1) if self.shown >= 0 else ""
        metrics = self.fontMetrics()
        room = self.width() - AROUND - metrics.horizontalAdvance(number)
        self.setItemText(0, metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room) + number)
        tip = self.tr("The project's sequences")
        self.setToolTip(f"{name}\n{tip}" if name else tip)
