"""Class, attributes, note and flag of the selected target, in the dock."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from label_irst.document import Document
from label_irst.document.actions import description_actions
from label_irst.views.commands import key_text, keys_in_force
from label_irst.views.widgets.elided import Elided
from label_irst.views.widgets.keyboard import reached_by_tab

SWATCH, INDENT = 10, 8
ROOM = "\u2002"  # before a text without a swatch


class DescriptionPanel(QWidget):
    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.class_button, self.attributes_button = _menu_button(), _menu_button()
        self.class_button.setToolTip(
            self.tr("What the track of the selected target is: in all its frames")
        )
        self._about_attributes = self.tr(
            "What holds of the selected target in this frame, such as occluded or dim"
        )
        self.class_button.menu().aboutToShow.connect(self._fill_classes)
        self.attributes_button.menu().aboutToShow.connect(self._fill_attributes)
        self._note = Elided()
        self._note.setProperty("faint", True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(0)
        self._classes_action: QAction | None = None
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for row, (word, button) in enumerate(
            ((self.tr("class"), self.class_button), (self.tr("attributes"), self.attributes_button))
        ):
            name = QLabel(word)
            name.setProperty("faint", True)
            name.setBuddy(button)
            button.setAccessibleName(word)
            grid.addWidget(name, row, 0)
            grid.addWidget(button, row, 1)
        grid.addLayout(self._buttons, 0, 2, 2, 1)
        grid.addWidget(self._note, 2, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        document.descriptions.changed.connect(self.refresh)
        document.targets_changed.connect(self.refresh)
        document.selection_changed.connect(self.refresh)
        document.frame_changed.connect(self.refresh)
        self.refresh()

    def set_actions(self, buttons: list[QAction], classes: QAction) -> None:
        """Put `buttons` beside the class; `classes` ends the menus."""
        for action in buttons:
            self._buttons.addWidget(action_button(action))
        self._classes_action = classes

    def refresh(self) -> None:
        target, said = self._document.selected, self._document.descriptions
        for button in (self.class_button, self.attributes_button):
            button.setEnabled(target is not None)
        category = target.category if target is not None else ""
        self.class_button.setText(category or ROOM + self.tr("none"))
        self.class_button.setIcon(swatch(said.colour(category), INDENT) if category else QIcon())
        attributes = ", ".join(target.attributes) if target is not None else ""
        room = max(60, self.attributes_button.width() - 34)
        metrics = self.attributes_button.fontMetrics()
        shown = metrics.elidedText(attributes, Qt.TextElideMode.ElideRight, room)
        self.attributes_button.setText(ROOM + (shown or self.tr("none")))
        self.attributes_button.setToolTip(attributes or self._about_attributes)
        lines = [target.note if target is not None else ""]
        frame = said.remark(self._document.frame)
        if frame.note:
            lines.append(self.tr("Frame: {note}").format(note=frame.note))
        note = " · ".join(line.replace("\n", " ") for line in lines if line)
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def _fill_classes(self) -> None:
        menu, document = self.class_button.menu(), self._document
        now = document.selected.category if document.selected is not None else ""
        entries = [("", self.tr("No class"), "")]
        entries += [
            (one.name, one.name, document.descriptions.colour(one.name))
            for one in document.descriptions.classes
        ]
        keys = [f"class-{n}" for n in range(10)]
        choose = partial(description_actions.set_class, document)
        _fill(menu, entries, keys, {now}, choose)
        self._end(menu)

    def _fill_attributes(self) -> None:
        menu, document = self.attributes_button.menu(), self._document
        own = set(document.selected.attributes) if document.selected is not None else set()
        entries = [(name, name, "") for name in document.descriptions.attributes]
        keys = [f"attribute-{n}" for n in range(1, 10)]
        toggle = partial(description_actions.toggle_attribute, document)
        _fill(menu, entries, keys, own, toggle)
        self._end(menu)

    def _end(self, menu: QMenu) -> None:
        if self._classes_action is not None:
            menu.addSeparator()
            menu.addAction(self._classes_action)


def swatch(colour: str, indent: int = 0) -> QIcon:
    """A square of one colour, the same in selected rows; `indent` is bare room at its left."""
    pixmap = QPixmap(indent + SWATCH, SWATCH)
    pixmap.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(pixmap)
    painter.fillRect(indent, 0, SWATCH, SWATCH, QColor(colour))
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


def action_button(action: QAction) -> QToolButton:
    """A small button of a command, in the style of those beside the tracks."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(16, 16))
    reached_by_tab(button)
    return button


def _menu_button() -> QPushButton:
    button = QPushButton()
    button.setProperty("field", True)
    button.setMenu(QMenu(button))
    button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click the keys belong to the frames
    button.setIconSize(QSize(INDENT + SWATCH, SWATCH))
    return button


def _fill(
    menu: QMenu,
    entries: Sequence[tuple[str, str, str]],
    commands: list[str],
    checked: set[str],
    choose: Callable[[str], object],
) -> None:
    """Fill a menu with value, text and colour of each entry; `commands` name their keys."""
    menu.clear()
    keys = keys_in_force()
    for place, (value, text, colour) in enumerate(entries):
        key = next(iter(keys[commands[place]]), "") if place < len(commands) else ""
        words = text.replace("&", "&&")
        action = menu.addAction(f"{words}\t{key_text(key)}" if key else words)
        if colour:
            action.setIcon(swatch(colour))
        action.setCheckable(True)
        action.setChecked(value in checked)
        action.triggered.connect(lambda on=False, value=value: choose(value))
    if not entries:
        none = menu.addAction(menu.tr("None defined yet"))
        none.setEnabled(False)
