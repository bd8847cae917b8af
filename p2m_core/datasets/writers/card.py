"""README.md of an exported data set: what is in it, where it comes from, how to read it."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from p2m_core import __version__
from p2m_core.datasets.sources import PngDepth
from p2m_core.datasets.writers.job import Job, Part
from p2m_core.files import write_text
from p2m_core.geometry import frame_number
from p2m_core.words import counted

_QUANTILES = (5, 25, 50, 75, 95)
_LISTED = 200
_RANGES = 6


def write_card(
    job: Job,
    format: str,
    reader: str,
    cannot: Sequence[str],
    lost: Sequence[str],
    hints: Sequence[str],
    licence: str,
) -> None:
    """Write ``README.md`` into the root of an export whose files are written.

    Parameters
    ----------
    job : Job
    format : str
        The format in words.
    reader : str
        The name by which our own commands read it.
    cannot, lost, hints : sequence of str
        What the format cannot carry; what that means for this data set, with counts; how its files
        are meant.
    licence : str
        "" where none is stated.
    """
    lines = [
        f"# {_plain(job.title)}",
        "",
        f"Infrared small targets. Format: {format}. Written by label-irst {__version__}.",
        "",
        f"Licence: {_plain(licence) or 'not stated'}.",
        "",
        "## Content",
        "",
        *_counts(job),
        "",
        *_numbers(job),
        "",
        "## Origin of the masks",
        "",
        *_origins(job),
        "",
        "## Files",
        "",
        *_list(hints),
        f"- Read it with `p2m stats DIR --format {reader}` or "
        f"`p2m import DIR --format {reader} --out NAME.lirst`.",
        "",
        "The format cannot carry:",
        "",
        *_list(cannot),
        *(["", "So of this project:", "", *_list(lost)] if lost else []),
        "",
        "## Sequences",
        "",
        *_sequences(job),
    ]
    write_text(job.root / "README.md", "\n".join(lines) + "\n")


def _list(items: Iterable[str]) -> list[str]:
    return [f"- {item}" for item in items]


def _counts(job: Job) -> list[str]:
    parts: dict[str, list[Part]] = {"train": [], "test": []}
    tracks = Counter[str](job.parts_by_id[id].split for id, _ in job.tally.tracks)
    for part in job.parts:
        parts[part.split].append(part)
    rows = [("", *parts, "all")]
    tally = job.tally
    counted: tuple[tuple[str, Mapping[str, int]], ...] = (
        ("sequences", {split: len(own) for split, own in parts.items()}),
        ("frames", {s: sum(len(p.selection.frames) for p in own) for s, own in parts.items()}),
        ("frames without a target", tally.empty),
        ("targets", tally.targets),
        ("tracks", tracks),
    )
    for name, counts in counted:
        own_counts = [counts.get(split, 0) for split in parts]
        rows.append((name, *map(str, own_counts), str(sum(own_counts))))
    return _table(rows)


def _numbers(job: Job) -> Iterator[str]:
    tally = job.tally
    yield from _table(
        [
            ("", *(f"{q} %" for q in _QUANTILES)),
            ("area, pixels", *_quantiles(tally.area)),
            ("SCR", *_quantiles(tally.scr)),
        ]
    )
    unknown = len(tally.scr) - int(np.isfinite(np.array(tally.scr)).sum())
    if unknown:
        yield ""
        yield f"{unknown} of {len(tally.scr)} targets have no finite SCR: their background is flat."
    sizes = Counter((part.info.width, part.info.height) for part in job.parts)
    depths = Counter(depth.bits for depth in tally.depths.values())
    yield ""
    yield f"- Frame size: {_shares(f'{w}x{h}' for (w, h), n in sizes.items() for _ in range(n))}"
    yield f"- Bits a pixel: {_shares(str(b) for b, n in depths.items() for _ in range(n))}"
    if set(tally.categories) - {""}:
        named = Counter({name or "none": n for name, n in tally.categories.items()})
        yield f"- Categories: {_most(named)}"


def _quantiles(values: "array[int] | array[float]") -> list[str]:
    known = np.array(values, np.float64)
    known = known[np.isfinite(known)]
    if not known.size:
        return ["-"] * len(_QUANTILES)
    return [f"{value:.3g}" for value in np.percentile(known, _QUANTILES)]


def _shares(values: Iterable[str]) -> str:
    counts = Counter(values)
    return next(iter(counts)) if len(counts) == 1 else f"{_most(counts)} (sequences)"


def _most(counts: Counter[str]) -> str:
    shown = counts.most_common(10)
    more = len(counts) - len(shown)
    text = ", ".join(f"{_plain(name)} {count}" for name, count in shown)
    return text + (f", and {more} more" if more else "")


def _origins(job: Job) -> list[str]:
    tally = job.tally
    targets = len(tally.area)
    rows = [("origin", "targets"), *((name, str(n)) for name, n in tally.origins.most_common())]
    return [
        *_table(rows),
        "",
        f"A person accepted {tally.accepted} of {counted(targets, 'target')}.",
    ]


def _sequences(job: Job) -> Iterator[str]:
    rows = [("name", "in the project", "split", "frames there, from 1", "of", "grey levels")]
    for part in job.parts[:_LISTED]:
        depth = job.tally.depths[part.name]
        rows.append(
            (
                part.name,
                part.info.name,
                part.split,
                _ranges(part.selection.frames),
                str(part.info.frame_count),
                _levels(depth),
            )
        )
    yield from _table(rows)
    if len(job.parts) > _LISTED:
        yield ""
        yield f"And {len(job.parts) - _LISTED} more."


def _levels(depth: PngDepth) -> str:
    if depth.scale == 1.0 and depth.offset == 0.0:
        return "as they were"
    return f"{depth.scale:g} * stored + {depth.offset:g}"


def _ranges(frames: Sequence[int]) -> str:
    numbers = np.array(frames)
    ends = [*np.flatnonzero(np.diff(numbers) > 1).tolist(), len(numbers) - 1]
    starts = [0, *(end + 1 for end in ends[:-1])]
    words = [
        f"{frame_number(frames[a])}-{frame_number(frames[b])}"
        if a < b
        else str(frame_number(frames[a]))
        for a, b in zip(starts[:_RANGES], ends[:_RANGES], strict=True)
    ]
    return ", ".join(words) + (", ..." if len(ends) > _RANGES else "")


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(_plain(cell) for cell in row)} |" for row in rows]
    return [lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]


def _plain(text: str) -> str:
    """Return a text on one line that is nothing but text in Markdown."""
    kept = " ".join(text.split())
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#" else c for c in kept)
