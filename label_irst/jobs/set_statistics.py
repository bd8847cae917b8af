"""What the labels of a project hold, and what looks wrong in them: functions for a `Job`.

They import the reports themselves: these load what the start of the program does not need.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from p2m_core.datasets.readers.project import read_labels
from p2m_core.datasets.statistics.examination import Examination, examine
from p2m_core.progress import Progress
from p2m_core.project import list_sequence_names, open_project


@dataclass(frozen=True, eq=False)
class ProjectStatistics:
    """The examined labels, their numbers as `set_report.results_of`, and the sequences' numbers."""

    examined: Examination
    results: dict[str, Any]
    ids: tuple[int, ...]


def project_statistics(path: Path, accepted_only: bool, progress: Progress) -> ProjectStatistics:
    """Measure the labels of a project; the frames not accepted too, unless `accepted_only`."""
    from p2m_core.eval import set_report

    sequences = read_labels(path, unreviewed=not accepted_only)
    with open_project(path, readonly=True) as project:
        ids = {info.name: info.id for info in list_sequence_names(project)}
    examined = examine(sequences, progress=progress)
    return ProjectStatistics(
        examined, set_report.results_of(examined), tuple(ids[one.name] for one in sequences)
    )


def save_report(found: ProjectStatistics, folder: Path, title: str, progress: Progress) -> Path:
    """Write tables and charts of the statistics into a folder."""
    from p2m_core.eval import report, set_report

    files = set_report.files_of(found.examined, found.results, title)
    for done, (name, text) in enumerate(files.items()):
        progress(done, len(files))  # a chance to cancel
        report.write_folder(folder, {name: text})
    return folder
