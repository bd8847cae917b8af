"""A run's history, from the lines of its child: whole, halved, written twice."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from label_irst.jobs.runs.history import RunHistory
from label_irst.jobs.runs.run_folder import CHUNK, PROGRESS, Tail


def step(done: int, loss: float = 1.0, seconds: float | None = None, total: int = 40) -> Any:
    seconds = 0.5 * done if seconds is None else seconds
    return {"event": "step", "done": done, "total": total, "loss": loss, "seconds": seconds}


def epoch(number: int, step: int, pd: float | None = None, **more: Any) -> Any:
    row = {"event": "epoch", "epoch": number, "step": step, "loss": 1.0, "best": 0, **more}
    if pd is not None:
        row |= {"val_pd": pd, "val_false_per_frame": 0.04, "val_threshold": 0.3}
    return row


def history_of(*events: Any) -> RunHistory:
    history = RunHistory()
    for event in events:
        history.take(event)
    return history


TRAINING = {"event": "phase", "phase": "training"}


def test_a_history_holds_steps_epochs_and_the_end() -> None:
    history = history_of(
        {"event": "phase", "phase": "labels"}, {"event": "progress", "done": 2, "total": 3},
        TRAINING, step(1, 3.0), step(2, 2.0),
        epoch(1, 2, 0.5, best=1, curve=[[0.0, 0.25, 0.9], [0.5, 0.75, 0.2]]),
    )  # fmt: skip
    assert history.labels == (2, 3)
    assert (history.steps, history.losses) == ([1, 2], [3.0, 2.0])
    assert (history.step, history.total) == (2, 40)
    assert history.best is not None
    assert (history.best.number, history.best.pd, history.best.threshold) == (1, 0.5, 0.3)
    assert history.best.curve == [(0.0, 0.25, 0.9), (0.5, 0.75, 0.2)]
    assert history.end is None
    history.take({"event": "done", "stopped": False})
    assert history.end is not None


def test_an_epoch_that_was_not_validated_has_no_pd() -> None:
    history = history_of(
        TRAINING, epoch(1, 2, best=1), epoch(2, 4, math.nan), epoch(3, 6, 0.25, best=1)
    )
    assert [e.pd for e in history.epochs] == [None, None, 0.25]
    assert history.best is history.epochs[2]


def test_the_time_left_follows_the_pace_of_the_last_steps() -> None:
    assert history_of(TRAINING, step(1)).seconds_left is None
    history = history_of(TRAINING, *(step(i) for i in range(1, 11)))
    assert history.seconds_a_step == pytest.approx(0.5)
    assert history.seconds_left == pytest.approx(15.0)
    # Steps reported now and then count for those between them.
    assert history_of(TRAINING, step(10), step(30)).seconds_left == pytest.approx(5.0)


def test_steps_that_a_resumed_run_repeats_are_replaced() -> None:
    history = history_of(
        TRAINING, *(step(i, 9.0) for i in range(1, 8)), epoch(1, 4, 0.5, best=1), epoch(2, 7, 0.6),
        {"event": "phase", "phase": "labels"}, TRAINING,
        step(5, 1.0, seconds=0.25), step(6, 1.0, seconds=0.5),
    )  # fmt: skip
    assert history.steps == [1, 2, 3, 4, 5, 6]
    assert history.losses == [9.0] * 4 + [1.0] * 2
    assert len(history.smooth) == 6
    assert [e.number for e in history.epochs] == [1]
    assert history.seconds_a_step == pytest.approx(0.25), "by the clock of the second child"


def test_a_stopped_run_that_goes_on_is_not_over() -> None:
    history = history_of(TRAINING, step(1), {"event": "done", "stopped": True}, TRAINING)
    assert history.end is None


def test_the_smoothed_loss_follows_the_loss_without_its_noise() -> None:
    losses = [2.0 + (-1) ** i for i in range(200)]
    history = history_of(TRAINING, *(step(i + 1, loss, total=200) for i, loss in enumerate(losses)))
    assert history.smooth[0] == pytest.approx(3.0), "it begins where the loss does"
    assert max(abs(s - 2.0) for s in history.smooth[50:]) < 0.2
    history.take(step(201, math.nan))
    assert math.isfinite(history.smooth[-1])


@pytest.mark.parametrize(
    "event", [{"event": "step"}, step(1) | {"loss": "much"}, epoch(1, 2, 0.5, curve=[[1]]),
              {"event": "progress", "done": None, "total": 3}, {"event": "?"}],
)  # fmt: skip
def test_an_invalid_event_is_ignored(event: Any) -> None:
    assert history_of(TRAINING, event) == history_of(TRAINING)


def test_an_unfinished_line_is_read_when_it_is_complete(tmp_path: Path) -> None:
    file, tail = tmp_path / PROGRESS, Tail(tmp_path)
    assert tail.read() == ([], True), "there is no file yet"
    line = json.dumps(step(1))
    file.write_text(line + "\n" + line[:20])
    assert tail.read() == ([step(1)], True)
    with file.open("a") as more:
        more.write(line[20:] + "\n")
    assert tail.read() == ([step(1)], True)
    assert tail.read() == ([], True)


def test_half_a_line_of_a_killed_child_is_the_only_loss(tmp_path: Path) -> None:
    lines = [json.dumps(step(1)), json.dumps(step(2))[:15], "[1]", "\udcff", json.dumps(step(3))]
    (tmp_path / PROGRESS).write_text("\n".join(lines) + "\n", errors="surrogateescape")
    assert Tail(tmp_path).read() == ([step(1), step(3)], True)


def test_a_long_history_is_read_in_pieces(tmp_path: Path) -> None:
    line = json.dumps(step(1)) + "\n"
    count = 3 * CHUNK // len(line)
    (tmp_path / PROGRESS).write_text(line * count)
    tail, pieces = Tail(tmp_path), []
    while not pieces or not pieces[-1][1]:
        pieces.append(tail.read())
    assert sum(len(events) for events, _ in pieces) == count
    assert len(pieces) > 2
