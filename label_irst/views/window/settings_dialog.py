"""Settings: each change takes effect at once and is kept; there is no OK."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.i18n import tr
from label_irst.settings import preferences
from label_irst.views.commands import refresh_keys
from label_irst.views.widgets.placing import bring_up
from label_irst.views.window.keys_page import KeysPage


class SettingsDialog(QDialog):
    def __init__(self, pages: list[tuple[str, QWidget]], parent: QWidget | None = None) -> None:
        """`pages`: widgets by their titles."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.sections = QListWidget()
        self.sections.setAccessibleName(self.tr("Settings"))
        self.sections.setObjectName("sections")
        self.stack = QStackedWidget()
        for title, page in pages:
            self.sections.addItem(title)
            self.stack.addWidget(page)
        self.sections.setFixedWidth(max(132, self.sections.sizeHintForColumn(0) + 40))
        self.sections.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.sections.setCurrentRow(0)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        right = QVBoxLayout()
        right.setContentsMargins(20, 18, 18, 14)
        right.setSpacing(16)
        right.addWidget(self.stack, 1)
        right.addWidget(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.sections)
        layout.addLayout(right, 1)
        self.resize(720, 520)


class GeneralPage(QWidget):
    language_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        now = preferences.load()
        system = self.tr("As the system")
        themes = {"dark": self.tr("Dark"), "light": self.tr("Light"), "system": system}
        languages = {"system": system, "en": "English", "zh_CN": "简体中文"}
        self.theme = _choice(themes, now.theme, self._take_theme)
        self.language = _choice(languages, now.language, self._take_language)
        self.reopen = QCheckBox(self.tr("Open the last project, at its frame"))
        self.reopen.setChecked(now.reopen)
        self.reopen.toggled.connect(
            lambda on: preferences.store(replace(preferences.load(), reopen=on))
        )
        self.note = QLabel()
        self.note.setProperty("faint", True)
        self.note.setWordWrap(True)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(14)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.addRow(self.tr("Theme"), self.theme)
        form.addRow(self.tr("Language"), self.language)
        form.addRow("", self.note)
        form.addRow(self.tr("When starting"), self.reopen)
        form.setRowVisible(self.note, False)

    def _take_theme(self, name: str) -> None:
        preferences.store(replace(preferences.load(), theme=name))
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, name)

    def _take_language(self, name: str) -> None:
        preferences.store(replace(preferences.load(), language=name))
        self.language_chosen.emit()

    def show_note(self, text: str) -> None:
        """Show a line below the language."""
        self.note.setText(text)
        form = self.layout()
        assert isinstance(form, QFormLayout)
        form.setRowVisible(self.note, True)


def _choice(words: dict[str, str], now: str, take: Callable[[str], object]) -> QComboBox:
    box = QComboBox()
    for name, word in words.items():
        box.addItem(word, name)
    box.setCurrentIndex(box.findData(now))
    box.setMinimumWidth(180)
    box.activated.connect(lambda index: take(box.itemData(index)))
    return box


def show_settings(
    window: QWidget, actions: dict[str, QAction], language_chosen: Callable[[], bool] = bool
) -> SettingsDialog:
    """Show the dialog; `language_chosen` returns whether the language can change at once."""
    general = GeneralPage()

    def change_language() -> None:
        if not language_chosen():
            general.show_note(tr("Takes effect at the next start."))

    general.language_chosen.connect(change_language)
    keys = KeysPage(lambda: refresh_keys(actions))
    pages = [(tr("General"), general), (tr("Keys"), keys)]
    dialog = SettingsDialog(pages, window)
    bring_up(dialog)
    return dialog
