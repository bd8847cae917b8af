"""Suggestions in the window: the commands that ask for them, and what becomes of the answers."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QObject, QTimer, Signal

from label_irst.document import Document, ghosts
from label_irst.jobs.suggester import Suggester
from label_irst.views.job_bar import JobBar
from p2m_core.detection import Detection

BATCH_MS = 250  # answers are stored so often: a transaction takes longer than a small frame


class Suggesting(QObject):
    answered = Signal()  # for the one frame that was asked for
    failed = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.progress = JobBar(self.tr("Stop: what is done stays"))
        self.progress.stop.clicked.connect(self.cancel)
        self.suggester = Suggester(self)
        self.suggester.ready.connect(self._begin)
        self.suggester.found.connect(self._take)
        self.suggester.finished.connect(self._go_on)
        self.suggester.failed.connect(self._fail)
        self._detector = ""
        self._left: dict[int, None] = {}  # frames of the run that are not answered yet, in order
        self._total = 0
        self._single: int | None = None  # the frame that was asked for on its own
        self._answers: dict[int, list[Detection]] = {}
        self._batch = QTimer(self)
        self._batch.setSingleShot(True)
        self._batch.setInterval(BATCH_MS)
        self._batch.timeout.connect(self._store)
        document.sequence_changed.connect(self._forget)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the menus call, by the command's name."""
        return {
            "suggest-frame": self.ask_frame,
            "suggest-sequence": self.ask_sequence,
            "take-suggestions": lambda: ghosts.accept_all(self._document),
        }

    def ask_frame(self) -> None:
        """Suggest on the current frame; a run through the sequence goes on after it."""
        document = self._document
        if not document.may_edit():
            return
        if document.suggestions.is_done:
            document.message.emit(self.tr("This frame is reviewed: mark it as not reviewed first."))
            return
        if not self.suggester.running:
            document.message.emit(self.tr("Starting the detector…"))
        self._single = document.frame
        self._ask([document.frame])

    def ask_sequence(self) -> None:
        """Suggest on all frames that nobody is done with, from the current one on."""
        document = self._document
        if document.project is None or document.info is None or self._left:
            return
        if document.project.readonly:
            document.message.emit(document.project.notice)
            return
        frames = document.suggestions.frames_to_ask()
        if not frames:
            document.message.emit(self.tr("Every frame of the sequence is reviewed."))
            return
        self._left, self._total = dict.fromkeys(frames), len(frames)
        self.progress.begin(self.tr("Suggesting"))
        self._go_on()

    def cancel(self) -> None:
        """Leave the rest of the run; what was found stays."""
        self._left, self._single = {}, None
        self._ask([])
        self._store()
        self.progress.hide()

    def _ask(self, frames: list[int]) -> None:
        assert self._document.info is not None
        self.suggester.ask(self._document.info.path, frames)

    # Answers

    def _begin(self, name: str, title: str, threshold: float) -> None:
        self._detector = name
        self._document.suggestions.begin(title, threshold)

    def _take(self, frame: int, detections: list[Detection]) -> None:
        self._answers[frame] = detections
        self._left.pop(frame, None)
        if frame == self._single:
            self._single = None
            self._store()
            if frame == self._document.frame:
                self._tell()
        elif not self._batch.isActive():
            self._batch.start()

    def _tell(self) -> None:
        shown = len(self._document.suggestions.shown)
        text = self.tr("Suggestions in this frame: {count}").format(count=shown)
        self._document.message.emit(text)
        self.answered.emit()

    def _store(self) -> None:
        answers, self._answers = self._answers, {}
        if answers and not self._document.suggestions.store(self._detector, list(answers.items())):
            self.cancel()
        elif self._total:
            self.progress.show_progress(self._total - len(self._left), self._total)
            self.progress.setVisible(bool(self._left))

    def _go_on(self) -> None:
        """Ask for the rest of the run, as far as it lies in one direction."""
        if not self._left:
            self._store()
            return
        frames = list(self._left)
        turn = next((i for i, (a, b) in enumerate(pairwise(frames), 1) if b < a), len(frames))
        self._ask(frames[:turn])

    # Ends

    def _fail(self, text: str) -> None:
        self._end()
        self.failed.emit(text)

    def _forget(self) -> None:
        """Another sequence is shown: what is under way was about the last one."""
        self._answers = {}
        self.suggester.quit()
        self._end()

    def _end(self) -> None:
        self._left, self._single, self._detector = {}, None, ""
        self._batch.stop()
        self._store()
        self._total = 0
        self.progress.hide()
