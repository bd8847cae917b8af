"""Images and videos by the paths that annotation files give them, often of another machine."""

import struct
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from p2m_core.datasets.readers.files import shown, walk
from p2m_core.datasets.readers.names import parts_of
from p2m_core.datasets.readers.rules import Note
from p2m_core.errors import InputError
from p2m_core.sequence.decode import read_image
from p2m_core.sequence.source import ARRAY_SUFFIX, IMAGE_SUFFIXES, VIDEO_SUFFIXES

_MOST_FILES = 2_000_000
_WANTED = (*IMAGE_SUFFIXES, *VIDEO_SUFFIXES, ARRAY_SUFFIX)


class Locator:
    """Finds the files that names mean, at or below some folders, and never outside of them.

    A name is looked up below each folder as it is. If it is not there, its folders are of another
    machine: the file whose path agrees with the longest end of it is meant. Case, the kind of
    slash, ``%20`` and the form of accents do not count. Two names never mean the same file.

    Parameters
    ----------
    homes : paths
        Where names are looked up as they are, in order.
    roots : paths
        Everything below them is compared by the ends; they are listed when first needed.
    place : str
        The file that holds the names; begins each message.
    """

    def __init__(self, homes: Iterable[Path], roots: Iterable[Path], place: str) -> None:
        self._homes = list(dict.fromkeys(homes))
        self._roots = list(dict.fromkeys(roots))
        self._place = place
        self._below: dict[str, list[tuple[tuple[str, ...], Path]]] | None = None
        self._taken: dict[Path, str] = {}
        self._guessed: list[tuple[str, Path]] = []

    def find(self, name: object, where: str = "", shared: bool = False) -> Path | None:
        """Return the file that `name` means; None if there is none.

        Parameters
        ----------
        name : object
            As read from a file; anything but a text is refused.
        where : str
            The place of the name in its file, for messages.
        shared : bool
            Whether several names may mean this file, as the frames of a video do.

        Raises
        ------
        InputError
            If it is no name, several files fit equally well, or another name means the same file.
        """
        place = f"{self._place}{where}"
        if not isinstance(name, str) or not name.strip():
            raise InputError(f"{place}: {shown(name)} is no name of an image")
        found = self._as_it_is(name)
        if found is None:
            found = self._by_its_end(name, place)
            if found is not None:
                self._guessed.append((name, found))
        if found is not None and not shared:
            other = self._taken.setdefault(found, name)
            if other != name:
                raise InputError(
                    f"{place}: {shown(name)} and {shown(other)} both mean {found}: give each image "
                    "its own name, or add the missing folder"
                )
        return found

    def need(self, name: object, where: str = "", shared: bool = False) -> Path:
        """Return the file that `name` means.

        Raises
        ------
        InputError
            As `find`; also if there is none.
        """
        found = self.find(name, where, shared)
        if found is None:
            there = [home for home in self._homes if home.is_dir()] or self._homes
            places = ", nor in ".join(str(home) for home in there[:2])
            raise InputError(
                f"{self._place}{where}: its image {shown(name)} is not in {places}: add it there, "
                "take it out of the file, or give the folder with p2m import --images DIR"
            )
        return found

    def tell(self, note: Note) -> None:
        """Note the names whose folders were not there."""
        if self._guessed:
            name, found = self._guessed[0]
            note(
                f"{self._place}: paths of another folder ({len(self._guessed)}) are matched by "
                f"their ends, such as {shown(name)} with {found}"
            )

    def _as_it_is(self, name: str) -> Path | None:
        plain = name.replace("\\", "/")
        parts = plain.split("/")
        if plain.startswith("/") or ".." in parts or ":" in parts[0]:
            return None
        for home in self._homes:
            for text in (name, plain):
                if is_there(home / text) and (home / text).is_file():
                    return home / text
        return None

    def _by_its_end(self, name: str, place: str) -> Path | None:
        if self._below is None:
            self._below = _listing(self._roots)
        best: list[Path] = []
        length = 0
        for parts in dict.fromkeys((parts_of(name), parts_of(unquote(name).rpartition("?d=")[2]))):
            for other, path in self._below.get(parts[-1], ()) if parts else ():
                same = _common_end(parts, other)
                if same > length:
                    best, length = [path], same
                elif same == length and path not in best:
                    best.append(path)
        for home in self._homes:
            # Where masks or other images have the same names, the images of the set are meant.
            best = [path for path in best if home in path.parents] or best
        if len(best) > 1:
            exact = [path for path in best if path.name == name.replace("\\", "/").split("/")[-1]]
            best = exact if len(exact) == 1 else best
        if len(best) > 1:
            raise InputError(
                f"{place}: {shown(name)} may be {best[0]} or {best[1]}: give more of its path"
            )
        return best[0] if best else None


def is_there(path: Path) -> bool:
    """Say whether there is something at a path that a file names: it may be no path at all."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _common_end(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    count = 0
    for one, other in zip(reversed(a), reversed(b), strict=False):
        if one != other:
            break
        count += 1
    return count


def _listing(roots: Iterable[Path]) -> dict[str, list[tuple[tuple[str, ...], Path]]]:
    found: dict[str, list[tuple[tuple[str, ...], Path]]] = {}
    count = 0
    seen: set[str] = set()
    for root in roots:
        for folder, _, file in walk(root, seen):
            if not file.lower().endswith(_WANTED):
                continue
            count += 1
            if count > _MOST_FILES:
                raise InputError(f"{root}: over {_MOST_FILES} images: name a smaller folder")
            path = Path(folder, file)
            parts = parts_of(path.relative_to(root).as_posix())
            found.setdefault(parts[-1], []).append((parts, path))
    return found


def image_shape(path: Path) -> tuple[int, int]:
    """Return (height, width) of an image file, from its first bytes where they tell.

    Raises
    ------
    FrameError
        If it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(32)
    except OSError:
        head = b""
    if head[:8] == b"\x89PNG\r\n\x1a\n" and head[12:16] == b"IHDR" and len(head) >= 24:
        width, height = struct.unpack(">II", head[16:24])
        return int(height), int(width)
    if head[:2] == b"BM" and len(head) >= 26 and head[14] >= 40:
        width, height = struct.unpack("<ii", head[18:26])
        return abs(int(height)), int(width)
    height, width = read_image(path).shape
    return int(height), int(width)


def shape_if_readable(path: Path, stated: tuple[int, int] | None = None) -> tuple[int, int] | None:
    """Return (height, width) of an image; `stated` if it cannot be read.

    A broken image among many is told where frames are read, and the others still are.
    """
    try:
        return image_shape(path)
    except InputError:
        return stated
