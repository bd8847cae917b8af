"""Long work beside the window: it ends in one of three ways, and reports which."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from label_irst.jobs.task import Job
from p2m_core.errors import InputError, P2MError
from p2m_core.progress import Progress


@pytest.fixture
def ends() -> list[tuple[str, object]]:
    return []


def watched(job: Job, ends: list[tuple[str, object]]) -> Job:
    job.succeeded.connect(lambda result: ends.append(("succeeded", result)))
    job.failed.connect(lambda text: ends.append(("failed", text)))
    job.cancelled.connect(lambda: ends.append(("cancelled", None)))
    return job


def run(qtbot: QtBot, job: Job) -> None:
    with qtbot.waitSignal(job.finished):
        job.start()


def test_the_result_and_the_progress_arrive(qtbot: QtBot, ends: list[tuple[str, object]]) -> None:
    here = threading.get_ident()

    def work(progress: Progress) -> object:
        for i in range(1000):
            progress(i + 1, 1000)
        return threading.get_ident()

    job = watched(Job(work), ends)
    steps: list[tuple[int, int]] = []
    signalled_in: set[int] = set()
    job.progressed.connect(lambda done, total: steps.append((done, total)))
    job.progressed.connect(lambda done, total: signalled_in.add(threading.get_ident()))
    run(qtbot, job)
    ((end, worker),) = ends
    assert end == "succeeded"
    assert worker != here, "off the window's thread"
    assert (steps[0], steps[-1]) == ((1, 1000), (1000, 1000))
    assert len(steps) < 500, "the window need not handle each of thousands"
    assert signalled_in == {here}, "but reported in the window's own"


@pytest.mark.parametrize("error", [P2MError("disk full: free some"), InputError("no such set")])
def test_an_expected_failure_is_reported_with_its_message(
    qtbot: QtBot, ends: list[tuple[str, object]], error: P2MError
) -> None:
    def work(progress: Progress) -> None:
        raise error

    run(qtbot, watched(Job(work), ends))
    assert ends == [("failed", str(error))]


def test_an_unexpected_failure_is_reported_in_one_line_and_logged_with_its_traceback(
    qtbot: QtBot, ends: list[tuple[str, object]], caplog: pytest.LogCaptureFixture
) -> None:
    def work(progress: Progress) -> None:
        raise ZeroDivisionError("division by zero")

    run(qtbot, watched(Job(work), ends))
    assert ends == [("failed", "ZeroDivisionError: division by zero")]
    assert "Traceback" in caplog.text
    assert "raise ZeroDivisionError" in caplog.text


def test_cancel_ends_the_work_at_its_next_step(
    qtbot: QtBot, ends: list[tuple[str, object]]
) -> None:
    started, cancelled = threading.Event(), threading.Event()
    tidied = []

    def work(progress: Progress) -> None:
        try:
            progress(1, 3)
            started.set()
            assert cancelled.wait(120)
            progress(2, 3)
            progress(3, 3)
        finally:
            tidied.append(True)

    job = watched(Job(work), ends)
    with qtbot.waitSignal(job.finished):
        job.start()
        assert started.wait(120)
        job.cancel()
        cancelled.set()
    assert ends == [("cancelled", None)]
    assert tidied == [True]
