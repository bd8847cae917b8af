"""A small window for a note; Ctrl+Enter stores it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from label_irst.i18n import counted
from p2m_core.project import LONGEST_NOTE


class NoteDialog(QDialog):
    def __init__(self, parent: QWidget, title: str, note: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.edit = QPlainTextEdit(note)
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleName(title)
        self.edit.moveCursor(QTextCursor.MoveOperation.End)
        self.edit.textChanged.connect(self._count)
        self._left = QLabel()
        self._left.setProperty("faint", True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setText(self.tr("Keep note"))
        self._ok.setProperty("primary", True)
        self._ok.setToolTip(self.tr("Also Ctrl+Enter; an empty text takes the note away"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QShortcut(QKeySequence(Qt.Modifier.CTRL | key), self, self._ok.click)
        layout = QVBoxLayout(self)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self._left)
        layout.addWidget(buttons)
        self.resize(420, 220)
        self._count()

    @property
    def note(self) -> str:
        """The text as it is now."""
        return self.edit.toPlainText()

    def _count(self) -> None:
        """Tell what is too long while it is written, not when it is stored."""
        over = len(self.note) - LONGEST_NOTE
        self._ok.setEnabled(over <= 0)
        self._left.setVisible(over > -200)
        text = self.tr("{count} too many").format(count=over)
        if over <= 0:
            text = counted(-over, self.tr("1 character left"), self.tr("{count} characters left"))
        self._left.setText(text)
