"""Jobs on the folder of a training run: copy its labels, start it, remove it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from label_irst.jobs.runs import run_folder
from label_irst.jobs.runs.run_folder import LABELS
from p2m_core.project import relocate_snapshot, take_snapshot
from p2m_core.train.config import set_options


def prepare(project: Path, folder: Path) -> None:
    """Copy the current labels into the folder of a run."""
    run_folder.check(project, folder)
    if not (folder / LABELS).exists():
        take_snapshot(project, folder / LABELS)


def begin(project: Path, folder: Path, config: Mapping[str, Any]) -> None:
    """Start the child of a run, or resume it."""
    run_folder.check(project, folder)
    relocate_snapshot(folder / LABELS, project)
    run_folder.begin(folder, *_arguments(folder, config))


def clear_away(project: Path, folder: Path) -> None:
    """Kill the child of a run, if it works, and remove the folder."""
    run_folder.kill(folder)
    run_folder.remove(project, folder)


def _arguments(folder: Path, config: Mapping[str, Any]) -> list[str]:
    command = ["train", LABELS, "--out", ".", "--progress", "json"]
    if (folder / "config.json").exists():  # it has begun before, and keeps its settings
        return [*command, "--resume"]
    return [*command, *set_options(config)]
