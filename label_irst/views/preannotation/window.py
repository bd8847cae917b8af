"""Pre-annotation of a whole data set: options, progress and results."""

import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.i18n import frames
from label_irst.jobs.preannotation import Preannotation, unfinished
from label_irst.views.preannotation.form import PreannotateForm
from label_irst.views.preannotation.texts import failures, summary
from label_irst.views.training.texts import about

SHOWN = 1000  # failures


class PreannotateWindow(QWidget):
    """A window of its own: annotating goes on while it runs."""

    open_wanted = Signal(Path)

    def __init__(self, work: Preannotation, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Pre-annotate a data set"))
        self.work = work
        self.results: dict[str, Any] | None = None
        self._began, self._first = 0.0, 0  # time and count of the first frames reported
        self.form = PreannotateForm()
        self.what, self.line, self.left = QLabel(), QLabel(), QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.failed = QPlainTextEdit()
        self.failed.setReadOnly(True)
        self.failed.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.failed.setMinimumHeight(110)
        self._lay_out()
        self.setMinimumWidth(600)
        self.resize(640, 500)
        self.form.changed.connect(self._changed)
        work.progressed.connect(self._progressed)
        work.succeeded.connect(self._succeeded)
        work.failed.connect(self._fail)
        work.cancelled.connect(self._stopped)
        if (options := unfinished()) is not None:
            self.form.put(options)
            self._offer_to_go_on()
        self._refresh()

    def _lay_out(self) -> None:
        self.what.setText(
            self.tr(
                "Masks or suggestions for every image below a folder, into a new project, to be "
                "reviewed there."
            )
        )
        self.what.setProperty("faint", True)
        self.left.setProperty("faint", True)
        for label in (self.what, self.line):
            label.setWordWrap(True)
        self.line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.start, self.stop = QPushButton(self.tr("Start")), QPushButton(self.tr("Stop"))
        self.open = QPushButton(self.tr("Open the project"))
        self.anew = QPushButton(self.tr("Another one"))
        self.stop.setToolTip(self.tr("Finished work stays; Start continues from there"))
        for button in (self.start, self.open):
            button.setProperty("primary", True)
        self.start.clicked.connect(self._start)
        self.stop.clicked.connect(self.work.cancel)
        self.open.clicked.connect(self._open)
        self.anew.clicked.connect(self._begin_anew)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.left)
        buttons.addStretch(1)
        for button in (self.anew, self.stop, self.start, self.open):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addWidget(self.what)
        layout.addWidget(self.form)
        layout.addWidget(self.bar)
        layout.addWidget(self.line)
        layout.addWidget(self.failed, 1)
        layout.addStretch(0)
        layout.addLayout(buttons)

    # Start

    def _changed(self) -> None:
        if not self.work.running and self.results is None:
            self._show_status("")
        self._refresh()

    def _offer_to_go_on(self) -> None:
        self._show_status(self.tr("A run with these settings was stopped: Start continues it."))

    def _start(self) -> None:
        self.results, self._began, self._first = None, 0.0, 0
        self.bar.setRange(0, 0)
        self.left.clear()
        self.work.begin(self.form.options)
        self._show_status(self.tr("Looking at the images…"))
        self._refresh()

    def _begin_anew(self) -> None:
        self.results = None
        self.form.source.put("")
        self.form.out.put("")
        self._show_status("")
        self._refresh()

    # Progress

    def _progressed(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._began:
            self._began, self._first = now, done
            self._show_status(self.tr("Working; you can go on meanwhile."))
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        text = self.tr("{done} of {frames}").format(done=done, frames=frames(total))
        if done > self._first and now > self._began + 1.0:
            seconds = (now - self._began) * (total - done) / (done - self._first)
            text += "  ·  " + self.tr("{time} left").format(time=about(seconds))
        self.left.setText(text)

    # End

    def _succeeded(self, results: dict[str, Any]) -> None:
        self.results = results
        self._show_status(summary(results))
        lines = failures(results)
        self.failed.setPlainText("\n".join(lines[:SHOWN]))
        self._refresh()

    def _fail(self, text: str) -> None:
        self._show_status(text, failed=True)
        self._refresh()

    def _stopped(self) -> None:
        self._offer_to_go_on()
        self._refresh()

    def _open(self) -> None:
        if self.results is not None:
            self.close()
            self.open_wanted.emit(Path(self.results["out"]))

    # Showing

    def _show_status(self, text: str, failed: bool = False) -> None:
        self.line.setText(text)
        theme.mark(self.line, "doubt", failed)

    def _refresh(self) -> None:
        busy, done = self.work.running, self.results is not None
        self.form.setEnabled(not busy and not done)
        self.form.setVisible(not done)
        self.bar.setVisible(busy)
        self.left.setVisible(busy)
        self.start.setVisible(not busy and not done)
        self.start.setEnabled(not self.form.fault)
        self.start.setToolTip(self.form.fault)
        self.stop.setVisible(busy)
        self.open.setVisible(done)
        self.anew.setVisible(done)
        self.failed.setVisible(done and bool(self.failed.toPlainText()))
        if not busy and not done and not self.line.text() and self.form.source.text:
            self._show_status(self.form.fault)
