"""The one error family: every expected failure is a `P2MError` with a one-line message."""


class P2MError(Exception):
    """The work failed for a reason the user can act on.

    The message is one line that names the file, the item and the value, and says what to do.
    The command line prints it and exits with `exit_status`; the window shows it.
    """

    exit_status = 1


class InputError(P2MError, ValueError):
    """An argument or an input file is wrong (exit status 2)."""

    exit_status = 2


class FrameError(InputError):
    """One frame of a sequence cannot be read; the others still can."""


class OtherContentError(InputError):
    """The images fit a sequence in size and number, but are not the ones it was made on."""


class ProjectLockedError(P2MError):
    """Another program is writing to the project file."""


class Cancelled(P2MError):  # noqa: N818 - it is a request that was granted, not a fault
    """The user stopped the work; nothing half-done was left behind."""
