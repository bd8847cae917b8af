"""Days and times as the user's country writes them."""

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt

SHORT = QLocale.FormatType.ShortFormat


def day(date: QDate) -> str:
    """A day; of a system without a country, as year-month-day."""
    locale = QLocale.system()
    if locale.language() == QLocale.Language.C:
        return date.toString(Qt.DateFormat.ISODate)
    return locale.toString(date, SHORT)


def day_and_time(moment: QDateTime) -> str:
    """A day with hours and minutes."""
    local = moment.toLocalTime()
    return f"{day(local.date())} {QLocale.system().toString(local.time(), 'HH:mm')}"
