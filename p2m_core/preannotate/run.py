"""The whole run: what is left of the plan to the processes, their results to the journal."""

import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from p2m_core.errors import InputError, P2MError
from p2m_core.preannotate import journal as journals
from p2m_core.preannotate import work
from p2m_core.preannotate.assemble import write_project
from p2m_core.preannotate.journal import Journal
from p2m_core.preannotate.plan import Failure, Piece, Plan
from p2m_core.progress import Progress, no_progress

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


@dataclass(frozen=True)
class Summary:
    """What came out.

    Attributes
    ----------
    sequences, frames : int
        That were looked at.
    before : int
        Of the frames those that a run before, which was stopped, had finished.
    without : int
        Frames in which there is nothing.
    targets, doubtful, suggestions : int
        Masks; of them those with a low margin; detections.
    failures : tuple of Failure
    seconds : float
        That the other frames took, without what comes before and after.
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
        """How many failures each reason has, the most frequent first."""
        return dict(Counter(failure.reason for failure in self.failures).most_common())


def preannotate(
    plan: Plan, goal: Path | str, workers: int | None = None, progress: Progress = no_progress
) -> Summary:
    """Do what is left of a plan, and write the project.

    Parameters
    ----------
    plan : Plan
        Of `plan_labels` or `plan_suggestions`.
    goal : path
        The new project file. Beside it lies a journal until it is there: when this is stopped or
        killed, the same call goes on, and the result is the same.
    workers : int, optional
        Processes, each with one thread; as many as processors by default.
    progress : callable
        Called with the finished frames and all of them; may raise `Cancelled`.

    Raises
    ------
    InputError
        If `goal` exists or is no project's name, or a journal beside it is of another plan.
    P2MError
        If it cannot be written, or a process ended unasked.
    """
    goal = Path(goal).absolute()
    check_goal(goal)
    chunks = plan.chunks()
    with journals.opened(goal, plan.key()) as journal:
        left = [i for i in range(len(chunks)) if not journal.has(i)]
        before = plan.frames - sum(_frames(chunks[i]) for i in left)
        progress(before, plan.frames)
        started = time.perf_counter()
        _work(plan, chunks, left, journal, workers or os.cpu_count() or 1, progress)
        seconds = time.perf_counter() - started
        write_project(goal, plan, journal.results(len(chunks)))
        summary = _summary(plan, journal.results(len(chunks)), before, seconds)
        journals.remove(journal)
    return summary


def check_goal(goal: Path) -> None:
    """Raise `InputError` unless a project can be made at `goal`."""
    if goal.suffix != ".lirst":
        raise InputError(f"{goal} is no project: give a name that ends in .lirst")
    if goal.exists():
        raise InputError(f"{goal} exists already: choose another name, or remove it")
    if not goal.parent.is_dir():
        raise InputError(f"cannot create {goal}: there is no folder {goal.parent}")


def _work(
    plan: Plan,
    chunks: list[tuple[Piece, ...]],
    left: list[int],
    journal: Journal,
    workers: int,
    progress: Progress,
) -> None:
    if not left:
        return
    done = plan.frames - sum(_frames(chunks[i]) for i in left)
    # Not fork: torch and OpenCV have threads here, which do not survive it.
    with _one_thread_each():
        pool = ProcessPoolExecutor(
            min(workers, len(left)), get_context("spawn"), work.start,
            (plan.params, plan.detecting),
        )  # fmt: skip
        try:
            running = {pool.submit(work.do_chunk, _tasks(plan, chunks[i])): i for i in left}
            for future in as_completed(running):
                chunk = running[future]
                journal.store(chunk, future.result())
                done += _frames(chunks[chunk])
                progress(done, plan.frames)
        except BrokenProcessPool:
            raise P2MError(
                "a process of this work has ended unasked (out of memory?): run the same command "
                "again to go on, with fewer --workers"
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)


def _tasks(plan: Plan, chunk: tuple[Piece, ...]) -> list[work.Task]:
    tasks = []
    for piece in chunk:
        job = plan.jobs[piece.job]
        labels = {frame: job.labels[frame] for frame in piece.frames if frame in job.labels}
        tasks.append(work.Task(piece.job, str(job.info.path), piece.frames, labels))
    return tasks


def _frames(chunk: tuple[Piece, ...]) -> int:
    return sum(len(piece.frames) for piece in chunk)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let processes that start meanwhile compute with one thread; libraries ask when imported."""
    known = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in known.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


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
