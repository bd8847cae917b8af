"""The one error family: every expected failure is a `P2MError` with a one-line message.

`code_of` gives the cause of any failure as a code, for programs that started the work.
"""

import errno
import sqlite3
import sys
from collections.abc import Iterator

OUT_OF_MEMORY, DISK_FULL, DEVICE, FAULT = "out-of-memory", "disk-full", "device", "fault"

# Where memory ends, torch (for a processor), oneDNN, threads and the loader of libraries raise
# errors that have no class of their own.
_NO_MEMORY = (
    "allocate memory", "bad_alloc", "could not create a primitive", "could not create a memory",
    "can't start new thread", "failed to map segment",
)  # fmt: skip


class P2MError(Exception):
    """The work failed for a reason the user can act on.

    The message is one line that names the file, the item and the value, and states what to do.
    The command line prints it and exits with `exit_status`; the window shows it. `code` names the
    cause for programs, see `code_of`.
    """

    exit_status = 1
    code = "failed"


class InputError(P2MError, ValueError):
    """An argument or an input file is wrong (exit status 2)."""

    exit_status = 2
    code = "bad-input"


class FrameError(InputError):
    """One frame of a sequence cannot be read; the others still can."""


class OtherContentError(InputError):
    """The images fit a sequence in size and number, but have another content."""


class ProjectLockedError(P2MError):
    """Another program is writing to the project file."""

    code = "locked"


class OutOfMemoryError(P2MError):
    """The work does not fit into the memory of the device or of the machine."""

    code = OUT_OF_MEMORY


class Cancelled(P2MError):  # noqa: N818 - a request of the user, not a fault
    """The user stopped the work, and nothing half-done is left."""

    code = "cancelled"


def code_of(error: BaseException) -> str:
    """Return why the work failed, as a code.

    Parameters
    ----------
    error : BaseException
        The exception. The errors that led to it count too, also behind ``raise ... from None``: a
        `P2MError` about a file that cannot be written may come from a full disk.

    Returns
    -------
    str
        ``out-of-memory``, ``disk-full`` or ``device`` (the graphics card cannot be used); else
        the `code` of a `P2MError`: ``bad-input``, ``locked``, ``cancelled``, ``failed``; and
        ``fault`` for an unexpected exception.

    Examples
    --------
    >>> code_of(InputError("sky.png: not an image"))
    'bad-input'
    >>> code_of(OSError(errno.ENOSPC, "No space left on device"))
    'disk-full'
    >>> code_of(KeyError("sky"))
    'fault'
    """
    for one in _chain(error):
        if code := _code_of_resources(one):
            return code
    return error.code if isinstance(error, P2MError) else FAULT


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or one.__context__


def _code_of_resources(error: BaseException) -> str:
    if isinstance(error, (MemoryError, OutOfMemoryError)):
        return OUT_OF_MEMORY
    if isinstance(error, OSError):
        full, no_memory = (errno.ENOSPC, errno.EDQUOT), (errno.ENOMEM,)
        return _either(error.errno, full, no_memory)
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        return _either(code, (sqlite3.SQLITE_FULL,), (sqlite3.SQLITE_NOMEM,))
    if isinstance(error, (RuntimeError, ImportError)):
        if any(words in str(error) for words in _NO_MEMORY):
            return OUT_OF_MEMORY
        torch = sys.modules.get("torch")  # without it, nothing of it was raised
        if torch is not None and isinstance(error, torch.OutOfMemoryError):
            return OUT_OF_MEMORY
        if torch is not None and isinstance(error, getattr(torch, "AcceleratorError", ())):
            return DEVICE
    return ""


def _either(code: int | None, full: tuple[int, ...], no_memory: tuple[int, ...]) -> str:
    if code in full:
        return DISK_FULL
    return OUT_OF_MEMORY if code in no_memory else ""
