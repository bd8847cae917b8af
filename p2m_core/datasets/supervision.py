"""From labels of any kind to what RPR-Net learns: centres and radii (paper, III-C).

Masks are used as they are. Under a point, PAMG grows the mask. In a box, it grows from a seed; the
box's size bounds its support, and the box cuts its mask: boxes of labelling tools are loose, but
they hold the target.

Which targets to doubt was measured on SIRST (`tests/bench/supervision.py` measures it again): the
margin of the growth separates bad masks from good ones, rho does not; in a box, the margin times
the overlap of the growths from its middle and from its most salient pixel.
"""

import io
import json
import math
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry, nodata
from p2m_core.datasets.labelled import (
    BoxLabel,
    Label,
    LabelledSequence,
    MaskLabel,
    PointLabel,
    check_fit,
)
from p2m_core.errors import InputError
from p2m_core.files import write_bytes
from p2m_core.pamg import Growth, PamgParams, grow
from p2m_core.pamg.boxes import middle_of, params_in_box, pixel_box, salient_pixel, within
from p2m_core.pamg.params import LOW_MARGIN
from p2m_core.progress import Progress, no_progress
from p2m_core.sequence import fingerprint

VERSION = 3
"""Version of the numbers computed from labels. Raise it when a change alters them."""

BoxSeed = Literal["salient", "center"]
Doubtful = Literal["keep", "weight", "drop"]

_HALF_GOOD = 0.3  # at this share of the low margin, half of the masks are good


@dataclass(frozen=True, eq=False)
class Supervision:
    """The targets of a sequence, one entry each, in order of frames.

    Attributes
    ----------
    frames : int64 array, shape (F,)
        The labelled frames, ascending, also those without targets. All other frames are ignored.
    frame : int64 array, shape (N,)
        Of each target.
    x, y : float32 array, shape (N,)
        Centroid.
    radius : float32 array, shape (N,)
        Equivalent radius, pixels.
    weight : float32 array, shape (N,)
        0 to 1: how reliable it is. With 0 nothing is known there: neither a positive nor
        a negative example.
    """

    frames: NDArray[np.int64]
    frame: NDArray[np.int64]
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    radius: NDArray[np.float32]
    weight: NDArray[np.float32]


class _Target(NamedTuple):
    """One target as it is cached; the certainty of a mask that was given is infinite."""

    frame: int
    x: float
    y: float
    radius: float
    certainty: float


def supervise(
    sequence: LabelledSequence,
    params: PamgParams | None = None,
    cache: Path | None = None,
    *,
    box_seed: BoxSeed = "salient",
    doubtful: Doubtful = "weight",
    progress: Progress = no_progress,
) -> Supervision:
    """Turn the labels of a sequence into centroids, radii and weights.

    Parameters
    ----------
    sequence : LabelledSequence
        With masks, points or boxes.
    params : PamgParams, optional
        For points and boxes; blind mode with R_s = 20 by default.
    cache : path, optional
        A folder for results, by content: images, labels and parameters. It is made if need be.
    box_seed : "salient" or "center"
        Where in a box PAMG starts: at the pixel that stands out most, or in its middle (the
        paper, III-D). The middle is better in tight boxes, and misses the target in loose ones.
    doubtful : "keep", "weight" or "drop"
        What becomes of masks that PAMG is not sure of: they count as all others, count less, or
        are left out (weight 0) below `pamg.params.LOW_MARGIN`. Masks that were given are never
        doubtful. By default they count less: of those left out, two thirds would be good.
    progress : callable
        Called after each frame; may raise `Cancelled`.

    Raises
    ------
    InputError
        If images or masks cannot be read, a mask has another size, a label is outside the frame
        or of a frame that is not there.
    P2MError
        If the cache cannot be written.
    """
    params = params or PamgParams()
    file = None if cache is None else cache / f"{_key(sequence, params, box_seed)}.npz"
    targets = None if file is None else _load(file)
    if targets is None:
        targets = list(_targets(sequence, params, box_seed, progress))
        if file is not None:
            _store(file, targets)
    column = {name: np.array([getattr(t, name) for t in targets]) for name in _Target._fields}
    return Supervision(
        frames=np.array(sequence.frames, np.int64),
        frame=column["frame"].astype(np.int64),
        x=column["x"].astype(np.float32),
        y=column["y"].astype(np.float32),
        radius=column["radius"].astype(np.float32),
        weight=_weights(column["certainty"].astype(np.float64), doubtful, params),
    )


def _weights(
    certainty: NDArray[np.float64], doubtful: Doubtful, params: PamgParams
) -> NDArray[np.float32]:
    low = LOW_MARGIN[params.variant]
    if doubtful == "keep":
        weight = np.ones(len(certainty))
    elif doubtful == "drop":
        weight = np.where(certainty >= low, 1.0, 0.0)  # 0 for NaN too
    else:
        # Follows the share of good masks: 0.5, 0.75, 0.9 at 0.3, 1, 3 times the low margin.
        sure = np.nan_to_num(certainty, nan=0.0, posinf=1e12)
        weight = sure / (sure + _HALF_GOOD * low)
    return weight.astype(np.float32)


