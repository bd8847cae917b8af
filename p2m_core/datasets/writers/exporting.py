"""The export of a project into a folder, the same for every format.

The data set is written into a temporary folder beside the goal, read back by the reader of its
format, compared with the project, and only then renamed. Frames are read one by one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from p2m_core import files
from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.opening import open_dataset
from p2m_core.datasets.readers.rules import Rules
from p2m_core.datasets.selection import ExportSummary, Selection, reviewed_targets, select
from p2m_core.datasets.sources import check_source, open_source
from p2m_core.datasets.splits import Candidate, Drawn, draw
from p2m_core.datasets.writers.card import write_card
from p2m_core.datasets.writers.check import check
from p2m_core.datasets.writers.format import Carries, Option, cannot, checked
from p2m_core.datasets.writers.job import Job, Part
from p2m_core.datasets.writers.naming import part_names
from p2m_core.errors import InputError
from p2m_core.geometry import measure
from p2m_core.progress import Progress, no_progress
from p2m_core.project import (
    FrameState,
    Project,
    get_frame_states,
    get_notes,
    get_roles,
    list_sequences,
    open_project,
)
from p2m_core.words import counted

Split = Iterable[str] | Drawn | Literal["roles"]
"""The sequences for testing: their names, drawn by chance, or by the roles in the project."""

_LOOKED_AT = 5


@dataclass(frozen=True)
class Format:
    """One format to export to.

    Attributes
    ----------
    name : str
        As on the command line.
    title : str
        One line for people.
    reader : str
        The name of its reader in `p2m_core.datasets.readers.READERS`.
    shapes : mapping of str to Carries
        What it carries, by the value of its option ``shapes``; one entry "" without this option.
    write : callable
        Writes the files of a `Job`.
    options : tuple of Option
    hints : tuple of str
        More for its README: how the files are meant. ``{NAME}`` stands for an option's value.
    split_folders : bool
        Whether training and test are told by folders called so.
    more_cannot : tuple of str
        In words, what else it cannot carry.
    rules : callable
        Returns how its reader has to take the numbers, by the options.
    read_back : callable, optional
        Reads what a job has written; by default, its reader does.
    """

    name: str
    title: str
    reader: str
    shapes: Mapping[str, Carries]
    write: Callable[[Job], None]
    options: tuple[Option, ...] = ()
    hints: tuple[str, ...] = ()
    split_folders: bool = False
    more_cannot: tuple[str, ...] = ()
    rules: Callable[[Mapping[str, Any]], Rules] = lambda options: Rules()
    read_back: Callable[[Job], list[LabelledSequence]] | None = None

    @property
    def cannot(self) -> tuple[str, ...]:
        """In words, what it cannot carry with the default options."""
        return self.cannot_with({option.name: option.default for option in self.options})

    def cannot_with(self, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Return in words what it cannot carry with these options."""
        return (*cannot(self.carries(options)), *self.more_cannot)

    def carries(self, options: Mapping[str, Any]) -> Carries:
        """Return what it carries with these options."""
        return self.shapes[options.get("shapes", "")]

    def export(
        self,
        project: Project | str | Path,
        out: str | Path,
        name: str | None = None,
        test: Split = (),
        unreviewed: bool = False,
        progress: Progress = no_progress,
        *,
        licence: str = "",
        **options: bool | str,
    ) -> ExportSummary:
        """Write a project's reviewed frames in this format; see `p2m_core.datasets.writers.export`.

        `test` is the `split` of that function.
        """
        values = checked(self.name, self.options, options)
        path = project.path if isinstance(project, Project) else Path(project)
        goal = Path(out)
        title = files.safe_name(name or path.stem)
        with open_project(path, readonly=True) as source, source.read_transaction():
            selections = select(source, unreviewed)
            parts = _parts(source, [s for s in selections if s.frames], test, self.split_folders)
            job = Job(source, goal, title, parts, values, self.carries(values), progress)
            with files.staged_folder(goal) as stage:
                job.root = stage
                for part in parts:
                    check_source(source, part.info)
                progress(0, job.total)
                self.write(job)
                lost = _losses(self, job)
                write_card(
                    job, self.title, self.reader, self.cannot_with(values), lost,
                    [hint.format(**values) for hint in self.hints], licence,
                )  # fmt: skip
                self._check(job)
        return ExportSummary(
            out=goal,
            name=title,
            sequences=len(parts),
            frames=job.total,
            empty_frames=job.tally.empty.total(),
            targets=len(job.tally.area),
            frames_edited=sum(selection.edited_left_out for selection in selections),
            targets_suggested=job.tally.suggested,
            tracks=len(job.tally.tracks),
            test_sequences=sum(part.split == "test" for part in parts),
            sequences_out=sum(bool(s.frames) for s in selections) - len(parts),
            lost=tuple(lost),
        )

    def _check(self, job: Job) -> None:
        def read() -> list[LabelledSequence]:
            if self.read_back is not None:
                return self.read_back(job)
            return open_dataset(job.root, self.reader, self.rules(job.options))

        check(read, job)


