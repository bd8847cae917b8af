"""The history of a run so far, from the events of its child."""

import math
from bisect import bisect_left
from collections import deque
from dataclasses import dataclass, field
from typing import Any

PACE_STEPS = 2000  # reported ones, some ten minutes: the time left is by the pace of these
SMOOTH, SMOOTH_SHARE = 8, 0.02  # the smoothed loss: over at least 8 reported steps, or 2 % of all


@dataclass
class Epoch:
    """The numbers of an epoch; `pd` and those after it are None without validation."""

    number: int
    step: int
    loss: float
    pd: float | None = None
    false_per_frame: float | None = None
    threshold: float | None = None
    best: bool = False
    curve: list[tuple[float, float, float]] = field(default_factory=list)  # false, Pd, threshold


@dataclass
class RunHistory:
    """Steps and epochs in their order; those that a resumed run repeats are replaced."""

    phase: str = ""
    labels: tuple[int, int] = (0, 0)  # sequences read so far, and all of them
    step: int = 0
    total: int = 0
    steps: list[int] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    smooth: list[float] = field(default_factory=list)  # the losses, without their noise
    epochs: list[Epoch] = field(default_factory=list)
    end: dict[str, Any] | None = None  # the last event of a child that ended in order
    _clock: deque[tuple[int, float]] = field(default_factory=lambda: deque(maxlen=PACE_STEPS))

    def take(self, event: dict[str, Any]) -> None:
        """Add an event of the child; one without the expected values is ignored."""
        try:
            self._take(event)
        except (KeyError, TypeError, ValueError):
            return

    def _take(self, event: dict[str, Any]) -> None:
        kind = event["event"]
        if kind == "phase":
            self.phase, self.end = str(event["phase"]), None
            self._clock.clear()  # another child counts seconds from its own start
        elif kind == "progress":
            self.labels = int(event["done"]), int(event["total"])
        elif kind == "step":
            self._take_step(event)
        elif kind == "epoch":
            self._take_epoch(event)
        elif kind == "done":
            self.step = int(event.get("step", self.step))  # not every step is reported
            self.end = event

    def _take_step(self, event: dict[str, Any]) -> None:
        step, total, loss = int(event["done"]), int(event["total"]), float(event["loss"])
        clock = float(event["seconds"])
        self._forget_from(step)
        self.step, self.total, self.phase = step, total, "training"
        self.steps.append(step)
        self.losses.append(loss)
        self.smooth.append(_followed(self.smooth, loss))
        self._clock.append((step, clock))

    def _take_epoch(self, event: dict[str, Any]) -> None:
        epoch = Epoch(int(event["epoch"]), int(event["step"]), float(event["loss"]))
        if event.get("val_pd") is not None and event["val_pd"] == event["val_pd"]:  # no NaN
            epoch.pd = float(event["val_pd"])
            epoch.false_per_frame = float(event["val_false_per_frame"])
            epoch.threshold = float(event["val_threshold"])
            epoch.curve = [(float(f), float(pd), float(t)) for f, pd, t in event.get("curve") or ()]
        epoch.best = bool(event.get("best"))
        self.epochs = [*(e for e in self.epochs if e.number < epoch.number), epoch]

    def _forget_from(self, step: int) -> None:
        """Drop later steps: a resumed run repeats those after its last checkpoint."""
        if self.steps and step <= self.steps[-1]:
            kept = bisect_left(self.steps, step)
            del self.steps[kept:], self.losses[kept:], self.smooth[kept:]
            self.epochs = [epoch for epoch in self.epochs if epoch.step < step]
            self._clock.clear()

    @property
    def best(self) -> Epoch | None:
        """The epoch whose weights are the run's result: the last that was the best so far."""
        return next((epoch for epoch in reversed(self.epochs) if epoch.best), None)

    @property
    def seconds_a_step(self) -> float | None:
        """The pace of the last steps; None if not known yet."""
        if len(self._clock) < 2:
            return None
        (first, since), (last, now) = self._clock[0], self._clock[-1]
        return max(0.0, now - since) / (last - first) if last > first else None

    @property
    def seconds_left(self) -> float | None:
        """Until the end of the run, at the present pace; None if not known yet."""
        pace = self.seconds_a_step
        return None if pace is None else pace * max(0, self.total - self.step)


def _followed(smooth: list[float], loss: float) -> float:
    """The next value of a moving average; its window grows with the number of steps."""
    if not smooth or not math.isfinite(loss):
        return smooth[-1] if smooth else loss
    count = len(smooth)
    return smooth[-1] + (loss - smooth[-1]) / min(count + 1, max(SMOOTH, SMOOTH_SHARE * count))
