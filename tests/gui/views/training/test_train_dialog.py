"""The training dialog: what it shows of the project, what it changes, what a run gets."""

import json
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from label_irst.document.actions import frame_actions
from label_irst.document.edits import frame_edits
from label_irst.views.training.dialog import TrainDialog
from label_irst.views.training.option_fields import OptionField
from label_irst.views.training.sequences import NAME, ROLE
from label_irst.views.training.texts import estimate
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import FrameState, RunStatus, get_roles, list_sequences, set_meta
from p2m_core.train.config import OPTIONS, defaults
from p2m_core.train.schema import Option, flat
from tests.driving import press
from tests.gui import scenes
from tests.gui.scenes import FIRST
from tests.gui.views.screen import grabbed
from tests.heartbeat import heartbeat

LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

# Any other value would do, but the run must be small.
SMALL = {
    "variant": "width-s", "epochs": 1, "steps": 1, "batch": 2, "crop": 32, "device": "cpu",
    "workers": 0, "precision": "fp32", "validate_frames": 2,
}  # fmt: skip


@pytest.fixture
def reviewed(window: MainWindow, tmp_path: Path) -> MainWindow:
    """Three sequences with accepted frames, the first with an empty one; and one with none."""
    for name in ("b", "c", "d"):
        window.files.add_sequence(scenes.write_stack(tmp_path / f"{name}.npy", scenes.frames(8)))
    assert window.document.project is not None
    for info in list_sequences(window.document.project)[:3]:
        assert window.files.show_sequence(info.id)
        for frame in range(3):
            window.document.go_to(frame)
            frame_actions.click(window.document, *FIRST.middle(frame))
            frame_actions.accept(window.document)
    window.files.show_sequence(1)
    window.document.go_to(6)
    frame_actions.mark(window.document, frame_edits.VERIFY_EMPTY, FrameState.VERIFIED_EMPTY)
    window.document.step(1)
    frame_actions.click(window.document, *FIRST.middle(7))
    return window


