"""The window's colours and style sheet: calm and dark, the picture first."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from label_irst import resources
from p2m_core.project import FrameState

CANVAS = QColor("#0c0e11")
WINDOW = QColor("#1d2026")
PANEL = QColor("#22262d")
RAISED = QColor("#2c313a")
LINE = QColor("#343a45")
TEXT = QColor("#e4e7ec")
FAINT_TEXT = QColor("#9aa3b0")
ACCENT = QColor("#4b7bec")
DOUBT = QColor("#f2a93b")
CHIP = QColor(20, 23, 28, 205)
FLOATING = QColor("#16191f")
FRAME_RECTANGLE = QColor(255, 255, 255, 110)

STATE_COLOURS = {
    FrameState.UNSEEN: QColor("#3a404b"),
    FrameState.SUGGESTED: QColor("#8b7cf6"),
    FrameState.EDITED: QColor("#4b7bec"),
    FrameState.ACCEPTED: QColor("#2fb67c"),
    FrameState.VERIFIED_EMPTY: QColor("#8a94a3"),
    FrameState.UNCERTAIN: QColor("#f2a93b"),
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
QMenu::item:selected {{ background: {accent}; color: white; }}
QMenu::item:disabled {{ color: #6b7380; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 5px 8px; }}
QStatusBar {{ background: {panel}; color: {faint}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {faint}; padding: 0 8px; }}
QToolBar {{ background: {panel}; border: none; spacing: 4px; padding: 6px 5px; }}
QToolButton {{ border: none; border-radius: 6px; padding: 6px; background: transparent; }}
QToolButton:hover {{ background: {raised}; }}
QToolButton:checked {{ background: {accent}; }}
QPushButton, QComboBox {{
    background: {raised}; border: 1px solid {line}; border-radius: 5px; padding: 5px 12px;
}}
QPushButton:hover, QComboBox:hover {{ border-color: #566072; }}
QPushButton:pressed {{ background: {line}; }}
QPushButton:disabled {{ color: #6b7380; }}
QPushButton[primary="true"] {{ background: {accent}; border-color: {accent}; color: white; }}
QPushButton[primary="true"]:hover {{ background: #5b88ef; }}
QComboBox QAbstractItemView {{ background: {panel}; selection-background-color: {accent}; }}
QSpinBox, QDoubleSpinBox, QLineEdit {{
    background: {window}; border: 1px solid {line}; border-radius: 5px; padding: 4px 6px;
}}
QSpinBox:focus, QDoubleSpinBox:focus, QLineEdit:focus {{ border-color: {accent}; }}
QLabel[heading="true"] {{ color: {faint}; font-weight: 600; }}
QLabel[faint="true"] {{ color: {faint}; }}
QCheckBox::indicator, QListView::indicator {{
    width: 14px; height: 14px; border: 1px solid #5b6575; border-radius: 3px; background: {window};
}}
QCheckBox::indicator:hover, QListView::indicator:hover {{ border-color: {faint}; }}
QCheckBox::indicator:checked, QListView::indicator:checked {{
    background: {accent}; border-color: {accent}; image: url({tick});
}}
QTableView {{
    background: {panel}; alternate-background-color: {panel}; border: none;
    gridline-color: transparent; selection-background-color: {raised}; selection-color: {text};
}}
QHeaderView::section {{
    background: {panel}; color: {faint}; border: none; padding: 3px 6px;
}}
QSlider::groove:horizontal {{ height: 3px; background: {line}; border-radius: 1px; }}
QSlider::sub-page:horizontal {{ background: {accent}; border-radius: 1px; }}
QSlider::handle:horizontal {{
    background: #cfd5de; width: 14px; height: 14px; margin: -6px 0; border-radius: 7px;
}}
QSlider::handle:horizontal:hover {{ background: white; }}
QScrollBar:vertical {{ background: transparent; width: 10px; }}
QScrollBar::handle:vertical {{ background: {line}; border-radius: 4px; min-height: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
"""


def apply(application: QApplication) -> None:
    """Dress the application; Fusion underneath, so that every platform looks the same."""
    application.setStyle("Fusion")
    palette = QPalette()
    role = QPalette.ColorRole
    for name, colour in (
        (role.Window, WINDOW), (role.WindowText, TEXT), (role.Base, PANEL),
        (role.AlternateBase, WINDOW), (role.Text, TEXT), (role.Button, RAISED),
        (role.ButtonText, TEXT), (role.ToolTipBase, RAISED), (role.ToolTipText, TEXT),
        (role.Highlight, ACCENT), (role.HighlightedText, QColor("white")),
        (role.PlaceholderText, FAINT_TEXT), (role.Link, ACCENT), (role.Light, RAISED),
        (role.Midlight, LINE), (role.Mid, LINE), (role.Dark, QColor("#14161a")),
    ):  # fmt: skip
        palette.setColor(name, colour)
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor("#6b7380"))
    application.setPalette(palette)
    application.setStyleSheet(
        _STYLE.format(
            window=WINDOW.name(), panel=PANEL.name(), raised=RAISED.name(), line=LINE.name(),
            text=TEXT.name(), faint=FAINT_TEXT.name(), accent=ACCENT.name(),
            tick=(resources.FOLDER / "icons" / "tick.svg").as_posix(),
        )
    )  # fmt: skip
