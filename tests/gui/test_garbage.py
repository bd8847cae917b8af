"""Garbage is collected, and by the window's thread alone."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from label_irst import garbage


@pytest.fixture
def as_before() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_no_other_thread_collects(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, as_before: None
) -> None:
    monkeypatch.setattr(garbage, "EVERY_MS", 20)
    threads: list[str] = []

    def noted(phase: str, info: dict[str, int]) -> None:
        threads.append(threading.current_thread().name)

    def litter() -> None:
        for _ in range(100_000):
            circle: list[object] = []
            circle.append(circle)

    parent = QObject()
    garbage.collect_in_window_thread(parent)
    gc.callbacks.append(noted)
    try:
        other = threading.Thread(target=litter, name="other")
        other.start()
        other.join()
        assert threads == []
        qtbot.waitUntil(lambda: len(threads) > 0)
        assert set(threads) == {threading.main_thread().name}
    finally:
        gc.callbacks.remove(noted)
        parent.deleteLater()
