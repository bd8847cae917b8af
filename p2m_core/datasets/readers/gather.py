"""From targets by image or frame to labelled sequences: shared by readers of annotation files."""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from p2m_core.datasets.labelled import Label, LabelledSequence, LabelledTarget, MaskLabel
from p2m_core.datasets.labels import box_of
from p2m_core.datasets.readers.files import Images, shown
from p2m_core.datasets.readers.locate import shape_if_readable
from p2m_core.datasets.readers.rules import Note
from p2m_core.errors import InputError
from p2m_core.sequence.folder import list_frames, natural_key

_LARGEST_TRACK = 65535  # as instance maps have 16 bits
_SPLIT_FOLDER = re.compile(r"(train|test|val|valid|validation)[0-9]*", re.IGNORECASE)
_IMAGE_FOLDERS = ("images", "JPEGImages", "img", "imgs", "frames")


class Raw(NamedTuple):
    """A target as a file tells it: `track` is any name of the same object, None without one."""

    label: Label
    track: Hashable | None = None
    category: str = ""
    attributes: tuple[str, ...] = ()
    note: str = ""


@dataclass
class Count:
    """Counts what is worth one note, and remembers where it was first."""

    number: int = 0
    first: str = ""

    def add(self, number: int, place: str) -> None:
        """Count `number` more."""
        if number and not self.number:
            self.first = place
        self.number += number

    def tell(self, note: Note, what: str, then: str) -> None:
        """Note it, if there is any: what it is, and what becomes of it."""
        if self.number:
            note(f"{self.first}: {what} ({self.number}, the first here): {then}")


def sequence_of(
    name: str,
    path: Path,
    targets: Mapping[int, Sequence[Raw | LabelledTarget]],
    *,
    note: Note,
    split: str | None = None,
    implied_empty: Iterable[int] = (),
) -> LabelledSequence:
    """Return a sequence of labelled frames.

    Tracks keep their numbers where these are whole numbers from 1 on; any other names are
    numbered in their order. A target without a track is one of its own, if others have one.
    Where a track is twice in a frame, its names tell something else: none is taken for a track.

    Parameters
    ----------
    name, path, split
        As of `LabelledSequence`.
    targets : mapping of int to sequence of Raw
        By frame from 0; empty where a labelled frame has none.
    note : callable
        Called for tracks that are not taken.
    implied_empty : iterable of int
        Frames without a target, of which no entry says so.
    """
    frames = sorted(targets)
    tracks: dict[int, tuple[int, ...]] = {}
    if any(t.track is not None for f in frames for t in targets[f]):
        twin = next((f for f in frames if _has_twin(targets[f])), None)
        if twin is None:
            tracks = _numbered(targets, frames)
        else:
            note(
                f"{path}: a track is twice in frame {twin + 1}: the numbers of tracks are left out"
            )
    said = any(t.attributes for f in frames for t in targets[f])
    noted = any(t.note for f in frames for t in targets[f])
    named = any(t.category for f in frames for t in targets[f])
    return LabelledSequence(
        name,
        path,
        {f: tuple(t.label for t in targets[f]) for f in frames},
        split=split,
        tracks=tracks,
        categories={f: tuple(t.category for t in targets[f]) for f in frames} if named else {},
        implied_empty=frozenset(implied_empty),
        attributes={f: tuple(t.attributes for t in targets[f]) for f in frames} if said else {},
        notes={f: tuple(t.note for t in targets[f]) for f in frames} if noted else {},
    )


def _has_twin(targets: Sequence[Raw | LabelledTarget]) -> bool:
    known = [t.track for t in targets if t.track is not None]
    return len(set(known)) < len(known)


def _numbered(
    targets: Mapping[int, Sequence[Raw | LabelledTarget]], frames: Sequence[int]
) -> dict[int, tuple[int, ...]]:
    names = dict.fromkeys(t.track for f in frames for t in targets[f] if t.track is not None)
    plain = {name: _as_number(name) for name in names}
    numbers = {name: number for name, number in plain.items() if number is not None}
    if len(numbers) < len(names) or len(set(numbers.values())) < len(names):
        numbers = {name: i for i, name in enumerate(names, start=1)}
    free = max(numbers.values(), default=0)
    found = {}
    for frame in frames:
        own = []
        for target in targets[frame]:
            if target.track is None:
                free += 1
                own.append(free)
            else:
                own.append(numbers[target.track])
        found[frame] = tuple(own)
    return found


def _as_number(name: Hashable) -> int | None:
    if isinstance(name, bool) or not isinstance(name, int | float | str):
        return None
    try:
        number = float(name)
    except (ValueError, OverflowError):
        return None
    # Not `in range(...)`: of a float, that looks at one number after the other.
    return int(number) if number.is_integer() and 1 <= number <= _LARGEST_TRACK else None


