"""Detections as a CSV file: what ``p2m predict`` writes and ``p2m eval pred`` reads.

The columns are those of `HEADER`; one line a detection; coordinates as in `p2m_core.geometry`.
``sequence`` is the sequence's name in the data set. ``frame`` is the frame's number from 0, or its
name, alike for all lines of a sequence: it is read as a number where all of them are numbers
without leading zeros of frames that exist, and as a name otherwise.
"""

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from p2m_core.detector import Detection
from p2m_core.errors import InputError
from p2m_core.files import write_text

HEADER = ("sequence", "frame", "x", "y", "radius", "score")


@dataclass(frozen=True)
class DetectionRow:
    """One line of the file.

    Attributes
    ----------
    sequence : str
    frame : str
        As in the file; when written, the number from 0.
    detection : Detection
    line : int
        Line in the file, from 1; 0 for a row not read from a file.
    """

    sequence: str
    frame: str
    detection: Detection
    line: int = 0


def rows_of(sequence: str, frame: int, detections: Iterable[Detection]) -> list[DetectionRow]:
    """Return the rows of one frame."""
    return [DetectionRow(sequence, str(frame), d) for d in detections]


def write_detections(path: Path, rows: Iterable[DetectionRow]) -> None:
    """Write `rows` in their order, whole or not at all; the folder is made where it is missing.

    Positions and radii are rounded to a thousandth of a pixel, scores to seven digits.

    Raises
    ------
    P2MError
        If the file cannot be written.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for row in rows:
        d = row.detection
        numbers = (f"{d.x:.3f}", f"{d.y:.3f}", f"{d.radius:.3f}", f"{d.score:.7g}")
        writer.writerow((row.sequence, row.frame, *numbers))
    write_text(path, text.getvalue())


def read_detections(path: Path) -> list[DetectionRow]:
    """Read a file of detections; other columns are allowed, in any order, and left out.

    A file with the header alone holds no detection.

    Raises
    ------
    InputError
        If it cannot be read, a column is missing, or a line is cut short, lacks a sequence or
        frame, or has text for a number.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise InputError(f"{path}: cannot be read as detections: {reason}") from error
    reader = csv.DictReader(io.StringIO(text, newline=""), skipinitialspace=True, strict=True)
    try:
        missing = [name for name in HEADER if name not in (reader.fieldnames or ())]
        if missing:
            raise InputError(
                f"{path}: no column {missing[0]!r}: the first line must name {','.join(HEADER)}"
            )
        return [_row(path, reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise InputError(f"{path}, line {reader.line_num}: not CSV: {error}") from error


def by_frame(
    path: Path, rows: Sequence[DetectionRow], names: Mapping[str, Sequence[str]]
) -> dict[str, dict[int, list[Detection]]]:
    """Sort detections by sequence and by frame number.

    Parameters
    ----------
    path : path
        Their file, for messages.
    names : mapping of str to sequence of str
        The frame names of every sequence of the data set.

    Returns
    -------
    dict
        One entry, which may be empty, for each sequence of `names`.

    Raises
    ------
    InputError
        If a row is for a sequence or a frame that does not exist.
    """
    own: dict[str, list[DetectionRow]] = {name: [] for name in names}
    for row in rows:
        if row.sequence not in own:
            raise InputError(
                f"{path}, line {row.line}: no sequence {row.sequence!r} in the data set; there "
                f"is {next(iter(names), 'none')!r}, for example"
            )
        own[row.sequence].append(row)
    return {name: _numbered(path, some, names[name]) for name, some in own.items()}


def _row(path: Path, line: int, cells: dict[str, str]) -> DetectionRow:
    where = f"{path}, line {line}"
    if any(cells[name] is None for name in HEADER):  # DictReader: the line was too short
        raise InputError(f"{where}: cut short: {len(HEADER)} columns are needed")
    for name in HEADER[:2]:
        if not cells[name].strip():
            raise InputError(f"{where}: no {name}: give its name")
    numbers = []
    for name in HEADER[2:]:
        try:
            value = float(cells[name])
        except ValueError:
            value = math.nan
        if not math.isfinite(value) or (name == "radius" and value <= 0.0):
            kind = "a number above 0" if name == "radius" else "a number"
            raise InputError(f"{where}: {name} is {cells[name]!r}: it must be {kind}")
        numbers.append(value)
    return DetectionRow(
        cells["sequence"].strip(), cells["frame"].strip(), Detection(*numbers), line
    )


def _numbered(
    path: Path, rows: Sequence[DetectionRow], names: Sequence[str]
) -> dict[int, list[Detection]]:
    by_name = {name: number for number, name in enumerate(names)}
    by_number = {str(number): number for number in range(len(names))}
    as_numbers = all(row.frame in by_number for row in rows)
    known = by_number if as_numbers else by_name
    found: dict[int, list[Detection]] = {}
    for row in rows:
        if row.frame not in known:
            raise InputError(
                f"{path}, line {row.line}: no frame {row.frame!r} in {row.sequence!r}: give its "
                f"number from 0, 0..{len(names) - 1}, or its name, such as {names[-1]!r}, "
                "in the same way in all lines"
            )
        found.setdefault(known[row.frame], []).append(row.detection)
    return found
