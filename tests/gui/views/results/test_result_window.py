"""The result of a run in the real window: compared by a real child, on frames of real videos."""

import psutil
import pytest
from PySide6.QtCore import QProcess, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from label_irst.jobs.child import Child
from label_irst.review.queue import queue
from p2m_core.doubt import Reason
from p2m_core.eval.comparison import Kind
from p2m_core.project import add_model, get_frame_states, model_in_use, open_project, use_model
from tests.core.networks.small import small_weights
from tests.gui.compared import (
    BIRD,
    finished_run,
    other_weights,
    reviewed_project,
)
from tests.gui.trained import ENDLESS, PATIENCE, TINY
from tests.heartbeat import heartbeat

LEFT = Qt.MouseButton.LeftButton
FRAMES = 6


@pytest.fixture
def made(tmp_path):
    """Make a project with a run; `old` is the model in use, `new` the one of the run."""

    def make(old=None, new=None, roles=None):
        path = reviewed_project(tmp_path, FRAMES, roles)
        with open_project(path) as project:
            id = finished_run(project, new or other_weights(tmp_path / "new.safetensors"))
            if old is not None:
                use_model(project, add_model(project, old).id)
        return path, id

    return make


@pytest.fixture
def shown(empty_window, qtbot):
    """Open a project and the result of its run."""

    def show(path, run):
        assert empty_window.open(path)
        empty_window.results.show_result(run)
        result = empty_window.results.results[run]
        qtbot.waitUntil(result.isVisible)
        return result

    return show


def wait_for_end(qtbot, result):
    def over():
        return result.comparison is not None or (
            result.stack.currentIndex() == 0 and not result.measuring.busy
        )

    qtbot.waitUntil(over, timeout=PATIENCE)


def texts(result):
    return " ".join(label.text() for label in result.findChildren(QLabel) if label.isVisible())


def choose(result, kind):
    box = result.pictures.kinds
    box.setCurrentIndex(box.findData(kind))
    box.activated.emit(box.currentIndex())


def press_picture(result, index):
    crops = result.pictures.crops
    QTest.mouseClick(crops.viewport(), LEFT, pos=crops.cell(index).center().toPoint())


def test_the_run_s_model_is_compared_with_the_one_in_use_on_its_held_out_frames(
    made, shown, qtbot, empty_window, tmp_path
):
    path, run = made(old=small_weights(tmp_path / "old.safetensors"))
    with heartbeat() as beat:
        result = shown(path, run)
        wait_for_end(qtbot, result)
        assert result.comparison is not None, result.status.text()
        choose(result, Kind.GAINED)
        crops = result.pictures.crops
        qtbot.waitUntil(lambda: len(crops.crops.kept) >= FRAMES)
    assert max(beat.work) < 100.0, "the window's thread is kept free"
    assert [name for name, _ in result.comparison.sequences] == [BIRD]
    assert result.head.old.title.text().endswith("old")
    assert result.head.old.number.text() == "0.000"
    assert result.head.new.title.text().endswith("Run 1")
    assert result.head.new.number.text() == "1.000"
    assert result.head.difference.number.text() == "+1.000"
    words = texts(result)
    assert f"{FRAMES} targets in {FRAMES} of {FRAMES} reviewed frames, {BIRD}" in words
    assert "Too few targets to decide" in words
    assert len(crops.cases) == FRAMES
    # A picture leads to its frame in the main window.
    case = crops.cases[2]
    at = []
    empty_window.document.focus_requested.connect(lambda x, y: at.append((x, y)))
    press_picture(result, 2)
    document = empty_window.document
    assert (document.info.name, document.frame) == (BIRD, case.frame)
    assert document.selected is not None
    assert at[-1] == (case.x, case.y)
    assert crops.marked is case
    # Another rate changes the figures, without another comparison.
    for rate in result.comparison.rates:
        box = result.head.rates
        box.setCurrentIndex(box.findData(rate))
        box.activated.emit(box.currentIndex())
        assert result.head.rate == rate
        at = result.comparison.models[0].at[rate]
        assert f"{at.detected} of {FRAMES}, {at.false} false" in texts(result)


