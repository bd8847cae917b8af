"""Files and folders that are written whole or not at all, PNG images, and names fit for any system.

A file is written under a name beside the goal and renamed at the end, so that a reader never meets
half a file, and a failure leaves the old file.
"""

import os
import re
import shutil
import unicodedata
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.errors import InputError, P2MError

_NAME_LENGTH = 120
_NAME_BYTES = 200  # of the 255 that systems allow; the rest is for suffixes
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def is_there(path: Path) -> bool:
    """Return whether something is at a path, whatever its text: also one that is too long."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Return whether a folder is at a path, whatever its text; see `is_there`."""
    return is_there(path) and path.is_dir()


def part_of(goal: Path) -> Path:
    """Return the hidden name beside `goal` under which this process prepares it."""
    return goal.with_name(f".{goal.name}.{os.getpid()}.part")


@contextmanager
def staged_file(
    goal: Path, advice: str = "", failures: tuple[type[Exception], ...] = ()
) -> Iterator[Path]:
    """Yield a temporary path beside `goal`; the file written there becomes `goal` at the end.

    On any exception the temporary file is removed, and `goal` stays as it was.

    Parameters
    ----------
    goal : Path
        A file; it is replaced if it exists.
    advice : str
        What the user can do if it cannot be written; ends the message.
    failures : tuple of exception classes
        Exceptions, beside `OSError`, that the body raises when it cannot write.

    Raises
    ------
    P2MError
        If the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with staged_file(folder / "a.txt") as part:
    ...     _ = part.write_text("whole")
    >>> [path.name for path in folder.iterdir()]
    ['a.txt']
    """
    part = part_of(goal)
    expected: tuple[type[Exception], ...] = (OSError, *failures)
    try:
        yield part
        part.replace(goal)
    except expected as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise P2MError(f"cannot write {goal}: {reason}" + (advice and f"; {advice}")) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_bytes(goal: Path, data: bytes, advice: str = "") -> None:
    """Write a file, whole or not at all, and make its folder if need be; see `staged_file`."""
    with staged_file(goal, advice) as part:
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)


def write_text(goal: Path, text: str, advice: str = "") -> None:
    """Write a text file in UTF-8, lines as they are; see `write_bytes`.

    The bytes of a file's name that are no text are written as their numbers.
    """
    write_bytes(goal, text.encode(errors="backslashreplace"), advice)


@contextmanager
def staged_folder(goal: Path) -> Iterator[Path]:
    """Yield a temporary folder beside `goal`, which becomes `goal` if all goes well.

    On any exception it is removed, and `goal` stays as it was.

    Raises
    ------
    InputError
        If `goal` exists and is not an empty folder.
    P2MError
        If the disk is full, or the folder cannot be written.
    """
    goal = goal.absolute()
    if goal.exists() and (not goal.is_dir() or any(goal.iterdir())):
        raise InputError(f"{goal} exists and is not empty: choose another folder, or remove it")
    stage = part_of(goal)  # mkdtemp would make it readable by its owner only
    try:
        stage.mkdir(parents=True)
    except OSError as error:
        raise P2MError(f"cannot create {stage}: {error.strerror}") from error
    try:
        yield stage
        if goal.exists():
            goal.rmdir()
        stage.rename(goal)
    except OSError as error:
        raise P2MError(
            f"cannot write {goal}: {error.strerror or error}; nothing is kept"
        ) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def safe_name(name: str, taken: Container[str] = ()) -> str:
    """Return `name` fit for a file or folder on every system, and not among `taken`.

    `taken` holds names in lower case, because some systems ignore case.

    Examples
    --------
    >>> safe_name("../run 1: sky", taken={"run 1_ sky"})
    'run 1_ sky-2'
    """
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    plain = re.sub(r"[^\w .+()-]", "_", last)[:_NAME_LENGTH]
    plain = plain.encode()[:_NAME_BYTES].decode(errors="ignore").strip(" .") or "unnamed"
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    unique, count = plain, 1
    while unique.lower() in taken:
        count += 1
        unique = f"{plain}-{count}"
    return unique


def write_png(goal: Path, image: NDArray[np.uint8] | NDArray[np.uint16]) -> None:
    """Write an image, whole or not at all; see `write_bytes`.

    It is grey, shape (H, W), or has the colours blue, green, red, shape (H, W, 3).

    Raises
    ------
    P2MError
        If it cannot be encoded or written.
    """
    try:
        _, data = cv2.imencode(".png", image)
    except cv2.error:
        raise P2MError(
            f"cannot write {goal}: {image.dtype} {image.shape} cannot be a PNG image"
        ) from None
    write_bytes(goal, data.tobytes())  # not cv2.imwrite: it knows no Unicode paths on Windows


def read_png(path: Path) -> NDArray[Any]:
    """Return a grey image at its own bit depth, shape (H, W), uint8 or uint16.

    Raises
    ------
    InputError
        If the file is missing, damaged or in colour.
    """
    try:
        data = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    image = cv2.imdecode(data, cv2.IMREAD_UNCHANGED) if data.size else None
    if image is None or image.ndim != 2:
        raise InputError(f"cannot read {path}: not a grey PNG image")
    return image
