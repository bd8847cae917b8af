"""The folder of a run: its options, environment, metrics, state and weights.

::

    RUN/config.json        `TrainConfig`
    RUN/environment.json   machine, versions, command, time, and a fingerprint of the labels
    RUN/metrics.csv        one line an epoch
    RUN/state.pt           all state for `--resume`; read with weights_only
    RUN/last.safetensors   the (averaged) weights of the last epoch
    RUN/best.safetensors   those of the best validation; without any, of the last epoch
    RUN/labels/            cached supervision
    RUN/stop               this file asks the run to end in order
"""

import csv
import io
import json
import platform
import sys
from contextlib import suppress
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import torch

from p2m_core import __version__
from p2m_core.errors import InputError
from p2m_core.files import staged_file, write_text
from p2m_core.provenance import MOST_NAMES
from p2m_core.train.config import TrainConfig
from p2m_core.train.samples import Clip

COLUMNS = (
    "epoch", "step", "learning_rate", "loss", "heat", "offset", "radius", "seconds",
    "val_pd", "val_false_per_frame", "val_threshold", "best",
)  # fmt: skip


def make_room(folder: Path, resume: bool) -> None:
    """Check that `folder` can hold the run, and remove the stop file of an earlier one.

    Raises
    ------
    InputError
        If it holds a run and `resume` is false.
    """
    if not resume:
        refuse_second(folder)
    stop_file(folder).unlink(missing_ok=True)


def begin(
    folder: Path, config: TrainConfig, clips: list[Clip], validation: list[str], labels: str
) -> None:
    """Make the folder of a new run.

    Parameters
    ----------
    folder : path
    config : TrainConfig
    clips : list of Clip
        The training set.
    validation : list of str
        Names of the held-out sequences.
    labels : str
        `fingerprint` of the clips.

    Raises
    ------
    InputError
        If it holds a run.
    P2MError
        If it cannot be written.
    """
    refuse_second(folder)
    environment = {
        "label_irst": __version__,
        "torch": torch.__version__,
        "python": platform.python_version(),
        "machine": platform.platform(),
        "command": sys.argv,
        "started": datetime.now().astimezone().isoformat(timespec="seconds"),
        "labels": labels,
        "train": [clip.name for clip in clips],
        "validation": validation,
    }
    write_text(folder / "environment.json", json.dumps(environment, indent=2) + "\n")
    write_text(folder / "config.json", json.dumps(config.as_dict(), indent=2) + "\n")


def stop_file(folder: Path) -> Path:
    """Return the file that asks the run in `folder` to end in order, as Ctrl+C does."""
    return folder / "stop"


def refuse_second(folder: Path) -> None:
    """Raise `InputError` if `folder` holds a run."""
    if (folder / "config.json").exists():
        raise InputError(f"{folder} holds a run already: go on with --resume, or name another one")


def read_config(folder: Path) -> TrainConfig:
    """Return the config of the run in `folder`.

    Raises
    ------
    InputError
        If the folder holds no run, or its config cannot be read.
    """
    path = folder / "config.json"
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{folder}: no run to resume (no config.json)") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    return TrainConfig.from_dict(values)


def fingerprint(clips: list[Clip]) -> str:
    """Return a digest of the supervision: names, frames, centres, radii and weights."""
    digest = blake2b(digest_size=16)
    for clip in clips:
        digest.update(clip.name.encode(errors="surrogateescape"))
        s = clip.supervision
        for column in (s.frames, s.frame, s.x, s.y, s.radius, s.weight):
            digest.update(np.ascontiguousarray(column).tobytes())
    return digest.hexdigest()


def about(folder: Path, clips: list[Clip]) -> dict[str, Any]:
    """Return the metadata on the training set for a checkpoint of the run in `folder`.

    The fields are those of `p2m_core.provenance.Provenance`.
    """
    environment = _environment(folder)
    return {
        "sequences": [clip.name for clip in clips[:MOST_NAMES]],
        "sequence_count": len(clips),
        "frames": sum(len(clip.supervision.frames) for clip in clips),
        "targets": sum(int(np.count_nonzero(clip.supervision.weight)) for clip in clips),
        "held_out": [str(name) for name in environment.get("validation", [])[:MOST_NAMES]],
        "labels": str(environment.get("labels", "")),
    }


def check_labels(folder: Path, labels: str) -> None:
    """Raise `InputError` unless the run in `folder` began with labels of this fingerprint."""
    if _environment(folder).get("labels") != labels:
        raise InputError(
            f"{folder}: the labels are not those that the run began with: restore them, or begin "
            "a new run"
        )


def _environment(folder: Path) -> dict[str, Any]:
    """Return what `begin` wrote; empty where it cannot be read."""
    with suppress(OSError, ValueError):
        found = json.loads((folder / "environment.json").read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else {}
    return {}


def save_state(folder: Path, state: dict[str, Any]) -> None:
    """Write ``state.pt``.

    Raises
    ------
    P2MError
        If it cannot be written; the previous one stays.
    """
    path = folder / "state.pt"
    # Into an open file: given a name, torch hides the OSError that names the cause.
    advice = "make room, then go on with --resume"
    with staged_file(path, advice, (RuntimeError,)) as part, part.open("wb") as file:
        torch.save(state, file)


def load_state(folder: Path) -> dict[str, Any] | None:
    """Return the stored state; None where no epoch has ended yet.

    Raises
    ------
    InputError
        If the file is damaged.
    """
    path = folder / "state.pt"
    if not path.exists():
        return None
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:
        raise InputError(
            f"{path}: cannot be read ({str(error).splitlines()[0]}): remove it to begin anew"
        ) from error
    return state


def record(folder: Path, row: dict[str, object]) -> None:
    """Add one line to ``metrics.csv``; lines of this epoch and later ones are replaced.

    Raises
    ------
    P2MError
        If it cannot be written.
    """
    kept = [old for old in read_metrics(folder) if int(old["epoch"]) < int(str(row["epoch"]))]
    lines: list[dict[str, Any]] = [dict(zip(COLUMNS, COLUMNS, strict=True)), *kept, row]
    text = io.StringIO()
    csv.DictWriter(text, COLUMNS, lineterminator="\n").writerows(lines)
    write_text(folder / "metrics.csv", text.getvalue())


def read_metrics(folder: Path) -> list[dict[str, str]]:
    """Return the lines of ``metrics.csv``; none where there is no such file."""
    try:
        with (folder / "metrics.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except FileNotFoundError:
        return []
