"""The project page in the window: its command, and what is done from it."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from label_irst.document import Document
from label_irst.document.actions import sequence_actions
from label_irst.jobs.survey import Survey
from label_irst.views.commands import Doings
from label_irst.views.project.page import ProjectPage
from label_irst.views.widgets.placing import bring_up
from p2m_core.errors import P2MError
from p2m_core.project import Remark, get_sequence_notes


class ProjectController(QObject):
    def __init__(
        self, window: QWidget, document: Document, survey: Survey,
        show_sequence: Callable[[int], bool], remove: Callable[[list[int], QWidget], object],
        action: QAction,
    ) -> None:  # fmt: skip
        """`remove` asks, in front of a widget, and removes sequences from the project."""
        super().__init__(window)
        self._parent, self._document, self._action = window, document, action
        self._show_sequence, self._remove, self._survey = show_sequence, remove, survey
        self._project = document.project
        self.page = ProjectPage(window, document, survey, self._keep_note)
        self.page.open_wanted.connect(self._open)
        self.page.remove_wanted.connect(lambda ids: self._remove(ids, self.page))
        self.page.flag_wanted.connect(lambda id, on: self._remark(id, flagged=on))
        document.sequence_changed.connect(self._adopt)
        self._action.setEnabled(self._project is not None)

    def commands(self) -> Doings:
        return {"project-page": self.show_page}

    def show_page(self) -> None:
        if self._document.project is not None:
            bring_up(self.page)
            self.page.open()

    def _open(self, id: int) -> None:
        """Show a sequence in the main window; the page makes room for it."""
        info = self._document.info
        if (info is not None and info.id == id) or self._show_sequence(id):
            self.page.close()
            self._parent.activateWindow()

    def _keep_note(self, id: int, text: str) -> bool:
        return self._remark(id, note=text)

    def _remark(self, id: int, **values: object) -> bool:
        project = self._document.project
        if project is None:
            return False
        before = get_sequence_notes(project).get(id, Remark())
        try:
            after = replace(before, **values)  # type: ignore[arg-type]
        except P2MError as error:
            self._document.message.emit(str(error))
            return False
        stored = sequence_actions.remark(self._document, id, after)
        self._survey.read_now(id)
        return stored

    def _adopt(self) -> None:
        if self._document.project is not self._project:
            self._project = self._document.project
            self.page.forget()
            self._action.setEnabled(self._project is not None)

    def close(self) -> None:
        self.page.close()