def _targets(
    sequence: LabelledSequence, params: PamgParams, box_seed: BoxSeed, progress: Progress
) -> Iterator[_Target]:
    frames = sequence.frames
    with sequence.open() as images:
        check_fit(sequence, len(images), images.shape)
        for done, frame in enumerate(frames, start=1):
            for target in sequence.targets(frame, images.shape):
                label = target.label
                if isinstance(label, MaskLabel):
                    radius = geometry.equivalent_radius(label.area)
                    yield _Target(frame, *label.centroid, radius, math.inf)
                    continue
                try:
                    pixels, certainty = grow_label(images[frame], label, params, box_seed)
                except InputError as error:
                    raise InputError(f"{sequence.place(frame)}: {error}") from error
                x, y = pixels.mean(axis=0)[::-1]
                radius = geometry.equivalent_radius(len(pixels))
                yield _Target(frame, float(x), float(y), radius, certainty)
            progress(done, len(frames))


def grow_label(
    image: NDArray[np.generic],
    label: PointLabel | BoxLabel,
    params: PamgParams,
    box_seed: BoxSeed = "salient",
) -> tuple[NDArray[np.int64], float]:
    """Return row and column of each pixel of `growth_of_label`, shape (N, 2), and its certainty."""
    growth, certainty = growth_of_label(image, label, params, box_seed)
    return growth.path[: growth.step], certainty


def growth_of_label(
    image: NDArray[np.generic],
    label: PointLabel | BoxLabel,
    params: PamgParams,
    box_seed: BoxSeed = "salient",
) -> tuple[Growth, float]:
    """Grow the mask of one target from its point or box.

    In a box, R_s is the box's side (the mean of both), but at most that of `params`, and what
    lies outside of it is cut off.

    Returns
    -------
    growth : Growth
        Cut to the box, if it is one.
    certainty : float
        The margin of the growth; in a box, times the IoU of the masks from its two seeds. NaN
        where the growth has only the seed.

    Raises
    ------
    InputError
        If the label lies outside the image, or PAMG cannot read the image there.
    """
    if isinstance(label, PointLabel):
        growth = grow(image, label, params)
        return growth, growth.margin
    box = pixel_box(image.shape, label)
    params = params_in_box(params, label)
    seeds: list[tuple[float, float]] = [middle_of(image.shape, label), salient_pixel(image, label)]
    if box_seed == "salient":
        seeds.reverse()
    seeds = [seed for seed in seeds if nodata.holds(image, seed)] or seeds
    growths = [grow(image, seed, params) for seed in seeds]
    cut, other = within(growths[0], box), within(growths[-1], box)
    agreement = _agreement(cut.path[: cut.step], other.path[: other.step])
    return cut, growths[0].margin * agreement


def _agreement(a: NDArray[np.int64], b: NDArray[np.int64]) -> float:
    """Return the IoU of two sets of pixels."""
    common = len(set(map(tuple, a.tolist())) & set(map(tuple, b.tolist())))
    return common / (len(a) + len(b) - common)


def _key(sequence: LabelledSequence, params: PamgParams, box_seed: BoxSeed) -> str:
    labels = [
        [frame, [_described(label) for label in sequence.labels[frame]]]
        for frame in sorted(sequence.labels)
    ]
    grown = not sequence.has_masks
    known = {
        "version": VERSION,
        "images": fingerprint(sequence.path),
        "part": [sequence.start, sequence.stop],
        "labels": labels,
        "params": [asdict(params), params.weights] if grown else None,
        "box_seed": box_seed if grown else None,
    }
    digest = blake2b(json.dumps(known, sort_keys=True).encode(), digest_size=16)
    for kind in (sequence.masks, sequence.instances):
        for frame in sorted(kind):
            data = _content(kind[frame])
            digest.update(b"%d %d\0" % (frame, len(data)) + data)
    return digest.hexdigest()


def _described(label: Label) -> list[Any]:
    """Return what distinguishes a label from any other, as JSON values."""
    if isinstance(label, MaskLabel):
        return [*label.box, np.packbits(label.mask).tobytes().hex()]
    return [type(label).__name__, *map(float, label)]


def _content(mask: Path) -> bytes:
    try:
        return mask.read_bytes()
    except OSError as error:
        raise InputError(f"{mask}: cannot be read: {error.strerror}") from error


def _load(file: Path) -> list[_Target] | None:
    """Return the content of a cache file; None if it is missing or damaged."""
    try:
        # Not by its path: numpy leaves a damaged file open.
        with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as stored:
            table: NDArray[Any] = stored["targets"]
    except (OSError, ValueError, KeyError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return None
    if table.dtype != np.float64 or table.ndim != 2 or table.shape[1] != len(_Target._fields):
        return None
    return [_Target(int(row[0]), *map(float, row[1:])) for row in table]


def _store(file: Path, targets: list[_Target]) -> None:
    table = np.array(targets, np.float64).reshape(-1, len(_Target._fields))
    data = io.BytesIO()
    np.savez(data, targets=table)
    write_bytes(file, data.getvalue(), "free some space, or name another cache folder")
