"""Suggestions in the real window: asked for by keys, answered by the real detector."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from label_irst.views.review.suggestion_bar import SuggestionBar
from label_irst.views.widgets.elided import Elided
from label_irst.views.widgets.job_bar import JobBar
from label_irst.views.window.main_window import MainWindow
from p2m_core.networks.rprnet import RPRNet, RPRNetConfig, checkpoint
from p2m_core.project import (
    FrameState,
    add_model,
    get_prediction_scores,
    list_predictions,
    list_sequences,
    use_model,
)
from p2m_core.suggest import CLASSICAL
from tests.driving import click, hover, place, press
from tests.gui.document.test_suggestions import suggest
from tests.gui.scenes import FIRST, FRAMES, SECOND, frames, write_stack
from tests.gui.views.screen import grabbed
from tests.gui.views.window.test_keys import CTRL, SHIFT
from tests.heartbeat import heartbeat

Key = Qt.Key
PATIENCE = 60_000
STALL = 600.0  # ms, on a machine that others use too; 100 is what we hold to


@pytest.fixture
def asking(window: MainWindow) -> MainWindow:
    window.suggesting.suggester.detector = CLASSICAL
    return window  # its closing ends the child


def bar(window: MainWindow) -> SuggestionBar:
    return window.findChild(SuggestionBar)


def work(window: MainWindow) -> JobBar:
    return window.suggestions.progress


def rest(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not work(window).isVisible(), timeout=PATIENCE)


def test_q_suggests_on_this_frame_and_y_accepts(qtbot: QtBot, asking: MainWindow) -> None:
    document = asking.document
    assert not bar(asking).isVisible()
    press(asking, Key.Key_Q)
    assert "Starting" in asking.statusBar().currentMessage()
    qtbot.waitUntil(lambda: bool(document.suggestions.shown), timeout=PATIENCE)
    assert bar(asking).isVisible()
    assert "Suggestions in this frame" in asking.statusBar().currentMessage()
    assert document.targets == []
    document.suggestions.set_threshold(0.2)
    press(asking, Key.Key_Y)
    found = {t.centroid for t in document.targets}
    for plane in (FIRST, SECOND):
        x, y = plane.middle(0)
        assert min(np.hypot(a - x, b - y) for a, b in found) < 1.5
    press(asking, Key.Key_Z, CTRL)
    assert document.targets == []
    assert document.suggestions.shown


def test_shift_q_suggests_on_the_frames_left(qtbot: QtBot, asking: MainWindow) -> None:
    document = asking.document
    press(asking, Key.Key_E)  # verified empty, and on to frame 1
    document.go_to(20)
    press(asking, Key.Key_Q, SHIFT)
    assert work(asking).isVisible()
    rest(qtbot, asking)
    assert document.states[0] == FrameState.VERIFIED_EMPTY
    assert list_predictions(document.project, 1, 0) == []
    assert np.count_nonzero(document.shown_states == FrameState.SUGGESTED) >= FRAMES - 3
    assert document.suggestions.shown
    document.go_to(5)
    press(asking, Key.Key_Space)
    assert document.frame == 6, "the next one to review"
    assert document.project.undo_label == "verify-empty", "and nothing is an edit"


def test_one_frame_can_be_searched_during_the_run(qtbot: QtBot, asking: MainWindow) -> None:
    document = asking.document
    press(asking, Key.Key_Q, SHIFT)
    qtbot.waitUntil(lambda: document.shown_states[0] == FrameState.SUGGESTED, timeout=PATIENCE)
    document.go_to(FRAMES - 1)
    press(asking, Key.Key_Q)
    rest(qtbot, asking)
    assert all(list_predictions(document.project, 1, frame) for frame in range(FRAMES))


def test_a_stopped_run_keeps_its_suggestions(
    qtbot: QtBot, empty_window: MainWindow, tmp_path: Path
) -> None:
    window, document = empty_window, empty_window.document
    window.suggesting.suggester.detector = CLASSICAL
    long = np.concatenate([frames()] * 20)
    assert window.open(write_stack(tmp_path / "long.npy", long))
    press(window, Key.Key_Q, SHIFT)
    qtbot.waitUntil(lambda: document.shown_states[0] == FrameState.SUGGESTED, timeout=PATIENCE)
    stop = work(window).stop
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton, pos=stop.rect().center())
    assert not work(window).isVisible()
    done = [f for f in range(len(long)) if list_predictions(document.project, 1, f)]
    assert 0 < len(done) < len(long)


def test_the_run_goes_on_when_another_sequence_is_opened(
    qtbot: QtBot, asking: MainWindow, tmp_path: Path
) -> None:
    document = asking.document
    asking.files.add_sequence(write_stack(tmp_path / "long.npy", np.concatenate([frames()] * 8)))
    press(asking, Key.Key_Q, SHIFT)
    qtbot.waitUntil(lambda: bool(document.suggestions.shown), timeout=PATIENCE)
    asking.files.show_sequence(1)
    assert work(asking).isVisible()
    assert not document.suggestions.any, "none of the answers is about this one"
    rest(qtbot, asking)
    assert get_prediction_scores(document.project, 2).all()
    assert not get_prediction_scores(document.project, 1).any()
    asking.files.show_sequence(2)
    assert document.suggestions.frames == 8 * FRAMES
    assert document.suggestions.detector == "LoG + difference"


def test_another_project_gets_no_suggestions_of_the_run(
    qtbot: QtBot, asking: MainWindow, tmp_path: Path
) -> None:
    press(asking, Key.Key_Q, SHIFT)
    qtbot.waitUntil(lambda: bool(asking.document.suggestions.shown), timeout=PATIENCE)
    other = tmp_path / "elsewhere"
    other.mkdir()
    assert asking.open(write_stack(other / "other.npy", frames(3)))
    assert not work(asking).isVisible()
    assert not asking.suggesting.suggester.running
    assert not asking.document.suggestions.any


def suggest_all(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_name["suggest-all"].trigger()
    rest(qtbot, window)


def test_suggestions_come_for_unlabelled_frames_of_all_sequences(
    qtbot: QtBot, asking: MainWindow, tmp_path: Path
) -> None:
    document = asking.document
    for name in ("second", "gone", "third"):
        asking.files.add_sequence(write_stack(tmp_path / f"{name}.npy", frames(4)))
    (tmp_path / "gone.npy").unlink()
    press(asking, Key.Key_E)  # in the last one a frame is reviewed
    asking.files.show_sequence(1)
    suggest_all(qtbot, asking)
    project = document.project
    best = {info.name: get_prediction_scores(project, info.id) for info in list_sequences(project)}
    assert best["clip"].all()
    assert best["second"].all()
    assert (best["third"] > 0).tolist() == [False, True, True, True]
    assert not best["gone"].any()
    assert "1 sequence cannot be opened" in asking.banner.text
    assert "gone.npy" in asking.banner.text
    assert project.undo_label == "verify-empty", "and nothing is an edit"
    asking.files.show_sequence(2)
    assert document.suggestions.shown
    assert document.suggestions.threshold == 0.5


def test_a_frame_is_not_searched_twice(qtbot: QtBot, asking: MainWindow, tmp_path: Path) -> None:
    """Not in frames without a suggestion either, nor by a later window."""
    asking.files.add_sequence(
        write_stack(tmp_path / "flat.npy", np.full((6, 64, 80), 9, np.uint16))
    )
    answered: list[tuple[int, int]] = []
    asking.suggesting.suggester.found.connect(lambda id, frame, found: answered.append((id, frame)))
    suggest_all(qtbot, asking)
    assert len(answered) == FRAMES + 6
    path = asking.document.project.path
    asking.close()
    again = MainWindow()
    qtbot.addWidget(again)
    again.suggesting.suggester.detector = CLASSICAL
    with qtbot.waitExposed(again):
        again.show()
    assert again.open(path)
    again.suggesting.suggester.found.connect(lambda id, frame, found: answered.append((id, frame)))
    suggest_all(qtbot, again)
    assert len(answered) == FRAMES + 6
    again.files.add_sequence(write_stack(tmp_path / "more.npy", frames(2)))
    suggest_all(qtbot, again)
    assert answered[FRAMES + 6 :] == [(3, 0), (3, 1)]
    again.suggesting.suggester.quit()


def test_annotating_goes_on_during_the_run(
    qtbot: QtBot, asking: MainWindow, tmp_path: Path
) -> None:
    long = np.concatenate([frames()] * 8)
    asking.files.add_sequence(write_stack(tmp_path / "long.npy", long))
    asking.files.show_sequence(1)
    document = asking.document
    with heartbeat() as beat:
        asking.actions_by_name["suggest-all"].trigger()
        qtbot.waitUntil(lambda: bool(document.suggestions.shown), timeout=PATIENCE)
        press(asking, Key.Key_Y)
        press(asking, Key.Key_Return)
        assert work(asking).isVisible()
        rest(qtbot, asking)
    assert beat.longest < STALL
    assert document.states[0] == FrameState.ACCEPTED
    assert get_prediction_scores(document.project, 2).all()


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    return sees_all(tmp_path / "all.safetensors", 0.7)


def sees_all(path: Path, sure: float) -> Path:
    """Write an RPR-Net that finds a target in every cell, with this score."""
    model = RPRNet(RPRNetConfig(width=0.125))
    torch.nn.init.zeros_(model.heat[1].weight)
    torch.nn.init.constant_(model.heat[1].bias, math.log(sure / (1.0 - sure)))
    checkpoint.save(path, model, threshold=0.65)
    return path


def ask_frame(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.suggesting.answered, timeout=PATIENCE):
        press(window, Key.Key_Q)


def test_the_model_in_use_suggests(qtbot: QtBot, window: MainWindow, weights: Path) -> None:
    document, project = window.document, window.document.project
    ask_frame(qtbot, window)
    assert document.suggestions.detector == "RPR-Net"
    before = list_predictions(project, 1, 0)
    assert {p.detector for p in before} == {"rprnet"}

    model = add_model(project, weights, "All")
    use_model(project, model.id)
    ask_frame(qtbot, window)
    found = list_predictions(project, 1, 0)
    assert {p.detector for p in found} == {f"rprnet {model.fingerprint[:12]}"}
    assert {round(p.score, 2) for p in found} == {0.7}, "none of the other model is left"
    assert document.suggestions.threshold == 0.65
    assert any("by All" in label.whole for label in bar(window).findChildren(Elided))

    use_model(project, None)
    ask_frame(qtbot, window)
    assert list_predictions(project, 1, 0) != found
    assert document.suggestions.detector == "RPR-Net"
    window.suggesting.suggester.quit()


def test_a_changed_model_file_suggests_once_accepted(
    qtbot: QtBot, window: MainWindow, weights: Path
) -> None:
    project = window.document.project
    use_model(project, add_model(project, weights, "All").id)
    ask_frame(qtbot, window)
    sees_all(weights, 0.8)  # the run went on, for example
    use_model(project, add_model(project, weights).id)
    ask_frame(qtbot, window)
    found = list_predictions(project, 1, 0)
    assert {round(p.score, 2) for p in found} == {0.8}, "the child has not kept the old one"
    window.suggesting.suggester.quit()


def test_a_missing_model_file_is_reported_and_no_other_is_used(
    qtbot: QtBot, window: MainWindow, weights: Path
) -> None:
    project = window.document.project
    use_model(project, add_model(project, weights, "All").id)
    weights.unlink()
    for name in ("suggest-frame", "suggest-sequence", "suggest-all"):
        window.banner.hide()
        window.actions_by_name[name].trigger()
        assert window.banner.isVisible()
        assert "the model All cannot be used" in window.banner.text
    assert not window.suggesting.suggester.running
    assert not work(window).isVisible()


def test_the_banner_reports_a_failed_detector(qtbot: QtBot, asking: MainWindow) -> None:
    asking.suggesting.suggester.detector = "sonar"
    press(asking, Key.Key_Q, SHIFT)
    qtbot.waitUntil(asking.banner.isVisible, timeout=PATIENCE)
    assert "no detector 'sonar'" in asking.banner.text
    assert not work(asking).isVisible()


def test_a_reviewed_frame_gets_no_suggestions(asking: MainWindow) -> None:
    press(asking, Key.Key_E)
    press(asking, Key.Key_A)
    press(asking, Key.Key_Q)
    assert "reviewed" in asking.statusBar().currentMessage()
    assert not asking.suggesting.suggester.running


def test_the_slider_filters_suggestions_at_once(window: MainWindow) -> None:
    suggest(window.document, 0)
    slider = bar(window).slider
    assert slider.value() == 50
    for score, left in ((80, 1), (95, 0), (30, 2)):
        slider.setValue(score)
        assert len(window.document.suggestions.shown) == left
    assert bar(window).isVisible(), "also when it hides all"
    window.document.suggestions.set_threshold(0.65)
    assert slider.value() == 65


def circle_pixels(window: MainWindow) -> int:
    """Screen pixels of the suggestions' colour in the global view."""
    screen = grabbed(window.global_view).astype(int)
    return int((np.abs(screen - (0xC4, 0xB5, 0xFD)).max(axis=-1) < 12).sum())


