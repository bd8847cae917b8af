"""Two annotators: what is decided in the comparison becomes edits of the open project."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from label_irst.document import Document
from label_irst.i18n import counted
from label_irst.jobs.comparing import Comparison, merged
from label_irst.jobs.task import Job
from label_irst.review.queue import target_over
from label_irst.views.comparison.decisions import KEEP
from label_irst.views.comparison.window import ComparisonWindow
from label_irst.views.picture.canvas import Canvas
from label_irst.views.widgets.placing import bring_up
from p2m_core.agreement import Merge, Pair, Rule, as_one_step, merge
from p2m_core.errors import P2MError


class Deciding(QObject):
    def __init__(
        self, window: QWidget, document: Document, show_sequence: Callable[[int], bool],
        views: Sequence[Canvas], keys: Sequence[QAction],
    ) -> None:  # fmt: skip
        """The keys of `keys`, undo and redo, work in the comparison too."""
        super().__init__(window)
        self._document, self._show_sequence, self._views = document, show_sequence, views
        self._project = document.project
        self._own = False  # the change that is signalled is this controller's
        self.job: Job | None = None
        self.window = ComparisonWindow(window)
        self.window.addActions(keys)
        self.window.place_wanted.connect(self._go_to)
        self.window.overlay_changed.connect(self._show_theirs)
        self.window.judging.decided.connect(self._decide)
        self.window.judging.rule_wanted.connect(self._decide_all)
        document.sequence_changed.connect(self._adopt)
        document.frame_changed.connect(self._show_theirs)
        document.targets_changed.connect(self._follow)
        document.message.connect(self._tell)

    def show_window(self) -> None:
        if self._document.project is not None:
            bring_up(self.window)
            self.window.open(self._document.project.path, self._why_not())

    def _why_not(self) -> str:
        """Why the project cannot be edited; empty if it can."""
        document = self._document
        if document.project is None:
            return self.tr("No project is open.")
        if document.project.readonly:
            return document.project.notice or self.tr("The project is open read-only.")
        if document.info is None:
            return self.tr("Show a sequence first, to see what would change.")
        return ""

    # Deciding

    def _decide(self, rule: Rule | None) -> None:
        """Carry out a decision on the chosen pair, and go on to the next."""
        window, project = self.window, self._document.project
        pair, found = window.queue.pair, window.shown
        if project is None or pair is None or found is None or self._why_not():
            return
        if window.decisions.edited(pair):
            window.tell(self.tr("It is decided: undo that first, to decide anew."), failed=True)
            return
        if rule is KEEP:
            window.decisions.put([pair], KEEP)
            window.tell("")
        else:
            try:
                made = merge(project, found.agreement, [pair], rule, found.ids)
            except P2MError as error:
                window.tell(str(error), failed=True)
                return
            if not self._apply(made, rule):
                return
        window.refresh()
        window.go_on()

    def _decide_all(self, rule: Rule) -> None:
        """Compute a rule for all listed pairs in a job, and apply it."""
        project, found = self._document.project, self.window.shown
        pairs = self.window.queue.waiting()
        if project is None or found is None or not pairs or self.job is not None or self._why_not():
            return
        self.window.judging.allow(False, False, False)
        self.job = job = Job(partial(merged, project.path, found, pairs, rule), self)
        job.succeeded.connect(partial(self._take, found, rule))
        job.failed.connect(partial(self._failed, failed=True))
        job.cancelled.connect(partial(self._failed, ""))
        job.start()

    def _take(self, found: Comparison, rule: Rule, made: Merge) -> None:
        self.job = None
        if found is not self.window.shown:
            return
        if self._apply(made, rule):
            text = counted(
                made.changed,
                self.tr("1 target changed; Undo takes it back."),
                self.tr("{count} targets changed; one Undo takes it back."),
            )
            self.window.tell(" ".join([text, self._left(made)]).strip())
        self.window.refresh()

    def _failed(self, text: str, failed: bool = False) -> None:
        self.job = None
        self.window.tell(text, failed)
        self.window.refresh()

    def _left(self, made: Merge) -> str:
        """What a rule could not be carried out on."""
        parts = []
        if made.without_pixels:
            parts.append(
                self.tr("{count} left alone: theirs has no mask.").format(count=made.without_pixels)
            )
        if made.gone:
            parts.append(
                self.tr("{count} left alone: mine has changed since; Refresh compares again.")
                .format(count=made.gone)
            )  # fmt: skip
        return " ".join(parts)

    def _apply(self, made: Merge, rule: Rule) -> bool:
        """Store the edits as one step; False if nothing was decided."""
        document = self._document
        assert document.project is not None
        step = ""
        if made.edits:
            edits = as_one_step(document.project, made.edits)
            step, self._own = edits[0].label, True
            try:
                stored = document.apply_all(edits)
            finally:
                self._own = False
            if not stored:
                return False
        self.window.decisions.put(made.decided, rule, step)
        self.window.tell(self._left(made), failed=True)
        return bool(made.decided)

    def _follow(self) -> None:
        """Follow undo and redo; tell of other changes of the labels."""
        project, window = self._document.project, self.window
        if self._own or project is None or window.shown is None:
            return
        if window.decisions.travel(project.undo_label, project.redo_label):
            window.refresh()
        else:
            window.tell(self.tr("The labels have changed since: Refresh compares them again."))

    def _tell(self, text: str) -> None:
        """Show a message of the document that answers a decision."""
        if self._own:
            self.window.tell(text, failed=True)

    # The main picture

    def _show_theirs(self) -> None:
        document, window = self._document, self.window
        labels = []
        if window.isVisible() and window.overlay.isChecked() and window.shown is not None:
            id = document.info.id if document.info is not None else 0
            labels = window.shown.theirs.get((id, document.frame), [])
        for view in self._views:
            view.show_others(labels)

    def _go_to(self, pair: Pair) -> None:
        document, found = self._document, self.window.shown
        if found is None:
            return
        id = found.ids[pair.sequence]
        here = document.info is not None and document.info.id == id
        if not here and not self._show_sequence(id):
            return
        document.go_to(pair.frame[0])
        document.select(target_over(document.targets, *pair.place))
        document.focus_requested.emit(*pair.place)

    # Other projects

    def _adopt(self) -> None:
        if self._document.project is not self._project:
            self._project = self._document.project
            self.close()
            self.window.forget()
        elif self.window.isVisible():
            self.window.allow(self._why_not())

    def close(self) -> None:
        if self.job is not None:
            self.job.cancel()
        self.window.close()
