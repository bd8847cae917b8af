"""A fingerprint that recognises a sequence after it was moved or renamed."""

import os
from hashlib import blake2b
from pathlib import Path

from p2m_core.errors import InputError
from p2m_core.sequence.decode import why
from p2m_core.sequence.folder import list_frames
from p2m_core.sequence.place import folder_of, is_pattern

_BLOCK = 64 * 1024


def fingerprint(path: str | os.PathLike[str]) -> str:
    """Return a fingerprint of the content of the sequence at `path`, 32 hexadecimal digits.

    It stays the same when the folder or file is moved or renamed. It is cheap rather than
    thorough: of a folder or a pattern it takes the names and sizes of the image files and the
    content of the first, the middle and the last; of each file read, the head, the middle and the
    tail (64 KiB each) and the size.

    Raises
    ------
    InputError
        If `path` cannot be read.
    """
    source = Path(path)
    digest = blake2b(digest_size=16)
    try:
        if source.exists() and not (source.is_dir() or source.is_file()):
            raise InputError(f"{source}: neither a file nor a folder")  # to open a pipe may block
        if not (source.is_dir() or is_pattern(source)):
            digest.update(_sample(source))
            return digest.hexdigest()
        files, folder = list_frames(source), folder_of(source)
        for name in files:
            # NUL cannot be part of a name; a name may hold bytes that are not UTF-8.
            size = os.stat(f"{folder}{os.sep}{name}").st_size  # noqa: PTH116  Path takes ten times as long
            digest.update(os.fsencode(name) + b"\0%d\0" % size)
        for i in sorted({0, len(files) // 2, len(files) - 1} if files else ()):
            digest.update(_sample(folder / files[i]))
    except OSError as error:
        raise InputError(f"{error.filename or source}: cannot be read: {why(error)}") from error
    return digest.hexdigest()


def _sample(file: Path) -> bytes:
    digest = blake2b(digest_size=16)
    with file.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        digest.update(b"%d\0" % size)
        for start in sorted({0, max(0, size // 2 - _BLOCK // 2), max(0, size - _BLOCK)}):
            stream.seek(start)
            digest.update(stream.read(_BLOCK))
    return digest.digest()
