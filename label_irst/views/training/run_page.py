"""One run: its progress, curves and log, and its actions."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtGui import QFontDatabase, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from label_irst.jobs.runs import run_folder
from label_irst.jobs.runs.history import RunHistory
from label_irst.jobs.runs.queue import RESUMABLE, Runs
from label_irst.views.training.run_curves import RunCurves
from label_irst.views.training.run_texts import run_name, status_word, trouble, where_it_is
from label_irst.views.widgets.dates import day_and_time
from label_irst.views.widgets.thin_bar import thin_bar
from p2m_core.project import Run, RunStatus

RATE = 0.05  # false targets a frame, if the run's options give none


class RunPage(QWidget):
    result_wanted = Signal(int)

    def __init__(self, runs: Runs) -> None:
        super().__init__()
        self._runs = runs
        self._run: Run | None = None
        self._logged = ""
        self._tips: dict[QPushButton, str] = {}
        self.title, self.status, self.facts = QLabel(), QLabel(), QLabel()
        self.title.setProperty("heading", True)
        self.status.setProperty("faint", True)
        self.facts.setProperty("faint", True)
        self.bar = thin_bar()
        self.curves = RunCurves()
        self.log, self.settings = _text_view(), _text_view()
        self.log.setPlaceholderText(self.tr("The log is empty."))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.curves, self.tr("Curves"))
        self.tabs.addTab(self.log, self.tr("Log"))
        self.tabs.addTab(self.settings, self.tr("Settings"))
        self.tabs.currentChanged.connect(self._refresh_log)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.status)
        head.addStretch(1)
        head.addWidget(self.facts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.bar)
        layout.addWidget(self._make_trouble())
        layout.addWidget(self.tabs, 1)
        layout.addLayout(self._make_buttons())

    def _make_trouble(self) -> QWidget:
        self.trouble = QFrame()
        self.trouble.setObjectName("banner")
        self.why, self.todo, self.last_lines = QLabel(), QLabel(), QLabel()
        column = QVBoxLayout(self.trouble)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        for label in (self.why, self.last_lines, self.todo):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        self.last_lines.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        return self.trouble

    def _make_buttons(self) -> QHBoxLayout:
        def button(text: str, tip: str, do: Callable[[Run], object]) -> QPushButton:
            made = QPushButton(text)
            self._tips[made] = tip
            made.clicked.connect(lambda: do(self._run) if self._run is not None else None)
            return made

        self.result = button(
            self.tr("Result…"), self.tr("Compare its model with the one in use"),
            lambda run: self.result_wanted.emit(run.id),
        )  # fmt: skip
        self.result.setProperty("primary", True)
        self.result.setToolTip(self._tips[self.result])
        self.resume = button(
            self.tr("Resume"), self.tr("Continue from the last checkpoint, on the same labels"),
            lambda run: self._runs.resume(run.id),
        )  # fmt: skip
        self.stop = button(
            self.tr("Stop"), self.tr("Stop in order: the checkpoint stays, and Resume continues"),
            lambda run: self._runs.stop(run.id),
        )  # fmt: skip
        self.cancel = button(
            self.tr("Cancel…"), self.tr("End now, and delete everything it made"), self._ask
        )
        self.remove = button(
            self.tr("Remove…"), self.tr("Take it off the list, and remove its folder"), self._ask
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.remove)
        row.addWidget(self.cancel)
        row.addStretch(1)
        for one in (self.stop, self.resume, self.result):
            row.addWidget(one)
        return row

    # Showing

    def show_run(self, run: Run | None) -> None:
        another = run is None or self._run is None or run.id != self._run.id
        self._run = run
        if run is None:
            return
        if another:
            self._logged = ""
            self.log.clear()
            self.curves.fit()
            self.settings.setPlainText(_settings_text(run.record.get("config", {})))
        self.title.setText(run_name(run))
        self.status.setText(self._status_line(run))
        self._show_trouble(run)
        may = not self._runs.why_not and run.id not in self._runs.busy
        stopping = bool(run.record.get("stopping"))
        for one, shown in (
            (self.stop, run.status.open), (self.cancel, run.status.open),
            (self.resume, run.status in RESUMABLE), (self.remove, not run.status.open),
        ):  # fmt: skip
            one.setVisible(shown)
            one.setEnabled(may)
            one.setToolTip(self._runs.why_not or self._tips[one])
        self.stop.setEnabled(may and not stopping)
        # Not while the run works: the file changes with the next best epoch.
        has_result = not run.status.open and (run.folder / "best.safetensors").exists()
        self.result.setVisible(has_result)
        self.show_history()

    def _status_line(self, run: Run) -> str:
        begun = QDateTime.fromString(run.started, Qt.DateFormat.ISODate)
        when = day_and_time(begun)
        parts = [status_word(run), self.tr("asked for {when}").format(when=when)]
        if run.status is RunStatus.RUNNING and (host := run_folder.elsewhere(run.folder)):
            parts.insert(1, self.tr("on {machine}").format(machine=host))
        return " · ".join(parts)

    def _show_trouble(self, run: Run) -> None:
        why, todo = trouble(run)
        self.trouble.setVisible(bool(why))
        self.why.setText(why)
        self.todo.setText(todo)
        self.todo.setVisible(bool(todo))
        lines = run_folder.log_tail(run.folder, last_child=True).splitlines() if why else []
        lines = [line[-400:] for line in lines if line.strip(" ^~")]  # without Python's underlining
        end = "\n".join(lines[-3:])
        self.last_lines.setText(end)
        self.last_lines.setVisible(bool(end) and why not in end)

    def show_history(self) -> None:
        """Show the progress so far."""
        run = self._run
        if run is None:
            return
        history = self._runs.history(run.id)
        running = run.status is RunStatus.RUNNING
        self.facts.setText(self._facts(run, history))
        self.bar.setVisible(running)
        self.bar.setRange(0, history.total)  # 0 while unknown: the bar moves to and fro
        self.bar.setValue(history.step)
        if self.tabs.currentWidget() is self.curves:
            rate = run.record.get("config", {}).get("false_per_frame", RATE)
            self.curves.show_history(history, float(rate))
        self._refresh_log()

    def _facts(self, run: Run, history: RunHistory) -> str:
        if run.status is RunStatus.RUNNING:
            return where_it_is(history)
        parts = []
        if history.step:
            text = self.tr("step {step} of {total}")
            parts.append(text.format(step=history.step, total=history.total))
        if (best := history.best) is not None and best.pd is not None:
            text = self.tr("best: epoch {epoch}, Pd {pd}")
            parts.append(text.format(epoch=best.number, pd=f"{best.pd:.3f}"))
        return " · ".join(parts)

    def _refresh_log(self) -> None:
        if self._run is None or self.tabs.currentWidget() is not self.log:
            return
        text = run_folder.log_tail(self._run.folder)
        if text != self._logged:
            self._logged = text
            self.log.setPlainText(text)
            self.log.moveCursor(QTextCursor.MoveOperation.End)

    # Actions without undo

    def _ask(self, run: Run) -> QMessageBox:
        """Ask before anything is removed."""
        open = run.status.open
        box = QMessageBox(self.window())
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        title = self.tr("Cancel {run}?") if open else self.tr("Remove {run}?")
        box.setText(title.format(run=run_name(run)))
        box.setInformativeText(
            self.tr("This deletes what it has learnt so far. Stop would keep it.")
            if open
            else self.tr("This deletes its folder, with its weights, curves and log.")
        )
        text = self.tr("Cancel the run") if open else self.tr("Remove")
        yes = box.addButton(text, QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(self.tr("Keep it"), QMessageBox.ButtonRole.RejectRole))
        do = self._runs.cancel if open else self._runs.remove
        yes.clicked.connect(lambda: do(run.id))
        box.open()
        return box


def _text_view() -> QPlainTextEdit:
    view = QPlainTextEdit()
    view.setReadOnly(True)
    view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    return view


def _settings_text(config: Mapping[str, Any]) -> str:
    """The options of the run, one a line, as ``p2m train --set`` takes them."""
    lines = []
    for name, value in config.items():
        inner = value if isinstance(value, Mapping) else {"": value}
        lines += [f"{name}.{last}={v}" if last else f"{name}={v}" for last, v in inner.items()]
    return "\n".join(lines)
