"""The curves of a run: what they show, as it comes."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from label_irst.jobs.runs.history import RunHistory
from label_irst.views.training.run_curves import RunCurves, loss_span


def history(steps: int, *pds: float | None) -> RunHistory:
    made = RunHistory()
    for i in range(1, steps + 1):
        made.take({"event": "step", "done": i, "total": steps, "loss": 1 / i, "seconds": i})
    best = -1.0
    for number, pd in enumerate(pds, start=1):
        row = {"event": "epoch", "epoch": number, "step": number, "loss": 1.0, "best": 0}
        if pd is not None:
            row |= {
                "val_pd": pd, "val_false_per_frame": 0.04, "val_threshold": 0.3,
                "best": int(pd >= best), "curve": [[0.0, pd / 2, 0.9], [0.5, pd, 0.2]],
            }  # fmt: skip
            best = max(best, pd)
        made.take(row)
    return made


@pytest.fixture
def curves(application: QApplication, qtbot: QtBot) -> RunCurves:
    curves = RunCurves()
    qtbot.addWidget(curves)
    curves.resize(700, 450)
    with qtbot.waitExposed(curves):
        curves.show()
    return curves


def test_the_curves_show_the_last_values_of_a_run(curves: RunCurves) -> None:
    curves.show_history(history(20, 0.5, 0.75), 0.05)
    assert curves.loss.readout.text().startswith("step 20: 0.05")
    assert curves.pd.readout.text() == "epoch 2: Pd 0.750 · best so far"
    assert curves.pd.title.text() == "Pd at 0.05 false targets a frame"
    assert curves.rates.readout.text() == "Pd 0.750 at 0.5, threshold 0.20"


def test_a_run_without_validation_has_the_loss_alone(curves: RunCurves) -> None:
    curves.show_history(history(20), 0.05)
    assert curves.pd.isVisible()
    curves.show_history(history(20, None), 0.05)
    assert not curves.pd.isVisible()
    assert not curves.rates.isVisible()
    assert curves.loss.isVisible()


def test_each_plot_names_what_it_waits_for_before_the_first_step(curves: RunCurves) -> None:
    curves.show_history(RunHistory(), 0.05)
    for plot in (curves.loss, curves.pd, curves.rates):
        assert not plot.canvas.isVisible()
    curves.show_history(history(1, 0.5), 0.05)
    for plot in (curves.loss, curves.pd, curves.rates):
        assert plot.canvas.isVisible()


def test_the_span_of_the_loss_fits_it() -> None:
    falls = np.geomspace(100.0, 0.05, 500)
    assert loss_span(falls, falls).log
    assert loss_span(falls, falls).low < 0.05
    odd, flat = np.full(500, 2.0), np.full(500, 2.0)
    odd[0], odd[250] = 50.0, 1e-5
    span = loss_span(odd, flat)
    assert span.high < 3.0, "one odd step does not press the rest flat"
    assert (span.low, span.log) == (0.0, False)
    for none in ([np.nan], [0.0]):
        assert loss_span(np.array(none), np.array(none)).high == 1.0


def test_losses_that_are_not_numbers_leave_gaps_without_warnings(curves: RunCurves) -> None:
    made = history(50, 0.5)
    made.losses[10], made.losses[20], made.losses[30] = float("nan"), float("inf"), 0.0
    curves.show_history(made, 0.05)
    curves.grab()
    made.losses = [float("nan")] * 50
    made.smooth = [float("nan")] * 50
    curves.show_history(made, 0.05)
    curves.grab()


def test_a_day_of_steps_is_drawn(curves: RunCurves) -> None:
    rng = np.random.default_rng(0)
    made = RunHistory()
    for i, loss in enumerate(rng.random(100_000).tolist()):
        made.take({"event": "step", "done": i + 1, "total": 10**5, "loss": loss, "seconds": i})
    curves.show_history(made, 0.05)
    curves.grab()
    assert curves.loss.readout.text().startswith("step 100000")
