"""The labels of the open project beside those of another annotator: functions for a `Job`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from label_irst.document.opening import is_project
from label_irst.i18n import tr
from p2m_core.agreement import Agreement, Merge, Pair, Rule, compare, merge, summarise
from p2m_core.datasets.labelled import Label
from p2m_core.datasets.opening import open_dataset
from p2m_core.datasets.readers.project import read_labels
from p2m_core.errors import InputError
from p2m_core.progress import Progress
from p2m_core.project import list_sequence_names, open_project


@dataclass(frozen=True, eq=False)
class Comparison:
    """The agreement of a project (A) with `other` (B), and its numbers as `summarise`.

    `ids` are the project's numbers of the sequences. `notes` are what the reader of B left out.
    `theirs` has B's labels by sequence of the project and frame.
    """

    agreement: Agreement
    results: dict[str, Any]
    ids: tuple[int, ...]
    notes: tuple[str, ...]
    theirs: dict[tuple[int, int], list[Label]]


def compare_with(project: Path, other: Path, progress: Progress) -> Comparison:
    """Compare all labelled frames of a project with those of another one, or of a data set."""
    if other.exists() and other.samefile(project):
        raise InputError(
            tr("{path} is the open project itself: choose another one").format(path=other)
        )
    notes: list[str] = []
    ours = read_labels(project, unreviewed=True)
    if is_project(other):
        theirs = read_labels(other, unreviewed=True)
    else:
        theirs = open_dataset(other, note=notes.append)
    agreement = compare(ours, theirs, progress)
    with open_project(project, readonly=True) as opened:
        numbers = {info.name: info.id for info in list_sequence_names(opened)}
    ids = tuple(numbers[known.a.name] for known in agreement.partners)
    by_frame: dict[tuple[int, int], list[Label]] = {}
    for pair in agreement.pairs:
        if pair.b is not None:
            by_frame.setdefault((ids[pair.sequence], pair.frame[0]), []).append(pair.b.label)
    return Comparison(agreement, summarise(agreement), ids, tuple(notes), by_frame)


def merged(
    project: Path, found: Comparison, pairs: Sequence[Pair], rule: Rule, progress: Progress
) -> Merge:
    """The edits of a rule; the window applies them."""
    with open_project(project, readonly=True) as opened:
        return merge(opened, found.agreement, pairs, rule, found.ids, progress)
