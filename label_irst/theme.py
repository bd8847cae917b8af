"""The window's colours and style sheet, dark or light."""

from dataclasses import asdict
from enum import IntEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from label_irst import resources
from label_irst.palettes import PALETTES, Palette

Colours = Palette[QColor]

_COLOURS = {
    theme: Palette(**{name: QColor(text) for name, text in asdict(palette).items()})
    for theme, palette in PALETTES.items()
}

_STYLE = """
QMainWindow::separator {{ background: {window}; width: 5px; height: 5px; }}
QSplitter::handle {{ background: {window}; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {line}; padding: 4px; }}
QMenuBar {{ background: {panel}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 5px 10px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {raised}; }}
QMenu {{ background: {panel}; border: 1px solid {line}; padding: 5px; }}
QMenu::item {{ padding: 6px 28px 6px 24px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent}; color: {on_accent}; }}
QMenu::item:disabled {{ color: {disabled_text}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 5px 8px; }}
QStatusBar {{ background: {panel}; color: {text}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {faint_text}; padding: 0 8px; }}
QToolBar {{ background: {panel}; border: none; spacing: 4px; padding: 6px 5px; }}
QToolBar::separator {{ background: {line}; height: 1px; width: 1px; margin: 4px 7px; }}
QToolButton {{ border: none; border-radius: 6px; padding: 6px; background: transparent; }}
QToolButton[small="true"] {{ padding: 0; }}
QToolButton:hover {{ background: {raised}; }}
QToolButton:checked {{ background: {accent}; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton, QComboBox {{
    background: {raised}; border: 1px solid {line}; border-radius: 5px; padding: 5px 12px;
}}
QPushButton:hover, QComboBox:hover {{ border-color: {edge}; }}
QPushButton:pressed {{ background: {line}; }}
QPushButton[field="true"] {{ text-align: left; padding: 3px 22px 3px 8px; }}
QPushButton::menu-indicator {{
    image: url({icons}/chevron.svg); width: 10px; height: 10px;
    subcontrol-origin: padding; subcontrol-position: center right; right: 8px;
}}
QPushButton:disabled {{ color: {disabled_text}; }}
QPushButton[primary="true"] {{ background: {accent}; border-color: {accent}; color: {on_accent}; }}
QPushButton[primary="true"]:hover {{ background: {accent_over}; }}
QPushButton[primary="true"]:disabled {{
    background: {raised}; border-color: {line}; color: {disabled_text};
}}
QComboBox[low="true"] {{ padding: 1px 0 1px 8px; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url({icons}/chevron.svg); width: 10px; height: 10px; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox QAbstractItemView {{ background: {panel}; outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: 24px; padding-left: 6px; }}
QComboBox QAbstractItemView::item:selected {{ background: {accent}; color: {on_accent}; }}
QSpinBox, QDoubleSpinBox, QLineEdit {{
    background: {window}; border: 1px solid {line}; border-radius: 5px; padding: 4px 6px;
}}
QSpinBox:focus, QDoubleSpinBox:focus, QLineEdit:focus {{ border-color: {accent}; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
    border: none; width: 20px; background: transparent;
}}
QAbstractSpinBox::up-arrow {{ image: url({icons}/chevron-up.svg); width: 8px; height: 8px; }}
QAbstractSpinBox::down-arrow {{ image: url({icons}/chevron.svg); width: 8px; height: 8px; }}
QRadioButton::indicator {{
    width: 14px; height: 14px; border: 1px solid {edge}; border-radius: 8px; background: {window};
}}
QRadioButton::indicator:hover {{ border-color: {faint_text}; }}
QRadioButton::indicator:checked {{
    border-color: {accent};
    background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5,
        stop: 0 {accent}, stop: 0.55 {accent}, stop: 0.65 {window}, stop: 1 {window});
}}
QLabel[heading="true"] {{ color: {faint_text}; font-weight: 600; }}
QLabel[title="true"] {{ font-size: 26px; font-weight: 600; }}
QLabel[faint="true"], QToolButton[faint="true"], #hint {{ color: {faint_text}; }}
QLabel[doubt="true"] {{ color: {doubt}; }}
#banner {{
    background: {warning}; border-top: 1px solid {doubt}; border-bottom: 1px solid {doubt};
}}
#banner QLabel, #banner QToolButton {{ color: {warning_text}; }}
QCheckBox::indicator, QListView::indicator, QTableView::indicator {{
    width: 14px; height: 14px; border: 1px solid {edge}; border-radius: 3px; background: {window};
}}
QCheckBox::indicator:hover, QListView::indicator:hover, QTableView::indicator:hover {{
    border-color: {faint_text};
}}
QCheckBox::indicator:checked, QListView::indicator:checked, QTableView::indicator:checked {{
    background: {accent}; border-color: {accent}; image: url({icons}/tick.svg);
}}
QListWidget {{
    background: {window}; border: 1px solid {line}; border-radius: 5px; padding: 2px;
    outline: none;
}}
QTreeView {{
    background: {panel}; border: 1px solid {line}; border-radius: 5px; outline: none;
    selection-background-color: {raised}; selection-color: {text};
}}
QTreeView::item:hover {{ background: {raised}; }}
QTreeView::item:selected {{ background: {accent}; color: {on_accent}; }}
QTableView {{
    background: {panel}; alternate-background-color: {panel}; border: none;
    gridline-color: transparent; selection-background-color: {raised}; selection-color: {text};
    outline: none;
}}
QPlainTextEdit {{ background: {window}; border: 1px solid {line}; border-radius: 5px; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {line}; }}
QTabBar {{ background: {panel}; }}
QTabBar::tab {{
    background: transparent; color: {faint_text}; padding: 8px 4px 6px 4px; margin-left: 12px;
    border: none; border-bottom: 2px solid transparent;
}}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
QHeaderView::section {{
    background: {panel}; color: {faint_text}; border: none; padding: 3px;
}}
#plot {{ border: 1px solid transparent; border-radius: 4px; background: transparent; }}
#plot:focus {{ border-color: {accent}; }}
#start {{ background: {window}; }}
#rule {{ background: {line}; }}
#drop {{ border: 2px dashed {line}; border-radius: 10px; color: {faint_text}; }}
#steps {{ background: {panel}; border-radius: 10px; }}
#step {{
    background: {raised}; color: {text}; border-radius: 11px; min-width: 22px; max-width: 22px;
    min-height: 22px; max-height: 22px; font-weight: 600;
}}
#step[current="true"] {{ background: {accent}; color: {on_accent}; }}
#list, #list > QWidget > QWidget {{ background: transparent; }}
#recent {{ background: transparent; border: none; border-radius: 6px; text-align: left; }}
#recent:hover, #recent:focus {{ background: {raised}; }}
#sections {{
    background: {panel}; border: none; border-right: 1px solid {line}; padding: 10px 8px;
    outline: none;
}}
#sections::item {{ padding: 7px 10px; border-radius: 5px; color: {text}; }}
#sections::item:hover {{ background: {raised}; }}
#sections::item:selected {{ background: {accent}; color: {on_accent}; }}
QFrame[side="true"] {{ background: {panel}; border-right: 1px solid {line}; }}
QFrame[floating="true"] {{ background: {floating}; border: 1px solid {line}; }}
QSlider::groove:horizontal {{ height: 3px; background: {line}; border-radius: 1px; }}
QSlider::sub-page:horizontal {{ background: {accent}; border-radius: 1px; }}
QSlider::handle:horizontal {{
    background: {knob}; width: 14px; height: 14px; margin: -6px 0; border-radius: 7px;
}}
QSlider::handle:horizontal:hover {{ background: {knob_over}; }}
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled {{ background: {line}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; }}
QScrollBar::handle:vertical {{ background: {line}; border-radius: 4px; min-height: 24px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; }}
QScrollBar::handle:horizontal {{ background: {line}; border-radius: 4px; min-width: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
"""


