"""Masks grow from the boxes and points of an import: here, or in processes where there are many."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from p2m_core.batch import do_chunks
from p2m_core.datasets.labelled import MaskLabel
from p2m_core.importing.frames import labelled_frames
from p2m_core.importing.preview import SequencePreview
from p2m_core.pamg import PamgParams
from p2m_core.preannotate.plan import Job, Labels, Plan
from p2m_core.preannotate.run import parts_of
from p2m_core.preannotate.work import work_of
from p2m_core.sequence import open_sequence

_FEW = 200  # so many frames are done here before processes would have started

Result = dict[str, Any]
"""What `p2m_core.preannotate.work` returns for a frame."""


@dataclass(frozen=True)
class Growing:
    """What is to grow.

    Attributes
    ----------
    plan : Plan
        One job for each sequence that has boxes or points.
    jobs : mapping of int to int
        The job of each of these sequences, by their number among those of the import.
    indices : tuple
        For each job and frame: the index of each label to grow among all labels of the frame.
    """

    plan: Plan
    jobs: Mapping[int, int]
    indices: tuple[Mapping[int, tuple[int, ...]], ...]


def to_grow(chosen: Sequence[SequencePreview], support_radius: float) -> Growing:
    """Plan the growth for all boxes and points of these sequences.

    Raises
    ------
    InputError
        If the support radius is out of range.
    """
    jobs: list[Job] = []
    numbers: dict[int, int] = {}
    indices = []
    for number, one in enumerate(chosen):
        if one.info is None or not one.boxes + one.points:
            continue
        labels: dict[int, Labels] = {}
        own: dict[int, tuple[int, ...]] = {}
        for frame in labelled_frames(one.item, one.info, lambda frame, why: None):
            some = [
                (i, target.label)
                for i, target in enumerate(frame.targets)
                if not isinstance(target.label, MaskLabel)
            ]
            if some:
                own[frame.frame] = tuple(i for i, _ in some)
                labels[frame.frame] = tuple(label for _, label in some)
        numbers[number] = len(jobs)
        jobs.append(Job(one.info, tuple(sorted(labels)), labels))
        indices.append(own)
    plan = Plan(tuple(jobs), PamgParams(support_radius=support_radius), None, ())
    return Growing(plan, numbers, tuple(indices))


def grown(growing: Growing, step: Callable[[int], None]) -> Generator[dict[int, Result]]:
    """Yield the results of each job by frame, in the order of the jobs.

    Parameters
    ----------
    growing : Growing
    step : callable
        Called with the number of frames done since the last call; may raise `Cancelled`.

    Raises
    ------
    InputError
        If images have changed.
    P2MError
        If a process ended unexpectedly.
    """
    plan = growing.plan
    waiting: list[dict[int, Result]] = [{} for _ in plan.jobs]
    at = 0
    with closing(_results(plan)) as found:
        for results in found:
            step(len(results))
            for result in results:
                job = result["job"]
                indices = growing.indices[job][result["frame"]]
                for target in result.get("targets", ()):
                    target["label"] = indices[target["label"]]
                waiting[job][result["frame"]] = result
            while at < len(waiting) and len(waiting[at]) == len(plan.jobs[at].frames):
                yield waiting[at]
                waiting[at] = {}
                at += 1


def _results(plan: Plan) -> Generator[list[Result]]:
    work = work_of(plan)
    chunks = [parts_of(plan, chunk) for chunk in plan.chunks()]
    if plan.frames > _FEW:
        with closing(do_chunks(work, chunks)) as finished:
            for _, results in finished:
                yield results
        return
    ready = work.prepare(work.setup)
    for chunk in chunks:
        for part in chunk:
            with open_sequence(part.path) as frames:
                for result in work.do(ready, frames, part):
                    yield [result]