def opened(window: MainWindow, qtbot: QtBot) -> TrainDialog:
    """Press T, and wait until the dialog has counted the labels."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(window, Qt.Key.Key_T)
    dialog = window.training.dialog
    assert dialog is not None
    with qtbot.waitExposed(dialog):
        pass
    qtbot.waitUntil(lambda: bool(dialog.totals.text()))
    return dialog


def cells(dialog: TrainDialog) -> list[list[str]]:
    rows = dialog.table.rows
    return [
        [rows.data(rows.index(r, c)).removesuffix("  ▾") for c in range(rows.columnCount())]
        for r in range(rows.rowCount())
    ]


def click_cell(dialog: TrainDialog, row: int, column: int, keys: Any = None) -> None:
    table = dialog.table
    at = table.visualRect(table.rows.index(row, column)).center()
    QTest.mouseClick(table.viewport(), LEFT, keys or Qt.KeyboardModifier.NoModifier, at)


def choose_role(dialog: TrainDialog, row: int, name: str) -> None:
    """Click the role of a row, and the other role in the menu."""
    click_cell(dialog, row, ROLE)
    menu = dialog.table.menu
    assert menu.isVisible()
    [action] = [action for action in menu.actions() if action.text() == name]
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
    assert not menu.isVisible()


def kept_roles(window: MainWindow) -> dict[int, str]:
    assert window.document.project is not None
    return dict(get_roles(window.document.project))


def enter(field: OptionField, value: Any) -> None:
    """Set a value with the keyboard."""
    control = field.control
    control.setFocus()
    if field.option.kind == "choice":
        for _ in field.option.choices:
            QTest.keyClick(control, Qt.Key.Key_Up)
        for _ in range(list(field.option.choices).index(value)):
            QTest.keyClick(control, Qt.Key.Key_Down)
        return
    QTest.keyClick(control, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(control, str(value) if isinstance(value, int) else f"{value:.8f}")


def other(option: Option) -> Any:
    """An allowed value other than the default."""
    default = defaults()[option.path]
    if option.path in SMALL:
        return SMALL[option.path]
    if option.kind == "choice":
        return next(word for word in option.choices if word != default)
    if option.kind == "whole":
        return default + option.multiple
    return round((option.low + default) / 2, 8)


# Training set


def test_the_dialog_counts_reviewed_frames_and_those_not_used(
    reviewed: MainWindow, qtbot: QtBot
) -> None:
    dialog = opened(reviewed, qtbot)
    assert cells(dialog) == [
        ["clip", "3", "4", "1", "Train"],
        ["b", "3", "3", "0", "Validate"],
        ["c", "3", "3", "0", "Train"],
    ]
    assert "Training · sequences 2 · targets 6 · empty frames 1" in dialog.totals.text()
    assert "Validation · sequences 1 · targets 3" in dialog.totals.text()
    assert "sequences without a reviewed frame 1" in dialog.totals.text()
    assert "frames edited but not accepted 1" in dialog.totals.text()
    dialog.reject()


def test_roles_chosen_in_the_table_stay_with_the_project(
    reviewed: MainWindow, qtbot: QtBot
) -> None:
    dialog = opened(reviewed, qtbot)
    choose_role(dialog, 2, "Leave out")
    assert [row[-1] for row in cells(dialog)] == ["Train", "Validate", "Leave out"]
    assert kept_roles(reviewed) == {1: "train", 2: "test", 3: "out", 4: "train"}
    assert "Training · sequences 1 · targets 3" in dialog.totals.text()
    dialog.reject()
    dialog = opened(reviewed, qtbot)
    assert [row[-1] for row in cells(dialog)] == ["Train", "Validate", "Leave out"]
    dialog.reject()


def test_a_role_applies_to_all_selected_rows_by_mouse_and_by_key(
    reviewed: MainWindow, qtbot: QtBot
) -> None:
    dialog = opened(reviewed, qtbot)
    click_cell(dialog, 0, NAME)
    click_cell(dialog, 2, NAME, SHIFT)
    choose_role(dialog, 1, "Train")
    assert [row[-1] for row in cells(dialog)] == ["Train"] * 3
    assert kept_roles(reviewed)[2] == "train"
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    menu = dialog.table.menu
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert [row[-1] for row in cells(dialog)] == ["Validate"] * 3
    dialog.reject()


def test_the_dialog_warns_of_few_labels(reviewed: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(reviewed, qtbot)
    assert "Few targets (6)" in dialog.warnings.text()
    assert "verified empty" not in dialog.warnings.text()
    assert "validation" not in dialog.warnings.text()
    choose_role(dialog, 0, "Leave out")
    assert "No frame is verified empty" in dialog.warnings.text()
    choose_role(dialog, 1, "Train")
    assert dialog.warnings.text().startswith("No sequence is for validation")
    assert dialog.start.isEnabled(), "thin, but possible"
    dialog.reject()


def test_the_dialog_recommends_the_single_image_network_for_single_images(
    empty_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    for i in range(2):
        path = scenes.write_stack(tmp_path / f"{i}.npy", scenes.frames(1))
        empty_window.files.add_sequence(path)
        frame_actions.click(empty_window.document, *FIRST.middle(0))
        frame_actions.accept(empty_window.document)
    dialog = opened(empty_window, qtbot)
    assert dialog.warnings.text().startswith("All sequences are single images")
    enter(dialog.options.fields["variant"], "single")
    assert "single" not in dialog.warnings.text()
    dialog.reject()


def test_training_does_not_start_without_targets_to_learn_from(
    window: MainWindow, reviewed: MainWindow, qtbot: QtBot
) -> None:
    dialog = opened(reviewed, qtbot)
    choose_role(dialog, 0, "Validate")
    choose_role(dialog, 2, "Leave out")
    assert dialog.line.text().startswith("Nothing to learn from")
    assert dialog.line.property("doubt")
    assert not dialog.start.isEnabled()
    choose_role(dialog, 2, "Train")
    assert dialog.start.isEnabled()
    dialog.reject()


def test_the_dialog_explains_what_to_do_without_an_accepted_frame(
    window: MainWindow, qtbot: QtBot
) -> None:
    frame_actions.click(window.document, *FIRST.middle(0))
    dialog = opened(window, qtbot)
    assert dialog.line.text().startswith("There is no accepted target yet: accept frames")
    assert not dialog.start.isEnabled()
    dialog.reject()


def test_a_read_only_project_cannot_start_a_training(reviewed: MainWindow, qtbot: QtBot) -> None:
    assert reviewed.document.project is not None
    assert reviewed.open(reviewed.document.project.path, readonly=True)
    dialog = opened(reviewed, qtbot)
    assert "read-only" in dialog.line.text()
    assert not dialog.start.isEnabled()
    dialog.reject()


def test_the_train_command_needs_a_project(empty_window: MainWindow) -> None:
    assert not empty_window.actions_by_name["train"].isEnabled()
    press(empty_window, Qt.Key.Key_T)
    assert empty_window.training.dialog is None


# The options


@pytest.mark.parametrize(
    ("path", "typed", "message"),
    [
        ("crop", "100", "Crop: 100 is not allowed (32 to 4096, a multiple of 32)"),
        ("epochs", "-3", "Epochs: -3 is not allowed (1 to 1000000)"),
        ("augmentation.flip", "1.5", "Left-right flip: 1.5 is not allowed (0 to 1)"),
        ("average", "1", "Weight average: 1 is not allowed (0 to less than 1)"),
        ("device", "gpu7", "Device: “gpu7” is not allowed (Automatic, Processor, GPU, cuda:1)"),
    ],
)
def test_an_invalid_option_is_reported_in_one_line_and_nothing_starts(
    reviewed: MainWindow, qtbot: QtBot, path: str, typed: str, message: str
) -> None:
    dialog = opened(reviewed, qtbot)
    QTest.mouseClick(dialog.options.advanced, LEFT)
    field = dialog.options.fields[path]
    before = field.value
    field.control.setFocus()
    QTest.keyClick(field.control, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(field.control, typed)
    assert dialog.line.text() == message
    assert dialog.line.property("doubt")
    assert field.title.property("doubt")
    assert not dialog.start.isEnabled()
    QTest.keyClick(field.control, Qt.Key.Key_Return)
    assert dialog.isVisible(), "Enter ends the typing, it starts and closes nothing"
    dialog.options.area.ensureWidgetVisible(field)
    QTest.mouseClick(field.reset, LEFT)
    assert field.value == before
    assert not dialog.line.property("doubt")
    assert dialog.start.isEnabled()
    dialog.reject()


def test_the_device_box_accepts_another_gpu(reviewed: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(reviewed, qtbot)
    field = dialog.options.fields["device"]
    field.control.setFocus()
    QTest.keyClick(field.control, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(field.control, "cuda:1")
    assert dialog.options.values["device"] == "cuda:1"
    assert not dialog.options.fault
    dialog.reject()


def test_arrows_step_to_the_next_allowed_number(reviewed: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(reviewed, qtbot)
    fields = dialog.options.fields
    for path, key, value in (
        ("crop", Qt.Key.Key_Down, 224), ("epochs", Qt.Key.Key_Up, 101),
        ("augmentation.zoom", Qt.Key.Key_Up, 1.6), ("learning_rate", Qt.Key.Key_Down, 0.0009),
    ):  # fmt: skip
        QTest.keyClick(fields[path].control, key)
        assert fields[path].value == value
    enter(fields["augmentation.flip"], 0.99)
    for _ in range(3):
        QTest.keyClick(fields["augmentation.flip"].control, Qt.Key.Key_Up)
    assert fields["augmentation.flip"].value == 1.0
    enter(fields["crop"], 100)
    QTest.keyClick(fields["crop"].control, Qt.Key.Key_Up)
    assert fields["crop"].value == 128
    dialog.reject()


def test_advanced_options_are_found_by_words_and_reset_to_defaults(
    reviewed: MainWindow, qtbot: QtBot
) -> None:
    dialog = opened(reviewed, qtbot)
    options = dialog.options
    shown = [f for f in options.fields.values() if f.isVisible()]
    assert [f.option.path for f in shown] == ["variant", "epochs", "batch", "crop", "device"]
    QTest.mouseClick(options.advanced, LEFT)
    assert all(f.isVisible() for f in options.fields.values())
    for words in ("jpeg", "compress", "augmentation.comp"):
        options.search.clear()
        QTest.keyClicks(options.search, words)
        found = [f.option.path for f in options.fields.values() if f.isVisible()]
        other_ones = [path for path in found if not OPTIONS[path].basic]
        assert other_ones == ([] if words == "jpeg" else ["augmentation.compression_probability"])
    enter(options.fields["augmentation.compression_probability"], 0.25)
    assert options.fields["augmentation.compression_probability"].reset.isVisible()
    assert options.advanced.text().endswith("Advanced · 1 changed")
    enter(options.fields["epochs"], 7)
    QTest.mouseClick(options.reset_all, LEFT)
    assert options.changes == {}
    assert not options.reset_all.isEnabled()
    dialog.reject()


def test_the_wheel_scrolls_the_options_and_changes_no_value(
    reviewed: MainWindow, qtbot: QtBot
) -> None:
    dialog = opened(reviewed, qtbot)
    field = dialog.options.fields["epochs"]
    dialog.table.setFocus()
    _wheel(field.control)
    assert field.value == 100
    field.control.setFocus()
    _wheel(field.control)
    assert field.value == 101
    dialog.reject()


def _wheel(widget: QWidget) -> None:
    window = widget.window().windowHandle()
    at = widget.mapTo(widget.window(), widget.rect().center())
    QTest.wheelEvent(window, at, QPoint(0, 120))


def test_the_dialog_keeps_the_options_for_the_next_time(reviewed: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(reviewed, qtbot)
    enter(dialog.options.fields["epochs"], 12)
    enter(dialog.options.fields["augmentation.gain"], 1.25)
    QTest.mouseClick(dialog.shut, LEFT)
    dialog = opened(reviewed, qtbot)
    assert dialog.options.changes == {"epochs": 12, "augmentation.gain": 1.25}
    dialog.reject()


@pytest.mark.parametrize("nonsense", [7, ["x"], {"epochs": "many", "spin": 1, "crop": 33}])
def test_invalid_stored_options_become_defaults(
    reviewed: MainWindow, qtbot: QtBot, nonsense: object
) -> None:
    assert reviewed.document.project is not None
    set_meta(reviewed.document.project, "training options", nonsense)
    dialog = opened(reviewed, qtbot)
    assert dialog.options.changes == {}
    dialog.reject()


# The run


def test_every_option_reaches_the_config_of_the_run(reviewed: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(reviewed, qtbot)
    QTest.mouseClick(dialog.options.advanced, LEFT)
    wanted = {path: other(option) for path, option in OPTIONS.items()}
    for path, value in wanted.items():
        assert value != defaults()[path]
        enter(dialog.options.fields[path], value)
        assert dialog.options.fields[path].value == value
    QTest.mouseClick(dialog.start, LEFT)
    assert not dialog.isVisible()
    [run] = reviewed.runs.runs
    qtbot.waitUntil((run.folder / "config.json").exists, timeout=90_000)
    assert flat(json.loads((run.folder / "config.json").read_text())) == wanted
    qtbot.waitUntil(
        lambda: reviewed.runs.runs[0].status is RunStatus.FINISHED, timeout=90_000
    )  # fmt: skip
    environment = json.loads((run.folder / "environment.json").read_text())
    assert environment["train"] == ["clip", "c"]
    assert environment["validation"] == ["b"]


# The preview


@pytest.fixture
def small(reviewed: MainWindow) -> MainWindow:
    """The project, with options whose preview is quick."""
    assert reviewed.document.project is not None
    quick = {path: SMALL[path] for path in ("variant", "batch", "crop", "device", "workers")}
    set_meta(reviewed.document.project, "training options", quick)
    return reviewed


def children() -> list[psutil.Process]:
    """The previews that run."""
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.Error):  # it has just ended
            if child.status() != psutil.STATUS_ZOMBIE and "--preview" in child.cmdline():
                found.append(child)
    return found


def wait_for_estimate(dialog: TrainDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: dialog.line.text().startswith("Takes "), timeout=90_000)


def test_the_preview_shows_crops_machine_and_time_and_follows_the_options(
    small: MainWindow, qtbot: QtBot
) -> None:
    dialog = opened(small, qtbot)
    assert dialog.doing.text()
    assert dialog.start.isEnabled(), "nobody has to wait for it"
    wait_for_estimate(dialog, qtbot)
    crops = dialog.crops.tiles.crops
    assert sorted(crops) == list(range(12))
    assert {crop.picture.width() for crop in crops.values()} == {32}
    assert any(hot(crop.heat) for crop in crops.values())
    assert "GB free" in dialog.options.device.text()
    qtbot.waitUntil(lambda: not dialog.doing.text())
    enter(dialog.options.fields["crop"], 64)
    assert dialog.doing.text()
    assert {crop.picture.width() for crop in crops.values()} == {32}, "they stay for now"
    qtbot.waitUntil(
        lambda: {c.picture.width() for c in dialog.crops.tiles.crops.values()} == {64},
        timeout=90_000,
    )
    choose_role(dialog, 0, "Leave out")
    qtbot.waitUntil(
        lambda: all(crop.text.startswith("c, frame") for crop in crops.values()), timeout=90_000
    )
    dialog.reject()


def hot(heat: Any) -> bool:
    return any(
        heat.pixelColor(x, y).alpha() > 150
        for x in range(heat.width())
        for y in range(heat.height())
    )


@pytest.mark.slow
def test_a_heat_map_is_hidden_under_the_pointer_and_by_its_switch(
    small: MainWindow, qtbot: QtBot
) -> None:
    dialog = opened(small, qtbot)
    wait_for_estimate(dialog, qtbot)
    tiles = dialog.crops.tiles
    number = next(i for i, crop in tiles.crops.items() if hot(crop.heat) and i < 4)
    tile = tiles.place(number)

    def warm() -> bool:
        """Whether something in the tile is not grey."""
        shown = grabbed(tiles)[tile.top() : tile.bottom(), tile.left() : tile.right()]
        return bool(np.ptp(shown.astype(int), axis=2).max() > 40)

    assert warm()
    handle = dialog.windowHandle()
    QTest.mouseMove(handle, tiles.mapTo(dialog, tile.center()) + QPoint(3, 0))
    QTest.mouseMove(handle, tiles.mapTo(dialog, tile.center()))
    assert not warm()
    QTest.mouseMove(handle, QPoint(5, 5))
    assert warm()
    QTest.mouseClick(dialog.heat, LEFT)
    assert not warm()
    dialog.reject()


@pytest.mark.slow
def test_more_epochs_take_longer_without_a_new_preview(small: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(small, qtbot)
    enter(dialog.options.fields["steps"], 1000)
    wait_for_estimate(dialog, qtbot)
    before = dialog.line.text()
    qtbot.waitUntil(lambda: not dialog.doing.text())
    enter(dialog.options.fields["epochs"], 10_000)
    assert not dialog.doing.text()
    assert dialog.line.text() != before
    assert "days" in dialog.line.text()
    dialog.reject()


@pytest.mark.parametrize("how", ["close", "escape", "window"])
def test_the_preview_ends_with_the_dialog(small: MainWindow, qtbot: QtBot, how: str) -> None:
    dialog = opened(small, qtbot)
    qtbot.waitUntil(lambda: bool(children()))
    if how == "close":
        QTest.mouseClick(dialog.shut, LEFT)
    elif how == "escape":
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    else:
        assert small.close()
    qtbot.waitUntil(lambda: not children())
    assert small.training.dialog is None


def test_a_missing_device_is_reported_and_nothing_starts(small: MainWindow, qtbot: QtBot) -> None:
    if Path("/dev/nvidia0").exists():
        pytest.skip("there is a GPU here")
    dialog = opened(small, qtbot)
    field = dialog.options.fields["device"]
    enter(field, "cuda")
    qtbot.waitUntil(lambda: "cannot be used here" in dialog.line.text(), timeout=90_000)
    assert "error" not in dialog.line.text()
    assert not dialog.start.isEnabled()
    enter(field, "cpu")
    assert dialog.start.isEnabled()
    dialog.reject()


@pytest.mark.slow
def test_a_large_project_does_not_block_the_window(
    small: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """2,000 sequences and 50,000 accepted targets; the preview runs meanwhile."""
    assert small.document.project is not None
    path = small.document.project.path
    small.document.close()
    with closing(sqlite3.connect(path)) as db, db:
        columns = ", ".join(r[1] for r in db.execute("PRAGMA table_info(targets)") if r[1] != "id")
        rest = ", ".join(c for c in columns.split(", ") if c not in ("sequence", "frame"))
        db.executemany(
            "INSERT INTO sequences SELECT ?, ?, path, fingerprint, width, height, dtype, 30, NULL "
            "FROM sequences WHERE id = 1",
            [(i, f"s{i}") for i in range(10, 2010)],
        )
        for frame in range(25):
            db.execute(
                f"INSERT INTO targets (sequence, frame, {rest}) SELECT s.id, ?, "
                f"{', '.join('t.' + c for c in rest.split(', '))} FROM sequences s, "
                "(SELECT * FROM targets LIMIT 1) t WHERE s.id >= 10",
                (frame,),
            )
            db.execute(
                "INSERT INTO frame_states SELECT id, ?, 'accepted' FROM sequences WHERE id >= 10",
                (frame,),
            )
    assert small.open(path)
    with heartbeat() as beat:
        dialog = opened(small, qtbot)
        assert dialog.table.rows.rowCount() == 2003
        dialog.table.selectAll()
        choose_role(dialog, 1, "Train")
        qtbot.waitUntil(lambda: bool(children()))
        dialog.reject()
        qtbot.waitUntil(lambda: not children())
    assert max(beat.work) < 100


def test_the_estimate_of_a_long_training_includes_epochs_per_hour() -> None:
    assert estimate(1800.0, "GPU", 40) == "Takes about 30 minutes on GPU"
    assert estimate(36_000.0, "CPU", 10).endswith("in an hour: epochs 10")
    assert "in an hour" not in estimate(900_000.0, "CPU", 0), "one epoch takes longer"
