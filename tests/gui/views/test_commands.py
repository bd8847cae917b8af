"""The table of commands: each is connected with its function, exactly once."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from label_irst.views.commands import connect, make_actions


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_an_action_runs_the_function_of_its_controller(parent: QWidget) -> None:
    actions, done = make_actions(parent), list[str]()
    connect(
        actions, [{name: lambda n=name: done.append(n) for name in actions}], lambda name: False
    )
    actions["undo"].trigger()
    actions["masks"].trigger()
    assert done == ["undo", "masks"]


def test_a_command_claimed_by_the_tool_does_not_run(parent: QWidget) -> None:
    actions, done = make_actions(parent), list[str]()
    doings = {name: lambda n=name: done.append(n) for name in actions}
    connect(actions, [doings], lambda name: name == "deselect")
    actions["deselect"].trigger()
    actions["undo"].trigger()
    assert done == ["undo"]


@pytest.mark.parametrize("wrong", ["missing", "doubled", "unknown"])
def test_a_command_without_exactly_one_controller_is_refused(parent: QWidget, wrong: str) -> None:
    actions = make_actions(parent)
    doings = dict.fromkeys(actions, lambda: None)
    tables = [doings]
    if wrong == "missing":
        del doings["undo"]
    elif wrong == "doubled":
        tables.append({"undo": lambda: None})
    else:
        tables.append({"undu": lambda: None})
    with pytest.raises(ValueError, match="undu" if wrong == "unknown" else "undo"):
        connect(actions, tables, lambda name: False)
