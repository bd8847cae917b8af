"""Charts: round values on the axes, the right pixels, and the value under the pointer."""

import time

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from label_irst import theme
from label_irst.jobs.runs.history import RunHistory
from label_irst.views.training.run_curves import RunCurves
from label_irst.views.widgets.chart import Chart, Line, thinned
from label_irst.views.widgets.chart_axis import Axis, loss_axis, rate_axis, whole_ticks
from tests.gui.views.screen import colours, grabbed


@pytest.mark.parametrize(
    ("axis", "most", "ticks"),
    [
        (Axis(0.0, 1.0), 5, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (Axis(0.0, 1.0), 2, [0.0, 0.5, 1.0]),
        (Axis(0.0, 7.3), 4, [0.0, 2.0, 4.0, 6.0]),
        (Axis(0.0, 12_000.0), 6, [0.0, 2000.0, 4000.0, 6000.0, 8000.0, 10_000.0, 12_000.0]),
        (Axis(3.0, 3.0), 4, [3.0]),
        (Axis(0.01, 10.0, log=True), 4, [0.01, 0.1, 1.0, 10.0]),
        (Axis(0.2, 4.0, log=True), 6, [0.2, 0.5, 1.0, 2.0]),
    ],
)
def test_written_values_are_round(axis: Axis, most: int, ticks: list[float]) -> None:
    assert axis.ticks(most) == pytest.approx(ticks)


def test_epochs_are_whole() -> None:
    assert whole_ticks(Axis(1.0, 3.0), 8) == [1.0, 2.0, 3.0]


def test_places_on_an_axis() -> None:
    assert Axis(0.0, 4.0).share([0.0, 1.0, 4.0, 9.0]).tolist() == [0.0, 0.25, 1.0, 1.0]
    log = Axis(0.01, 1.0, log=True).share([0.0, 0.1, 1.0])
    assert log.tolist() == pytest.approx([0.0, 0.5, 1.0]), "nothing is left of the axis"


def test_the_axis_of_the_loss_fits_it() -> None:
    falls = np.geomspace(100.0, 0.05, 500)
    assert loss_axis(falls, falls).log
    assert loss_axis(falls, falls).low < 0.05
    odd, flat = np.full(500, 2.0), np.full(500, 2.0)
    odd[0], odd[250] = 50.0, 1e-5
    axis = loss_axis(odd, flat)
    assert axis.high < 3.0, "one odd step does not press the rest flat"
    assert (axis.low, axis.log) == (0.0, False)
    for none in ([np.nan], [0.0]):
        assert loss_axis(np.array(none), np.array(none)).high == 1.0


def test_the_axis_of_rates_holds_the_one_that_is_looked_at() -> None:
    for rates in ([0.0], [0.2, 3.0], [0.0, 1e-3]):
        axis = rate_axis(np.array(rates), 0.05)
        assert axis.log
        assert axis.low <= 0.05 <= axis.high
        assert axis.high >= max(rates)


def test_a_thinned_line_keeps_its_peaks() -> None:
    xs = np.linspace(0.0, 100.0, 100_000)
    ys = np.zeros(100_000)
    ys[12_345], ys[54_321] = 7.0, -3.0
    few_xs, few_ys = thinned(xs, ys)
    assert few_xs.size < 500
    assert (few_ys.max(), few_ys.min()) == (7.0, -3.0)
    assert (np.diff(few_xs) >= 0.0).all()


@pytest.fixture
def chart(application: QApplication, qtbot: QtBot) -> Chart:
    chart = Chart("step")
    qtbot.addWidget(chart)
    chart.resize(400, 200)
    xs = np.arange(1.0, 6.0)
    line = Line(xs, np.array([0.1, 0.9, 0.5, 0.7, 0.3]), QColor("#ff0000"))
    chart.show_lines("Loss", [line], Axis(1.0, 5.0), Axis(0.0, 1.0), lambda i: f"step {i + 1}")
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


def test_the_line_is_where_its_values_are(chart: Chart) -> None:
    red = np.abs(grabbed(chart).astype(int) - (255, 0, 0)).sum(axis=2) < 60
    rows, columns = np.nonzero(red)
    plot = chart._plot()
    assert columns.min() == pytest.approx(plot.left(), abs=3)
    assert columns.max() == pytest.approx(plot.right(), abs=3)
    assert rows.min() == pytest.approx(plot.bottom() - 0.9 * plot.height(), abs=3)
    assert columns[rows.argmin()] == pytest.approx(plot.left() + plot.width() / 4, abs=3)
    assert rows.max() == pytest.approx(plot.bottom() - 0.1 * plot.height(), abs=3)


def test_the_value_under_the_pointer_is_told(chart: Chart) -> None:
    assert chart.told == "step 5", "the last, without a pointer"
    plot = chart._plot()
    for share, step in ((0.0, 1), (0.3, 2), (0.45, 3), (1.0, 5)):
        at = QPoint(round(plot.left() + share * plot.width()), round(plot.center().y()))
        QTest.mouseMove(chart, at)
        assert chart.told == f"step {step}"
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert chart.told == "step 5"


def test_it_is_painted_in_the_colours_of_the_theme(chart: Chart, application: QApplication) -> None:
    for name in ("dark", "light"):
        theme.apply(application, name)
        assert theme.colours().line.getRgb()[:3] in colours(grabbed(chart)), "the grid"
    theme.apply(application)


def test_without_values_it_says_why(chart: Chart) -> None:
    chart.show_nothing("Pd", "It appears with the first validated epoch.")
    assert chart.told == ""
    assert len(colours(grabbed(chart))) > 5, "text is painted"


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


def test_the_curves_of_a_run(curves: RunCurves) -> None:
    curves.show_history(history(20, 0.5, 0.75), 0.05)
    assert curves.loss.told.startswith("step 20: 0.05")
    assert curves.pd.told == "epoch 2: Pd 0.750 · best so far"
    assert curves.pd._title == "Pd at 0.05 false targets a frame"
    assert curves.rates.told == "Pd 0.750 at 0.5, threshold 0.20"


def test_a_run_without_validation_has_the_loss_alone(curves: RunCurves) -> None:
    curves.show_history(history(20), 0.05)
    assert curves.pd.isVisible()
    curves.show_history(history(20, None), 0.05)
    assert not curves.pd.isVisible()
    assert not curves.rates.isVisible()
    assert curves.loss.isVisible()


def test_a_day_of_steps_is_painted_in_no_time(curves: RunCurves) -> None:
    rng = np.random.default_rng(0)
    made = RunHistory()
    for i, loss in enumerate(rng.random(100_000).tolist()):
        made.take({"event": "step", "done": i + 1, "total": 10**5, "loss": loss, "seconds": i})
    curves.show_history(made, 0.05)
    curves.grab()
    begun = time.thread_time()
    curves.show_history(made, 0.05)
    curves.grab()
    assert time.thread_time() - begun < 0.1
