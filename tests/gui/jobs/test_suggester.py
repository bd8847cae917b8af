"""The detector in its child process: asked, asked again, ended, and failing with a reason."""

import os
import signal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from label_irst.jobs.suggester import Suggester
from p2m_core.suggest import CLASSICAL

PATIENCE = 60_000  # ms; a loaded machine takes its time to start a process


@pytest.fixture
def suggester(qtbot: QtBot):
    suggester = Suggester()
    suggester.detector = CLASSICAL  # it starts sooner
    yield suggester
    suggester.quit()


def ask(qtbot: QtBot, suggester: Suggester, clip: Path, frames: list[int]) -> None:
    """Ask, and wait for the end of the answer."""
    ends: list[bool] = []
    suggester.finished.connect(lambda: ends.append(True))
    suggester.ask(clip, frames)
    qtbot.waitUntil(lambda: bool(ends), timeout=PATIENCE)
    assert len(ends) == 1


def heard(suggester: Suggester) -> list[int]:
    frames: list[int] = []
    suggester.found.connect(lambda frame, found: frames.append(frame))
    return frames


def test_the_child_answers_and_answers_again(
    qtbot: QtBot, suggester: Suggester, clip: Path
) -> None:
    frames = heard(suggester)
    told: list[str] = []
    suggester.ready.connect(lambda name, title, threshold: told.append(name))
    for asked in ([4, 2], [7]):
        ask(qtbot, suggester, clip, asked)
    assert frames == [2, 4, 7]
    assert told == [CLASSICAL], "one child for both"


def test_a_new_list_takes_the_place_of_the_old_one(
    qtbot: QtBot, suggester: Suggester, clip: Path
) -> None:
    frames = heard(suggester)
    suggester.ask(clip, list(range(30)))
    qtbot.waitUntil(lambda: bool(frames), timeout=PATIENCE)
    ask(qtbot, suggester, clip, [29])
    assert frames[-1] == 29
    assert len(frames) < 30


def test_the_end_of_a_list_that_was_dropped_is_not_the_end(
    qtbot: QtBot, suggester: Suggester, clip: Path
) -> None:
    ends: list[bool] = []
    frames = heard(suggester)
    suggester.finished.connect(lambda: ends.append(True))
    # Asked again at the last answer, when its end is on its way already.
    suggester.found.connect(lambda frame, found: suggester.ask(clip, [2]) if frame == 1 else None)
    suggester.ask(clip, [1])
    qtbot.waitUntil(lambda: bool(ends), timeout=PATIENCE)
    assert frames == [1, 2]
    assert len(ends) == 1


def test_quit_ends_it_and_nothing_more_is_heard(
    qtbot: QtBot, suggester: Suggester, clip: Path
) -> None:
    failures: list[str] = []
    suggester.failed.connect(failures.append)
    frames = heard(suggester)
    suggester.ask(clip, list(range(30)))
    qtbot.waitUntil(lambda: bool(frames), timeout=PATIENCE)
    suggester.quit()
    assert not suggester.running
    frames.clear()
    ask(qtbot, suggester, clip, [3])
    assert frames == [3], "a new child, that knows nothing of the old list"
    assert failures == []


def test_a_child_that_was_killed_is_told_of_and_the_next_answers(
    qtbot: QtBot, suggester: Suggester, clip: Path
) -> None:
    failures: list[str] = []
    suggester.failed.connect(failures.append)
    ask(qtbot, suggester, clip, [1])
    os.kill(suggester._process.processId(), signal.SIGKILL)
    qtbot.waitUntil(lambda: bool(failures), timeout=PATIENCE)
    assert failures == ["The detector has ended unexpectedly."]
    assert not suggester.running
    frames = heard(suggester)
    ask(qtbot, suggester, clip, [5])
    assert frames == [5]


@pytest.mark.parametrize(
    ("detector", "source", "reason"),
    [("sonar", "clip", "no detector 'sonar'"), (CLASSICAL, "gone", "gone.npy")],
)
def test_why_it_failed_is_said_in_one_line(
    qtbot: QtBot, suggester: Suggester, clip: Path, detector: str, source: str, reason: str
) -> None:
    suggester.detector = detector
    failures: list[str] = []
    suggester.failed.connect(failures.append)
    suggester.ask(clip.with_stem(source), [0])
    qtbot.waitUntil(lambda: bool(failures), timeout=PATIENCE)
    [text] = failures
    assert reason in text
    assert "\n" not in text
    assert not text.startswith("p2m")
    assert not suggester.running
