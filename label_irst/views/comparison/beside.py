"""Side by side: the labels of somebody else, or of a model, below mine or over them.

Only to look at. They are chosen once, and stay until another project is opened.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMessageBox, QSplitter, QWidget

from label_irst.document import Document
from label_irst.views.comparison.marks import Mark, differences, labelled
from label_irst.views.comparison.theirs import Theirs
from label_irst.views.comparison.twin import Twin
from label_irst.views.picture.canvas import Canvas

FILES = "Label-IRST, JSON, XML, CSV, TXT (*.lirst *.json *.xml *.csv *.txt);;* (*)"
WHO = "beside"


class Beside(QObject):
    """`panes` are the columns of the two views; a twin comes into each, below its view."""

    def __init__(
        self, window: QWidget, document: Document, panes: Mapping[QSplitter, Canvas],
        below: QAction, over: QAction,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._document = window, document
        self._below, self._over = below, over
        self._project = document.project
        self.theirs = Theirs(document, self)
        self.twins = []
        self._views = list(panes.values())
        self._panes = list(panes)
        for pane, canvas in panes.items():
            twin = Twin(document, canvas)
            twin.hide()
            pane.addWidget(twin)
            pane.splitterMoved.connect(partial(self._share_heights, pane))
            self.twins.append(twin)
        # Edits, undo and frames come in bursts; each of them is compared once.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._show)
        self.theirs.changed.connect(self._soon.start)
        self.theirs.failed.connect(document.message)
        document.targets_changed.connect(self._soon.start)
        document.sequence_changed.connect(self._adopt)

    def switch(self, action: QAction, shown: bool) -> None:
        """Show them below mine, or over mine, or no longer; ask for them the first time."""
        if shown and self.theirs.path is None and not self.ask():
            shown = False
        action.setChecked(shown)
        self._show()

    def _share_heights(self, moved: QSplitter) -> None:
        """Keep the views of a row beside each other."""
        for pane in self._panes:
            pane.setSizes(moved.sizes())

    def ask(self) -> bool:
        """Ask whose labels to show; False if nothing was chosen."""
        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("Side by side"))
        box.setText(self.tr("Whose labels are to be shown beside mine?"))
        box.setInformativeText(
            self.tr(
                "Another project, a data set of any format that can be imported, or what p2m "
                "predict wrote, of the same images. They are only shown; nothing is changed."
            )
        )
        role = QMessageBox.ButtonRole.ActionRole
        folder = box.addButton(self.tr("Choose folder…"), role)
        file = box.addButton(self.tr("Choose file…"), role)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        near = str(self.theirs.path.parent if self.theirs.path is not None else self._near())
        chosen = ""
        if box.clickedButton() is folder:
            chosen = QFileDialog.getExistingDirectory(self._window, folder.text(), near)
        elif box.clickedButton() is file:
            chosen = QFileDialog.getOpenFileName(self._window, file.text(), near, FILES)[0]
        if chosen:
            self.theirs.choose(Path(chosen))
        return bool(chosen)

    def choose_another(self) -> None:
        """Ask for other labels, and show them."""
        if self.ask() and not (self._below.isChecked() or self._over.isChecked()):
            self.switch(self._below, True)

    def _near(self) -> Path:
        project = self._document.project
        return project.path.parent if project is not None else Path.home()

    def _show(self) -> None:
        below, over = self._below.isChecked(), self._over.isChecked()
        theirs, document = self.theirs, self._document
        targets = theirs.targets or []
        labels = [one.label for one in targets]
        marks = []
        if below and theirs.targets is not None:
            marks = differences(labelled(document.targets), targets)
        title = " · ".join(part for part in (theirs.name, theirs.note or self._told(marks)) if part)
        if below and self.twins[0].isHidden():
            for pane in self._panes:
                pane.setSizes([pane.height() // 2] * 2)
        for twin in self.twins:
            twin.setVisible(below)
            if below:
                twin.show_labels(labels, marks, title)
        for view in self._views:
            view.show_others(labels if over else [], WHO)

    def _told(self, marks: list[Mark]) -> str:
        if self.theirs.targets is None:
            return ""
        if not marks:
            return self.tr("as mine")
        one = self.tr("1 difference")
        return one if len(marks) == 1 else self.tr("{count} differences").format(count=len(marks))

    def _adopt(self) -> None:
        if self._document.project is not self._project:
            self._project = self._document.project
            self._below.setChecked(False)
            self._over.setChecked(False)
            self.theirs.forget()
            self._show()

    def close(self) -> None:
        self.theirs.close()
