"""Where a sequence is: a file, a folder, or the files of a folder that match a pattern."""

import fnmatch
import glob
import os
import re
from collections.abc import Iterable
from pathlib import Path

from p2m_core.files import is_folder
from p2m_core.sequence.source import IMAGE_SUFFIXES

ANY = "*"
"""In the last part of a path, it stands for any characters: ``images/IR_3_*``."""

_JUNK = {
    "@eadir", "@recycle", "@recently-snapshot", "@tmp", "@__thumb", "#recycle", "#snapshot",
    "~snapshot", "$recycle.bin", "recycler", "system volume information", "lost+found",
    "__macosx", "__pycache__", "network trash folder", "temporary items",
}  # fmt: skip


def is_junk(name: str) -> bool:
    """Return whether a file or folder is hidden, or one that a system makes for itself.

    Such as the thumbnails and waste baskets of network disks, and the second files of macOS.
    """
    return name.startswith(".") or name.casefold() in _JUNK


def is_pattern(path: Path) -> bool:
    """Return whether `path` means those images of its folder whose names match its last part.

    A file or folder that is really called so is not a pattern. Only ``*`` is special.
    """
    return ANY in path.name and not path.exists()


def folder_of(path: Path) -> Path:
    """Return the folder that holds the frames of the folder or pattern `path`."""
    return path.parent if is_pattern(path) else path


def matching(names: Iterable[str], pattern: str) -> list[str]:
    """Return the names that match, in their order.

    Examples
    --------
    >>> matching(["IR_1_01.png", "IR_10_01.png", "IR_1_02.png"], "IR_1_*")
    ['IR_1_01.png', 'IR_1_02.png']
    >>> matching(["a[1].png", "a1.png"], "a[1]*")
    ['a[1].png']
    """
    return fnmatch.filter(names, ANY.join(map(glob.escape, pattern.split(ANY))))


def sequence_name(path: Path) -> str:
    """Return the name of the sequence at `path`; it is always valid Unicode.

    The folder's name, a file's without its suffix, a pattern's without ``*``; of ``*.tif``, the
    folder's name and the suffix.
    """
    if is_folder(path):
        return readable(path.name)
    if not is_pattern(path):
        return readable(path.stem)
    if path.stem == ANY and path.suffix:
        return readable(f"{path.parent.name} {path.suffix[1:]}")
    stem = path.stem if path.suffix.lower() in IMAGE_SUFFIXES else path.name
    bare = re.sub(r"\(\*\)|\*", "", stem).strip(" ._-(")
    return readable(bare or path.parent.name)


def readable(name: str) -> str:
    r"""Return a file's name as valid Unicode, to show and to store.

    A name whose bytes are not UTF-8, as from an archive of Chinese Windows, is read as GB 2312;
    what is not that either keeps its odd bytes as numbers.

    Examples
    --------
    >>> readable(os.fsdecode("红外".encode("gbk"))), readable("caf\udce9.png")
    ('红外', 'caf%E9.png')
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        try:
            return os.fsencode(name).decode("gb2312")
        except UnicodeError:
            return re.sub("[\ud800-\udfff]", lambda odd: f"%{ord(odd[0]) & 0xFF:02X}", name)
    return name
