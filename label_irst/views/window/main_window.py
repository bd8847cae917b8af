"""The window: puts the views together and connects each command to what it does."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QInputDialog,
    QLabel,
    QMainWindow,
    QSplitter,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from label_irst import resources
from label_irst.document import Document
from label_irst.document.actions import carry, frame_actions
from label_irst.document.edits import frame_edits
from label_irst.jobs.models import Models
from label_irst.jobs.runs.queue import Runs
from label_irst.jobs.task import Job
from label_irst.tools.toolbox import POLYGON, SEED, ToolBox
from label_irst.views.calibration.controller import CalibrationViews
from label_irst.views.commands import make_action, menus, refresh_keys, set_icon, undo_text
from label_irst.views.picture import display_actions
from label_irst.views.picture.canvas import Canvas
from label_irst.views.picture.control_bar import ControlBar
from label_irst.views.picture.display_panel import DisplayPanel
from label_irst.views.picture.stage import Stage
from label_irst.views.preannotation.controller import PreannotateViews
from label_irst.views.results.controller import ModelViews
from label_irst.views.review.controller import ReviewActions
from label_irst.views.review.suggestion_bar import wire_suggestions
from label_irst.views.review.suggestions import Suggesting
from label_irst.views.sequences.box import SequenceBox
from label_irst.views.sequences.controller import SequenceSteps
from label_irst.views.targets.controller import TrackActions
from label_irst.views.targets.growth_curve import GrowthCurve
from label_irst.views.targets.propagation import Propagation
from label_irst.views.targets.target_panel import TargetPanel
from label_irst.views.timeline.film_strip import FilmStrip
from label_irst.views.timeline.timeline import Timeline
from label_irst.views.training.controller import TrainViews
from label_irst.views.training.runs_controller import RunViews
from label_irst.views.widgets.banner import Banner
from label_irst.views.window import help_pages
from label_irst.views.window.drop import DropZones
from label_irst.views.window.files import Files
from label_irst.views.window.session import Session
from label_irst.views.window.settings_dialog import show_settings
from p2m_core.geometry import pixel_at
from p2m_core.project import FrameState

DETAIL_SCALE = 16.0
TO_REVIEW = {FrameState.SUGGESTED, FrameState.EDITED, FrameState.UNCERTAIN}


class MainWindow(QMainWindow):
    language_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.document = Document(self)
        self.toolbox = ToolBox(self.document, self)
        self.banner = Banner()
        self.files = Files(self, self.document, self.banner)
        self.suggesting = Suggesting(self.document, self)
        self.actions_by_name: dict[str, QAction] = {}
        self.steps = SequenceSteps(self.document, self.files, self.actions_by_name)
        self.setWindowTitle("Label-IRST")
        self.setWindowIcon(resources.application_icon())
        self.setMinimumHeight(640)  # the width follows from what must not be cut
        self.track_actions = TrackActions(self, self.document)
        self.propagation = Propagation(self, self.document)
        self.review = ReviewActions(self, self.document, self.steps)
        self.runs = Runs(self, self.document)
        self.run_views = RunViews(self, self.runs, self.banner, self.document.message.emit)
        self.models = Models(self.document, self)
        self.model_views = ModelViews(self, self.models)
        self.train_views = TrainViews(self, self.document, self.runs, self.banner)
        self.preannotate_views = PreannotateViews(self, self.banner, self.open)
        self.calibration = CalibrationViews(self)
        self._make_actions()
        self.global_view = Canvas(self.document, self.toolbox, markers=True)
        self.detail_view = Canvas(self.document, self.toolbox, markers=False)
        self.stage = Stage(self.document, self.global_view, self.detail_view, self)
        self.growth_curve = GrowthCurve(self.document, self.detail_view)
        self.film_strip = FilmStrip(self.document)
        self.timeline = Timeline(self.document)
        self.target_panel = TargetPanel(self.document)
        self.sequence_box = SequenceBox(self.document, self.steps.show)
        self._lay_out()
        self._make_status_bar()
        self._connect()
        self._refresh_all()
        views = {"global": self.global_view, "detail": self.detail_view}
        self.session = Session(
            self, self.document, self.toolbox, self.files, self.banner, self.splitter, views,
            self.actions_by_name,
        )  # fmt: skip
        DropZones(self, self.document, self.files)

    # Building

    def _make_actions(self) -> None:
        go, mark = self.document.go_to, self._mark_and_go_on
        do: dict[str, Callable[[], object]] = {
            "open": self.files.choose_file,
            "open-folder": self.files.choose_folder,
            "new-project": self.files.choose_new_project,
            "add-sequence": self.files.choose_sequence_to_add,
            "add-folder": self.files.choose_folder_to_add,
            "relink": self.files.choose_relink,
            "export": self.files.export,
            "quit": self.close,
            "undo": self.document.undo,
            "redo": self.document.redo,
            "delete": lambda: frame_actions.delete_selected(self.document),
            "deselect": lambda: self.document.select(None),
            "settings": lambda: self.show_settings(),
            "fit": lambda: self.global_view.fit(),
            "centre": self._centre_selected,
            "growth": self._toggle_growth,
            "display": lambda: self.display_panel.toggle(),
            "lock": lambda: self.stage.toggle_lock(),
            "blink": lambda: self.stage.blink.toggle(),
            **display_actions.commands(self.document),
            "film-strip": lambda: self.film_strip.want(not self.film_strip.wanted),
            **{name: partial(self.toolbox.take, name) for name in self.toolbox.tools},
            "brush-smaller": lambda: self.toolbox.resize_brush(-1),
            "brush-larger": lambda: self.toolbox.resize_brush(+1),
            "shrink": lambda: frame_actions.scrub(self.document, -1),
            "grow": lambda: frame_actions.scrub(self.document, +1),
            "erode": lambda: frame_actions.reshape(self.document, larger=False),
            "dilate": lambda: frame_actions.reshape(self.document, larger=True),
            "carry": lambda: carry.to_next_frame(self.document),
            **self.suggesting.commands(),
            "accept": self._accept_and_go_on,
            "empty": lambda: mark(frame_edits.VERIFY_EMPTY, FrameState.VERIFIED_EMPTY),
            "uncertain": lambda: mark(frame_edits.UNCERTAIN, FrameState.UNCERTAIN),
            "reset": self._reset_state,
            **self.track_actions.commands(),
            **self.propagation.commands(),
            **self.model_views.commands(),
            **self.train_views.commands(),
            **self.run_views.commands(),
            **self.preannotate_views.commands(),
            **self.steps.commands(),
            "go-to-sequence": lambda: self.sequence_box.showPopup(),
            **self.calibration.commands(),
            "first": lambda: go(0),
            "last": lambda: go(self.document.states.size - 1),
            "go-to": self._ask_frame,
            **self.review.commands(),
            "keys": lambda: help_pages.show_keys(self),
            "about": lambda: help_pages.show_about(self),
        }
        tools = QActionGroup(self)
        for menu in menus():
            bar = self.menuBar().addMenu(menu.title)
            bar.setToolTipsVisible(True)
            for command in menu.commands:
                if command is None:
                    bar.addSeparator()
                    continue
                action = make_action(
                    command, self, partial(self._do, command.name, do[command.name])
                )
                self.actions_by_name[command.name] = action
                bar.addAction(action)
                if command.name in self.toolbox.tools:
                    tools.addAction(action)
                if command.name in (*self.toolbox.tools, "display"):
                    set_icon(action)
        refresh_keys(self.actions_by_name)
        self.actions_by_name["growth"].setChecked(True)

    def _lay_out(self) -> None:
        bar = QToolBar(self.tr("Tools"))
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setOrientation(Qt.Orientation.Vertical)
        for name in self.toolbox.tools:
            if name in (SEED, POLYGON):  # what finds masks, and what draws them
                bar.addSeparator()
            bar.addAction(self.actions_by_name[name])
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, bar)
        self._brush_label = QLabel()
        self._brush_label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._brush_label.setProperty("faint", True)
        self._brush_label.setToolTip(self.tr("Brush diameter in pixels"))
        bar.addWidget(self._brush_label)

        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.global_view)
        self.splitter.addWidget(self.detail_view)
        self.splitter.setStretchFactor(0, 4)
        self.splitter.setStretchFactor(1, 3)
        self.splitter.setChildrenCollapsible(False)
        buttons = [("next-review", False), ("empty", False), ("accept", True)]
        self.control_bar = ControlBar(
            self.document,
            self.actions_by_name["display"],
            [(self.actions_by_name[name], primary) for name, primary in buttons],
        )
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.film_strip)
        layout.addWidget(self.timeline)
        layout.addWidget(self.control_bar)
        self.setCentralWidget(middle)
        self.display_panel = DisplayPanel(
            self.document, self.splitter,
            self.actions_by_name["auto-contrast"], self.actions_by_name["display"],
        )  # fmt: skip

        dock = QDockWidget(self.tr("Targets"))
        dock.setObjectName("targets")
        dock.setTitleBarWidget(QWidget())
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setWidget(self.review.dock(self.target_panel))
        self.track_actions.attach(self.target_panel.tracks, self.actions_by_name)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        self.menuBar().setCornerWidget(self.sequence_box)

    def _make_status_bar(self) -> None:
        self._place, self._counts, self._project_name = QLabel(), QLabel(), QLabel()
        self._pointer_at: tuple[float, float] | None = None
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self._place, 1)
        bar.addPermanentWidget(self.propagation.progress)
        bar.addPermanentWidget(self.track_actions.progress)
        bar.addPermanentWidget(self._counts)
        bar.addPermanentWidget(self._project_name)

    def _connect(self) -> None:
        document = self.document
        document.sequence_changed.connect(self._refresh_sequence)
        document.frame_changed.connect(self._refresh_frame)
        document.targets_changed.connect(self._refresh_history)
        display_actions.follow(document, self.stage, self.actions_by_name)
        document.focus_requested.connect(self.detail_view.centre_on)
        document.message.connect(lambda text: self.statusBar().showMessage(text, 8000))
        document.suggestions.frames_changed.connect(self._refresh_counts)
        wire_suggestions(self)
        self.calibration.attach()
        self.toolbox.changed.connect(self._refresh_tools)
        for view in (self.global_view, self.detail_view):
            view.pointer_at.connect(self._show_place)
            view.pointer_left.connect(self._clear_place)
            view.scrubbed.connect(partial(frame_actions.scrub, document))
        # A click in the global view brings its surroundings into the detail view.
        self.global_view.pressed_at.connect(self.detail_view.centre_on)

    def open(self, path: Path, readonly: bool = False) -> bool:
        """Open a project, a video, a stack or a folder; why not is said in the banner."""
        return self.files.open(path, readonly)

    # Commands

    def _do(self, name: str, do: Callable[[], object]) -> None:
        if not self.toolbox.tool.takes(name):
            do()

    def _accept_and_go_on(self) -> None:
        if frame_actions.accept(self.document):
            if self.review.reviewing:
                self.review.next()
            else:
                self.steps.step(+1)

    def _mark_and_go_on(self, label: str, state: FrameState) -> None:
        if frame_actions.mark(self.document, label, state):
            self.steps.step(+1)

    def _reset_state(self) -> None:
        targets = self.document.targets
        frame_actions.mark(
            self.document, frame_edits.RESET, FrameState.EDITED if targets else FrameState.UNSEEN
        )

    def _ask_frame(self) -> None:
        count = self.document.states.size
        if count == 0:
            return
        frame, chosen = QInputDialog.getInt(
            self, self.tr("Go to frame"), self.tr("Frame, 1 to {count}").format(count=count),
            self.document.frame + 1, 1, count,
        )  # fmt: skip
        if chosen:
            self.document.go_to(frame - 1)

    def _centre_selected(self) -> None:
        if self.document.selected is not None:
            self.detail_view.centre_on(*self.document.selected.centroid)

    def _toggle_growth(self) -> None:
        self.growth_curve.wanted = self.actions_by_name["growth"].isChecked()
        self.growth_curve.refresh()

    # Showing

    def _refresh_all(self) -> None:
        self._refresh_sequence()
        self._refresh_frame()
        self._refresh_tools()

    def _refresh_sequence(self) -> None:
        document = self.document
        project = document.project
        for name in ("add-sequence", "add-folder", "relink", "export", "train"):
            self.actions_by_name[name].setEnabled(project is not None)
        if project is None:
            self.setWindowTitle("Label-IRST")
            self._project_name.clear()
            return
        self.setWindowTitle(f"{project.path.name} – Label-IRST")
        saved = self.tr("read-only") if project.readonly else self.tr("every edit is saved")
        self._project_name.setText(f"{project.path.name} · {saved}")
        self.global_view.fit()
        if document.info is not None:
            if not self.steps.image_to_image:
                self.detail_view.zoom_to(DETAIL_SCALE)
            self.detail_view.centre_on(document.info.width / 2, document.info.height / 2)

    def _refresh_frame(self) -> None:
        self.stage.show_frame()
        self._refresh_history()
        if self._pointer_at is not None:  # the pointer rests, and the frame under it is another
            self._show_place(*self._pointer_at)

    def _refresh_history(self) -> None:
        project = self.document.project
        undo, redo = self.actions_by_name["undo"], self.actions_by_name["redo"]
        undo_label = project.undo_label if project is not None else None
        redo_label = project.redo_label if project is not None else None
        undo.setEnabled(undo_label is not None)
        redo.setEnabled(redo_label is not None)
        undo.setText(self.tr("&Undo") + (f" {undo_text(undo_label)}" if undo_label else ""))
        redo.setText(self.tr("&Redo") + (f" {undo_text(redo_label)}" if redo_label else ""))
        self._refresh_counts()

    def _refresh_counts(self) -> None:
        if self.document.info is None:
            self._counts.clear()
            return
        if self.document.states.size == 1 and len(self.sequence_box.names) > 1:
            self._counts.setText(self.sequence_box.progress())
            return
        counts = np.bincount(self.document.shown_states, minlength=len(FrameState))
        self._counts.setText(
            self.tr("{accepted} accepted · {review} to review · {unseen} unseen").format(
                accepted=counts[FrameState.ACCEPTED] + counts[FrameState.VERIFIED_EMPTY],
                review=sum(counts[state] for state in TO_REVIEW),
                unseen=counts[FrameState.UNSEEN],
            )
        )

    def _refresh_tools(self) -> None:
        self.actions_by_name[self.toolbox.name].setChecked(True)
        self._brush_label.setText(f"{self.toolbox.diameter} px")

    def _show_place(self, x: float, y: float) -> None:
        self._pointer_at = (x, y)
        image = self.document.image
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

    def show_settings(self) -> None:
        show_settings(self, self.actions_by_name, self._ask_for_language)

    def _ask_for_language(self) -> bool:
        """Ask for a window in the language that was chosen, unless work would be cut off."""
        if not self.session.keeps or any(job.isRunning() for job in self.findChildren(Job)):
            return False
        self.language_chosen.emit()
        return True

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:  # another theme
            for action in self.actions_by_name.values():
                if not action.icon().isNull():
                    set_icon(action)
        super().changeEvent(event)

    # Closing

    def closeEvent(self, event: QCloseEvent) -> None:
        for job in self.findChildren(Job):  # a thread that outlives its window aborts the program
            job.cancel()
            job.wait()
        self.session.end()
        self.document.close()
        event.accept()
