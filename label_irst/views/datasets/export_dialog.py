"""Export: the format, what it leaves out, the split and the goal; then it is written in a job."""

from collections import Counter
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.jobs.exporting import free_name, is_export, replace, write
from label_irst.jobs.task import Job
from label_irst.settings.storage import storage
from label_irst.views.datasets.format_choice import FormatChoice
from label_irst.views.datasets.split_choice import ROLES, SplitChoice
from label_irst.views.datasets.texts import listed
from label_irst.views.widgets.open_folder import OpenFolder
from label_irst.views.widgets.path_line import typed
from label_irst.views.widgets.wrapped import Wrapped
from p2m_core.datasets.writers import ExportSummary
from p2m_core.files import is_there
from p2m_core.project import FrameState, Project, count_states, has_roles

LAST_FORMAT = "export-format"


class ExportDialog(QDialog):
    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumWidth(620)
        self._project = project
        self.job: Job | None = None
        self.summary: ExportSummary | None = None
        self._make_parts(project)
        self._lay_out()
        self.format.take(str(storage().value(LAST_FORMAT, "")))
        if has_roles(project):
            self.split.take(ROLES)
        self.format.changed.connect(self._fit)
        self.split.changed.connect(self._fit)
        self.folder.textChanged.connect(self._look_at_goal)
        self._describe()
        self._look_at_goal()

    def _make_parts(self, project: Project) -> None:
        name = project.path.stem
        self.unreviewed = QCheckBox(self.tr("Also frames that are edited but not accepted"), self)
        self.unreviewed.toggled.connect(self._describe)
        self.format = FormatChoice()
        self.folder = QLineEdit(str(project.path.parent / f"{name}-dataset"))
        self.folder.setAccessibleName(self.tr("Folder"))
        self._browse = QPushButton(self.tr("Choose…"))
        self._browse.setAutoDefault(False)
        self._browse.clicked.connect(self._choose)
        self._there = QLabel()
        self._there.setProperty("doubt", True)
        self.replace = QCheckBox(self.tr("Replace it"))
        self.replace.toggled.connect(self._look_at_goal)
        self.next_name = QPushButton()
        self.next_name.setAutoDefault(False)
        self.next_name.clicked.connect(self._take_next_name)
        self.name = QLineEdit(name)
        self.split = SplitChoice(project)
        self.test = self.split.test
        self.licence = QLineEdit()
        self.licence.setPlaceholderText(self.tr("not stated; such as CC BY 4.0"))
        self._what, self._status = Wrapped(), Wrapped()
        self._status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = QProgressBar()
        self._bar.hide()
        self.buttons = QDialogButtonBox()
        self.start = self.buttons.addButton(
            self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.start.setProperty("primary", True)
        self.show_folder = OpenFolder()
        self.buttons.addButton(self.show_folder, QDialogButtonBox.ButtonRole.ActionRole)
        self.show_folder.hide()  # the box shows what it gets
        self.stop = self.buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self._start)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        folder = QWidget()
        line = QHBoxLayout(folder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self.folder, 1)
        line.addWidget(self._browse)
        self._way_out = QWidget()
        there = QHBoxLayout(self._way_out)
        there.setContentsMargins(0, 0, 0, 0)
        there.addWidget(self._there, 1)
        there.addWidget(self.replace)
        there.addWidget(self.next_name)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for text, field in (
            (self.tr("Format"), self.format),
            (self.tr("Folder"), folder),
            ("", self._way_out),
            (self.tr("Name"), self.name),
            (self.tr("For testing"), self.split),
            (self.tr("Licence"), self.licence),
            ("", self.unreviewed),
        ):
            form.addRow(text, field)
        self._form = form
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(self._what)
        layout.addLayout(form)
        layout.addWidget(self._bar)
        layout.addWidget(self._status)
        layout.addStretch(1)
        layout.addWidget(self.buttons)

    def _fit(self) -> None:
        """As high as its parts: another format has other options and losses."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        least = layout.heightForWidth(self.width())
        self.resize(self.width(), max(self.minimumSizeHint().height(), least))

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

    # The goal

    @property
    def goal(self) -> Path:
        return typed(self.folder.text())

    def _choose(self) -> None:
        chosen = QFileDialog.getSaveFileName(
            self,
            self.tr("Folder to make"),
            self.folder.text(),
            options=QFileDialog.Option.ShowDirsOnly | QFileDialog.Option.DontConfirmOverwrite,
        )[0]
        if chosen:
            self.folder.setText(chosen)

    def _look_at_goal(self) -> None:
        """Where something is there already, offer to replace it, or the next name."""
        there = bool(self.folder.text()) and is_there(self.goal)
        ours = there and is_export(self.goal)
        self._form.setRowVisible(self._way_out, there)
        if there:
            name = free_name(self.goal).name
            self._there.setText(
                self.tr("{name} is there already.").format(name=self.goal.name or self.goal)
            )
            self.next_name.setText(self.tr("Name it {name}").format(name=name))
            self.replace.setVisible(ours)  # nothing else is ever removed
        if not ours and self.replace.isChecked():
            self.replace.setChecked(False)
        self.next_name.setEnabled(not self.replace.isChecked())

    def _take_next_name(self) -> None:
        self.folder.setText(str(free_name(self.goal)))

    # The export

    def _start(self) -> None:
        format = self.format.format.name
        storage().setValue(LAST_FORMAT, format)
        work = partial(
            replace if self.replace.isChecked() else write,
            self._project.path, format, self.goal, self.name.text(), self.split.split,
            self.unreviewed.isChecked(), self.licence.text().strip(), self.format.options,
        )  # fmt: skip
        self.job = Job(work, self)
        self.job.progressed.connect(self._progressed)
        self.job.succeeded.connect(self._succeeded)
        self.job.failed.connect(self._failed)
        self.job.cancelled.connect(self._cancelled)
        self.start.setEnabled(False)
        self.show_folder.hide()
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
        if summary.lost:
            text += "\n" + self.tr("Left out: {lost}.").format(lost=listed(summary.lost))
        self._ended(text, failed=False)
        self.show_folder.show_for(summary.out)
        self.replace.setChecked(False)
        self._look_at_goal()

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