def _losses(format: Format, job: Job) -> list[str]:
    """Return what the data set does not hold of this project, with counts."""
    carries, tally = job.carries, job.tally
    targets = len(tally.area)
    tracks = sum(count > 1 for count in tally.tracks.values())  # of more than a frame
    named = targets - tally.categories[""]
    words = []
    if carries.label != "mask" and targets:
        words.append(f"{counted(targets, 'mask')} became {counted(targets, carries.label)}")
    if tally.merged:
        what = "touch" if carries.apart == "lost" else "overlap"
        words.append(f"{counted(tally.merged, 'target')} that {what} not told apart")
    if not carries.tracks and tracks:
        words.append(f"{counted(tracks, 'track')} left out")
    if not carries.categories and named:
        words.append(f"the category of {counted(named, 'target')} left out")
    if not carries.attributes and tally.described:
        words.append(f"the attributes of {counted(tally.described, 'target')} left out")
    if not carries.notes and tally.noted:
        words.append(f"the notes on {counted(tally.noted, 'target')} left out")
    if tally.flagged:
        words.append(f"the flag of {counted(tally.flagged, 'target')} left out")
    if noted := sum(_noted(job, part) for part in job.parts):
        words.append(f"the note or flag of {counted(noted, 'frame')} left out")
    empty = tally.empty.total()
    if carries.empty != "kept" and empty:
        how = "not told from unlabelled" if carries.empty == "lost" else "a file without an entry"
        words.append(f"{counted(empty, 'verified-empty frame')}: {how}")
    if job.without_target:
        words.append(f"sequences without a target, left out: {job.without_target}")
    return words


def _noted(job: Job, part: Part) -> int:
    """Return how many exported frames of a part have a note or a flag of their own."""
    return len(get_notes(job.project, part.info.id).keys() & set(part.selection.frames))


def _parts(
    project: Project, chosen: list[Selection], split: Split, split_folders: bool
) -> list[Part]:
    if split == "roles":
        roles = get_roles(project)
        chosen = [s for s in chosen if roles[s.sequence.id] != "out"]
        if not chosen:
            raise InputError(f"{project.path}: all sequences are left out: give one another role")
        test = {s.sequence.name for s in chosen if roles[s.sequence.id] == "test"}
    elif isinstance(split, Drawn):
        test = set(draw([_candidate(project, selection) for selection in chosen], split))
    else:
        test = set(split)
        known = {info.name for info in list_sequences(project)}
        if unknown := sorted(test - known):
            raise InputError(
                f"no sequence {unknown[0]!r} in {project.path} for the test list; "
                f"there are: {', '.join(sorted(known))}"
            )
    own = [selection.sequence.name for selection in chosen]
    names = part_names(own, split_folders)
    return [
        Part(index, selection, name, "test" if selection.sequence.name in test else "train")
        for index, (selection, name) in enumerate(zip(chosen, names, strict=True))
    ]


def _candidate(project: Project, selection: Selection) -> Candidate:
    """Return a sequence for a drawn split, measured in a few of its frames."""
    info, frames = selection.sequence, selection.frames
    states = get_frame_states(project, info.id)
    check_source(project, info)
    area, scr = [], []
    with open_source(info) as images:
        for place in sorted({len(frames) * i // _LOOKED_AT for i in range(_LOOKED_AT)}):
            frame = frames[place]
            found, _ = reviewed_targets(project, info, frame, FrameState(states[frame]))
            image = images[frame] if found else None
            for target in found:
                assert image is not None
                area.append(target.area)
                scr.append(measure(image, target.mask, origin=(target.x0, target.y0)).scr)
    known = [value for value in scr if not np.isnan(value)]
    return Candidate(
        info.name,
        len(frames),
        float(np.median(area)) if area else np.nan,
        # The middle one, for infinite ones have no mean.
        sorted(known)[len(known) // 2] if known else np.nan,
    )
