"""A data set looked at as a whole: its numbers, and the warnings on them."""

from collections.abc import Sequence as Many
from dataclasses import dataclass

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.statistics.checks import check
from p2m_core.datasets.statistics.findings import Finding, Place, where
from p2m_core.datasets.statistics.numbers import TargetStatistics, measure_targets
from p2m_core.pamg import PamgParams
from p2m_core.progress import Progress, no_progress


@dataclass(frozen=True, eq=False)
class Examination:
    """The labelled sequences, their numbers, and the warnings on them."""

    sequences: tuple[LabelledSequence, ...]
    found: TargetStatistics
    findings: tuple[Finding, ...]

    def where(self, place: Place) -> str:
        """Return a place for people to read; see `findings.where`."""
        return where(self.sequences, self.found, place)


def examine(
    sequences: Many[LabelledSequence],
    params: PamgParams | None = None,
    progress: Progress = no_progress,
) -> Examination:
    """Measure a data set and check it.

    Parameters
    ----------
    sequences : sequence of LabelledSequence
    params : PamgParams, optional
        For what is labelled by points or boxes.
    progress : callable
        Called after each labelled frame, and while images are compared; may raise `Cancelled`.

    Raises
    ------
    InputError
        As `numbers.measure_targets`.
    """
    frames = sum(len(sequence.frames) for sequence in sequences)
    whole = frames + frames // 10 + 1  # roughly what it takes to compare the images

    def compared(done: int, total: int) -> None:
        progress(frames + (whole - frames) * done // total, whole)

    found = measure_targets(sequences, params, lambda done, total: progress(done, whole))
    findings = check(sequences, found, compared)
    progress(whole, whole)
    return Examination(tuple(sequences), found, tuple(findings))
