"""The status bar: the pixel under the pointer, running jobs, counts, and the project."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from label_irst.document import Document
from label_irst.views.picture.canvas import Canvas
from label_irst.views.sequences.box import SequenceBox
from p2m_core.geometry import pixel_at
from p2m_core.project import Edit, FrameState, SequenceInfo

TO_REVIEW = {FrameState.SUGGESTED, FrameState.EDITED, FrameState.UNCERTAIN}
MESSAGE_MS = 8000
NAME_WIDTH = 260  # pixels


class StatusBar(QStatusBar):
    def __init__(
        self, document: Document, views: Sequence[Canvas], box: SequenceBox,
        work: Sequence[QWidget],
    ) -> None:  # fmt: skip
        """`work`: bars that appear while a job runs."""
        super().__init__()
        self._document, self._box = document, box
        self._pointer_at: tuple[float, float] | None = None
        self._about: tuple[SequenceInfo | None, int | None] = (None, None)
        self._place, self._counts, self._project = QLabel(), QLabel(), QLabel()
        self._place.setObjectName("place")
        self._counts.setObjectName("counts")
        self._project.setObjectName("project")
        self.setSizeGripEnabled(False)
        self.addWidget(self._place, 1)
        for widget in (*work, self._counts, self._project):
            self.addPermanentWidget(widget)
        for view in views:
            view.pointer_at.connect(self._show_place)
            view.pointer_left.connect(self._clear_place)
        document.message.connect(self._show_message)
        document.report.connect(self._show_report)
        document.edited.connect(self._end_message)
        document.sequence_changed.connect(self._refresh_project)
        document.frame_changed.connect(self._refresh_frame)
        document.targets_changed.connect(self._refresh_counts)
        document.suggestions.frames_changed.connect(self._refresh_counts)
        self._refresh_project()
        self._refresh_counts()

    # A message ends with what it is about, if its time is not up before.

    def _show_message(self, text: str) -> None:
        """Show `text` until another frame is shown, or something is edited."""
        self._about = self._document.info, self._document.frame
        self.showMessage(text, MESSAGE_MS)

    def _show_report(self, text: str) -> None:
        """Show `text` until another sequence is shown."""
        self._about = self._document.info, None
        self.showMessage(text, MESSAGE_MS)

    def _end_message(self, edit: Edit, by_job: bool) -> None:
        """An edit of the user changes what a message was about, but not a report."""
        if self._about[1] is not None and not by_job:
            self.clearMessage()

    def _refresh_project(self) -> None:
        if self._about[0] is not self._document.info:
            self.clearMessage()
        project = self._document.project
        if project is None:
            self._project.clear()
            return
        saved = self.tr("read-only") if project.readonly else self.tr("every edit is saved")
        metrics = self._project.fontMetrics()
        middle = Qt.TextElideMode.ElideMiddle  # a long name must not widen the window
        name = metrics.elidedText(project.path.name, middle, NAME_WIDTH)
        self._project.setText(f"{name} · {saved}")
        self._project.setToolTip(str(project.path))

    def _refresh_frame(self) -> None:
        if self._about[1] not in (None, self._document.frame):
            self.clearMessage()
        self._refresh_counts()
        if self._pointer_at is not None:  # the pointer rests while the frame changes
            self._show_place(*self._pointer_at)

    def _refresh_counts(self) -> None:
        document = self._document
        if document.info is None:
            self._counts.clear()
            return
        if document.states.size == 1 and len(self._box.names) > 1:
            self._counts.setText(self._box.progress())
            return
        counts = np.bincount(document.shown_states, minlength=len(FrameState))
        self._counts.setText(
            self.tr("{accepted} accepted · {review} to review · {unseen} unseen").format(
                accepted=counts[FrameState.ACCEPTED] + counts[FrameState.VERIFIED_EMPTY],
                review=sum(counts[state] for state in TO_REVIEW),
                unseen=counts[FrameState.UNSEEN],
            )
        )

    def _show_place(self, x: float, y: float) -> None:
        self._pointer_at = (x, y)
        image = self._document.image
        row, column = pixel_at(x, y)
        if image is None or not (0 <= row < image.shape[0] and 0 <= column < image.shape[1]):
            self._place.clear()
            return
        value = image[row, column]
        text = f"{value:g}" if image.dtype.kind == "f" else str(value)
        self._place.setText(f"x {column}   y {row}   " + self.tr("value") + f" {text}")

    def _clear_place(self) -> None:
        self._pointer_at = None
        self._place.clear()
