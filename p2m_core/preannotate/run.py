"""The whole run: unfinished chunks to the processes, their results to the journal."""

import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from p2m_core.batch import do_chunks
from p2m_core.errors import InputError
from p2m_core.preannotate import journal as journals
from p2m_core.preannotate.assemble import write_project
from p2m_core.preannotate.plan import Failure, Piece, Plan
from p2m_core.preannotate.work import Part, work_of
from p2m_core.progress import Progress, no_progress


@dataclass(frozen=True)
class Summary:
    """The summary of a run.

    Attributes
    ----------
    sequences, frames : int
        Numbers of processed sequences and frames.
    before : int
        Frames of these that an earlier, stopped run had finished.
    without : int
        Frames without a target or suggestion.
    targets, doubtful, suggestions : int
        Masks; masks with a low margin; detections.
    failures : tuple of Failure
    seconds : float
        Time for the other frames, without planning and assembly.
    """

    sequences: int
    frames: int
    before: int
    without: int
    targets: int
    doubtful: int
    suggestions: int
    failures: tuple[Failure, ...]
    seconds: float

    @property
    def reasons(self) -> dict[str, int]:
        """Number of failures of each reason, the most frequent first."""
        return dict(Counter(failure.reason for failure in self.failures).most_common())


def preannotate(
    plan: Plan,
    goal: Path | str,
    workers: int | None = None,
    progress: Progress = no_progress,
    *,
    scheduler: str | None = None,
) -> Summary:
    """Do the unfinished part of a plan, and write the project.

    Parameters
    ----------
    plan : Plan
        Of `plan_labels` or `plan_suggestions`.
    goal : path
        The new project file. Until it is written, a journal lies beside it: after a stop or a kill
        the same call goes on, here or on a cluster, with the same result.
    workers : int, optional
        Processes, each with one thread; as many as processors by default.
    progress : callable
        Called with the numbers of finished frames and of all; may raise `Cancelled`.
    scheduler : str, optional
        Address of a Dask scheduler, to run on its workers instead. They must see the images and
        the weights at the same paths.

    Raises
    ------
    InputError
        If `goal` exists or does not end in ``.lirst``, a journal beside it has another plan, or
        the cluster cannot be used.
    P2MError
        If it cannot be written, a process ended unexpectedly, or the cluster is lost.
    """
    goal = Path(goal).absolute()
    check_goal(goal)
    chunks = plan.chunks()
    with journals.opened(goal, plan.key()) as journal:
        left = [i for i in range(len(chunks)) if not journal.has(i)]
        before = done = plan.frames - sum(_frames(chunks[i]) for i in left)
        progress(done, plan.frames)
        started = time.perf_counter()
        parts = [parts_of(plan, chunks[i]) for i in left]
        finished = do_chunks(work_of(plan), parts, workers=workers, scheduler=scheduler)
        with closing(finished):
            for number, results in finished:
                journal.store(left[number], results)
                done += _frames(chunks[left[number]])
                progress(done, plan.frames)
        seconds = time.perf_counter() - started
        write_project(goal, plan, journal.results(len(chunks)))
        summary = _summary(plan, journal.results(len(chunks)), before, seconds)
        journals.remove(journal)
    return summary


def check_goal(goal: Path) -> None:
    """Raise `InputError` unless a project can be made at `goal`."""
    if goal.suffix != ".lirst":
        raise InputError(f"{goal} is not a project: give a name that ends in .lirst")
    try:
        exists, has_folder = goal.exists(), goal.parent.is_dir()
    except OSError as error:  # such as a name that is too long
        raise InputError(f"cannot create {goal}: {error.strerror}: choose another name") from error
    if exists:
        raise InputError(f"{goal} exists already: choose another name, or remove it")
    if not has_folder:
        raise InputError(f"cannot create {goal}: there is no folder {goal.parent}")


def parts_of(plan: Plan, chunk: tuple[Piece, ...]) -> list[Part]:
    """Return the frames of a chunk with their labels, for `work_of`."""
    parts = []
    for piece in chunk:
        job = plan.jobs[piece.job]
        labels = {frame: job.labels[frame] for frame in piece.frames if frame in job.labels}
        info = job.info
        parts.append(Part(piece.job, str(info.path), info.fingerprint, piece.frames, labels))
    return parts


def _frames(chunk: tuple[Piece, ...]) -> int:
    return sum(len(piece.frames) for piece in chunk)


def _summary(plan: Plan, results: Iterable[dict[str, Any]], before: int, seconds: float) -> Summary:
    failures = list(plan.failures)
    without = targets = doubtful = suggestions = 0
    for result in results:
        found = result.get("targets", [])
        targets += len(found)
        doubtful += sum(target["doubtful"] for target in found)
        suggestions += len(result.get("found", []))
        failed = result.get("failures", [])
        without += not (found or failed or result.get("found"))
        source = str(plan.jobs[result["job"]].info.path)
        failures += [Failure(source, result["frame"], *why) for why in failed]
    return Summary(
        len(plan.jobs), plan.frames, before, without, targets, doubtful, suggestions,
        tuple(failures), seconds,
    )  # fmt: skip
