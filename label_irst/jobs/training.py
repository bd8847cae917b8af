"""What a training run needs, as functions for a `Job`: its labels, its command, its end."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from label_irst.jobs import run_folder
from label_irst.jobs.run_folder import LABELS
from p2m_core.project import open_project
from p2m_core.project.snapshot import snapshot


def prepare(project: Path, folder: Path) -> None:
    """Put what is labelled now into the folder of a run."""
    if not (folder / LABELS).exists():
        snapshot(project, folder / LABELS)


def begin(folder: Path, config: Mapping[str, Any], images: Mapping[int, Path]) -> None:
    """Start the child of a run, or let it go on; `images` are the places of the sequences now."""
    _relocate(folder / LABELS, images)
    run_folder.begin(folder, *_arguments(folder, config))


def clear_away(project: Path, folder: Path) -> None:
    """End a run at once, if it works, and remove its folder."""
    run_folder.kill(folder)
    run_folder.remove(project, folder)


def _arguments(folder: Path, config: Mapping[str, Any]) -> list[str]:
    command = ["train", LABELS, "--out", ".", "--progress", "json"]
    if (folder / "config.json").exists():  # it has begun before, with its own settings
        return [*command, "--resume"]
    for name, value in config.items():
        inner = value.items() if isinstance(value, Mapping) else [("", value)]
        for last, one in inner:
            command += ["--set", f"{name}.{last}={one}" if last else f"{name}={one}"]
    return command


def _relocate(labels: Path, images: Mapping[int, Path]) -> None:
    """Tell the snapshot where the images are by now: the project may have been moved."""
    with open_project(labels) as project:
        for info in project.sequences():
            place = images.get(info.id, info.path)
            if place != info.path:
                project.relink(info.id, place, found=replace(info, path=place))
