"""A child process of the command line: its output arrives, and one of three ends."""

import logging
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from label_irst.jobs import child as children
from label_irst.jobs.child import Child

PATIENCE = 60_000  # ms; a loaded machine takes its time to start a process
UNEXPLAINED = "The command ended without an error message."

Ends = list[tuple[object, ...]]


@pytest.fixture
def ends() -> Ends:
    return []


@pytest.fixture
def child(qtbot: QtBot, ends: Ends):
    child = Child(UNEXPLAINED)
    child.succeeded.connect(lambda done: ends.append(("succeeded", done)))
    child.failed.connect(lambda message, code: ends.append(("failed", message, code)))
    child.cancelled.connect(lambda: ends.append(("cancelled",)))
    yield child
    child.quit()


def draw(out: Path, frames: int) -> list[str]:
    return ["synth", "--out", str(out), "--frames", str(frames), "--size", "64x64", "--seed", "1"]


def test_a_child_reports_its_progress_and_its_result(
    qtbot: QtBot, child: Child, ends: Ends, tmp_path: Path
) -> None:
    steps: list[tuple[int, int]] = []
    child.progressed.connect(lambda done, total: steps.append((done, total)))
    child.start(*draw(tmp_path / "set", 5))
    qtbot.waitUntil(lambda: bool(ends), timeout=PATIENCE)
    [(end, done)] = ends
    assert end == "succeeded"
    assert done["event"] == "done"
    assert steps[-1][0] == steps[-1][1]
    assert not child.running


def test_a_child_that_fails_gives_its_message_and_its_code(
    qtbot: QtBot, child: Child, ends: Ends
) -> None:
    child.start("stats", "gone.lirst")
    qtbot.waitUntil(lambda: bool(ends), timeout=PATIENCE)
    [(end, message, code)] = ends
    assert (end, code) == ("failed", "bad-input")
    assert "gone.lirst" in message
    assert not message.startswith("p2m")


def test_a_cancelled_child_ends_at_once_and_another_can_start(
    qtbot: QtBot, child: Child, ends: Ends, tmp_path: Path
) -> None:
    steps: list[int] = []
    child.progressed.connect(lambda done, total: steps.append(done))
    child.start(*draw(tmp_path / "long", 20_000))
    qtbot.waitUntil(lambda: bool(steps), timeout=PATIENCE)
    child.cancel()
    qtbot.waitUntil(lambda: bool(ends), timeout=PATIENCE)
    assert ends == [("cancelled",)]
    child.start(*draw(tmp_path / "short", 2))
    qtbot.waitUntil(lambda: len(ends) == 2, timeout=PATIENCE)
    assert ends[1][0] == "succeeded"


def test_quit_waits_until_the_child_is_gone(
    qtbot: QtBot, child: Child, ends: Ends, tmp_path: Path
) -> None:
    child.start(*draw(tmp_path / "long", 20_000))
    qtbot.waitUntil(lambda: child.pid > 0, timeout=PATIENCE)
    pid = child.pid
    child.quit()
    assert not psutil.pid_exists(pid)
    assert ends == [("cancelled",)]


def test_a_killed_child_fails_without_a_reason(
    qtbot: QtBot, child: Child, ends: Ends, tmp_path: Path
) -> None:
    child.start(*draw(tmp_path / "long", 20_000))
    qtbot.waitUntil(lambda: child.pid > 0, timeout=PATIENCE)
    psutil.Process(child.pid).kill()
    qtbot.waitUntil(lambda: bool(ends), timeout=PATIENCE)
    assert ends == [("failed", UNEXPLAINED, "")]


def test_a_child_that_does_not_start_fails(
    qtbot: QtBot, child: Child, ends: Ends, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.setattr(children.sys, "executable", "/no/such/python")
    with caplog.at_level(logging.ERROR):
        child.start("--version")
        qtbot.waitUntil(lambda: bool(ends), timeout=PATIENCE)
    assert ends == [("failed", UNEXPLAINED, "")]
    assert "did not start" in caplog.text


def test_the_log_has_all_that_a_failed_child_wrote(
    qtbot: QtBot, child: Child, ends: Ends, caplog: pytest.LogCaptureFixture
) -> None:
    child.start("stats", "gone.lirst")
    qtbot.waitUntil(lambda: bool(ends), timeout=PATIENCE)
    assert "stats gone.lirst" in caplog.text
    assert "p2m: error: " in caplog.text