@pytest.mark.slow
def test_a_comparison_is_shown_at_once_the_next_time(made, shown, qtbot):
    path, run = made()
    result = shown(path, run)
    wait_for_end(qtbot, result)
    assert result.comparison is not None
    result.close()
    assert result.comparison is None
    result.show()
    qtbot.waitUntil(lambda: result.comparison is not None)
    assert not result.measuring.busy
    # Compare again only on request.
    result.bar.frames.setCurrentIndex(0)
    QTest.mouseClick(result.bar.go, LEFT)
    assert result.measuring.busy
    assert not result.bar.frames.isEnabled()
    comparer = result.measuring.findChild(Child)
    qtbot.waitUntil(lambda: comparer.running, timeout=PATIENCE)
    [child] = comparer.findChildren(QProcess)
    qtbot.waitUntil(lambda: psutil.Process(child.processId()).nice() >= 10)
    wait_for_end(qtbot, result)


def test_misses_and_false_alarms_enter_the_review_queue(made, shown, qtbot, empty_window, tmp_path):
    path, run = made(new=small_weights(tmp_path / "new.safetensors"))
    result = shown(path, run)
    wait_for_end(qtbot, result)
    assert result.comparison is not None, result.status.text()
    QTest.mouseClick(result.to_review, LEFT)
    [(sequence, errors)] = result.pictures.errors().items()
    assert sequence == 2
    assert f"{len(errors)} places wait for review" in result.status.text()
    document = empty_window.document
    empty_window.files.show_sequence(2)
    reasons = [Reason(entry.reason) for entry in queue(document)]
    assert reasons.count(Reason.MISSED) == FRAMES
    result.close()
    empty_window.activateWindow()
    qtbot.waitUntil(empty_window.isActiveWindow)
    QTest.keyClick(empty_window, Qt.Key.Key_Space)
    assert document.frame in result_frames(path)
    before = len(queue(document))
    QTest.keyClick(empty_window, Qt.Key.Key_Return)
    assert len(queue(document)) < before


def result_frames(path):
    with open_project(path, readonly=True) as project:
        return [int(frame) for frame in get_frame_states(project, 2).nonzero()[0]]


@pytest.mark.slow  # the story of the loop uses a model too
def test_use_this_model_takes_the_file_in_the_run_s_folder(made, shown, qtbot, empty_window):
    path, run = made()
    result = shown(path, run)
    wait_for_end(qtbot, result)
    assert result.use.text() == "Use this model"
    assert result.bar.old.currentText() == "Shipped model, in use"
    QTest.mouseClick(result.use, LEFT)
    assert result.bar.old.currentText() == "Shipped model"
    used = model_in_use(empty_window.document.project)
    assert used is not None
    assert (used.name, used.path, used.run) == ("Run 1", result.weights, run)
    assert (result.use.text(), result.use.isEnabled()) == ("In use", False)
    # From now on, the comparison is with the shipped model, and the list opens the result.
    empty_window.results.show_models()
    listed = empty_window.results.models_window
    qtbot.waitUntil(lambda: listed.result.isVisible())
    result.close()
    QTest.mouseClick(listed.result, LEFT)
    assert result.isVisible()
    wait_for_end(qtbot, result)
    assert result.comparison is not None
    assert [result.bar.old.itemText(i) for i in range(result.bar.old.count())] == ["Shipped model"]


@pytest.mark.slow
def test_a_model_of_a_working_run_cannot_be_used(empty_window, qtbot, tmp_path):
    assert empty_window.open(reviewed_project(tmp_path, 3))
    run = empty_window.runs.start({**ENDLESS, "validate_frames": 1})
    assert run is not None
    weights = run.folder / "best.safetensors"
    qtbot.waitUntil(weights.exists, timeout=PATIENCE)
    empty_window.results.show_result(run.id)
    result = empty_window.results.results[run.id]
    assert not result.use.isEnabled()
    assert "still uses it" in result.use.toolTip()
    empty_window.runs.stop(run.id)
    qtbot.waitUntil(result.use.isEnabled, timeout=PATIENCE)
    wait_for_end(qtbot, result)


