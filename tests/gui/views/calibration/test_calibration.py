"""Calibration in the real window, on real targets drawn one pixel wider all around."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from label_irst.document import shapes
from label_irst.document.actions import frame_actions, suggestion_actions
from label_irst.document.edits import frame_edits, propagation_edits
from label_irst.jobs.calibration import MOST, example_of, spread
from label_irst.views.calibration.controller import OFFERED
from p2m_core.detector import Detection
from p2m_core.pamg import PamgParams, grow
from p2m_core.pamg.calibrate import SUPPORTS
from p2m_core.project import (
    TeachingTarget,
    count_corrected,
    get_calibration,
    get_meta,
    list_teaching,
    open_project,
    set_meta,
)
from p2m_core.project.calibration import META
from tests.driving import click, hover
from tests.gui.drawn_by_hand import correct, dilated, real_targets, write_targets
from tests.heartbeat import heartbeat

LEFT = Qt.MouseButton.LeftButton
COUNT, NEW = 26, 24  # corrected targets, and others without a click
WIDE = PamgParams(size=4.6, homogeneity=0.0, rim=0.0, level=3.1, area=3.2)


@pytest.fixture(scope="module")
def targets():
    return real_targets(COUNT + NEW)


@pytest.fixture
def corrected(empty_window, targets, tmp_path):
    """The window, with as many corrected masks as an offer needs."""
    assert empty_window.open(write_targets(tmp_path / "targets.npy", targets))
    correct(empty_window.document, targets[:COUNT])
    return empty_window


def press(button):
    QTest.mouseClick(button, LEFT)


def iou(a, b):
    return (a & b).sum() / (a | b).sum()


def grown(window, targets, frame):
    """The IoU of the mask grown by one click with the annotator's."""
    _, mask, seed = targets[frame]
    window.document.go_to(frame)
    click(window.global_view, *seed)
    target = window.document.selected
    pixels = np.zeros_like(mask)
    pixels[tuple(np.array(sorted(frame_edits.pixels_of(target))).T)] = True
    window.document.undo()
    return iou(pixels, dilated(mask))


@pytest.mark.slow
def test_the_annotator_s_habit_is_found_learnt_and_applied(corrected, targets, qtbot):
    window, document = corrected, corrected.document
    new = range(COUNT, COUNT + NEW)
    before = [grown(window, targets, frame) for frame in new]
    focus = QApplication.focusWidget()
    window.calibration.pause.setInterval(0)
    window.calibration.pause.start()
    with heartbeat() as beat:
        qtbot.waitUntil(window.calibration.offer.isVisible)
        assert "26 masks" in window.calibration.offer.button.text()
        assert QApplication.focusWidget() is focus
        press(window.calibration.offer.button)
        shown = window.calibration.window
        qtbot.waitUntil(lambda: shown.outcome is not None, timeout=120_000)
        assert max(beat.work) < 100
    found = shown.outcome.found
    assert found.after - found.before > 0.1
    assert found.after - found.before > 2 * found.error
    assert shown.title.text() == "Your masks are wider than the grown ones"
    assert f"{found.before:.3f} → {found.after:.3f}" in shown.numbers.text()
    assert "26 masks" in shown.sample.text()
    assert len(shown.best.pictures) == len(shown.worst.pictures) == 6
    gains = [after - before for before, after in (p.scores for p in shown.best.pictures)]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] == max(after - before for before, after in found.each)
    assert not window.calibration.chip.isVisible()

    press(shown.use)
    assert not shown.isVisible()
    assert window.calibration.chip.isVisible()
    after = [grown(window, targets, frame) for frame in new]
    assert np.mean(after) > np.mean(before) + 0.08
    document.go_to(COUNT)  # and so does the preview under the pointer
    x, y = targets[COUNT][2]
    hover(window.global_view, x, y)
    qtbot.waitUntil(lambda: document.preview is not None)
    assert document.preview.mask.sum() == grow(document.image, (x, y), found.params).area

    path = document.project.path
    assert window.open(path)
    assert document.params == found.params
    assert window.calibration.chip.isVisible()
    [_, back] = window.calibration.chip.menu().actions()
    back.trigger()
    assert document.params == PamgParams()
    assert not window.calibration.chip.isVisible()
    assert [grown(window, targets, frame) for frame in new] == before