def test_suggestions_have_their_own_colour(window: MainWindow) -> None:
    assert circle_pixels(window) == 0
    suggest(window.document, 0)
    both = circle_pixels(window)
    assert both > 30
    window.document.suggestions.set_threshold(0.8)
    assert 0 < circle_pixels(window) < both
    press(window, Key.Key_H)
    assert circle_pixels(window) == 0


def test_clicks_accept_and_reject_suggestions(window: MainWindow) -> None:
    document, view = window.document, window.global_view
    suggest(document, 0)
    hover(view, *FIRST.middle(0))
    assert document.preview is not None
    click(view, *FIRST.middle(0))
    assert len(document.targets) == 1
    x, y = SECOND.middle(0)
    at = view.mapTo(window, place(view, x, y))
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.RightButton, pos=at)
    assert document.suggestions.shown == []
    assert len(document.targets) == 1
    press(window, Key.Key_Z, CTRL)
    assert len(document.suggestions.shown) == 1


def test_the_surest_suggestion_comes_into_the_detail_view(window: MainWindow) -> None:
    document, detail = window.document, window.detail_view
    suggest(document, 3)
    detail.centre_on(120, 5)
    document.go_to(3)
    surest = document.suggestions.shown[0]
    assert detail.view.visible().contains(surest.x, surest.y)
