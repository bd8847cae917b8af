"""Points on targets: a folder of frames with a table in it.

::

    ROOT/points.csv      header frame,x,y; frame k is the k-th image of the folder, from 1, or the
                         one that is called so (`frames`)
    ROOT/segments.csv    header segment,first,last, optional: shots, frame numbers inclusive

or one folder up. Each segment is a sequence of its own. A table with a column ``sequence`` is for
the folders or videos of these names in ROOT or ROOT/images. Columns ``track``, ``category`` and
``attributes`` (with semicolons between) may stand beside. A frame without a line is unlabelled.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from p2m_core.datasets.descriptions import from_list
from p2m_core.datasets.labelled import BoxLabel, LabelledSequence, PointLabel
from p2m_core.datasets.readers.files import folders, number, read_text, shown, whole
from p2m_core.datasets.readers.frames import numbered_as_files
from p2m_core.datasets.readers.gather import Raw, check_inside, sequence_of
from p2m_core.datasets.readers.locate import is_there, shape_if_readable
from p2m_core.datasets.readers.rules import Note, Rules
from p2m_core.errors import InputError
from p2m_core.sequence.folder import list_frames
from p2m_core.sequence.source import ARRAY_SUFFIX, TIFF_SUFFIXES, VIDEO_SUFFIXES
from p2m_core.words import counted

LAYOUT = "folders of frames with points.csv"

_POINTS = "points.csv"
_SEGMENTS = "segments.csv"


def recognises(path: Path) -> bool:
    """Say whether a folder, or one in it, has a table of points."""
    return path.is_dir() and bool(_homes(path))


def read(path: Path, rules: Rules, note: Note) -> list[LabelledSequence]:
    """Return a sequence for each folder, or for each of its segments."""
    found: list[LabelledSequence] = []
    for home in _homes(path):
        file = home / _POINTS
        points: dict[str | None, dict[int, list[Raw]]] = {}
        places: dict[str | None, dict[int, str]] = {}
        for place, row in _rows(file, ("frame", "x", "y")):
            frame = whole(row["frame"], "frame", place, least=0)
            point = PointLabel(number(row["x"], "x", place), number(row["y"], "y", place))
            name = row.get("sequence")
            words = from_list(row.get("attributes") or "")
            raw = Raw(point, row.get("track") or None, row.get("category") or "", words)
            points.setdefault(name, {}).setdefault(frame, []).append(raw)
            places.setdefault(name, {}).setdefault(frame, place)
        if not points:
            raise InputError(f"{file}: no lines: write frame,x,y for each target")
        for name, own in points.items():
            images = home if name is None else _images(file, home, name)
            at = numbered_as_files(places[name], images, note)
            if images.is_dir() and (files := list_frames(images)):
                size = shape_if_readable(images / files[0])
                for frame, targets in own.items():
                    check_inside(targets, size, places[name][frame])
            by_frame = {at[frame]: targets for frame, targets in sorted(own.items())}
            found.extend(_sequences(name, images, by_frame, note))
    return found


def _sequences(
    name: str | None, images: Path, targets: Mapping[int, list[Raw]], note: Note
) -> Iterator[LabelledSequence]:
    if name is not None:
        yield sequence_of(name, images, targets, note=note)
        return
    count = len(list_frames(images))
    for title, start, stop in _segments(images, count):
        own = {f - start: targets[f] for f in sorted(targets) if start <= f < (stop or count)}
        if own:
            yield replace(sequence_of(title, images, own, note=note), start=start, stop=stop)


def _images(file: Path, home: Path, name: str) -> Path:
    """Return the folder or video of a sequence that a table names."""
    plain = name.replace("\\", "/")
    if plain and not plain.startswith("/") and ".." not in plain.split("/") and ":" not in plain:
        for folder in (home, home / "images"):
            whole = folder / plain
            if is_there(whole) and whole.is_dir() and list_frames(whole):
                return folder / plain
            for suffix in (*VIDEO_SUFFIXES, ARRAY_SUFFIX, *TIFF_SUFFIXES):
                if is_there(folder / f"{plain}{suffix}"):
                    return folder / f"{plain}{suffix}"
    raise InputError(f"{file}: no folder of frames and no video {shown(name)} in {home}: add it")


def read_table(
    file: Path,
) -> dict[str | None, dict[int, tuple[PointLabel | BoxLabel, ...]]]:
    """Return the points of a table by sequence and frame number from 0.

    Without a column ``sequence`` there is one sequence, None.

    Raises
    ------
    InputError
        If it cannot be read, is a table of detections, whose frames count from 0, or is empty.
    """
    found: dict[str | None, dict[int, tuple[PointLabel | BoxLabel, ...]]] = {}
    for place, row in _rows(file, ("frame", "x", "y")):
        if "score" in row:
            raise InputError(
                f"{file}: a column 'score' is of detections, whose frames count from 0: write "
                "frame,x,y with frames from 1"
            )
        frame = whole(row["frame"], "frame", place, least=1) - 1
        point = PointLabel(number(row["x"], "x", place), number(row["y"], "y", place))
        labels = found.setdefault(row.get("sequence"), {})
        labels[frame] = (*labels.get(frame, ()), point)
    if not found:
        raise InputError(f"{file}: no lines: write frame,x,y for each target")
    return found


def _homes(path: Path) -> list[Path]:
    if (path / _POINTS).is_file():
        return [path]
    return [home for home in folders(path) if (home / _POINTS).is_file()]


def _segments(home: Path, count: int) -> Iterator[tuple[str, int, int | None]]:
    """Yield the name, first frame and end of each segment; the whole folder without a table."""
    file = home / _SEGMENTS
    if not file.is_file():
        yield home.name, 0, None
        return
    end, names = 0, set()
    for place, row in _rows(file, ("segment", "first", "last")):
        first = whole(row["first"], "first", place, least=1)
        last = whole(row["last"], "last", place, least=first)
        if first <= end:
            raise InputError(f"{place}: first is {first}, but the segment before ends at {end}")
        if last > count:
            raise InputError(
                f"{place}: last is {last}, but the folder has {counted(count, 'image')}"
            )
        if row["segment"] in names:
            raise InputError(f"{place}: segment {row['segment']!r} is there twice")
        names.add(row["segment"])
        end = last
        yield f"{home.name}/{row['segment']}", first - 1, last


def _rows(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the place and the cells of each line of a table with a header."""
    lines = read_text(file).splitlines() or [""]
    # Spreadsheets of many countries write semicolons.
    separator = max(",;\t", key=lines[0].count)
    header = [cell.lower() for cell in _cells(lines[0], separator, f"{file}, line 1")]
    for column in columns:
        if column not in header:
            raise InputError(f"{file}: no column {column!r}: its first line must name the columns")
    for count, line in enumerate(lines[1:], start=2):
        if not line.strip(f"{separator} \t"):
            continue
        place = f"{file}, line {count}"
        cells = _cells(line, separator, place)
        if len(cells) < len(header):
            raise InputError(f"{place}: {len(cells)} values for {len(header)} columns")
        yield place, dict(zip(header, cells, strict=False))


def _cells(line: str, separator: str, place: str) -> list[str]:
    try:
        # Line by line: a quote that is not closed must not swallow the lines after it.
        cells = next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error as error:
        raise InputError(f"{place}: not readable as CSV: {error}: correct it") from error
    return [cell.strip() for cell in cells]