@pytest.mark.slow
def test_another_reviewed_sequence_is_offered_where_none_was_held_out(made, shown, qtbot):
    path, run = made(roles={BIRD: "out"})
    result = shown(path, run)
    qtbot.waitUntil(lambda: "held out no sequence" in texts(result))
    assert result.comparison is None
    assert [result.bar.where.itemText(i) for i in range(result.bar.where.count())] == [BIRD]
    QTest.mouseClick(result.bar.go, LEFT)
    wait_for_end(qtbot, result)
    assert result.comparison is not None, result.status.text()
    assert [name for name, _ in result.comparison.sequences] == [BIRD]


def test_the_window_explains_that_a_run_trained_on_everything_cannot_be_judged(made, shown, qtbot):
    path, run = made(roles={BIRD: "train"})
    result = shown(path, run)
    qtbot.waitUntil(lambda: "nothing shows how good it is" in texts(result))
    assert not result.bar.go.isEnabled()
    assert not result.to_review.isEnabled()
    assert result.use.isEnabled(), "it may be used all the same"


@pytest.mark.slow
def test_a_comparison_is_stopped(made, shown, qtbot):
    path, run = made()
    result = shown(path, run)
    qtbot.waitUntil(lambda: result.bar.stop.isVisible())
    QTest.mouseClick(result.bar.stop, LEFT)
    qtbot.waitUntil(lambda: "Stopped: nothing was compared" in texts(result))
    assert result.bar.go.isVisible()
    assert not result.measuring.busy
    QTest.mouseClick(result.bar.go, LEFT)
    wait_for_end(qtbot, result)
    assert result.comparison is not None
    qtbot.waitUntil(lambda: not list(result.run.folder.glob(".measured*")))


@pytest.mark.slow
def test_a_missing_file_of_the_model_in_use_is_reported(made, shown, qtbot, tmp_path):
    old = small_weights(tmp_path / "old.safetensors")
    path, run = made(old=old)
    old.unlink()
    result = shown(path, run)
    qtbot.waitUntil(lambda: "old cannot be used" in result.status.text())
    assert result.comparison is None
    result.bar.old.setCurrentIndex(result.bar.old.findText("Shipped model"))
    QTest.mouseClick(result.bar.go, LEFT)
    wait_for_end(qtbot, result)
    assert result.comparison is not None
    assert result.head.old.title.text().endswith("Shipped model")


@pytest.mark.slow
def test_the_result_of_a_removed_run_closes(made, shown, qtbot, empty_window):
    path, run = made()
    result = shown(path, run)
    wait_for_end(qtbot, result)
    empty_window.runs.remove(run)
    qtbot.waitUntil(lambda: empty_window.results.results == {})
    assert not result.run.folder.exists()


@pytest.mark.slow
def test_a_finished_run_offers_its_result_without_opening_it(empty_window, qtbot, tmp_path):
    path = reviewed_project(tmp_path, 3)
    assert empty_window.open(path)
    config = {**TINY, "epochs": 1, "validate_frames": 2}
    run = empty_window.runs.start(config)
    assert run is not None
    qtbot.waitUntil(lambda: "has finished" in empty_window.banner.text, timeout=2 * PATIENCE)
    assert empty_window.results.results == {}
    QTest.mouseClick(empty_window.banner.offer, LEFT)
    result = empty_window.results.results[run.id]
    wait_for_end(qtbot, result)
    assert result.comparison is not None, result.status.text()
    assert "sequences: 1 · frames: 3 · targets: 3" in result.about.text()
    empty_window.close()
    assert not result.isVisible()
