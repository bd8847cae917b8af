"""``p2m suggest``: where targets may be, for a person to decide."""

import json
import os
import queue
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from p2m_core.cli.report import (
    JsonOption,
    ProgressMode,
    ProgressOption,
    conclude,
    counted,
    emit,
    progress,
)

if TYPE_CHECKING:
    from p2m_core.detection.records import DetectionRow
    from p2m_core.sequence import Sequence
    from p2m_core.suggest import Suggester


def suggest(
    sequence: Annotated[
        Path, typer.Argument(help="A folder of frames, or some as FOLDER/IR_3_*; a video, a stack.")
    ],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The CSV file to write.", dir_okay=False)
    ] = None,
    frames: Annotated[
        str | None, typer.Option(metavar="A:B", help="Frames A to B - 1, from 0; all by default.")
    ] = None,
    detector: Annotated[
        str, typer.Option(help="rprnet, log+diff, ...; auto: the best one at hand.")
    ] = "auto",
    weights: Annotated[
        Path | None, typer.Option(metavar="W", help="Of RPR-Net; the shipped ones by default.")
    ] = None,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1.")] = "auto",
    threads: Annotated[int, typer.Option(min=1, help="Threads of the processor, for RPR-Net.")] = 1,
    follow: Annotated[
        bool,
        typer.Option(
            "--follow",
            help="For programs: read a JSON list of frames, from 0, per line from stdin, answer "
            "each frame with an object per line, and the end of the list with another; a new list "
            'replaces the last one. {"source": PATH, "frames": LIST} goes on with another '
            "sequence.",
        ),
    ] = False,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Suggest targets: detections with scores from 0.2 on, at most ten a frame."""
    from p2m_core.detection.records import write_detections
    from p2m_core.errors import InputError
    from p2m_core.sequence import only_sequence, open_sequence, sequences_at
    from p2m_core.suggest import suggester

    if out is None and not follow:
        raise InputError("nowhere to write the suggestions: give --out FILE.csv")
    if follow:
        if hasattr(os, "nice"):
            os.nice(5)  # the window has priority
        _follow(sequence, suggester(detector, weights, device=device, threads=threads))
        return
    assert out is not None
    found = sequences_at(sequence)
    if frames is not None:
        only_sequence(sequence)
    paths = found.paths or [sequence]
    wanted = None
    if len(paths) == 1:
        with open_sequence(paths[0]) as opened:  # the detector takes longer
            wanted = _frames(frames, len(opened))
    ready = suggester(detector, weights, device=device, threads=threads)
    notes = [found.note] if found.note else []
    rows, done, failed = _found(paths, wanted, ready, progress_mode, notes.append)
    write_detections(out, rows)
    results = {
        "out": str(out), "sequences": len(paths), "frames": done, "suggestions": len(rows),
        "detector": ready.name, "threshold": ready.threshold,
        "note": found.note, "notes": notes, "failed": failed,
    }  # fmt: skip
    text = f"{out}: {counted(len(rows), 'suggestion')} in {counted(done, 'frame')}"
    text += f", by {ready.title}"
    if failed:
        text += f"; {counted(len(failed), 'sequence')} cannot be opened; the first: {failed[0]}"
    conclude("\n".join([text, *notes]), results, progress_mode, json_file)


def _frames(text: str | None, count: int) -> range:
    from p2m_core.errors import InputError

    try:
        start, stop = (int(part) for part in (text or f"0:{count}").split(":"))
    except ValueError:
        raise InputError(f"--frames {text!r}: give FIRST:END, counted from 0, like 0:100") from None
    if not 0 <= start < stop <= count:
        raise InputError(f"--frames {text}: the sequence has frames 0:{count}, counted from 0")
    return range(start, stop)


def _found(
    paths: list[Path],
    wanted: range | None,
    ready: "Suggester",
    mode: ProgressMode,
    say: Callable[[str], None],
) -> "tuple[list[DetectionRow], int, list[str]]":
    """Return suggestions, the number of frames, and why sequences cannot be opened.

    `wanted` are the frames of a single sequence; of several, all are. `say` takes a line on each
    with pixels that hold no data.
    """
    from p2m_core import nodata
    from p2m_core.detection.records import rows_of
    from p2m_core.errors import FrameError, InputError
    from p2m_core.sequence import names_of, open_sequence
    from p2m_core.suggest import suggest as find

    rows: list[DetectionRow] = []
    failed: list[str] = []
    before = 0
    with progress("Suggesting", mode) as advance:
        for number, (path, name) in enumerate(zip(paths, names_of(paths), strict=True)):
            try:
                sequence = open_sequence(path)
            except InputError as error:
                failed.append(str(error))
                continue
            with sequence:
                frames = range(len(sequence)) if wanted is None else wanted
                lacks = {}
                for done, (frame, found) in enumerate(find(sequence, frames, ready)):
                    rows += rows_of(name, frame, found)
                    with suppress(FrameError):
                        lacks[frame] = nodata.described(nodata.valid_mask(sequence[frame]))
                    # The lengths of the others are not known yet: as if they were like this one.
                    advance(before + done + 1, before + len(frames) * (len(paths) - number))
                before += len(frames)
                if line := nodata.note(name, lacks, len(frames)):
                    say(line)
    if len(failed) == len(paths):
        raise InputError(f"no sequence can be opened; the first: {failed[0]}")
    return rows, before, failed


def _follow(source: Path, ready: "Suggester") -> None:
    """Answer the requests on stdin until it ends; answer a bad request with the reason."""
    from p2m_core.errors import InputError
    from p2m_core.sequence import open_sequence

    emit("ready", detector=ready.name, title=ready.title, threshold=ready.threshold)
    asked: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(asked,), daemon=True).start()
    number, opened = 0, None
    try:
        while line := asked.get():
            number += 1
            where, frames = _question(line, source)
            try:
                if opened is None or where != source:
                    if opened is not None:
                        opened.close()
                        opened = None
                    opened, source = open_sequence(where), where
                _answer(opened, frames, ready, number, asked)
            except InputError as error:
                emit("refused", list=number, message=str(error))
    finally:
        if opened is not None:
            opened.close()


def _answer(
    sequence: "Sequence",
    frames: list[int],
    ready: "Suggester",
    number: int,
    asked: "queue.Queue[str]",
) -> None:
    """Answer list `number`, until a new request arrives."""
    from p2m_core.suggest import suggest as find

    for frame, found in find(sequence, frames, ready):
        rounded = [[round(v, 4) for v in d] for d in found]
        emit("frame", list=number, frame=frame, found=rounded)
        if not asked.empty():
            return
    emit("answered", list=number)


def _listen(asked: queue.Queue[str]) -> None:
    for line in sys.stdin:
        asked.put(line)
    asked.put("")


def _question(line: str, source: Path) -> tuple[Path, list[int]]:
    """Return the sequence of a request, `source` unless it names another one, and its frames."""
    from p2m_core.errors import InputError

    try:
        question = json.loads(line)
        if isinstance(question, dict):
            return Path(question["source"]), [int(frame) for frame in question["frames"]]
        return source, [int(frame) for frame in question]
    except (KeyError, TypeError, ValueError):
        raise InputError(
            f"{line.strip()[:80]!r} on stdin: give a JSON list of frames, from 0"
        ) from None
