"""SIRSTD-Pixel: images, masks, instances, `targets.csv` and lists; see `p2m_core.datasets.layout`.

Where targets overlap, the mask is their union, and the instance map has the one with the later
number.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2m_core import files
from p2m_core.datasets import layout
from p2m_core.datasets.descriptions import listed
from p2m_core.datasets.writers.exporting import Format
from p2m_core.datasets.writers.format import Carries
from p2m_core.datasets.writers.job import Frame, Job, Part
from p2m_core.errors import InputError, P2MError
from p2m_core.geometry import measure
from p2m_core.project import Target

MAX_TRACK = 65535  # what a uint16 instance map can name


def write(job: Job) -> None:
    """Write all files, and read the lists back."""
    entries: list[layout.SequenceEntry] = []
    names: dict[str, list[str]] = {}
    rows: list[layout.TargetRow] = []
    for part in job.parts:
        own: list[layout.TargetRow] = []
        for frame in job.frames(part):
            _write_frame(job, frame)
            names.setdefault(part.name, []).append(frame.name)
            own += [_row(frame, target) for target in frame.targets]
        entries.append(_entry(job, part, own))
        rows += own
    test = [part.name for part in job.parts if part.split == "test"]
    layout.write_targets(job.root, rows)
    layout.write_split(job.root, job.title, names, test)
    layout.write_dataset_json(job.root, job.title, entries)
    _check_lists(job, rows, names)


def _write_frame(job: Job, frame: Frame) -> None:
    instances = np.zeros(frame.shape, np.uint16)
    for target in frame.targets:
        if target.track > MAX_TRACK:
            raise InputError(
                f"target {target.id} is of track {target.track}: an instance map holds track "
                f"numbers up to {MAX_TRACK}"
            )
        x0, y0, x1, y1 = target.box
        instances[y0:y1, x0:x1][target.mask] = target.track
    place = (frame.part.name, frame.name)
    layout.write_frame(job.root, *place, frame.image, instances > 0, instances)
    written: dict[layout.Kind, NDArray[Any]] = {
        "images": frame.image,
        "masks": (instances > 0).astype(np.uint8) * np.uint8(255),
        "instances": instances,
    }
    for kind, image in written.items():
        stored = files.read_png(layout.image_path(job.root, kind, *place))
        if stored.dtype != image.dtype or not np.array_equal(stored, image):
            raise P2MError(
                f"the export of {'/'.join(place)} failed: what was read back from {kind} differs; "
                "no file is kept"
            )
    job.record(frame, layout.image_path(job.root, "images", *place))


def _entry(job: Job, part: Part, rows: Sequence[layout.TargetRow]) -> layout.SequenceEntry:
    depth = job.tally.depths[part.name]
    frames = len(part.selection.frames)
    return layout.SequenceEntry(
        name=part.name,
        source=part.info.name,
        split=part.split,
        width=part.info.width,
        height=part.info.height,
        bit_depth=depth.bits,
        frames=frames,
        empty_frames=frames - len({row.frame for row in rows}),
        targets=len(rows),
        tracks=len({row.track for row in rows}),
        scale=depth.scale,
        offset=depth.offset,
    )


def _check_lists(job: Job, rows: Sequence[layout.TargetRow], names: dict[str, list[str]]) -> None:
    """Raise `P2MError` unless the lists name what was written."""
    counts = [(row.sequence, row.frame, row.track, row.area) for row in rows]
    stored = layout.read_targets(job.root)
    if [(row.sequence, row.frame, row.track, row.area) for row in stored] != counts:
        raise P2MError("the export failed: targets.csv read back differs; no file is kept")
    listed = {
        *layout.read_split(job.root, job.title, "train"),
        *layout.read_split(job.root, job.title, "test"),
    }
    if listed != {(folder, name) for folder, own in names.items() for name in own}:
        raise P2MError("the export failed: img_idx read back differs; no file is kept")


def _row(frame: Frame, target: Target) -> layout.TargetRow:
    seed = target.seeds[0] if target.seeds else (None, None)
    return layout.TargetRow(
        sequence=frame.part.name,
        frame=frame.name,
        track=target.track,
        x=target.centroid[0],
        y=target.centroid[1],
        radius=target.radius,
        area=target.area,
        scr=measure(frame.raw, target.mask, origin=(target.x0, target.y0)).scr,
        seed_x=seed[0],
        seed_y=seed[1],
        origin=target.origin,
        state=target.state,
        category=target.category,
        attributes=listed(target.attributes),
        note=target.note,
    )


FORMAT = Format(
    name="sirstd-pixel",
    title="SIRSTD-Pixel: images, masks, instances, targets.csv, train and test lists",
    reader="masks",
    shapes={
        "": Carries(
            "mask",
            apart="touching",
            tracks=True,
            review=True,
            categories=True,
            attributes=True,
            notes=True,
        )
    },
    write=write,
    hints=(
        "`images/`, `masks/` (0 and 255) and `instances/` (track numbers, 16 bits) hold "
        "`<sequence>/<frame>.png`; `img_idx/` has the lists for training and testing.",
        "`targets.csv` has a line for each target, with its clicks, origin and state, "
        "its category, attributes (with semicolons between) and note; "
        "`dataset.json` describes each sequence.",
    ),
)
export = FORMAT.export
