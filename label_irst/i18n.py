"""Translation outside of QObjects, which have `self.tr`."""

from PySide6.QtCore import QCoreApplication


def tr(text: str) -> str:
    """The text in the user's language; lupdate finds ``tr(...)`` and files it without a context."""
    return QCoreApplication.translate("", text)
