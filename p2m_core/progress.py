"""How long work reports how far it is, and how it is stopped."""

from collections.abc import Callable

# Called as progress(done, total) after each item. To cancel, the callable raises `Cancelled`;
# the work then cleans up after itself and lets the exception through.
Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Report to nobody."""
