"""How the parts of the main window lie beside and below each other."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QSplitter, QTabWidget, QVBoxLayout, QWidget

from label_irst.views.widgets.keyboard import reached_by_tab


def column(view: QWidget) -> QSplitter:
    """A view, with room below it."""
    column = QSplitter(Qt.Orientation.Vertical)
    column.addWidget(view)
    column.setChildrenCollapsible(False)
    return column


def side_by_side(whole: QWidget, detail: QWidget) -> QSplitter:
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.addWidget(whole)
    splitter.addWidget(detail)
    splitter.setStretchFactor(0, 4)
    splitter.setStretchFactor(1, 3)
    splitter.setSizes([4000, 3000])  # a column would ask for as much as the other
    splitter.setChildrenCollapsible(False)
    return splitter


def stacked(widgets: Iterable[QWidget], tall: QWidget) -> QWidget:
    """The widgets one below the other; `tall` takes the remaining height."""
    middle = QWidget()
    layout = QVBoxLayout(middle)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget, 1 if widget is tall else 0)
    return middle


def docked(name: str, widgets: Mapping[str, QWidget]) -> QDockWidget:
    """A dock that stays where it is, with a tab for each widget."""
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    reached_by_tab(tabs.tabBar())
    for title, widget in widgets.items():
        tabs.addTab(widget, title)
    dock = QDockWidget(name)
    dock.setObjectName("targets")  # as saved layouts know it
    dock.setTitleBarWidget(QWidget())
    dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
    dock.setWidget(tabs)
    return dock
