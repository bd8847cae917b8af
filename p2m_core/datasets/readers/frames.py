"""Numbers of frames in text files: the k-th frame, or the number that its file is called by."""

import re
from collections.abc import Mapping
from pathlib import Path

from p2m_core.datasets.readers.rules import Note
from p2m_core.errors import InputError
from p2m_core.sequence.folder import list_frames

_LAST_NUMBER = re.compile(r"([0-9]{1,12})[^0-9]*$")


def numbered_as_files(
    numbers: Mapping[int, str], images: Path, note: Note, beyond: bool = False
) -> dict[int, int]:
    """Return the frame, from 0, that each number means.

    Number k is the k-th frame, from 1. Where the images are files whose names end in numbers that
    are not 1, 2, 3, ..., a set without some of its frames or one that begins later, and all
    `numbers` are among them but not all within the count, the numbers are those of the files.
    Where both fit, the k-th frame is meant if the files are numbered without a gap, unless the
    first number is that of the first file.

    Parameters
    ----------
    numbers : mapping of int to str
        Each number, and its place in the text file, for messages.
    images : path
        A folder, or anything else that holds frames.
    note : callable
        Told where numbers are taken for those of the files, and where they may be either.
    beyond : bool
        Whether a number may be beyond the last frame of a folder: the caller finds it later.

    Raises
    ------
    InputError
        If a number is 0, or beyond the last frame of a folder, and no file is called so.

    Examples
    --------
    >>> numbered_as_files({1: "line 1", 3: "line 2"}, Path("clip.mp4"), print)
    {1: 0, 3: 2}
    """
    plain = {number: number - 1 for number in numbers}
    if not images.is_dir():
        _check(numbers, None, images)
        return plain
    if not numbers:
        return {}
    files = list_frames(images)
    found = [_LAST_NUMBER.search(Path(file).stem) for file in files]
    called = [int(one[1]) if one else -1 for one in found]
    unlike = called != list(range(1, len(called) + 1)) and len(set(called)) == len(called)
    if not unlike or -1 in called or not set(numbers) <= set(called):
        _check(numbers, None if beyond else len(files), images)
        return plain
    by_name = {number: called.index(number) for number in numbers}
    if by_name == plain:
        return plain
    fits_count = all(1 <= number <= len(files) for number in numbers)
    without_gap = called == list(range(called[0], called[0] + len(called)))
    place = numbers[min(numbers)]
    if fits_count and without_gap and min(numbers) != called[0]:
        note(
            f"{place}: its frame numbers are taken as 1 for the first image, {files[0]}; the "
            "images themselves are numbered otherwise: check that they fit"
        )
        return plain
    note(
        f"{place}: its frame numbers are those that the images are called by: {min(numbers)} is "
        f"{files[by_name[min(numbers)]]}"
    )
    return by_name


def _check(numbers: Mapping[int, str], count: int | None, images: Path) -> None:
    for number, place in numbers.items():
        if number < 1:
            raise InputError(f"{place}: frame is {number}, not a whole number from 1 on")
        if count is not None and number > count:
            raise InputError(
                f"{place}: frame is {number}, but there are {count} images in {images}, and none "
                "is called so"
            )
