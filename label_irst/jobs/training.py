"""What is done to a training run beside the window: its labels, its command, its removal."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from label_irst.jobs.runs import run_folder
from label_irst.jobs.runs.run_folder import LABELS
from p2m_core.project import relocate_snapshot, take_snapshot
from p2m_core.train.config import set_options


def prepare(project: Path, folder: Path) -> None:
    """Put what is labelled now into the folder of a run."""
    run_folder.check(project, folder)
    if not (folder / LABELS).exists():
        take_snapshot(project, folder / LABELS)


def begin(project: Path, folder: Path, config: Mapping[str, Any]) -> None:
    """Start the child of a run, or let it go on."""
    run_folder.check(project, folder)
    relocate_snapshot(folder / LABELS, project)
    run_folder.begin(folder, *_arguments(folder, config))


def clear_away(project: Path, folder: Path) -> None:
    """End a run at once, if it works, and remove its folder."""
    run_folder.kill(folder)
    run_folder.remove(project, folder)


def _arguments(folder: Path, config: Mapping[str, Any]) -> list[str]:
    command = ["train", LABELS, "--out", ".", "--progress", "json"]
    if (folder / "config.json").exists():  # it has begun before, with its own settings
        return [*command, "--resume"]
    return [*command, *set_options(config)]
