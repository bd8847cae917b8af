"""The detector in its child process: several requests, its end, and failures with a reason."""

import os
import signal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from label_irst.jobs.suggester import Suggester
from p2m_core.suggest import CLASSICAL
from tests.gui import scenes

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
    suggester.ask(1, clip, frames)
    qtbot.waitUntil(lambda: bool(ends), timeout=PATIENCE)
    assert len(ends) == 1


def answered_frames(suggester: Suggester) -> list[int]:
    answered: list[int] = []
    suggester.found.connect(lambda number, frame, found: answered.append(frame))
    return answered


def test_one_child_answers_several_requests(qtbot: QtBot, suggester: Suggester, clip: Path) -> None:
    frames = answered_frames(suggester)
    results: list[str] = []
    suggester.ready.connect(lambda name, title, threshold: results.append(name))
    for asked in ([4, 2], [7]):
        ask(qtbot, suggester, clip, asked)
    assert frames == [2, 4, 7]
    assert results == [CLASSICAL], "one child for both"


def test_a_new_list_takes_the_place_of_the_old_one(
    qtbot: QtBot, suggester: Suggester, clip: Path
) -> None:
    frames = answered_frames(suggester)
    suggester.ask(1, clip, list(range(30)))
    qtbot.waitUntil(lambda: bool(frames), timeout=PATIENCE)
    ask(qtbot, suggester, clip, [29])
    assert frames[-1] == 29
    assert len(frames) < 30


def test_only_the_end_of_the_current_list_is_reported(
    qtbot: QtBot, suggester: Suggester, clip: Path
) -> None:
    ends: list[bool] = []
    frames = answered_frames(suggester)
    suggester.finished.connect(lambda: ends.append(True))
    # Asked again at the last answer, when its end is on its way already.
    suggester.found.connect(
        lambda number, frame, found: suggester.ask(1, clip, [2]) if frame == 1 else None
    )
    suggester.ask(1, clip, [1])
    qtbot.waitUntil(lambda: bool(ends), timeout=PATIENCE)
    assert frames == [1, 2]
    assert len(ends) == 1


def test_no_answer_comes_after_quit(qtbot: QtBot, suggester: Suggester, clip: Path) -> None:
    failures: list[str] = []
    suggester.failed.connect(failures.append)
    frames = answered_frames(suggester)
    suggester.ask(1, clip, list(range(30)))
    qtbot.waitUntil(lambda: bool(frames), timeout=PATIENCE)
    suggester.quit()
    assert not suggester.running
    frames.clear()
    ask(qtbot, suggester, clip, [3])
    assert frames == [3], "a new child, that knows nothing of the old list"
    assert failures == []


def test_a_killed_child_is_reported_and_the_next_answers(
    qtbot: QtBot, suggester: Suggester, clip: Path
) -> None:
    failures: list[str] = []
    suggester.failed.connect(failures.append)
    ask(qtbot, suggester, clip, [1])
    os.kill(suggester.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: bool(failures), timeout=PATIENCE)
    assert failures == ["The detector ended without an error message."]
    assert not suggester.running
    frames = answered_frames(suggester)
    ask(qtbot, suggester, clip, [5])
    assert frames == [5]


def test_unreadable_images_are_refused_and_the_next_request_is_answered(
    qtbot: QtBot, suggester: Suggester, clip: Path
) -> None:
    refused: list[tuple[int, str]] = []
    suggester.refused.connect(lambda number, why: refused.append((number, why)))
    suggester.ask(7, clip.with_stem("gone"), [0])
    qtbot.waitUntil(lambda: bool(refused), timeout=PATIENCE)
    suggester.ask(8, clip, [10_000])
    qtbot.waitUntil(lambda: len(refused) == 2, timeout=PATIENCE)
    (first, gone), (second, beyond) = refused
    assert (first, second) == (7, 8)
    assert "gone.npy" in gone
    assert "frame 10000 is not in" in beyond
    frames = answered_frames(suggester)
    ask(qtbot, suggester, clip, [5])
    assert frames == [5]


def test_one_child_answers_about_several_sequences(
    qtbot: QtBot, suggester: Suggester, clip: Path, tmp_path: Path
) -> None:
    other = scenes.write_stack(tmp_path / "other.npy", scenes.frames(3)[::-1])
    results: list[tuple[int, int, list]] = []
    started: list[str] = []
    suggester.ready.connect(lambda name, title, threshold: started.append(name))
    suggester.found.connect(lambda number, frame, found: results.append((number, frame, found)))
    for number, source, frame in ((1, clip, 0), (2, other, 2), (1, clip, 0)):
        ends = len(results)
        suggester.ask(number, source, [frame])
        qtbot.waitUntil(lambda ends=ends: len(results) > ends, timeout=PATIENCE)
    assert [(number, frame) for number, frame, _ in results] == [(1, 0), (2, 2), (1, 0)]
    assert results[0][2] == results[2][2]
    assert results[0][2], "the same picture, so the targets of the first frame are in the last"
    assert len(started) == 1


def test_a_failure_has_a_reason_in_one_line(qtbot: QtBot, suggester: Suggester, clip: Path) -> None:
    suggester.detector = "sonar"
    failures: list[str] = []
    suggester.failed.connect(failures.append)
    suggester.ask(1, clip, [0])
    qtbot.waitUntil(lambda: bool(failures), timeout=PATIENCE)
    [text] = failures
    assert "no detector 'sonar'" in text
    assert "\n" not in text
    assert not text.startswith("p2m")
    assert not suggester.running
