"""The training loop of RPR-Net, top to bottom."""

import copy
import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import default_collate

from p2m_core.errors import OUT_OF_MEMORY, InputError, OutOfMemoryError, P2MError, code_of
from p2m_core.networks.rprnet import checkpoint
from p2m_core.networks.rprnet.config import VARIANTS
from p2m_core.networks.rprnet.loss import LabelBatch, loss
from p2m_core.networks.rprnet.model import RPRNet
from p2m_core.networks.rprnet.stream import computes_bf16
from p2m_core.registry import entry_named
from p2m_core.train import run
from p2m_core.train.config import TrainConfig
from p2m_core.train.processes import Processes, led, processes
from p2m_core.train.samples import Clip, SampleConfig, Samples

LARGEST_GRADIENT = 10.0
_PARTS = ("loss", "heat", "offset", "radius")

Validate = Callable[[RPRNet], dict[str, Any]]
"""Returns ``pd``, ``false_per_frame`` and ``threshold`` of a model, and the ``curve`` that they
are a point of: lists of false targets a frame, Pd and threshold."""
Report = Callable[[dict[str, Any]], None]
"""Called with an event after each step and each epoch, see `train`."""


def train(
    config: TrainConfig,
    clips: list[Clip],
    folder: Path,
    validate: Validate | None = None,
    report: Report = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:
    """Train until the last epoch, going on from the state in `folder` if there is one.

    Parameters
    ----------
    config : TrainConfig
    clips : list of Clip
        The training set.
    folder : path
        Of the run, made by `p2m_core.train.run.begin`.
    validate : callable, optional
        Scores the model, see `Validate`. Without it the last epoch counts as the best.
    report : callable
        Gets ``{"event": "step", "done", "total", "loss", "seconds"}`` after each step, the seconds
        since the training began, and ``{"event": "epoch", **row of metrics.csv, "curve"}``, whose
        curve is empty without a validation.
    stopped : callable
        Called after each step; when it returns true, the state is stored and the training ends.

    Returns
    -------
    dict
        ``step``, ``total``, ``stopped``, and the last row of ``metrics.csv``.

    Raises
    ------
    InputError
        If the training set has no target, or the batch cannot be shared by the processes.
    P2MError
        If the loss is not finite (the message names the batch), or a batch does not fit into the
        memory. The state stored last stays.
    """
    samples = Samples(clips, sample_config(config), config.seed)
    steps = config.steps or math.ceil(samples.labelled / config.batch)
    total = config.epochs * steps
    with processes(config.device, config.workers) as us:
        if config.batch % us.count:
            raise InputError(f"batch is {config.batch}: {us.count} processes cannot share it")
        torch.manual_seed(config.seed)
        model = RPRNet(entry_named(VARIANTS, "variant", config.variant))
        model = model.to(us.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        average = copy.deepcopy(model).eval().requires_grad_(False)
        optimizer = torch.optim.AdamW(
            model.parameters(), config.learning_rate, weight_decay=config.weight_decay
        )
        step, best, sums = 0, -1.0, torch.zeros(len(_PARTS), dtype=torch.float64)
        if (state := led(lambda: run.load_state(folder))) is not None:
            model.load_state_dict(state["model"])
            average.load_state_dict(state["average"])
            optimizer.load_state_dict(state["optimizer"])
            step, best, sums = state["step"], state["best"], state["sums"]
        forward = _shared(model, us)
        learnt = run.about(folder, clips)

        row: dict[str, Any] = {}
        began = begun = time.monotonic()
        for frames, labels in _batches(samples, config, us, step, total):
            for group in optimizer.param_groups:
                group["lr"] = learning_rate(config, step, total)
            parts = _step(forward, optimizer, frames, labels, config, us)
            if not torch.isfinite(parts[0]):
                shown = range(step * config.batch, (step + 1) * config.batch)
                names = ", ".join(samples.name_of(i) for i in shown)
                raise P2MError(
                    f"the loss is {parts[0].item()} at step {step + 1}, on {names}: look at these "
                    f"frames, or lower the learning rate; {folder} is as the last epoch left it"
                )
            _follow(average, model, min(config.average, (1.0 + step) / (10.0 + step)))
            step, sums = step + 1, sums + parts
            report(
                {
                    "event": "step", "done": step, "total": total, "loss": parts[0].item(),
                    "seconds": round(time.monotonic() - began, 3),
                }
            )  # fmt: skip
            ends = step % steps == 0
            if ends:
                row = _epoch(config, step // steps, step, total, sums / steps, begun)
                if us.leads:
                    best, curve = _store(folder, config, learnt, average, row, best, validate)
                    run.record(folder, row)
                    report({"event": "epoch", **row, "curve": curve})
                sums, begun = torch.zeros_like(sums), time.monotonic()
            stop = us.sum(torch.tensor(float(stopped()), device=us.device)).item() > 0.0
            if us.leads and (ends or stop):
                run.save_state(
                    folder,
                    {
                        "model": model.state_dict(), "average": average.state_dict(),
                        "optimizer": optimizer.state_dict(),
                        "step": step, "best": best, "sums": sums,
                    },
                )  # fmt: skip
            if stop:
                break
    return {"step": step, "total": total, "stopped": step < total, **row}


def sample_config(config: TrainConfig) -> SampleConfig:
    """Return the settings of the samples."""
    return SampleConfig(
        crop=config.crop, augmentation=config.augmentation, paste=config.paste,
        cut_outs=config.cut_outs, wires=config.wires, mix=config.mix,
    )  # fmt: skip


def learning_rate(config: TrainConfig, step: int, total: int) -> float:
    """Return the learning rate of `step`, from 0: a rise, then half a cosine down."""
    rise = min(1.0, (step + 1) / (config.warm_up + 1))
    fall = 0.5 * (1.0 + math.cos(math.pi * step / max(1, total - 1)))
    low, high = config.final_learning_rate, config.learning_rate
    return rise * (low + (high - low) * fall)


def _batches(
    samples: Samples, config: TrainConfig, us: Processes, step: int, total: int
) -> Iterator[tuple[Tensor, LabelBatch]]:
    """Yield this process's share of each batch from `step` on, made ahead by threads.

    Not by processes: the fork of a process that has grown masks or filtered images can wait for
    ever for a lock.
    """
    own = config.batch // us.count

    def make(step: int) -> tuple[Tensor, list[Tensor]]:
        first = step * config.batch + us.rank * own
        frames, labels = default_collate([samples[i] for i in range(first, first + own)])
        return frames, list(labels)

    def ready(made: tuple[Tensor, list[Tensor]]) -> tuple[Tensor, LabelBatch]:
        frames, labels = made[0].to(us.device), [part.to(us.device) for part in made[1]]
        return frames, LabelBatch(*(part if part.ndim == 4 else part[:, None] for part in labels))

    if config.workers == 0:
        yield from (ready(make(i)) for i in range(step, total))
        return
    pool = ThreadPoolExecutor(config.workers, "samples")
    try:
        waiting: deque[Future[tuple[Tensor, list[Tensor]]]] = deque()
        for i in range(step, total):
            waiting.append(pool.submit(make, i))
            if len(waiting) > 2 * config.workers:
                yield ready(waiting.popleft().result())
        while waiting:
            yield ready(waiting.popleft().result())
    finally:
        pool.shutdown(cancel_futures=True)


def _shared(model: RPRNet, us: Processes) -> nn.Module:
    """Return the model wrapped so that gradients are the mean over the processes."""
    if us.count == 1:
        return model
    if us.device.type == "cuda":  # on CPUs each process normalises by its own part of the batch
        model = nn.SyncBatchNorm.convert_sync_batchnorm(model)  # type: ignore[no-untyped-call]
    return DistributedDataParallel(model)


def _step(
    forward: nn.Module,
    optimizer: torch.optim.Optimizer,
    frames: Tensor,
    labels: LabelBatch,
    config: TrainConfig,
    us: Processes,
) -> Tensor:
    """Take one step; return the losses over the whole batch, shape (4,), in order of `_PARTS`."""
    forward.train()
    half = config.precision == "bf16" or (config.precision == "auto" and computes_bf16(us.device))
    # Divided by the share of a process, the mean over the processes is that of the whole batch.
    targets = us.sum(labels.positive.sum()) / us.count
    try:
        with torch.autocast(us.device.type, torch.bfloat16) if half else nullcontext():
            prediction = forward(frames)
        losses = loss(prediction, labels, targets)
        optimizer.zero_grad(set_to_none=True)
        losses.total.backward()  # type: ignore[no-untyped-call]
    except RuntimeError as error:
        if code_of(error) != OUT_OF_MEMORY:
            raise
        raise OutOfMemoryError(
            f"{config.batch} crops of {config.crop} pixels do not fit into the memory of "
            f"{us.device}: lower batch or crop"
        ) from error
    nn.utils.clip_grad_norm_(forward.parameters(), LARGEST_GRADIENT)
    optimizer.step()
    parts = torch.stack([part.detach() for part in losses])
    return (us.sum(parts) / us.count).double().cpu()


@torch.no_grad()
def _follow(average: RPRNet, model: RPRNet, decay: float) -> None:
    for mean, value in zip(average.state_dict().values(), model.state_dict().values(), strict=True):
        if mean.is_floating_point():
            mean.lerp_(value, 1.0 - decay)
        else:
            mean.copy_(value)


def _epoch(
    config: TrainConfig, epoch: int, step: int, total: int, means: Tensor, begun: float
) -> dict[str, Any]:
    row: dict[str, Any] = {"epoch": epoch, "step": step}
    row["learning_rate"] = learning_rate(config, step - 1, total)
    row |= dict(zip(_PARTS, means.tolist(), strict=True))
    row["seconds"] = round(time.monotonic() - begun, 1)
    return row


def _store(
    folder: Path,
    config: TrainConfig,
    learnt: dict[str, Any],
    average: RPRNet,
    row: dict[str, Any],
    best: float,
    validate: Validate | None,
) -> tuple[float, list[Any]]:
    """Write the weights of this epoch, validated if it is time.

    Returns
    -------
    float
        The best Pd so far.
    list
        The curve of this epoch.
    """
    last = row["epoch"] == config.epochs
    threshold = checkpoint.DEFAULT_THRESHOLD
    score, curve = math.inf, []  # without validation the newest is the best
    if validate is not None:
        score = math.nan  # this epoch was not validated
        if last or row["epoch"] % config.validate_every == 0:
            found = validate(average)
            curve = found.pop("curve", [])
            score = found["pd"]  # NaN where the validation has no target
            if not math.isnan(score):
                threshold = found["threshold"]
            row |= {f"val_{name}": value for name, value in found.items()}
    chosen = score >= best or (last and best < 0.0)  # if no epoch was validated, the last
    row["best"] = int(chosen)
    facts = {**learnt, "epoch": row["epoch"], "step": row["step"], "config": config.as_dict()}
    facts["date"] = datetime.now().astimezone().isoformat(timespec="seconds")
    if not math.isnan(row.get("val_pd", math.nan)):
        facts |= {name: row[f"val_{name}"] for name in ("pd", "false_per_frame")}
    checkpoint.save(folder / "last.safetensors", average, threshold, facts)
    if chosen:
        checkpoint.save(folder / "best.safetensors", average, threshold, facts)
    return (score if score >= best else best), curve