def test_calibration_is_offered_again_only_at_twice_as_many_masks(corrected, qtbot):
    window, project = corrected, corrected.document.project
    window.calibration.pause.setInterval(0)
    window.calibration.pause.start()
    qtbot.waitUntil(window.calibration.offer.isVisible)
    assert get_meta(project, OFFERED) == COUNT
    window.calibration.offer.hide()
    set_meta(project, OFFERED, COUNT // 2 + 1)
    for _ in range(2):
        window.calibration.pause.start()
        qtbot.waitUntil(lambda: window.calibration.idle)
    assert not window.calibration.offer.isVisible()
    set_meta(project, OFFERED, COUNT // 2)
    window.calibration.pause.start()
    qtbot.waitUntil(window.calibration.offer.isVisible)


def test_masks_accepted_as_grown_change_nothing(empty_window, targets, tmp_path, qtbot):
    window, document = empty_window, empty_window.document
    assert window.open(write_targets(tmp_path / "targets.npy", targets[:14]))
    for frame, (_, _, seed) in enumerate(targets[:14]):
        document.go_to(frame)
        frame_actions.click(document, *seed)
        frame_actions.accept(document)
    assert count_corrected(document.project) == 0
    window.actions_by_name["calibrate"].trigger()
    shown = window.calibration.window
    qtbot.waitUntil(lambda: shown.outcome is not None, timeout=60_000)
    assert shown.title.text() == "The present parameters fit your masks already"
    assert not shown.use.isVisible()
    press(shown.keep)
    assert not shown.isVisible()
    assert get_meta(document.project, META) is None


def test_calibration_reports_too_few_masks(window, qtbot):
    window.actions_by_name["calibrate"].trigger()
    shown = window.calibration.window
    qtbot.waitUntil(lambda: "so far there are 0" in shown.state.text())
    assert not shown.bar.isVisible()
    press(shown.cancel)
    assert not shown.isVisible()


def test_a_closed_calibration_window_ends_the_work(corrected, qtbot):
    shown = corrected.calibration.window
    corrected.actions_by_name["calibrate"].trigger()
    qtbot.waitUntil(lambda: shown.bar.maximum() > 0 and shown.bar.value() > 0, timeout=60_000)
    press(shown.cancel)
    qtbot.waitUntil(lambda: shown.job is None)
    assert shown.outcome is None
    assert get_meta(corrected.document.project, META) is None


def test_an_invalid_calibration_gives_the_defaults_and_read_only_projects_get_no_offer(
    corrected, qtbot
):
    window, project = corrected, corrected.document.project
    path = project.path
    for broken in ([], {"params": 3}, {"params": {"size": -1}}, {"params": {"of": 1}}):
        set_meta(project, META, broken)
        assert get_calibration(project) is None
    set_meta(project, META, {"params": {"support_radius": "wide"}})
    assert window.open(path)
    assert window.document.params == PamgParams()
    assert window.open(path, readonly=True)
    assert not window.actions_by_name["calibrate"].isEnabled()
    window.calibration.pause.setInterval(0)
    window.calibration.pause.start()
    qtbot.waitUntil(lambda: window.calibration.idle)
    assert not window.calibration.offer.isVisible()


def test_calibration_learns_from_corrected_and_accepted_masks(corrected):
    document, project = corrected.document, corrected.document.project
    assert [place.frame for place in list_teaching(project)] == list(range(COUNT))
    assert count_corrected(project) == COUNT
    document.go_to(0)
    document.select(document.targets[0])
    frame_actions.scrub_to(document, 3)  # a step back on the growth path is a correction, too
    assert count_corrected(project) == COUNT
    x, y = document.selected.seeds[-1]
    frame_actions.click(document, x, y)  # grown anew, and not accepted
    assert count_corrected(project) == COUNT - 1
    assert [place.frame for place in list_teaching(project)] == list(range(1, COUNT))
    frame_actions.accept(document)
    assert len(list_teaching(project)) == COUNT
    assert count_corrected(project) == COUNT - 1


def test_an_older_target_is_followed_with_the_present_calibration(corrected):
    document = corrected.document
    document.go_to(0)
    target = document.targets[0]
    assert propagation_edits.params_for(document, target) == PamgParams()
    corrected.calibration.use(WIDE)
    assert propagation_edits.params_for(document, target) == WIDE
    with open_project(document.project.path, readonly=True) as project:
        assert get_calibration(project) == WIDE


def test_boxes_and_suggestions_grow_as_calibrated_too(corrected, targets):
    window, document = corrected, corrected.document
    window.calibration.use(WIDE)
    document.go_to(COUNT)
    x, y = (int(v) for v in targets[COUNT][2])
    assert shapes.store(document, shapes.grown_in_box(document, (x - 8, y - 8, x + 9, y + 9), 0))
    boxed = frame_edits.pamg_params(document.selected)
    assert replace(boxed, support_radius=WIDE.support_radius) == WIDE
    document.go_to(COUNT + 1)
    x, y = (float(v) for v in targets[COUNT + 1][2])
    document.suggestions.begin("test", 0.5)
    document.suggestions.store("test", [(COUNT + 1, [Detection(x, y, 3.0, 1.0)])])
    assert suggestion_actions.accept_all(document)
    [target] = document.targets
    assert replace(frame_edits.pamg_params(target), support_radius=WIDE.support_radius) == WIDE


def test_a_mask_grows_in_a_crop_as_in_the_whole_image(corrected):
    document = corrected.document
    base = PamgParams(support_radius=12)
    for frame in range(COUNT):
        document.go_to(frame)
        [target] = document.targets
        example = example_of(document.image, target, base)
        for factor in SUPPORTS:
            params = PamgParams(support_radius=12 * factor)
            whole = grow(document.image, target.seeds[-1], params)
            piece = grow(example.image, example.seed, params)
            moved = np.array(whole.seed[::-1]) - np.array(piece.seed[::-1])
            assert np.array_equal(piece.path + moved, whole.path)
            assert np.array_equal(piece.energy, whole.energy)
            assert piece.background == whole.background


def test_a_sample_is_spread_over_the_sequences():
    places = [TeachingTarget(n, 1 + (n >= 1000) + (n >= 1030), n, 1) for n in range(2030)]
    chosen = spread(places, MOST)
    assert len(chosen) == MOST
    of = [sum(place.sequence == number for place in chosen) for number in (1, 2, 3)]
    assert of == [81, 30, 81]
    assert chosen[0].frame == 0
    assert chosen[80].frame == 999
    assert len(set(chosen)) == MOST
    assert spread(places[:5], MOST) == places[:5]


def test_a_narrow_screen_holds_the_window_with_the_calibration_chip(window):
    window.resize(window.minimumSizeHint().width(), 700)
    project = window.document.project
    window.calibration.use(WIDE)
    assert window.calibration.chip.isVisible()
    assert get_calibration(project) == WIDE
    QApplication.processEvents()
    assert window.width() <= 1280
    window.calibration.use(None)
    assert not window.calibration.chip.isVisible()
    assert get_calibration(project) is None
