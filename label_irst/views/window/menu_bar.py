"""The menu bar, from the table of commands."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar

from label_irst.views.commands import menus


def fill(bar: QMenuBar, actions: dict[str, QAction]) -> None:
    """Give the bar all menus, with `actions` by the names of the commands."""
    for menu in menus():
        entries = bar.addMenu(menu.title)
        entries.setToolTipsVisible(True)
        for command in menu.commands:
            if command is None:
                entries.addSeparator()
            elif command.key_only:
                bar.window().addAction(actions[command.name])  # where its key works
            else:
                entries.addAction(actions[command.name])
