"""A progress bar without text, six pixels thin."""

from PySide6.QtWidgets import QProgressBar


def thin_bar(width: int | None = None) -> QProgressBar:
    """Of a fixed width, or as wide as there is room."""
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setFixedHeight(6)
    if width is not None:
        bar.setFixedWidth(width)
    return bar
