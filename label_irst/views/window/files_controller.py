"""Opening, adding, relinking and exporting: the File menu and the questions it asks."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from label_irst import sample
from label_irst.document import Document
from label_irst.document.background import result_of
from label_irst.document.opening import is_project, look_at_images, open_path, project_for
from label_irst.i18n import counted
from label_irst.views.commands import Doings
from label_irst.views.datasets.export_dialog import ExportDialog
from label_irst.views.widgets.banner import Banner
from label_irst.views.widgets.placing import bring_up
from label_irst.views.window import asking
from p2m_core.errors import OtherContentError, P2MError, ProjectLockedError
from p2m_core.project import (
    Project,
    add_sequences,
    create_project,
    get_meta,
    get_sequence,
    list_sequences,
    look_at,
    moved_along,
    relink_moved,
    relink_sequence,
    sequence_at_step,
)
from p2m_core.sequence import source_exists
from p2m_core.sequence.place import ANY


class FilesController(QObject):
    """Failures appear in the banner, with a button for the way out if there is one."""

    def __init__(self, window: QWidget, document: Document, banner: Banner) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._banner = banner
        self._missing = 0  # the sequence whose images were not found

    def open(self, path: Path, readonly: bool = False) -> bool:
        """Open a project, a video, a stack or a folder; report a failure in the banner."""
        current = self._document.project
        ours = (path.resolve(), project_for(path).resolve())
        if current is not None and source_exists(path) and current.path in ours:
            self._document.close()  # or the lock would be found to be held, by ourselves
        notes: list[str] = []
        try:
            project, info = open_path(path, readonly, notes.append)
        except ProjectLockedError as error:
            self._banner.show_text(
                str(error), self.tr("Open read-only"), lambda: self.open(path, readonly=True)
            )
            return False
        except P2MError as error:
            self._banner.show_text(str(error))
            return False
        return self.show_project(project, info.id if info else None, notes)

    def show_project(
        self, project: Project, sequence: int | None = None, notes: Sequence[str] = ()
    ) -> bool:
        """Show an open project, and take charge of closing it; `notes` appear in the banner."""
        self._banner.hide()
        if project.notice:
            self._banner.show_text(project.notice)
        self._document.open_project(project)
        first = sequence_at_step(project, 0, 1)
        if first is None:
            self._banner.show_text(
                self.tr("The project has no sequence yet: add one."),
                self.tr("Add folder…"),
                self.choose_folder_to_add,
            )
            return True
        last = get_meta(project, "last-sequence", 0) if sequence is None else sequence
        known = isinstance(last, int) and sequence_at_step(project, last - 1, 1) == last
        shown = self.show_sequence(last if known else first)
        if shown:
            self._report(notes)
        return shown

    def show_sequence(self, id: int) -> bool:
        assert self._document.project is not None
        try:
            info = get_sequence(self._document.project, id)
        except P2MError as error:  # a list that shows it is read again in a moment
            self._document.message.emit(str(error))
            return False
        try:
            self._document.open_sequence(info)
        except P2MError as error:
            self._banner.show_text(str(error), self.tr("Locate…"), lambda: self._locate(info.id))
            self._missing = id
            return False
        return True

    def _locate(self, id: int) -> None:
        assert self._document.project is not None
        info = get_sequence(self._document.project, id)
        title = self.tr("Where is {path}?").format(path=info.path)
        ask = self.ask_file if info.path.suffix else self.ask_folder
        if chosen := ask(title, str(info.path.parent)):
            # Of a pattern, such as IR_3_*, the folder is chosen.
            is_pattern = ANY in info.path.name and chosen.is_dir()
            self.relink(id, chosen / info.path.name if is_pattern else chosen)

    def relink(self, id: int, path: Path, force: bool = False) -> None:
        """Set a new path for a sequence's images; `force` accepts other content."""
        project = self._document.project
        assert project is not None
        try:
            before = get_sequence(project, id).path
            found = result_of(lambda: look_at(path))
            relink_sequence(project, id, path, force, found)
            infos = list_sequences(project)
            moved = result_of(lambda: moved_along(infos, before, found.path))
            relink_moved(project, moved)
        except OtherContentError as error:
            anyway = partial(self.relink, id, path, force=True)
            self._banner.show_text(str(error), self.tr("Use them anyway"), anyway)
            return
        except P2MError as error:
            self._banner.show_text(str(error), self.tr("Locate…"), lambda: self._locate(id))
            return
        self._banner.hide()
        self.show_sequence(id)
        if moved:
            one, some = (
                self.tr("Found again beside it: 1 more sequence."),
                self.tr("Found again beside it: {count} more sequences."),
            )
            self._document.message.emit(counted(len(moved), one, some))

    def add_sequence(self, path: Path) -> None:
        """Add images to the open project and show them; without a project, open them."""
        if self._document.project is None:
            self.open(path)
            return
        added, lines = self._add([path])
        if added:
            self._banner.hide()
            self.show_sequence(added[0])
        self._report(lines)

    def _add(self, paths: list[Path]) -> tuple[list[int], list[str]]:
        """Add images to the open project; return their numbers in it, and lines to report."""
        project = self._document.project
        assert project is not None
        if project.readonly:
            return [], [project.notice] if paths else []
        infos, notes, troubles = look_at_images(project, paths)
        try:
            added = [info.id for info in add_sequences(project, infos)] if infos else []
        except P2MError as error:
            return [], [str(error), *troubles]
        return added, troubles + notes

    def _report(self, troubles: Sequence[str]) -> None:
        """Report several failures or notes in one line."""
        if troubles:
            more = self.tr(" (and {count} more)").format(count=len(troubles) - 1)
            self._banner.show_text(troubles[0] + (more if len(troubles) > 1 else ""))

    def take(self, paths: list[Path], add: bool) -> None:
        """Open dropped files, several as sequences of one project; `add`: of the open one."""
        projects = [path for path in paths if is_project(path)]
        sources = [path for path in paths if not is_project(path)]
        troubles = []
        add = add and self._document.project is not None and not projects
        if projects:
            if not self.open(projects[0]):
                return
            if left := ", ".join(path.name for path in projects[1:]):
                troubles.append(self.tr("One project at a time: {left} stays.").format(left=left))
        elif not add:
            opened = False
            while sources and not opened:
                opened = self.open(sources.pop(0))
                if not opened:
                    troubles.append(self._banner.text)
            if not opened:
                if len(troubles) > 1:  # the banner still offers the way out for a single one
                    self._report(troubles)
                return
        first = None if add else self._document.info
        added, wrong = self._add(sources)
        if added:
            self._banner.hide()
            self.show_sequence(first.id if first is not None else added[0])
        self._report(troubles + wrong)

    def commands(self) -> Doings:
        return {
            "new-project": self.choose_new_project,
            "sample": self.open_sample,
            "add-sequence": self.choose_sequence_to_add,
            "add-folder": self.choose_folder_to_add,
            "relink": self.choose_relink,
            "export": self.export,
        }

    def choose_new_project(self) -> None:
        start = str(Path(self._folder()) / "project.lirst")
        title = self.tr("New project")
        chosen = QFileDialog.getSaveFileName(self._window, title, start, "*.lirst")[0]
        if not chosen:
            return
        try:
            self.show_project(create_project(Path(chosen).with_suffix(".lirst")))
        except P2MError as error:
            self._banner.show_text(str(error))

    def open_sample(self) -> None:
        """Open the sample sequence; the first time it is made."""
        try:
            place = result_of(sample.make)
        except P2MError as error:
            self._banner.show_text(str(error))
            return
        self.open(place)

    def choose_sequence_to_add(self) -> None:
        chosen = self.ask_files(self.tr("Add sequences"), projects=False)
        if sources := asking.grouped(self._window, chosen):
            self.take(sources, add=True)

    def choose_folder_to_add(self) -> None:
        if chosen := self.ask_folders(self.tr("Add folders")):
            self.take(chosen, add=True)

    def ask_files(self, title: str, projects: bool) -> list[Path]:
        return asking.ask_files(self._window, title, self._folder(), projects)

    def ask_folders(self, title: str) -> list[Path]:
        return asking.ask_folders(self._window, title, self._folder())

    def ask_file(self, title: str, folder: str = "") -> Path | None:
        return asking.ask_file(self._window, title, folder or self._folder())

    def ask_folder(self, title: str, folder: str = "") -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self._window, title, folder or self._folder())
        return Path(chosen) if chosen else None

    def choose_relink(self) -> None:
        """Relink the open sequence, or the one that could not be opened."""
        info = self._document.info
        shown = info.id if info is not None else self._missing
        if self._document.project is not None and shown:
            self._locate(shown)

    def _folder(self) -> str:
        project = self._document.project
        return str(project.path.parent if project is not None else Path.home())

    def export(self) -> ExportDialog | None:
        """Open the export dialog."""
        if self._document.project is None:
            return None
        dialog = ExportDialog(self._document.project, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        bring_up(dialog)
        return dialog
