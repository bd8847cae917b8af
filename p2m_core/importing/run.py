"""Labels into a project, new or at hand: whole or not at all."""

import os
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.errors import InputError
from p2m_core.importing.options import ImportOptions
from p2m_core.importing.preview import Preview, look_at_labels
from p2m_core.importing.reading import (
    MOST_FAILURES,
    Failure,
    SequenceLabels,
    chosen_sequences,
    read_labels,
)
from p2m_core.importing.storing import LABEL, Stored, homes, store
from p2m_core.preannotate.run import check_goal
from p2m_core.progress import Progress, no_progress
from p2m_core.project import Project, Role, numbered, open_project, set_roles, staged_project


@dataclass(frozen=True, eq=False)
class ImportSummary:
    """What an import did.

    Attributes
    ----------
    goal : path
        The project.
    sequences, known : int
        Sequences with labels, and how many of these the project had already.
    frames : int
        All frames of these sequences.
    targets, tracks : int
        New targets, and the tracks that they form.
    accepted, edited, verified_empty : int
        Frames that got each state.
    implied_empty : int
        Frames left unseen, because nobody stated that they are empty.
    skipped : int
        Labelled frames left as they are, because they had targets or were reviewed.
    replaced : int
        Targets of the project that the new ones replace.
    doubtful : int
        Grown masks of a low margin.
    failed : int
        Labels and whole sequences that are not taken.
    failures : tuple of Failure
        Why: the first `MOST_FAILURES` of them.
    """

    goal: Path
    sequences: int = 0
    known: int = 0
    frames: int = 0
    targets: int = 0
    tracks: int = 0
    accepted: int = 0
    edited: int = 0
    verified_empty: int = 0
    implied_empty: int = 0
    skipped: int = 0
    replaced: int = 0
    doubtful: int = 0
    failed: int = 0
    failures: tuple[Failure, ...] = ()


def import_labels(
    found: Preview | Iterable[LabelledSequence],
    goal: Path | str | Project,
    *,
    add: bool = False,
    options: ImportOptions | None = None,
    progress: Progress = no_progress,
) -> ImportSummary:
    """Import labels into a project; on any error the project is as it was.

    Parameters
    ----------
    found : Preview or iterable of LabelledSequence
    goal : path or Project
        A new project file; an existing one with `add`; or an open project.
    add : bool
        Add to the project at `goal`, which must exist.
    options : ImportOptions, optional
    progress : callable
        Called with the numbers of frames done and of all; may raise `Cancelled`.

    Returns
    -------
    ImportSummary

    Raises
    ------
    InputError
        If `goal` exists without `add`, or does not with it, or nothing can be imported.
    P2MError
        If the project cannot be written, or a process of the growth ended unexpectedly.
    """
    options = options or ImportOptions()
    seen = found if isinstance(found, Preview) else look_at_labels(found)
    with (
        _opened(goal, add) as project,
        closing(read_labels(seen, options, progress)) as labels,
    ):
        summary = store_labels(project, seen, labels, options)
    left_out = [
        Failure(one.name, None, one.problem)
        for one in seen.sequences
        if one.problem and (options.only is None or one.name in options.only)
    ]
    return replace(
        summary,
        goal=goal.path if isinstance(goal, Project) else Path(goal).absolute(),
        failed=summary.failed + len(left_out),
        failures=(*left_out, *summary.failures)[:MOST_FAILURES],
    )


def store_labels(
    project: Project,
    found: Preview,
    labels: Iterable[SequenceLabels],
    options: ImportOptions | None = None,
) -> ImportSummary:
    """Store labels in an open project, in one transaction, one undo step a sequence.

    The steps of one import have their name in common, "import" and a number.

    The images that the project has already, by path or by content, get the labels; others are
    added. The roles that a data set states become those of the project's sequences, where these
    are new.

    Parameters
    ----------
    project : Project
    found : Preview
    labels : iterable of SequenceLabels
        Of `read_labels`, for the same preview and options.
    options : ImportOptions, optional

    Raises
    ------
    P2MError
        If the project cannot be written; it is as it was then.
    """
    options = options or ImportOptions()
    stored: list[Stored] = []
    failures: list[Failure] = []
    roles: dict[int, Role] = {}
    doubtful = failed = 0
    chosen = chosen_sequences(found, options)
    step = numbered(LABEL, project.new_target_id()) if len(chosen) > 1 else LABEL
    with project.transaction():
        wanted = [replace(one.info, name=one.name) for one in chosen if one.info is not None]
        for home, one in zip(homes(project, wanted), labels, strict=True):
            if home.problem:
                failures.append(Failure(one.item.name, None, home.problem))
                failed += 1
                continue
            stored.append(store(project, home, one, options, step))
            failures += one.failures[: MOST_FAILURES - len(failures)]
            failed += one.failed
            doubtful += one.doubtful
            if one.item.split in ("train", "test") and not home.known:
                roles[home.info.id] = "train" if one.item.split == "train" else "test"
        if roles:
            set_roles(project, roles)

    def total(name: str) -> int:
        return sum(int(getattr(one, name)) for one in stored)

    return ImportSummary(
        project.path, len(stored), total("known"), total("frames"), total("targets"),
        total("tracks"), total("accepted"), total("edited"), total("verified_empty"),
        total("implied_empty"), total("skipped"), total("replaced"), doubtful, failed,
        tuple(failures),
    )  # fmt: skip


@contextmanager
def _opened(goal: Path | str | Project, add: bool) -> Iterator[Project]:
    if isinstance(goal, Project):
        yield goal
        return
    goal = Path(goal).absolute()
    if add:
        if not os.path.exists(goal):  # noqa: PTH110  a name that is too long raises nothing
            raise InputError(f"{goal}: there is no such project to add to: check the path")
        with open_project(goal) as project:
            yield project
        return
    check_goal(goal)
    with staged_project(goal) as project:
        yield project
