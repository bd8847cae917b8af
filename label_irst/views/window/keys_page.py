"""Settings, Keys: every command with its keys; before a used key moves, the user is asked."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.settings import keys
from label_irst.views.commands import Command, key_text, menus, plain

NAME = Qt.ItemDataRole.UserRole
ROW = QSize(0, 25)


class KeysPage(QWidget):
    def __init__(self, changed: Callable[[], object]) -> None:
        """`changed` is called after each change of keys."""
        super().__init__()
        self._changed = changed
        table = menus()
        self._commands = {c.name: c for menu in table for c in menu.commands if c is not None}
        self._defaults = {name: command.keys for name, command in self._commands.items()}
        self._wanted = ""  # a key of another command, while the question is open
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find a command or a key"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.tr("Keys"))
        self.tree.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setIndentation(14)
        self.tree.setUniformRowHeights(True)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._sections: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        for menu in table:
            section = QTreeWidgetItem(self.tree, [plain(menu.title)])
            section.setFlags(Qt.ItemFlag.ItemIsEnabled)
            section.setSizeHint(0, ROW)
            section.setForeground(0, theme.colours().faint_text)
            items = {c.name: QTreeWidgetItem(section, [plain(c.text)]) for c in menu.commands if c}
            for name, item in items.items():
                item.setData(0, NAME, name)
                item.setSizeHint(0, ROW)
            self._items |= items
            self._sections.append((section, list(items.values())))
        self.tree.expandAll()
        self.tree.setColumnWidth(0, 300)
        self.tree.currentItemChanged.connect(lambda *_: self._show_editor())
        self._make_editor()
        self._show_keys()
        self.tree.setCurrentItem(next(iter(self._items.values())))

    def _make_editor(self) -> None:
        self._name = QLabel()
        self._name.setProperty("heading", True)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self.recorder = QKeySequenceEdit()
        self.recorder.setMaximumSequenceLength(1)
        self.recorder.setFixedWidth(150)
        self.recorder.keySequenceChanged.connect(self._recorded)
        for edit in self.recorder.findChildren(QLineEdit):
            edit.setPlaceholderText(self.tr("Press a key"))
        self.recorder.installEventFilter(self)
        self.add = QPushButton(self.tr("Add key"))
        self.add.clicked.connect(self._record)
        self.reset = QPushButton(self.tr("Reset"))
        self.reset.clicked.connect(self._reset)
        self.reset_all = QPushButton(self.tr("Reset all"))
        self.reset_all.clicked.connect(self._reset_all)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.take = QPushButton(self.tr("Use it here"))
        self.take.setProperty("primary", True)
        self.take.clicked.connect(self._take)
        self.leave = QPushButton(self.tr("Leave it"))
        self.leave.clicked.connect(self._show_editor)
        line = QHBoxLayout()
        line.addLayout(self._chips)
        line.addWidget(self.recorder)
        line.addWidget(self.add)
        line.addStretch(1)
        line.addWidget(self.reset)
        line.addWidget(self.reset_all)
        answer = QHBoxLayout()
        answer.addWidget(self.note, 1)
        answer.addWidget(self.take)
        answer.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self._name)
        layout.addLayout(line)
        layout.addLayout(answer)
        self.note.setMinimumHeight(self.take.sizeHint().height())

    # Showing

    def _show_keys(self) -> None:
        """Fill the column of keys; changed ones in bold."""
        self._table = keys.effective(self._defaults)
        for name, item in self._items.items():
            item.setText(1, " · ".join(key_text(key) for key in self._table[name]))
            font = self.font()
            font.setBold(self._differs(name))
            item.setFont(1, font)
        self.reset_all.setEnabled(any(map(self._differs, self._items)))

    def _differs(self, name: str) -> bool:
        return list(map(keys.normal, self._table[name])) != list(
            map(keys.normal, self._defaults[name])
        )

    @property
    def command(self) -> Command | None:
        """The command selected in the list."""
        item = self.tree.currentItem()
        return self._commands.get(str(item.data(0, NAME))) if item is not None else None

    def _show_editor(self) -> None:
        command = self.command
        self._wanted = ""
        self.recorder.hide()
        self.take.hide()
        self.leave.hide()
        self.note.clear()
        self.add.setVisible(command is not None)
        self.reset.setVisible(command is not None)
        while (old := self._chips.takeAt(0)) is not None:
            chip = old.widget()
            assert chip is not None
            chip.hide()
            chip.deleteLater()
        self._name.setText(plain(command.text) if command is not None else "")
        if command is None:
            return
        self.reset.setEnabled(self._differs(command.name))
        for key in self._table[command.name]:
            chip = QPushButton(f"{key_text(key)}   ✕")
            chip.setToolTip(self.tr("Remove this key"))
            chip.clicked.connect(lambda checked=False, key=key: self._remove(key))
            self._chips.addWidget(chip)

    def _filter(self, text: str) -> None:
        for section, items in self._sections:
            for item in items:
                found = f"{item.text(0)}\n{item.text(1)}".casefold()
                item.setHidden(text.casefold() not in found)
            section.setHidden(all(item.isHidden() for item in items))

    # Changing

    def _record(self) -> None:
        self.note.clear()
        self.add.hide()
        self.recorder.clear()
        self.recorder.show()
        self.recorder.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Record Tab like other keys; end the recording when the field loses the focus."""
        if event.type() == QEvent.Type.FocusOut and not self._wanted:
            self._show_editor()
        tab = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if tab and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            self._recorded(QKeySequence(event.keyCombination()))
        return tab

    def _recorded(self, sequence: QKeySequence) -> None:
        key = sequence.toString(QKeySequence.SequenceFormat.PortableText)
        command = self.command
        if not key or command is None:
            return
        other = keys.user_of(key, self._table, besides=command.name)
        if other is None:
            self._add(key)
            return
        self._wanted = key
        self.recorder.hide()
        self.take.show()
        self.leave.show()
        self.note.setText(
            self.tr("{key} is the key of “{command}”.").format(
                key=key_text(key), command=plain(self._commands[other].text)
            )
        )
        self.take.setFocus()

    def _take(self) -> None:
        self._add(self._wanted)

    def _add(self, key: str) -> None:
        command = self.command
        assert command is not None
        now = self._table[command.name]
        if key not in map(keys.normal, now):
            now = (*now, key)
        self._give(command.name, now)

    def _remove(self, key: str) -> None:
        command = self.command
        assert command is not None
        self._give(command.name, tuple(k for k in self._table[command.name] if k != key))

    def _reset(self) -> None:
        command = self.command
        assert command is not None
        self._give(command.name, command.keys)

    def _give(self, name: str, wanted: keys.Keys) -> None:
        robbed = keys.give(name, wanted, self._defaults)
        self._refresh()
        if robbed:
            names = ", ".join(f"“{plain(self._commands[other].text)}”" for other in robbed)
            self.note.setText(self.tr("Taken from {commands}.").format(commands=names))

    def _reset_all(self) -> None:
        keys.reset_all()
        self._refresh()
        self.note.setText(self.tr("Every command has its own keys again."))

    def _refresh(self) -> None:
        self._show_keys()
        self._show_editor()
        self._changed()
