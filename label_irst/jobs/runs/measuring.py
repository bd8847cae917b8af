"""Compare the model of a run with another one: find frames to evaluate on, and evaluate."""

import os
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from label_irst.jobs.child import Child
from label_irst.jobs.measurable import MEASURED, RESULT, find_measurable, labels_to_measure
from label_irst.jobs.task import Job
from p2m_core.errors import InputError
from p2m_core.eval.comparison import read_comparison
from p2m_core.progress import Progress

WEIGHTS = "best.safetensors"
SHIPPED = "shipped"


class Measuring(QObject):
    """One thing at a time; the last three signals end it."""

    found = Signal(object)  # a `Measurable`
    progressed = Signal(int, int)  # frames of both models
    compared = Signal(object)  # a `Comparison`
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, run: Path, parent: QObject) -> None:
        """`run` is the folder of the run."""
        super().__init__(parent)
        self._run = run
        self._job: Job | None = None  # the one whose result is wanted
        self._labels = run  # the temporary labels, a new file for each comparison
        self._number = 0
        unexplained = self.tr("The comparison ended without an error message.")
        self._comparer = Child(unexplained, self)
        self._comparer.progressed.connect(self.progressed)
        self._comparer.ended.connect(self._clear_away)
        self._comparer.succeeded.connect(self._read)
        self._comparer.failed.connect(self.failed)
        self._comparer.cancelled.connect(self.cancelled)

    @property
    def weights(self) -> Path:
        """The file of the run's model."""
        return self._run / WEIGHTS

    @property
    def busy(self) -> bool:
        return self._job is not None or self._comparer.running

    def find(self) -> None:
        """Find the frames to evaluate on; `found` has the result."""
        self._work(partial(find_measurable, self._run, self.weights), self.found.emit)

    def compare(
        self, old: Path | None, source: Path, names: Collection[str],
        images: Mapping[str, Path], frames: int,
    ) -> None:  # fmt: skip
        """Compare with another model, by the labels in `source` of these sequences.

        `old` is its file, None for the shipped one; `images` are the paths of the sequences.
        """
        self._number += 1
        name = MEASURED.format(process=os.getpid(), number=self._number)
        work = partial(labels_to_measure, source, self._run / name, names, images)
        self._work(work, partial(self._start, old, frames))

    def cancel(self) -> None:
        """End a comparison; an earlier result stays."""
        if self._comparer.running:
            self._comparer.cancel()
        elif self._job is not None:
            self._job = None  # its result is no longer wanted
            self.cancelled.emit()

    def quit(self) -> None:
        """End all of it: the window closes."""
        self._job = None
        self._comparer.quit()

    def _work(self, work: Callable[[Progress], object], then: Callable[[Any], object]) -> None:
        self._job = job = Job(work, self)
        job.succeeded.connect(partial(self._worked, job, then))
        job.failed.connect(partial(self._job_failed, job))
        job.start()

    def _worked(self, job: Job, then: Callable[[Any], object], result: object) -> None:
        if job is self._job:
            self._job = None
            then(result)
        elif isinstance(result, Path):  # labels that are no longer wanted
            with suppress(OSError):
                result.unlink()

    def _job_failed(self, job: Job, text: str) -> None:
        if job is self._job:
            self._job = None
            self.failed.emit(text)

    def _start(self, old: Path | None, frames: int, labels: Path) -> None:
        self._labels = labels
        weights = [SHIPPED if old is None else str(old), str(self.weights)]
        self._comparer.start(
            "eval", "compare", str(labels), "--out", str(self._run / RESULT),
            "--frames", str(frames), "--weights", weights[0], "--weights", weights[1],
            "--split", "test",
        )  # fmt: skip

    def _clear_away(self) -> None:
        with suppress(OSError):  # `find_measurable` removes what is left
            self._labels.unlink()

    def _read(self) -> None:
        try:
            comparison = read_comparison(self._run / RESULT)
        except InputError as error:
            self.failed.emit(str(error))
            return
        self.compared.emit(comparison)
