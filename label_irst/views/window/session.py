"""State from one start to the next: layout, tool, the view of each sequence, recent projects.

The state of a sequence is kept in its project, that of the user in the settings, each a moment
after a change, so that not even a power cut loses more than the last view.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QBoxLayout,
    QDockWidget,
    QMainWindow,
    QMenu,
    QSplitter,
    QToolBar,
    QWidget,
)

from label_irst.document import Document
from label_irst.document.background import result_of
from label_irst.jobs.task import Job
from label_irst.settings import recent
from label_irst.settings.storage import storage
from label_irst.tools.toolbox import ToolBox
from label_irst.views.picture.canvas import Canvas
from label_irst.views.widgets.banner import Banner
from label_irst.views.window.files_controller import FilesController
from label_irst.views.window.start_page import StartPage
from p2m_core.progress import Progress

SWITCHES = ("film-strip", "loupe", "loop")  # commands whose tick is kept
IDLE_MS = 1500  # from the last change to the writing


class Session(QObject):
    def __init__(
        self, window: QMainWindow, document: Document, toolbox: ToolBox, files: FilesController,
        banner: Banner, splitter: QSplitter, views: dict[str, Canvas],
        actions: dict[str, QAction],
    ) -> None:  # fmt: skip
        super().__init__(window)
        self.keeps = False  # set by the program: a demo or a measurement keeps nothing
        self._window, self._document, self._toolbox = window, document, toolbox
        self._files, self._banner, self._splitter, self._views = files, banner, splitter, views
        self._hidden: list[QWidget] = []  # while the start page takes their place
        self._state = window.saveState()
        self._kept: dict[str, object] = {}
        self._found: dict[Path, float | None] = {}  # when each was changed; None: missing
        self._ended = False
        self.page = StartPage(actions, self.open_recent, self.forget)
        self.page.hide()
        self._middle().insertWidget(0, self.page, 1)
        self.menu = self._make_menu(actions["new-project"])
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self.keep)
        self._switches = [actions[name] for name in SWITCHES]
        for switch in self._switches:
            switch.toggled.connect(self._idle.start)
        for signal in (document.frame_changed, toolbox.changed):
            signal.connect(self._idle.start)
        for view in views.values():
            view.view_changed.connect(self._idle.start)
        document.sequence_changed.connect(self._project_changed)
        document.leaving_sequence.connect(self._keep_views)
        document.sequence_opened.connect(self._restore_views)
        self._project_changed()

    # The start page and the recent projects

    def _project_changed(self) -> None:
        project = self._document.project
        on_top = recent.recent()[:1]
        if project is not None and self.keeps and on_top != [project.path]:
            recent.add(project.path)
        if not self._ended:
            self._show_page(project is None)

    def _show_page(self, shown: bool) -> None:
        """Show the start page instead of everything that needs a project, or the reverse."""
        if shown:
            self._refresh_recent()
        if shown != self.page.isHidden():
            return
        if shown:
            self._state = self._window.saveState()
            around = [
                *self._window.findChildren(QDockWidget), *self._window.findChildren(QToolBar),
                *self._beside_the_page(),
            ]  # fmt: skip
            self._hidden = [widget for widget in around if not widget.isHidden()]
        for widget in self._hidden:
            widget.setVisible(not shown)
        self.page.setVisible(shown)
        for layout in (self._window.layout(), self._middle()):
            if layout is not None:
                layout.activate()  # now: views need their sizes before the next event

    def _middle(self) -> QBoxLayout:
        centre = self._window.centralWidget()
        layout = centre.layout() if centre is not None else None
        assert isinstance(layout, QBoxLayout)
        return layout

    def _beside_the_page(self) -> list[QWidget]:
        middle = self._middle()
        items = [middle.itemAt(i) for i in range(middle.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [w for w in widgets if w is not None and w is not self.page]

    def _make_menu(self, before: QAction) -> QMenu:
        menu = QMenu(self.tr("Open re&cent"), self._window)
        menu.aboutToShow.connect(self._fill_menu)
        for owner in before.associatedObjects():
            if isinstance(owner, QMenu):
                owner.insertMenu(before, menu)
        return menu

    def _fill_menu(self) -> None:
        self.menu.clear()
        projects = recent.recent()
        for path in projects:
            text = f"{path.stem}    {path.parent}".replace("&", "&&")
            if self._found.get(path, 0.0) is None:
                text += "    " + self.tr("(not found)")
            self.menu.addAction(text, partial(self.open_recent, path))
        if not projects:
            self.menu.addAction(self.tr("No project yet")).setEnabled(False)
            return
        self.menu.addSeparator()
        self.menu.addAction(self.tr("Clear the list"), self._forget_all)
        self._look_for(projects)

    def _refresh_recent(self) -> None:
        projects = recent.recent()
        self.page.show_recent(projects)
        self.page.show_found(self._found)
        self._look_for(projects)

    def _look_for(self, projects: list[Path]) -> None:
        """Look in a job: a drive that is not connected may take long to fail."""
        if projects and not any(job.isRunning() for job in self.findChildren(Job)):
            job = Job(partial(_changed, projects), self)
            job.succeeded.connect(self._take_found)
            job.start()

    def _take_found(self, found: dict[Path, float | None]) -> None:
        self._found = found
        self.page.show_found(found)

    def open_recent(self, path: Path) -> bool:
        """Open a project of the list; report a missing one, and offer to remove it."""
        if result_of(path.exists):
            return self._files.open(path)
        self._found[path] = None
        self.page.show_found(self._found)
        self._banner.show_text(
            self.tr("{path} is no longer there.").format(path=path),
            self.tr("Remove from the list"),
            partial(self.forget, path),
        )
        return False

    def forget(self, path: Path) -> None:
        recent.remove(path)
        self._refresh_recent()

    def _forget_all(self) -> None:
        recent.clear()
        self._refresh_recent()

    def reopen(self) -> None:
        """Open the project that was open last; the start page shows a failure."""
        if projects := recent.recent():
            self.open_recent(projects[0])

    # The view of a sequence, in its project

    def _keep_views(self) -> None:
        """Keep the views, but not of single images: the zoom stays from one to the next."""
        if self.keeps and self._document.states.size > 1:
            self._remember("view", {name: view.place for name, view in self._views.items()})

    def _remember(self, key: str, value: object) -> None:
        """Write only changes to the project: each goes to the disk at once."""
        info = self._document.info
        if info is not None and self._kept.get(key) != (info.id, value):
            self._kept[key] = (info.id, value)
            self._document.remember(key, value)

    def _restore_views(self) -> None:
        self._kept.clear()
        stored = self._document.recall("view") if self._document.states.size > 1 else None
        if not isinstance(stored, dict):
            return
        for name, view in self._views.items():
            view.go_to_place(stored.get(name))

    # The layout, in the settings

    def keep(self) -> None:
        """Write the current state."""
        if not self.keeps:
            return
        self._remember("last-frame", self._document.frame)
        self._keep_views()
        kept = storage()
        kept.setValue("geometry", self._window.saveGeometry())
        kept.setValue("panes", self._splitter.saveState())
        in_place = self.page.isHidden()
        kept.setValue("layout", self._window.saveState() if in_place else self._state)
        kept.setValue("tool", self._toolbox.name)
        kept.setValue("brush", self._toolbox.diameter)
        for switch in self._switches:
            kept.setValue(switch.objectName(), int(switch.isChecked()))

    def end(self) -> None:
        """Write the state, and start nothing more: the window closes."""
        self.keep()
        self._idle.stop()
        self._ended = True

    def restore(self) -> None:
        """Restore the window's size, panes and docks, and the tool in hand."""
        kept = storage()
        self._show_page(False)
        for key, bring in (
            ("geometry", self._window.restoreGeometry),
            ("panes", self._splitter.restoreState),
            ("layout", self._window.restoreState),
        ):
            if (value := kept.value(key)) is not None:
                bring(value)
        self._show_page(self._document.project is None)
        if (tool := kept.value("tool")) in self._toolbox.tools:
            self._toolbox.take(str(tool))
        self._toolbox.set_brush(_number(kept.value("brush")))
        for switch in self._switches:
            value = kept.value(switch.objectName())
            if value is not None and bool(_number(value)) != switch.isChecked():
                switch.trigger()


def _changed(projects: list[Path], progress: Progress) -> dict[Path, float | None]:
    """When each project was last changed; None for one that is not there."""
    found: dict[Path, float | None] = {}
    for path in projects:
        try:
            found[path] = path.stat().st_mtime
        except OSError:
            found[path] = None
    return found


def _number(value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        return 0