def colours() -> Colours:
    """The colours of the current theme; do not keep them, the theme may change."""
    application = QApplication.instance()
    theme = application.property("theme") if application is not None else None
    return _COLOURS[theme or "dark"]


def named(name: str) -> QColor:
    """The colour of this name in the current theme."""
    colour = getattr(colours(), name)
    assert isinstance(colour, QColor)
    return colour


def state_colour(state: IntEnum) -> QColor:
    """The colour of a standing, or of a frame's state: what is edited counts as automatic."""
    return named("automatic" if state.name == "EDITED" else state.name.lower())


def apply(
    application: QApplication, theme: str = "dark", scheme: Qt.ColorScheme | None = None
) -> None:
    """Apply a theme to the application: ``dark``, ``light`` or ``system``.

    `scheme` is the system's, read from it if not given; without one, the theme is dark. Qt's style
    is Fusion, so that every platform looks the same.
    """
    if theme == "system":
        scheme = scheme or application.styleHints().colorScheme()
        theme = "light" if scheme is Qt.ColorScheme.Light else "dark"
    if application.property("theme") == theme:
        return  # applying it again would take as long as opening a window
    application.setProperty("theme", theme)
    if not application.styleSheet():  # else it is ours, on Fusion
        application.setStyle("Fusion")
    application.setPalette(_qt_palette(colours()))
    icons = (resources.FOLDER / "icons").as_posix()
    names = {name: QColor(text).name() for name, text in asdict(PALETTES[theme]).items()}
    application.setStyleSheet(_STYLE.format(icons=icons, **names))


def _qt_palette(colours: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for name, colour in (
        (role.Window, colours.window), (role.WindowText, colours.text),
        (role.Base, colours.panel), (role.AlternateBase, colours.window),
        (role.Text, colours.text), (role.Button, colours.raised),
        (role.ButtonText, colours.text), (role.ToolTipBase, colours.raised),
        (role.ToolTipText, colours.text), (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent), (role.PlaceholderText, colours.faint_text),
        (role.Link, colours.accent), (role.Light, colours.raised), (role.Midlight, colours.line),
        (role.Mid, colours.line), (role.Dark, colours.canvas),
    ):  # fmt: skip
        palette.setColor(name, colour)
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, colours.disabled_text)
    return palette


def mark(widget: QWidget, name: str, on: bool) -> None:
    """Set a property that the style sheet uses, such as ``doubt``, and apply it to the widget."""
    if bool(widget.property(name)) != on:
        widget.setProperty(name, on)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
