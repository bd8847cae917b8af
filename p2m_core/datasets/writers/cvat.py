"""CVAT for video: an XML file of tracks for each sequence, and a folder with its images.

::

    <split>/<sequence>.xml
    <split>/<sequence>/frame_000000.png

Frames are numbered from 0 without gaps, every frame of a track is a key frame, and a track is
`outside` from the frame after its last one on, and in its gaps. Positions count from the corner of
the top-left pixel.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count, groupby
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from p2m_core.datasets.descriptions import NOTE, OCCLUDED
from p2m_core.datasets.writers.exporting import Format
from p2m_core.datasets.writers.format import EDITORS, Option
from p2m_core.datasets.writers.job import Job, Part
from p2m_core.datasets.writers.shapes import category, ring, target_box
from p2m_core.files import write_text
from p2m_core.project import Target

_Shape = tuple[str, str]
"""The tag of a target in one frame, and where it is."""


class _Key(NamedTuple):
    """A key frame of a track."""

    frame: int
    tag: str
    where: str
    attributes: tuple[str, ...]
    note: str


_Tracks = dict[tuple[int, str], list[_Key]]


def write(job: Job) -> None:
    """Write all files."""
    for part in job.parts:
        home = f"{part.split}/{part.name}"
        # A track has one category: what changes it goes on as another track.
        tracks: _Tracks = {}
        for frame in job.frames(part):
            job.image(frame, f"{home}/frame_{frame.place:06d}.png")
            for target in frame.targets:
                shape = _shape(target, job.options["shapes"])
                own = tracks.setdefault((target.track, category(target)), [])
                own.append(_Key(frame.place, *shape, target.attributes, target.note))
        write_text(job.root / f"{home}.xml", _document(part, tracks))


def _shape(target: Target, kind: str) -> _Shape:
    if kind == "box":
        x, y, width, height = target_box(target)
        return (
            "box",
            f'xtl="{x:.10g}" ytl="{y:.10g}" xbr="{x + width:.10g}" ybr="{y + height:.10g}"',
        )
    if kind == "polygon":
        points = ";".join(f"{x},{y}" for x, y in ring(target).tolist())
        return "polygon", f'points="{points}"'
    x0, y0, x1, y1 = target.box
    return (
        "mask",
        f'rle="{_rle(target)}" left="{x0}" top="{y0}" width="{x1 - x0}" height="{y1 - y0}"',
    )


def _rle(target: Target) -> str:
    """Return the lengths of runs of the crop, row by row; the first is of background."""
    runs = [(value, len(list(run))) for value, run in groupby(target.mask.ravel().tolist())]
    lengths = [length for _, length in runs]
    return ", ".join(map(str, [0, *lengths] if runs[0][0] else lengths))


def _document(part: Part, tracks: _Tracks) -> str:
    total = len(part.selection.frames)
    keys = [key for own in tracks.values() for key in own]
    # `occluded` has a place of its own in each shape.
    names = sorted({name for key in keys for name in key.attributes} - {OCCLUDED})
    noted = any(key.note for key in keys)
    known = _declared(names, noted)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<annotations>",
        "<version>1.1</version>",
        "<meta><task>",
        f"<name>{escape(part.name)}</name>",
        f"<size>{total}</size>",
        "<mode>interpolation</mode>",
        f"<start_frame>0</start_frame><stop_frame>{total - 1}</stop_frame>",
        "<labels>",
        *(
            f"<label><name>{escape(name)}</name><attributes>{known}</attributes></label>"
            for name in dict.fromkeys(name for _, name in tracks)
        ),
        "</labels>",
        f"<original_size><width>{part.info.width}</width>"
        f"<height>{part.info.height}</height></original_size>",
        f"</task><source>{escape(part.name)}</source></meta>",
    ]
    for id, ((_, name), shapes) in zip(_ids(tracks), tracks.items(), strict=True):
        lines.append(f'<track id="{id}" label={quoteattr(name)} source="manual">')
        for place, key in enumerate(shapes):
            values = _values(key, names, noted)
            lines.append(_line(key.frame, key, values, outside=False))
            following = shapes[place + 1].frame if place + 1 < len(shapes) else total
            if key.frame + 1 < following:
                lines.append(_line(key.frame + 1, key, values, outside=True))
        lines.append("</track>")
    return "\n".join([*lines, "</annotations>", ""])


def _ids(tracks: Iterable[tuple[int, str]]) -> Iterator[int]:
    """Yield the id of each track: its number, or where another has it, one above all."""
    numbers = [number for number, _ in tracks]
    free = count(max(numbers, default=0) + 1)
    taken: set[int] = set()
    for number in numbers:
        yield number if number not in taken else next(free)
        taken.add(number)


def _declared(names: Iterable[str], noted: bool) -> str:
    """Return what a label may have: a check box for each attribute, and a text for notes."""
    found = [
        f"<attribute><name>{escape(name)}</name><mutable>True</mutable>"
        "<input_type>checkbox</input_type><default_value>false</default_value>"
        "<values>false</values></attribute>"
        for name in names
    ]
    if noted:
        found.append(
            f"<attribute><name>{NOTE}</name><mutable>True</mutable><input_type>text</input_type>"
            "<default_value></default_value><values></values></attribute>"
        )
    return "".join(found)


def _values(key: _Key, names: Iterable[str], noted: bool) -> str:
    """Return the value of each of a label's attributes, as CVAT writes them in a key frame."""
    values = {name: str(name in key.attributes).lower() for name in names}
    if noted:
        values[NOTE] = key.note
    return "".join(
        f"<attribute name={quoteattr(name)}>{escape(value)}</attribute>"
        for name, value in values.items()
    )


def _line(frame: int, key: _Key, values: str, outside: bool) -> str:
    occluded = int(OCCLUDED in key.attributes)
    flags = f'frame="{frame}" keyframe="1" outside="{int(outside)}" occluded="{occluded}"'
    return f'<{key.tag} {flags} {key.where} z_order="0">{values}</{key.tag}>'


FORMAT = Format(
    name="cvat-video",
    title="CVAT for video: tracks of masks, polygons or boxes in an XML file for each sequence",
    reader="cvat",
    shapes={
        "mask": EDITORS,
        "polygon": EDITORS,
        "box": replace(EDITORS, label="box"),
    },
    write=write,
    split_folders=True,
    options=(
        Option(
            "shapes",
            "mask: run lengths; polygon: along the pixels; box: boxes",
            "mask",
            ("mask", "polygon", "box"),
        ),
    ),
    hints=(
        "`<split>/<sequence>.xml` beside the folder of its images. Frames count from 0, without "
        "gaps; the table below tells which frames of the project they are.",
        "Every frame of a track is a key frame: nothing is interpolated.",
    ),
)
