"""File > Import, Open and Open folder, and drops: labels in them are offered for import."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from label_irst.document import Document
from label_irst.document.background import result_of
from label_irst.document.opening import is_project, project_for
from label_irst.jobs.importing import holds_labels
from label_irst.views.commands import Doings
from label_irst.views.importing.dialog import ImportDialog
from label_irst.views.importing.texts import failures, summary
from label_irst.views.widgets.banner import Banner
from label_irst.views.widgets.placing import bring_up
from label_irst.views.window.files_controller import FilesController
from p2m_core.errors import P2MError
from p2m_core.importing import ImportSummary, SequencePreview
from p2m_core.project import Project, get_frame_states, list_sequences
from p2m_core.sequence import sequences_at


class ImportController(QObject):
    def __init__(
        self, window: QWidget, document: Document, files: FilesController, banner: Banner
    ) -> None:
        super().__init__(window)
        self._window, self._document, self._files, self._banner = window, document, files, banner
        self.dialog: ImportDialog | None = None  # the one that is open

    def commands(self) -> Doings:
        return {"import": self.ask, "open": self._ask_file, "open-folder": self._ask_folder}

    def ask(self, sources: list[Path] | None = None, add: bool = False) -> ImportDialog:
        """Open the dialog, with these sources; `add` to the open project."""
        project = self._document.project
        writable = project is not None and not project.readonly
        self.dialog = dialog = ImportDialog(
            project.path if project is not None and writable else None, self._window
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._forget)
        dialog.adding.connect(self._let_go)
        dialog.ended.connect(self._ended)
        dialog.to_open.setChecked(add and writable)
        dialog.add(list(sources or []))
        bring_up(dialog)
        return dialog

    def _forget(self) -> None:
        self.dialog = None

    def _ask_file(self) -> None:
        if chosen := self._files.ask_files(self.tr("Open"), projects=True):
            self.take(chosen, add=False)

    def _ask_folder(self) -> None:
        if chosen := self._files.ask_folder(self.tr("Open folder")):
            self.take([chosen], add=False)

    def sorted_out(self, paths: list[Path]) -> tuple[list[Path], list[Path]]:
        """Those with labels, and what else to open: the project, where labels came already."""
        return result_of(partial(_sorted_out, paths))

    def take(self, paths: list[Path], add: bool) -> None:
        """Open these paths, or add them; where they hold labels, show what would come."""
        self.show(*self.sorted_out(paths), add)

    def show(self, labelled: list[Path], others: list[Path], add: bool = False) -> None:
        """Offer the labels of the first, and open the others or add them."""
        if labelled:
            self.ask(labelled, add)
        if others:
            self._files.take(others, add)

    # The import adds to the open project

    def _let_go(self) -> None:
        """Open the project read-only, so that the import can write to it."""
        project = self._document.project
        if project is not None:
            self._files.open(project.path, readonly=True)
            self._banner.hide()  # nobody needs to be told

    def _ended(self, path: Path, done: ImportSummary | None, first: SequencePreview | None) -> None:
        """Show the project with what came; without a result, as it was."""
        project = self._document.project
        was_open = project is not None and project.path == path
        if (done is None and not was_open) or not self._window.isVisible():
            return
        if not self._files.open(path) or done is None:
            return
        self._window.activateWindow()
        if self._document.project is not None and first is not None:
            self._show_first(self._document.project, first)
        if done.failures:
            self._banner.show_text("\n".join([summary(done), *failures(done)[:1]]))
        else:
            self._document.report.emit(summary(done))

    def _show_first(self, project: Project, first: SequencePreview) -> None:
        """Go to the first frame that has a label now, of the first sequence that came."""
        prints = first.info.fingerprint if first.info is not None else ""
        here = [
            info
            for info in list_sequences(project)
            if info.path == first.path or info.fingerprint == prints
        ]
        shown = self._document.info
        there = shown is not None and here and shown.id == here[0].id
        if here and (there or self._files.show_sequence(here[0].id)):
            labelled = get_frame_states(project, here[0].id).nonzero()[0]
            self._document.go_to(int(labelled[0]) if labelled.size else 0)


def _sorted_out(paths: list[Path]) -> tuple[list[Path], list[Path]]:
    labelled, rest = [], []
    for path in paths:
        if is_project(path) or not holds_labels(path):
            rest.append(path)
        elif (project := project_for(path)).exists():
            rest.append(path if _has_images(path) else project)
        else:
            labelled.append(path)
    return labelled, rest


def _has_images(path: Path) -> bool:
    """Whether a path with labels can be opened as it is: a folder with images."""
    try:
        return path.is_dir() and bool(sequences_at(path).paths)
    except P2MError:
        return False