def check_inside(
    targets: Iterable[Raw | LabelledTarget], shape: tuple[int, int] | None, place: str
) -> None:
    """Check that each box or point has a part in the image, of (height, width) `shape`.

    Nothing is checked where the shape is not known, as of a broken image.

    Boxes may reach beyond it, as those of targets at its border do. One that has no part in it is
    of another image or size.

    Raises
    ------
    InputError
        If a target lies outside.
    """
    if shape is None:
        return
    height, width = shape
    for target in targets:
        if isinstance(target.label, MaskLabel):
            continue
        x0, y0, x1, y1 = box_of(target.label)
        if x0 >= width or y0 >= height or x1 <= 0 or y1 <= 0:
            raise InputError(
                f"{place}: a target at x {x0:.6g}..{x1:.6g}, y {y0:.6g}..{y1:.6g} lies outside "
                f"of the {width}x{height} image: correct it, or take the right image"
            )


@dataclass
class Sizes:
    """The sizes of images; frames of a folder that is one sequence have one size."""

    _known: dict[Path, tuple[int, int] | None] = field(default_factory=dict)

    def of(self, images: Images, frame: int = 0) -> tuple[int, int] | None:
        """Return (height, width) of the images of a sequence; None if they cannot be read."""
        if images.path not in self._known:
            self._known[images.path] = shape_if_readable(images.files()[frame])
        return self._known[images.path]


def by(shape: tuple[int, int]) -> str:
    """Return a (height, width) for a message, as people say it: width x height."""
    return f"{shape[1]}x{shape[0]}"


@dataclass
class Entry:
    """What an annotation file tells of one image."""

    path: Path
    targets: Sequence[Raw] = ()
    shape: tuple[int, int] | None = None
    implied: bool = False


def gathered(
    entries: Iterable[Entry], homes: Sequence[Path], note: Note, split: str | None = None
) -> list[LabelledSequence]:
    """Return the labelled images as sequences.

    Images of one folder are one sequence where they have one size, and the folder lies below a
    folder of images or tracks go through it. All others are sequences of one frame. A folder
    called train, test or val is never a sequence, but a split.

    Parameters
    ----------
    entries : iterable of Entry
        Each image once.
    homes : sequence of path
        Names are the paths below the first of these that holds the image. The first one, and
        those called "images" or the like, are folders of images.
    note : callable
    split : str, optional
        Of all.
    """
    by_folder: dict[Path, list[Entry]] = {}
    for entry in entries:
        by_folder.setdefault(entry.path.parent, []).append(entry)
    found: dict[str, LabelledSequence] = {}
    for folder in sorted(by_folder, key=lambda f: natural_key(str(f))):
        own = sorted(by_folder[folder], key=lambda e: natural_key(e.path.name))
        part = split or _split_of(folder, homes)
        if _is_sequence(folder, own, homes):
            numbers = {name: i for i, name in enumerate(list_frames(folder))}
            frames = {numbers[e.path.name]: e for e in own}
            name = _unused(_below(folder, homes), folder, found)
            found[name] = sequence_of(
                name, folder, {f: e.targets for f, e in frames.items()}, split=part, note=note,
                implied_empty=[f for f, e in frames.items() if e.implied and not e.targets],
            )  # fmt: skip
            continue
        for entry in own:
            name = _unused(_below(entry.path.with_suffix(""), homes), entry.path, found)
            found[name] = sequence_of(
                name, entry.path, {0: entry.targets}, split=part, note=note,
                implied_empty=[0] if entry.implied and not entry.targets else [],
            )  # fmt: skip
    return list(found.values())


def _is_sequence(folder: Path, entries: Sequence[Entry], homes: Sequence[Path]) -> bool:
    if len(entries) < 2 or len({entry.shape for entry in entries} - {None}) > 1:
        return False
    if _tracked(entries):
        return True
    below = any(
        home in folder.parents and (home == homes[0] or home.name in _IMAGE_FOLDERS)
        for home in homes
    )
    return below and not _SPLIT_FOLDER.fullmatch(folder.name) and folder.name not in _IMAGE_FOLDERS


def _split_of(folder: Path, homes: Sequence[Path]) -> str | None:
    for name in reversed(_below(folder, homes).split("/")):
        if _SPLIT_FOLDER.fullmatch(name):
            return "train" if name.lower().startswith("train") else "test"
    return None


def _tracked(entries: Iterable[Entry]) -> bool:
    seen: set[Hashable] = set()
    for entry in entries:
        own = {target.track for target in entry.targets if target.track is not None}
        if own & seen:
            return True
        seen |= own
    return False


def _below(path: Path, homes: Sequence[Path]) -> str:
    for home in homes:
        if home in path.parents:
            return path.relative_to(home).as_posix()
    return path.name


def _unused(name: str, path: Path, taken: Mapping[str, object]) -> str:
    """Return a name that no other sequence has: with the suffix, or more folders."""
    for one in (name, path.name, f"{path.parent.name}/{path.name}", path.as_posix()):
        if one not in taken:
            return one
    raise InputError(f"{path}: it is listed twice as {shown(name)}")
