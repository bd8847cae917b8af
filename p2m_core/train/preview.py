"""Crops and duration of a training, from parts of the set, without training.

Reported step by step, the quick things first, for a dialog that waits: see `preview`.
"""

import math
import platform
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import psutil
import torch
from numpy.typing import NDArray

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.errors import Cancelled, P2MError
from p2m_core.files import write_png
from p2m_core.networks.rprnet import RPRNet
from p2m_core.networks.rprnet.config import STRIDE, VARIANTS
from p2m_core.networks.rprnet.stream import device_named
from p2m_core.sampling import evenly
from p2m_core.train.config import TrainConfig
from p2m_core.train.loop import sample_config, train
from p2m_core.train.prepare import training_clips, validation_of
from p2m_core.train.samples import Sample, Samples

CROPS = 12
LARGEST = 512  # pixels of a picture's side
_PARTS, _AROUND = 12, 8  # sequences to draw crops from, and frames to read on each side of one
_STEPS, _LONG = 4, 8.0  # most timed steps, and seconds after which no further step begins
_VALIDATED = 3  # timed frames

Report = Callable[[dict[str, Any]], None]
"""Called with each event: a dict with ``event`` and its fields."""


def preview(
    training: Sequence[LabelledSequence],
    validation: Sequence[LabelledSequence],
    config: TrainConfig,
    folder: Path,
    report: Report,
) -> dict[str, Any]:
    """Show what a training would see, and time a few of its steps.

    Parameters
    ----------
    training, validation : sequence of LabelledSequence
    config : TrainConfig
    folder : path
        For the pictures; created if missing. Earlier pictures in it are replaced.
    report : callable
        Gets, in this order: ``training set`` with ``sequences``, of each ``name``, ``split`` and
        labelled ``frames``; ``device`` with ``name``, ``memory_total`` and ``memory_free`` in
        bytes; a dozen times ``crop`` with its ``number``, the files of the ``picture`` (`file`)
        and of its ``heat`` map in `folder` (no larger than `LARGEST`), ``name`` and ``targets``, of
        each ``x, y, radius, weight`` in pixels of the crop; ``estimate`` with
        ``seconds_per_step``, ``steps``, ``validation_frames`` of an epoch that is validated and the
        whole run's ``seconds``.

    Returns
    -------
    dict
        The fields of the estimate.

    Raises
    ------
    InputError
        If labels or images cannot be read, there is no target, or the device cannot be used.
    P2MError
        If a picture cannot be written, or a step fails as it would in the training.
    """
    listed = [
        {"name": s.name, "split": split, "frames": len(s.frames)}
        for split, some in (("train", training), ("test", validation))
        for s in some
    ]
    report({"event": "training set", "sequences": listed})
    report({"event": "device", **_device(config.device)})
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise P2MError(f"cannot write {folder}: {error.strerror or error}") from error
    rng = np.random.default_rng(config.seed)
    parts = [_part(training[i], rng) for i in evenly(len(training), _PARTS)]
    clips = training_clips(parts, config)
    samples = Samples(clips, sample_config(config), config.seed)
    for number in range(CROPS):
        clip, frame = samples.choice(number)
        name = f"{samples.clips[clip].name}, frame {_first(parts, clip, training) + frame + 1}"
        pictures = _pictures(folder, number, samples[number])
        report({"event": "crop", "number": number, "name": name, **pictures})
    labelled = sum(len(s.frames) for s in training)
    steps = config.epochs * (config.steps or math.ceil(labelled / config.batch))
    pace = _seconds_a_step(config, clips)
    frames = sum(min(len(s.frames), config.validate_frames) for s in validation)
    each = _seconds_a_frame(config, validation[0]) if validation else 0.0
    # The last epoch is validated in any case.
    rounds = math.ceil(config.epochs / config.validate_every)
    estimate = {
        "seconds_per_step": round(pace, 4), "steps": steps, "validation_frames": frames,
        "seconds": round(pace * steps + each * frames * rounds, 1),
    }  # fmt: skip
    report({"event": "estimate", **estimate})
    return estimate


