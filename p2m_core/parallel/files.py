"""What a task reads is named, not sent: that it is the same there as here is looked at."""

from pathlib import Path

from p2m_core.errors import InputError
from p2m_core.sequence import fingerprint


def check_same(path: str | Path, expected: str) -> None:
    """Raise `InputError` unless the file or folder has that fingerprint.

    See `p2m_core.sequence.fingerprint`.
    """
    try:
        found = fingerprint(path)
    except InputError as error:
        raise InputError(f"{error}: it must be at the same path on all machines") from None
    if found != expected:
        raise InputError(
            f"{path} is not what it was when this work began: it must stay as it is, and be the "
            "same on all machines"
        )
