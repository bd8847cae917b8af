"""The dock: the frame's targets with their numbers, and the tracks."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTableView

from label_irst.document.actions import frame_actions
from label_irst.document.looks import PALETTE
from label_irst.views.widgets.numbers import short
from label_irst.views.window.main_window import MainWindow
from p2m_core.geometry import measure
from p2m_core.project import paint
from tests.gui.scenes import FIRST, HEIGHT, SECOND, WIDTH


def rows(table: QTableView) -> list[list[str]]:
    model = table.model()
    return [
        [
            model.index(r, c).data()
            for c in range(model.columnCount())
            if not table.isColumnHidden(c)
        ]
        for r in range(model.rowCount())
    ]


def pick(table: QTableView, row: int) -> None:
    at = table.visualRect(table.model().index(row, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)


def selected_rows(table: QTableView) -> list[int]:
    return [index.row() for index in table.selectionModel().selectedRows()]


@pytest.fixture
def filled(window: MainWindow) -> MainWindow:
    """Two targets on the first three frames; the third is shown."""
    for frame in range(3):
        window.document.go_to(frame)
        for plane in (FIRST, SECOND):
            frame_actions.click(window.document, *plane.middle(frame))
    return window


def test_the_table_lists_the_targets_with_the_core_s_measures(filled: MainWindow) -> None:
    document = filled.document
    assert document.image is not None
    shown = rows(filled.target_panel.target_table)
    assert len(shown) == 2
    for row, target in zip(shown, document.targets, strict=True):
        n = measure(document.image, paint(target, (HEIGHT, WIDTH)), 20.0)
        assert row == [str(target.track), str(n.area), short(n.scr), short(n.rho), "automatic"]
    assert {row[1] for row in shown} == {"9", "25"}
    frame_actions.accept(document)
    assert [row[4] for row in rows(filled.target_panel.target_table)] == ["accepted"] * 2


def test_the_numbers_of_the_selected_target_are_the_core_s(filled: MainWindow) -> None:
    document, panel = filled.document, filled.target_panel
    assert document.image is not None
    for target in document.targets:
        document.select(target)
        n = measure(document.image, paint(target, (HEIGHT, WIDTH)), 20.0)
        texts = {label.text() for label in panel.findChildren(QLabel)}
        assert {
            f"{n.area} px", f"{n.radius:.2f} px", short(n.scr), short(n.rho), short(n.peak),
            short(n.background), f"Target {target.track}",
        } <= texts  # fmt: skip
    document.select(None)
    texts = [label.text() for label in panel.findChildren(QLabel)]
    assert texts.count("–") == 6
    assert "No target selected" in texts


def test_the_numbers_follow_each_step_of_the_growth(filled: MainWindow) -> None:
    document = filled.document
    for _ in range(3):
        frame_actions.scrub(document, 1)
        assert document.selected is not None
        texts = {label.text() for label in filled.target_panel.findChildren(QLabel)}
        assert f"{document.selected.area} px" in texts
        shown = rows(filled.target_panel.target_table)
        assert str(document.selected.area) in {row[1] for row in shown}


def test_a_click_in_the_table_selects_and_shows_the_target(filled: MainWindow) -> None:
    document, table = filled.document, filled.target_panel.target_table
    for row in (0, 1, 0):
        pick(table, row)
        assert document.selected is document.targets[row]
        assert selected_rows(table) == [row]
        view = filled.detail_view.view
        assert (view.x, view.y) == document.targets[row].centroid


def test_the_table_s_row_follows_the_selection(filled: MainWindow) -> None:
    document, table = filled.document, filled.target_panel.target_table
    for row in (1, 0):
        document.select(document.targets[row])
        assert selected_rows(table) == [row]
    document.select(None)
    assert selected_rows(table) == []
    document.go_to(10)
    assert rows(table) == []


def test_the_tracks_are_listed_and_a_click_goes_to_their_nearest_frame(filled: MainWindow) -> None:
    document, table = filled.document, filled.target_panel.tracks.table
    assert [row[:3] for row in rows(table)] == [
        ["Track 1", "1–3", "0/3"],
        ["Track 2", "1–3", "0/3"],
    ]
    document.go_to(5)
    frame_actions.click(document, *FIRST.middle(5))
    assert ["Track 1", "1–6", "0/4"] in [row[:3] for row in rows(table)]
    pick(table, 1)
    assert document.frame == 2
    assert document.selected is not None
    assert document.selected.track == 2


def test_the_tables_follow_undo(filled: MainWindow) -> None:
    for _ in range(6):
        filled.document.undo()
    assert rows(filled.target_panel.target_table) == []
    assert rows(filled.target_panel.tracks.table) == []


@pytest.mark.parametrize("mode", [QIcon.Mode.Normal, QIcon.Mode.Selected])
def test_the_colour_of_a_track_is_the_same_in_both_tables(
    filled: MainWindow, mode: QIcon.Mode
) -> None:
    def colours(table: QTableView) -> list[str]:
        icons = [table.model().index(r, 0).data(Qt.ItemDataRole.DecorationRole) for r in range(2)]
        return [icon.pixmap(10, 10, mode).toImage().pixelColor(5, 5).name() for icon in icons]

    panel = filled.target_panel
    assert colours(panel.target_table) == colours(panel.tracks.table)
    assert colours(panel.tracks.table) == list(PALETTE[:2])


def test_a_target_of_one_pixel_has_numbers_too(window: MainWindow) -> None:
    frame_actions.paint(window.document, {(50, 60)}, erase=False)
    ((track, area, _, rho, state),) = rows(window.target_panel.target_table)
    assert (track, area, rho, state) == ("1", "1", "–", "by hand")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (3.14159, "3.14"), (99.96, "100"), (12345.6, "12346"), (-0.5, "-0.5"),
     (math.nan, "–"), (math.inf, "∞")],
)  # fmt: skip
def test_numbers_have_few_characters(value: float, text: str) -> None:
    assert short(value) == text


def test_numbers_below_one_and_every_state_fit_their_columns(filled: MainWindow) -> None:
    filled.resize(1280, 720)
    table = filled.target_panel.target_table
    header = table.horizontalHeader()
    width = table.fontMetrics().horizontalAdvance
    for column, text, beside in ((3, "0.497", 0), (4, "0.497", 0), (5, "automatic", 18)):
        assert header.sectionSize(column) >= width(text) + beside + 4
