"""The one place for settings."""

from PySide6.QtCore import QSettings

NAME = "Label-IRST"


def storage() -> QSettings:
    """The user's settings, in the platform's own place."""
    return QSettings(QSettings.defaultFormat(), QSettings.Scope.UserScope, NAME, NAME)
