"""Translation outside of QObjects, which have `self.tr`."""

from PySide6.QtCore import QCoreApplication


def tr(text: str) -> str:
    """The text in the user's language; lupdate finds ``tr(...)`` and files it without a context."""
    return QCoreApplication.translate("", text)


def counted(count: int, one: str, some: str) -> str:
    """The text for one thing, or the one for `count` of them: ``counted(n, tr(..), tr(..))``.

    In `some`, ``{count}`` stands for the number, with commas between its thousands.
    """
    return one if count == 1 else some.replace("{count}", f"{count:,}")


def frames(count: int) -> str:
    return counted(count, tr("1 frame"), tr("{count} frames"))


def images(count: int) -> str:
    return counted(count, tr("1 image"), tr("{count} images"))


def targets(count: int) -> str:
    return counted(count, tr("1 target"), tr("{count} targets"))


def sequences(count: int) -> str:
    return counted(count, tr("1 sequence"), tr("{count} sequences"))


def masks(count: int) -> str:
    return counted(count, tr("1 mask"), tr("{count} masks"))


def span(first: int, last: int) -> str:
    """The frames from one to another, which their users count from 1."""
    return f"{first + 1}–{last + 1}" if last > first else f"{first + 1}"


def percent(share: float) -> str:
    """A share of 1 in whole percent."""
    return tr("{percent} %").replace("{percent}", f"{100 * share:.0f}")
