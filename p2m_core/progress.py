"""Progress of long work, and how to cancel it."""

from collections.abc import Callable

# Called as progress(done, total) after each item. To cancel, the callable raises `Cancelled`;
# the work then cleans up and passes the exception on.
Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Report nothing."""
