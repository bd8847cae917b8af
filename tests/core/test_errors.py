"""Failures have codes, by which the program that started the work knows their cause."""

import errno
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from p2m_core.errors import (
    Cancelled,
    FrameError,
    InputError,
    OutOfMemoryError,
    P2MError,
    ProjectLockedError,
    code_of,
)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (P2MError("the training did not converge"), "failed"),
        (InputError("sky.png: not an image"), "bad-input"),
        (FrameError("frame 7: cannot be read"), "bad-input"),
        (ProjectLockedError("sky.lirst: in use"), "locked"),
        (Cancelled("cancelled"), "cancelled"),
        (OutOfMemoryError("8 crops do not fit"), "out-of-memory"),
        (RuntimeError("could not create a primitive"), "out-of-memory"),
        (ImportError("libgfx.so: failed to map segment from shared object"), "out-of-memory"),
        (ImportError("no module named sky"), "fault"),
        (KeyError("sky"), "fault"),
        (OSError(errno.EACCES, "Permission denied"), "fault"),
    ],
)
def test_every_error_has_a_code(error: Exception, code: str) -> None:
    assert code_of(error) == code


def test_memory_that_cannot_be_allocated_has_its_code() -> None:
    with pytest.raises(MemoryError) as raised:
        np.empty(2**52)
    assert code_of(raised.value) == "out-of-memory"


def test_memory_that_torch_cannot_allocate_has_its_code() -> None:
    torch = pytest.importorskip("torch")
    with pytest.raises(RuntimeError) as raised:
        torch.empty(2**52)
    assert code_of(raised.value) == "out-of-memory"
    with pytest.raises(RuntimeError) as raised:
        torch.zeros(2) @ torch.zeros(3)
    assert code_of(raised.value) == "fault"


def test_a_full_disk_is_found_behind_the_error_that_reports_it() -> None:
    """Also behind `raise ... from None`, which hides it from a traceback."""
    with pytest.raises(P2MError) as raised:
        _write_to_a_full_disk()
    assert code_of(raised.value) == "disk-full"


def _write_to_a_full_disk() -> None:
    try:
        with Path("/dev/full").open("wb", buffering=0) as file:
            file.write(b"mask")
    except OSError as error:
        raise P2MError(f"cannot write: {error.strerror}") from None


def test_a_database_that_cannot_grow_is_a_full_disk() -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE masks (pixels)")
    database.execute("PRAGMA max_page_count = 2")
    with pytest.raises(sqlite3.OperationalError) as raised:
        database.execute("INSERT INTO masks VALUES (zeroblob(1000000))")
    database.close()
    assert code_of(raised.value) == "disk-full"
