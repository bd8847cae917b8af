"""Look for an overlay in each sequence once, offer to ignore it, and list what is ignored."""

from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from label_irst.document import Document
from label_irst.document.actions import ignored_actions
from label_irst.jobs.task import Job
from label_irst.views.commands import Doings
from label_irst.views.ignoring.window import IgnoredWindow
from label_irst.views.widgets.banner import Banner
from label_irst.views.widgets.placing import bring_up
from p2m_core.progress import Progress
from p2m_core.sequence import find_overlay, open_sequence
from p2m_core.sequence.overlays import FEWEST

LOOKED = "overlay looked for"  # key of the sequence's meta
PAUSE_MS = 2000  # from showing a sequence to looking: others may be shown at once
LEAST = 12  # pixels of an overlay that is worth a question

Mask = NDArray[np.bool_]


class IgnoringController(QObject):
    def __init__(
        self, window: QWidget, document: Document, banner: Banner, actions: dict[str, QAction]
    ) -> None:
        super().__init__(window)
        self._window, self._document, self._banner = window, document, banner
        self._actions = actions
        self._job: Job | None = None
        self._asked = False  # by the user: then it is said if there is none
        self._offer = self.tr("Ignore it")
        self.window = IgnoredWindow(window, document)
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(PAUSE_MS)
        self.pause.timeout.connect(self._look_once)
        document.leaving_sequence.connect(self._leave)
        document.sequence_opened.connect(self._adopt)
        document.sequence_changed.connect(self._enable)
        self._enable()

    def commands(self) -> Doings:
        return {"find-overlay": self.find, "ignored-regions": partial(bring_up, self.window)}

    @property
    def idle(self) -> bool:
        """Whether no search runs or is due."""
        return self._job is None and not self.pause.isActive()

    def find(self) -> None:
        """Look for an overlay in the sequence on show, because the user asked."""
        self._asked = True
        self._look()

    def close(self) -> None:
        """Look no longer."""
        self._leave()
        self.window.close()

    def _enable(self) -> None:
        for name in ("find-overlay", "ignored-regions"):
            self._actions[name].setEnabled(self._document.info is not None)

    def _adopt(self) -> None:
        """Look soon, once for each sequence."""
        project = self._document.project
        if project is not None and not project.readonly and not self._document.recall(LOOKED):
            self.pause.start()

    def _leave(self) -> None:
        self.pause.stop()
        self._asked = False
        if self._job is not None:
            self._job.cancel()
        if self._banner.offer.text() == self._offer:
            self._banner.hide()

    def _look_once(self) -> None:
        info = self._document.info
        if info is not None and info.frame_count >= FEWEST and not self._document.recall(LOOKED):
            self._look()

    def _look(self) -> None:
        info = self._document.info
        if info is None or self._job is not None:
            return
        self._job = job = Job(partial(_overlay, info.path), self._window)
        job.succeeded.connect(partial(self._found, info.id))
        job.failed.connect(self._document.message)
        job.finished.connect(self._looked)
        job.start()

    def _looked(self) -> None:
        self._job = None

    def _found(self, sequence: int, mask: Mask) -> None:
        document, asked = self._document, self._asked
        if document.info is None or document.info.id != sequence:
            return
        self._asked = False
        document.remember(LOOKED, True)
        new = mask & ~document.ignored.mask(mask.shape)
        if int(new.sum()) < (1 if asked else LEAST):
            if asked:
                document.message.emit(self.tr("No overlay found that is not known already."))
            return
        if asked:
            ignored_actions.ignore_found(document, mask)
            self._tell()
        elif not self._banner.isVisible():  # else the message there comes first
            share = self.tr("{share:.1f} %").format(share=100.0 * new.mean())
            text = self.tr(
                "Text, a reticle or stuck pixels cover {share} of this sequence's picture. "
                "Ignored, they get no seed, suggestion, training sample or false alarm."
            )
            self._banner.show_text(
                text.format(share=share), self._offer, partial(self._take, sequence, mask)
            )

    def _take(self, sequence: int, mask: Mask) -> None:
        info = self._document.info
        if info is not None and info.id == sequence:
            ignored_actions.ignore_found(self._document, mask)
            self._tell()

    def _tell(self) -> None:
        count = len(self._document.ignored.in_frame(self._document.frame))
        one, many = self.tr("1 region is ignored here"), self.tr("{count} regions are ignored here")
        text = (one if count == 1 else many).format(count=count)
        how = self.tr("a click with the Ignore tool lets one go")
        self._document.report.emit(f"{text}: {how}.")


def _overlay(path: Path, progress: Progress) -> Mask:
    with open_sequence(path) as sequence:
        return find_overlay(sequence, progress)
