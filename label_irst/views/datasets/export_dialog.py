"""Export: show what it writes and what it leaves out, then write in a job."""

from collections import Counter
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.jobs.task import Job
from label_irst.views.widgets.tables import ROW_HEIGHT
from p2m_core.datasets.writers import FORMATS, ExportSummary
from p2m_core.progress import Progress
from p2m_core.project import FrameState, Project, count_states, list_sequence_names


class ExportDialog(QDialog):
    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export to SIRSTD-Pixel"))
        self.setMinimumWidth(520)
        self._project = project
        self.job: Job | None = None
        self.summary: ExportSummary | None = None
        name = project.path.stem
        self.folder = QLineEdit(str(project.path.parent / f"{name}-dataset"))
        browse = QPushButton(self.tr("Choose…"))
        browse.clicked.connect(self._browse)
        self.name = QLineEdit(name)
        self.unreviewed = QCheckBox(self.tr("Also frames that are edited but not accepted"))
        self.unreviewed.toggled.connect(self._describe)
        self.test = QListWidget()
        self.test.setMaximumHeight(110)
        for sequence in list_sequence_names(project):
            item = QListWidgetItem(sequence.name)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, ROW_HEIGHT))  # the box is higher than a line of text
            self.test.addItem(item)
        self._what = QLabel()
        self._what.setWordWrap(True)
        self._status = QLabel()
        self._status.setWordWrap(True)
        self._status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = QProgressBar()
        self._bar.hide()
        self.buttons = QDialogButtonBox()
        self.start = self.buttons.addButton(
            self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.start.setProperty("primary", True)
        self.stop = self.buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self._start)
        self.buttons.rejected.connect(self.reject)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.folder, 1)
        line.addWidget(browse)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow(self.tr("Folder"), line)
        form.addRow(self.tr("Name"), self.name)
        form.addRow(self.tr("Test sequences"), self.test)
        form.addRow("", self.unreviewed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addWidget(self._what)
        layout.addLayout(form)
        layout.addWidget(self._bar)
        layout.addWidget(self._status)
        layout.addWidget(self.buttons)
        self._describe()

    def _describe(self) -> None:
        counts: Counter[FrameState] = Counter()
        for states in count_states(self._project).values():
            counts.update(states)
        accepted, empty = counts[FrameState.ACCEPTED], counts[FrameState.VERIFIED_EMPTY]
        edited = counts[FrameState.EDITED]
        text = self.tr("{accepted} accepted and {empty} verified-empty frames will be exported.")
        text = text.format(accepted=accepted, empty=empty)
        if edited and not self.unreviewed.isChecked():
            left = self.tr("{edited} edited but not accepted are left out.")
            text += " " + left.format(edited=edited)
        self._what.setText(text)

    def _browse(self) -> None:
        chosen = QFileDialog.getSaveFileName(
            self,
            self.tr("Folder to make"),
            self.folder.text(),
            options=QFileDialog.Option.ShowDirsOnly,
        )[0]
        if chosen:
            self.folder.setText(chosen)

    def _start(self) -> None:
        items = [self.test.item(i) for i in range(self.test.count())]
        work = partial(
            _export,
            self._project.path,
            Path(self.folder.text()),
            self.name.text(),
            [i.text() for i in items if i.checkState() is Qt.CheckState.Checked],
            self.unreviewed.isChecked(),
        )
        self.job = Job(work, self)
        self.job.progressed.connect(self._progressed)
        self.job.succeeded.connect(self._succeeded)
        self.job.failed.connect(self._failed)
        self.job.cancelled.connect(self._cancelled)
        self.start.setEnabled(False)
        self.stop.setText(self.tr("Cancel"))
        self._status.clear()
        self._bar.setRange(0, 0)
        self._bar.show()
        self.job.start()

    def _progressed(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _succeeded(self, summary: ExportSummary) -> None:
        self.summary = summary
        text = self.tr(
            "Wrote {frames} frames ({empty} empty) with {targets} targets, and read them back "
            "to check.\n{folder}"
        ).format(
            frames=summary.frames, empty=summary.empty_frames, targets=summary.targets,
            folder=summary.out,
        )  # fmt: skip
        self._ended(text, failed=False)

    def _failed(self, text: str) -> None:
        self._ended(text, failed=True)

    def _cancelled(self) -> None:
        self._ended(self.tr("Cancelled; nothing was written."), failed=False)

    def _ended(self, text: str, failed: bool) -> None:
        assert self.job is not None
        self.job.wait()  # for a moment: Close is to close now
        self.job = None
        self._bar.hide()
        self.start.setEnabled(True)
        self.stop.setText(self.tr("Close"))
        self._status.setText(text)
        theme.mark(self._status, "doubt", failed)

    @property
    def status(self) -> str:
        return self._status.text()

    def reject(self) -> None:
        """Cancel while it runs; close when it does not."""
        if self.job is not None:
            self.job.cancel()
        else:
            super().reject()


def _export(
    project: Path, folder: Path, name: str, test: list[str], unreviewed: bool, progress: Progress
) -> object:
    return FORMATS["sirstd-pixel"].export(
        project, folder, name=name or None, test=test, unreviewed=unreviewed, progress=progress
    )
