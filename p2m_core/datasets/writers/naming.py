"""Names of sequences and frames in an exported set: fit for files, unique, and not misread."""

import re
from collections.abc import Iterable, Sequence

from p2m_core import files
from p2m_core.datasets.readers.files import split_named
from p2m_core.sequence.folder import natural_key
from p2m_core.sequence.place import is_junk

# What readers take for a folder of their own.
_TAKEN = re.compile(
    r"images?|imgs?|jpegimages|mix|frames?|pictures?|input|masks?.*|labels?|annotations?|instances"
    r"|gts?|ground.?truth|segmentation.*|centroids?|img1|infrared|visible|jsons?|boxes|yolo_labels"
    r"|(train|training|trainval|test|testing|val|valid|validation)\d*"
    r"|img_?idx|splits?|idx_?\d+|\d+[_-]\d+|(video|seq)_?idx|lists?|imagesets",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]+")
_LONGEST = 100  # bytes


def part_names(names: Iterable[str], split_folders: bool) -> list[str]:
    """Return a name for the folder or file of each sequence.

    Parameters
    ----------
    names : iterable of str
        As in the project.
    split_folders : bool
        Whether the data set tells its parts by folders called train and test: then no other name
        holds such a word.

    Examples
    --------
    >>> part_names(["sky", "SKY", "images", "night_test"], split_folders=True)
    ['sky', 'SKY-2', 'seq_images', 'night_seqtest']
    """
    found: list[str] = []
    taken: set[str] = set()
    for name in names:
        plain = files.safe_name(name)
        if split_folders:
            plain = _WORDS.sub(
                lambda word: f"{'seq' if split_named(word[0]) else ''}{word[0]}", plain
            )
        if is_junk(plain) or _TAKEN.fullmatch(plain):
            plain = f"seq_{plain}"
        found.append(files.safe_name(plain, taken))
        taken.add(found[-1].lower())
    return found


def frame_names(names: Sequence[str]) -> list[str]:
    """Return a name for the file of each frame of a sequence, in natural order.

    They are numbers from 0 where names fit for files would be the same, long, or in another order.

    Examples
    --------
    >>> frame_names(["a/1", "a:2"]), frame_names(["b", "a"])
    (['1', 'a_2'], ['000000', '000001'])
    """
    found = [files.safe_name(name) for name in names]
    fit = (
        len({name.lower() for name in found}) == len(found)
        and max((len(name.encode()) for name in found), default=0) <= _LONGEST
        and not any(map(is_junk, found))
        and sorted(found, key=natural_key) == found
    )
    return found if fit else [f"{place:06d}" for place in range(len(names))]


def flat_name(part: str, frame: str, number: int, taken: set[str]) -> str:
    """Return a name for a frame in a folder of all frames, and take it.

    Parameters
    ----------
    part, frame : str
        Of `part_names` and `frame_names`; `frame` is "" for a single image.
    number : int
        Of the frame in its sequence.
    taken : set of str
        The names of the folder in lower case.
    """
    wanted = f"{part}_{frame}" if frame else part
    if len(wanted.encode()) > _LONGEST:  # cut, all of them would be the same
        wanted = f"{part[: _LONGEST // 2]}_{number:06d}"
    name = files.safe_name(wanted, taken)
    taken.add(name.lower())
    return name