def _device(name: str) -> dict[str, Any]:
    device = device_named(name)
    if device.type == "cuda":
        free, total = torch.cuda.mem_get_info(device)
        return {
            "name": torch.cuda.get_device_name(device), "memory_total": total, "memory_free": free,
        }  # fmt: skip
    memory = psutil.virtual_memory()
    return {
        "name": _processor(), "memory_total": memory.total, "memory_free": memory.available,
    }  # fmt: skip


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                name = line.partition(":")[2].partition(" @ ")[0]
                return name.replace("(R)", "").replace("(TM)", "").strip()
    return platform.processor() or platform.machine()


def _part(labelled: LabelledSequence, rng: np.random.Generator) -> LabelledSequence:
    """Return some frames around a target, so that only these are read."""
    frames = labelled.frames
    if not frames:
        return labelled
    order = rng.permutation(frames).tolist()
    key = next((frame for frame in order if _has_target(labelled, frame)), order[0])
    start, stop = max(0, key - _AROUND), min(key + _AROUND, frames[-1]) + 1
    return replace(
        labelled,
        labels={f - start: some for f, some in labelled.labels.items() if start <= f < stop},
        masks={f - start: mask for f, mask in labelled.masks.items() if start <= f < stop},
        instances={f - start: map for f, map in labelled.instances.items() if start <= f < stop},
        tracks={},
        categories={},
        implied_empty=frozenset(),
        start=labelled.start + start,
        stop=labelled.start + stop,
    )


def _has_target(labelled: LabelledSequence, frame: int) -> bool:
    return bool(labelled.mask(frame).any() if frame in labelled.masks else labelled.labels[frame])


def _first(
    parts: Sequence[LabelledSequence], clip: int, training: Sequence[LabelledSequence]
) -> int:
    """Return the number of the first frame of a part in its sequence."""
    whole = next(s for s in training if s.name == parts[clip].name)
    return parts[clip].start - whole.start


def _pictures(folder: Path, number: int, sample: Sample) -> dict[str, Any]:
    labels = sample.labels
    picture, heat = f"crop-{number:02}.png", f"crop-{number:02}-heat.png"
    write_png(folder / picture, _reduced(_shown(sample.frames[1, 0])))
    whole = np.kron(labels.heat, np.ones((STRIDE, STRIDE), np.float32))
    write_png(folder / heat, _reduced(np.rint(255.0 * whole).astype(np.uint8)))
    rows, columns = np.nonzero(labels.positive)
    x = (columns + labels.offset[0, rows, columns]) * STRIDE - 0.5
    y = (rows + labels.offset[1, rows, columns]) * STRIDE - 0.5
    found = np.stack([x, y, labels.radius[rows, columns], labels.positive[rows, columns]], axis=1)
    return {"file": picture, "heat": heat, "targets": np.round(found, 2).tolist()}


def _shown(frame: NDArray[np.float32]) -> NDArray[np.uint8]:
    low, high = np.percentile(frame, (0.1, 99.97))
    level = np.clip((frame - low) / max(high - low, 1e-6), 0.0, 1.0)
    return np.asarray(np.rint(255.0 * level), np.uint8)


def _reduced(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if len(picture) <= LARGEST:
        return picture
    size = (LARGEST, LARGEST)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _seconds_a_step(config: TrainConfig, clips: list[Any]) -> float:
    """Take some steps as the training would, in a temporary folder."""
    clock: list[float] = []

    def report(event: dict[str, Any]) -> None:
        clock.append(event["seconds"])
        if len(clock) == _STEPS or clock[-1] > _LONG:
            raise Cancelled("known")

    some = replace(config, epochs=1, steps=_STEPS + 1)
    with tempfile.TemporaryDirectory() as away, suppress(Cancelled):
        train(some, clips, Path(away), report=report)
    # The first step is the slowest: memory is new, and kernels are chosen.
    return float(np.median(np.diff(clock))) if len(clock) > 1 else clock[0]


def _seconds_a_frame(config: TrainConfig, labelled: LabelledSequence) -> float:
    """Validate some frames with random weights."""
    torch.manual_seed(config.seed)
    model = RPRNet(VARIANTS[config.variant]).eval()
    validate = validation_of([labelled], replace(config, validate_frames=_VALIDATED))
    begun = time.perf_counter()
    validate(model)
    return (time.perf_counter() - begun) / min(_VALIDATED, len(labelled.frames))
