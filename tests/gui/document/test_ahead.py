"""Frames are read ahead by other threads: each is the right one, and the window stays alive."""

import os
import random
import threading
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from label_irst.document import Document
from label_irst.document.background import result_of
from label_irst.document.opening import sequence_at
from p2m_core.errors import InputError
from p2m_core.sequence import folder as folder_module
from p2m_core.sequence.source import Picture
from tests.core.sequence.media import drifting_frames, straight_read, write_video
from tests.gui import scenes
from tests.gui.conftest import open_document

PATIENCE = 20.0


def test_the_window_stays_alive_while_it_waits_for_work(qapp: QApplication) -> None:
    done = threading.Event()
    QTimer.singleShot(50, done.set)  # runs only if the event loop does
    assert result_of(lambda: done.wait(PATIENCE))


def test_an_error_of_the_work_is_raised_to_the_caller(qapp: QApplication) -> None:
    def work() -> None:
        raise InputError("no such folder")

    with pytest.raises(InputError, match="no such folder"):
        result_of(work)


def test_the_window_stays_alive_while_it_waits_for_a_frame(
    qapp: QApplication, tmp_path: Path
) -> None:
    folder = scenes.write_folder(tmp_path / "sky", scenes.frames(12))
    slow = folder / "0010.png"
    content = slow.read_bytes()
    document = open_document(folder)
    document.go_to(0)
    slow.unlink()
    os.mkfifo(slow)  # cannot be read before something is written to it
    writer = threading.Thread(target=lambda: slow.write_bytes(content))
    QTimer.singleShot(100, writer.start)
    seen = []
    document.frame_changed.connect(lambda: seen.append(document.frame))
    document.go_to(10)
    writer.join()
    assert seen == [10]
    np.testing.assert_array_equal(document.image, scenes.frame(10))
    slow.unlink()
    document.close()


