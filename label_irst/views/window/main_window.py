"""The main window: it lays out the views, and connects commands with controllers."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QTabWidget,
)

from label_irst import resources
from label_irst.document import Document
from label_irst.jobs.models import Models
from label_irst.jobs.runs.queue import Runs
from label_irst.jobs.suggesting import Suggesting
from label_irst.jobs.survey import Survey
from label_irst.jobs.task import Job
from label_irst.tools.toolbox import ToolBox
from label_irst.views import commands
from label_irst.views.calibration.controller import CalibrationController
from label_irst.views.comparison.controller import ComparisonController
from label_irst.views.datasets.controller import StatisticsController
from label_irst.views.describing.controller import DescriptionsController
from label_irst.views.ignoring.controller import IgnoringController
from label_irst.views.picture.canvas import Canvas
from label_irst.views.picture.control_bar import ControlBar
from label_irst.views.picture.controller import PictureController
from label_irst.views.picture.display_panel import DisplayPanel
from label_irst.views.picture.held_keys import HeldKeys
from label_irst.views.picture.key_cursor import KeyCursor
from label_irst.views.picture.loupe import Loupe
from label_irst.views.picture.playback_controller import PlaybackController
from label_irst.views.picture.profile_panel import ProfilePanel
from label_irst.views.picture.stage import Stage
from label_irst.views.picture.transport import Transport
from label_irst.views.preannotation.controller import PreannotationController
from label_irst.views.project.controller import ProjectController
from label_irst.views.results.controller import ResultsController
from label_irst.views.review.controller import ReviewController
from label_irst.views.review.panel import ReviewPanel
from label_irst.views.review.suggestion_bar import SuggestionBar
from label_irst.views.review.suggestions_controller import SuggestionsController
from label_irst.views.sequences.controller import SequencesController
from label_irst.views.targets.controller import TargetsController
from label_irst.views.targets.growth_curve import GrowthCurve
from label_irst.views.targets.mask_handle import MaskHandle
from label_irst.views.targets.propagation_controller import PropagationController
from label_irst.views.targets.range_controller import RangeController
from label_irst.views.targets.rest_controller import RestController
from label_irst.views.targets.target_panel import TargetPanel
from label_irst.views.targets.track_jobs import TrackJobs
from label_irst.views.targets.tracks_controller import TracksController
from label_irst.views.timeline.film_strip import FilmStrip
from label_irst.views.timeline.timeline import Timeline
from label_irst.views.training.controller import TrainingController
from label_irst.views.training.runs_controller import RunsController
from label_irst.views.widgets.banner import Banner
from label_irst.views.widgets.keyboard import ShownFocus, order_by_tab
from label_irst.views.window import help_pages, layout, menu_bar
from label_irst.views.window.drop import DropZones
from label_irst.views.window.files_controller import FilesController
from label_irst.views.window.first_steps import FirstSteps
from label_irst.views.window.import_controller import ImportController
from label_irst.views.window.notice_row import NoticeRow
from label_irst.views.window.session import Session
from label_irst.views.window.settings_dialog import show_settings
from label_irst.views.window.status_bar import StatusBar
from label_irst.views.window.tool_bar import ToolBar

DETAIL_SCALE = 16.0
NEED_PROJECT = ("add-sequence", "add-folder", "relink", "export", "train")
BUTTONS = ("next-review", "empty", "accept")  # below the timeline; the last one stands out


class MainWindow(QMainWindow):
    """Each part is made from the parts before it; none is completed later."""

    language_chosen = Signal()
    closing = Signal()  # windows and jobs beside this one end now

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Label-IRST")
        self.setWindowIcon(resources.application_icon())
        self.setMinimumHeight(640)  # the least width follows from the control bar
        self.document = Document(self)
        self.toolbox = ToolBox(self.document, self)
        self.suggesting = Suggesting(self.document, self)
        self.runs = Runs(self, self.document)
        self.models = Models(self.document, self)
        self.survey = Survey(self.document, self)
        self.actions_by_name = commands.make_actions(self)
        self._make_views()
        self._make_controllers()
        self._lay_out()
        self._order_by_tab()
        ShownFocus(self)
        self.session = Session(
            self, self.document, self.toolbox, self.files, self.banner, self.splitter, self._views,
            self.actions_by_name,
        )  # fmt: skip
        DropZones(self, self.document, self.importing.take)
        self._connect()
        self._refresh_sequence()

    # Building

    def _make_views(self) -> None:
        """Make the views."""
        document, actions = self.document, self.actions_by_name
        self.banner = Banner()
        self.global_view = Canvas(document, self.toolbox, markers=True)
        self.detail_view = Canvas(document, self.toolbox, markers=False)
        self._views = {"global": self.global_view, "detail": self.detail_view}
        self.panes = {layout.column(view): view for view in self._views.values()}
        self.splitter = layout.side_by_side(*self.panes)
        self.loupe = Loupe(document, self.toolbox, self.global_view)
        self.key_cursor = KeyCursor(
            document, self.toolbox, self.global_view, self.detail_view, self
        )
        self.stage = Stage(document, self.global_view, self.detail_view, self)
        self.growth_curve = GrowthCurve(document, self.detail_view)
        self.mask_handle = MaskHandle(document, self.toolbox, self.detail_view)
        HeldKeys(self, [self.global_view, self.detail_view])
        self.film_strip = FilmStrip(document)
        self.suggestion_bar = SuggestionBar(document, actions["take-suggestions"])
        self.transport = Transport(self.stage.playback, actions)
        self.notice_row = NoticeRow(
            document, self.toolbox, self.key_cursor, self.suggestion_bar, self.transport, actions
        )
        self.timeline = Timeline(document)
        buttons = [(actions[name], name == BUTTONS[-1]) for name in BUTTONS]
        self.control_bar = ControlBar(document, actions["display"], actions["polarity"], buttons)
        self.target_panel = TargetPanel(document)
        self.review_panel = ReviewPanel(document, self.survey)
        self.tool_bar = ToolBar(self.toolbox, actions)

    def _make_controllers(self) -> None:
        """Make the controllers, each with the views and controllers it needs."""
        document, actions, banner = self.document, self.actions_by_name, self.banner
        self.files = FilesController(self, document, banner)
        self.importing = ImportController(self, document, self.files, banner)
        self.sequences = SequencesController(self, document, self.files.show_sequence, actions)
        self.sequence_box = self.sequences.box
        self.picture = PictureController(
            document, self.global_view, self.detail_view, self.stage, self.loupe, self.key_cursor,
            actions,
        )  # fmt: skip
        views = list(self._views.values())
        self.playback = PlaybackController(
            document, self.stage.playback, [*views, self.growth_curve, self.mask_handle], actions
        )
        self.propagation = PropagationController(self, document)
        self.track_jobs = TrackJobs(self, document)
        self.rest = RestController(document, self.track_jobs, actions["remask"])
        self.targets = TargetsController(
            document, self._views, self.growth_curve, actions,
            [self.propagation.take_back, self.rest.take_back, self.track_jobs.take_back],
        )  # fmt: skip
        self.ranges = RangeController(document, self.track_jobs, actions)
        self.descriptions = DescriptionsController(
            self, document, self.target_panel.description, actions
        )
        self.target_panel.set_frame_actions([actions["flag-frame"], actions["note-frame"]])
        self.tracks = TracksController(
            self, document, self.track_jobs, self.target_panel.tracks, actions
        )
        self.review = ReviewController(self, document, self.sequences, self.review_panel)
        self.suggestions = SuggestionsController(
            document, self.suggesting, self.toolbox, self.detail_view, banner
        )
        self.results = ResultsController(
            self, document, self.models, self.runs, banner, self.files.show_sequence
        )
        self.training = TrainingController(self, document, self.runs, banner)
        self.training_runs = RunsController(
            self, self.runs, banner, document.report.emit, self.results.show_result
        )
        self.preannotation = PreannotationController(self, banner, self.open)
        self.calibration = CalibrationController(
            self, document, self.control_bar, actions["calibrate"]
        )
        for offer in (self.rest.offer, self.calibration.offer):
            self.notice_row.add_offer(offer)
        self.statistics = StatisticsController(
            self, document, self.files.show_sequence, actions["statistics"]
        )
        self.project_page = ProjectController(
            self, document, self.survey, self.sequences.show, self.sequences.remove,
            actions["project-page"],
        )  # fmt: skip
        self.ignoring = IgnoringController(self, document, banner, actions)
        self.comparison = ComparisonController(
            self, document, self.files.show_sequence, views, self.panes, actions
        )

    def _lay_out(self) -> None:
        """Lay out the views."""
        actions = self.actions_by_name
        menu_bar.fill(self.menuBar(), actions)
        self.menuBar().setCornerWidget(self.sequence_box)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.tool_bar)
        middle = (
            self.splitter, self.notice_row, self.film_strip, self.timeline, self.control_bar
        )  # fmt: skip
        self.setCentralWidget(layout.stacked(middle, tall=self.splitter))
        self.banner.lie_over(self.notice_row)
        self.first_steps = FirstSteps(self.document, self.global_view, actions)
        self.display_panel = DisplayPanel(
            self.document, self.splitter, actions["auto-contrast"], actions["display"]
        )
        self.profile_panel = ProfilePanel(
            self.document, self.toolbox.ruler, self.splitter, self.global_view, actions["profile"]
        )
        tabs = {self.tr("Frame"): self.target_panel, self.tr("Review"): self.review_panel}
        dock = layout.docked(self.tr("Targets"), tabs)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        working = (
            self.suggestions, self.training_runs, self.preannotation, self.propagation,
            self.track_jobs,
        )  # fmt: skip
        bars = [controller.progress for controller in working]
        views = list(self._views.values())
        self.setStatusBar(StatusBar(self.document, views, self.sequence_box, bars))

    def _order_by_tab(self) -> None:
        """Tab goes from the left to the right, and from the top to the bottom."""
        order_by_tab([
            self.tool_bar, self.sequence_box, *self._views.values(), self.banner, self.notice_row,
            self.film_strip, self.timeline, self.control_bar, *self.findChildren(QTabWidget),
            *self.findChildren(QDockWidget), self.statusBar(),
        ])  # fmt: skip

    def focusNextPrevChild(self, next: bool) -> bool:
        """Go on by Tab; but where the control with the keyboard vanished, nobody has it then."""
        now = self.focusWidget()
        if now is not None and not (now.isVisible() and now.isEnabled()):
            now.clearFocus()
            return True
        return super().focusNextPrevChild(next)

    def _connect(self) -> None:
        """Connect commands with controllers, and closing with what ends before the window."""
        controllers = (
            self.files, self.importing, self.sequences, self.picture, self.playback, self.targets,
            self.descriptions, self.ranges, self.tracks, self.propagation, self.rest, self.review,
            self.suggestions, self.results, self.training, self.training_runs, self.preannotation,
            self.calibration, self.statistics, self.comparison, self.project_page, self.ignoring,
            self.tool_bar,
        )  # fmt: skip
        tables = [controller.commands() for controller in controllers]
        commands.connect(self.actions_by_name, [*tables, self._own_commands()], self._claimed)
        self.sequences.removing.connect(self.suggesting.cancel)
        self.document.sequence_changed.connect(self._refresh_sequence)
        beside = (
            self.training, self.training_runs, self.results, self.preannotation, self.calibration,
            self.statistics, self.comparison, self.project_page, self.survey, self.ignoring,
        )  # fmt: skip
        for end in (
            *(controller.close for controller in beside), self._end_jobs, self.session.end,
            self.document.close,
        ):  # fmt: skip
            self.closing.connect(end)

    def open(self, path: Path, readonly: bool = False) -> bool:
        """Open a project, a video, a stack or a folder; report a failure in the banner."""
        return self.files.open(path, readonly)

    # Commands

    def _own_commands(self) -> commands.Doings:
        return {
            "quit": self.close,
            "settings": self.show_settings,
            "display": self.display_panel.toggle,
            "profile": self.profile_panel.toggle,
            "film-strip": lambda: self.film_strip.want(not self.film_strip.wanted),
            "keys": partial(help_pages.show_keys, self),
            "about": partial(help_pages.show_about, self),
        }

    def _claimed(self, name: str) -> bool:
        return self.playback.claims(name) or self.toolbox.tool.takes(name)

    def show_settings(self) -> None:
        show_settings(self, self.actions_by_name, self._ask_for_language)

    def _ask_for_language(self) -> bool:
        """Ask for a window in the chosen language, unless that would interrupt work."""
        if not self.session.keeps or any(job.isRunning() for job in self.findChildren(Job)):
            return False
        self.language_chosen.emit()
        return True

    # Showing

    def _refresh_sequence(self) -> None:
        document = self.document
        project = document.project
        for name in NEED_PROJECT:
            self.actions_by_name[name].setEnabled(project is not None)
        if project is None:
            self.setWindowTitle("Label-IRST")
            return
        self.setWindowTitle(f"{project.path.name} – Label-IRST")
        self.global_view.fit()
        if document.info is not None:
            if not self.sequences.image_to_image:
                self.detail_view.zoom_to(DETAIL_SCALE)
            self.detail_view.centre_on(document.info.width / 2, document.info.height / 2)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:  # of the theme
            for action in self.actions_by_name.values():
                if not action.icon().isNull():
                    commands.set_icon(action)
        super().changeEvent(event)

    # Closing

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.training_runs.may_close():
            self.closing.emit()
            event.accept()
        else:
            event.ignore()

    def _end_jobs(self) -> None:
        """End all jobs: a thread that outlives its window aborts the program."""
        jobs = self.findChildren(Job)
        for job in jobs:
            job.cancel()
        for job in jobs:
            job.wait()