class Slow:
    """A frame's file that cannot be read before `release`."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._released, self._read = threading.Event(), threading.Event()
        read = folder_module.read_image

        def wait_and_read(file: Path) -> Picture:
            if file == path:
                assert self._released.wait(PATIENCE)
                self._read.set()
            return read(file)

        monkeypatch.setattr(folder_module, "read_image", wait_and_read)

    def release(self) -> None:
        self._released.set()

    def end(self) -> None:
        assert self._read.wait(PATIENCE)


def test_the_later_of_two_jumps_stays_though_the_earlier_takes_longer(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    images = scenes.write_folder(tmp_path / "sky", scenes.frames(30))
    slow = Slow(images / "0025.png", monkeypatch)
    document = open_document(images)
    document.go_to(0)
    seen = []
    document.frame_changed.connect(lambda: seen.append(document.frame))

    def jump_again() -> None:
        document.go_to(15)
        slow.release()

    QTimer.singleShot(100, jump_again)
    document.go_to(25)
    slow.end()
    assert seen == [15]
    assert document.frame == 15
    np.testing.assert_array_equal(document.image, scenes.frame(15))
    document.close()


def test_the_later_of_two_sequences_stays_though_the_earlier_opens_slower(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [
        scenes.write_folder(tmp_path / name, scenes.frames(30)) for name in ("sky", "sea", "hill")
    ]
    document = open_document(folders[0])
    assert document.project is not None
    _, sea, hill = (sequence_at(document.project, folder) for folder in folders)
    slow = Slow(folders[1] / "0000.png", monkeypatch)

    def open_another() -> None:
        document.open_sequence(hill)
        slow.release()

    opened = []
    document.sequence_opened.connect(lambda: opened.append(document.info.name))
    QTimer.singleShot(100, open_another)
    document.open_sequence(sea)
    slow.end()
    assert opened == ["hill"]
    assert document.info == hill
    assert document.image is not None
    document.close()


def test_a_document_that_is_closed_while_a_sequence_opens_stays_closed(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [scenes.write_folder(tmp_path / name, scenes.frames(30)) for name in ("sky", "sea")]
    document = open_document(folders[0])
    assert document.project is not None
    sea = sequence_at(document.project, folders[1])
    slow = Slow(folders[1] / "0000.png", monkeypatch)

    def close() -> None:
        document.close()
        slow.release()

    QTimer.singleShot(100, close)
    document.open_sequence(sea)
    slow.end()
    assert (document.project, document.info, document.image) == (None, None, None)


@pytest.fixture
def video(tmp_path: Path) -> tuple[Document, list[np.ndarray]]:
    path = write_video(tmp_path / "walk.mp4", drifting_frames(90), g=40, bf=2)
    document = open_document(path)
    yield document, straight_read(path)
    document.close()


def test_the_next_frames_are_read_before_they_are_needed(document: Document, qtbot: QtBot) -> None:
    document.go_to(20)
    document.go_to(10)
    sequence = document.sequence
    assert sequence is not None
    qtbot.waitUntil(lambda: all(sequence.is_cached(f) for f in (7, 8, 9, 11)))


def test_after_a_stride_the_next_strides_are_read_first(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    document = open_document(scenes.write_stack(tmp_path / "long.npy", scenes.frames(60)))
    sequence = document.sequence
    assert sequence is not None
    document.go_to(10)
    assert not any(sequence.is_cached(frame) for frame in (26, 34))
    document.go_to(18)
    qtbot.waitUntil(lambda: all(sequence.is_cached(frame) for frame in (26, 34)))
    document.close()


def test_earlier_frames_of_a_video_are_read_while_going_back(
    video: tuple[Document, list[np.ndarray]], qtbot: QtBot
) -> None:
    document, frames = video
    sequence = document.sequence
    assert sequence is not None
    for frame in range(89, -1, -1):
        document.go_to(frame)
        np.testing.assert_array_equal(document.image, frames[frame])
        if frame % 10 == 5:
            before = range(max(0, frame - 9), frame)
            qtbot.waitUntil(lambda before=before: all(map(sequence.is_cached, before)))


def test_any_jump_in_a_video_shows_the_right_frame(
    video: tuple[Document, list[np.ndarray]],
) -> None:
    document, frames = video
    rng = random.Random(3)
    frame = 0
    for _ in range(150):
        frame = rng.choice([frame + 1, frame - 1, frame - 1, frame - 10, rng.randrange(90)])
        frame = min(max(frame, 0), 89)
        document.go_to(frame)
        assert document.frame == frame
        np.testing.assert_array_equal(document.image, frames[frame])


def test_frames_of_a_folder_keep_their_numbers_when_two_threads_read(
    qapp: QApplication, tmp_path: Path
) -> None:
    folder = tmp_path / "sky"
    folder.mkdir()
    for i in range(60):
        cv2.imwrite(str(folder / f"f{i}.png"), np.full((40, 50), i, np.uint8))
    document = open_document(folder)
    rng = random.Random(4)
    for _ in range(300):
        document.step(rng.choice([1, 1, 1, -1, 10, -10]))
        assert document.image is not None
        assert (document.image == document.frame).all()
    document.close()


def _reading() -> set[threading.Thread]:
    return {t for t in threading.enumerate() if t.name == "read-ahead"}


def test_the_reading_threads_end_with_the_sequence(
    video: tuple[Document, list[np.ndarray]],
) -> None:
    document, _ = video
    document.go_to(89)
    document.go_to(60)
    before = _reading()
    document.close()
    assert len(before - _reading()) == 1  # a video has one; another test's may still be there
    document.go_to(3)
    assert document.image is None


def test_closing_the_document_ends_the_wait_for_a_frame(qapp: QApplication, tmp_path: Path) -> None:
    folder = scenes.write_folder(tmp_path / "sky", scenes.frames(12))
    slow = folder / "0010.png"
    document = open_document(folder)
    document.go_to(0)
    slow.unlink()
    os.mkfifo(slow)
    writer = threading.Thread(target=lambda: slow.write_bytes(b""))

    def leave() -> None:
        QTimer.singleShot(50, writer.start)
        document.close()  # during the wait for the frame, as when a process ends

    QTimer.singleShot(100, leave)
    document.go_to(10)
    writer.join()
    assert (document.project, document.image) == (None, None)
