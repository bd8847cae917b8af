"""The tracks of CVAT's XML: key frames, what lies between them, numbers; see `cvat`."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from xml.etree.ElementTree import Element

from p2m_core.datasets.descriptions import OCCLUDED, from_values, note_of
from p2m_core.datasets.readers.cvat_shapes import SHAPES, Drawer, Shape, between, shape_of
from p2m_core.datasets.readers.files import whole
from p2m_core.errors import InputError

_LONGEST = 10_000_000  # frames


@dataclass
class Track:
    """One ``track``: its shapes by frame, where it is outside, and its key frames."""

    place: str
    id: str
    category: str
    shapes: dict[int, Shape] = field(default_factory=dict)
    outside: set[int] = field(default_factory=set)
    keys: list[int] = field(default_factory=list)


def known_shape(item: Element, place: str, drawer: Drawer) -> Shape | None:
    """Return the shape of an element; None where it is none of areas and points, and counted."""
    if item.tag not in SHAPES:
        if len(item) == 0 and not item.attrib:
            return None
        raise InputError(f"{place}: not a shape of CVAT: export it again")
    shape = shape_of(item, place)
    if shape is None:
        drawer.others.add(1, place)
        return None
    values = {own.get("name") or "": own.text or "" for own in item.iter("attribute")}
    occluded = [OCCLUDED] if item.get("occluded") == "1" else []
    attributes = tuple(sorted({*from_values(values), *occluded}))
    return replace(shape, attributes=attributes, note=note_of(values))


def read_track(element: Element, place: str, drawer: Drawer) -> Track:
    """Return the track of an element.

    Raises
    ------
    InputError
        If a shape has a fault, or a frame is there twice.
    """
    track = Track(place, element.get("id") or "", element.get("label") or "")
    for count, item in enumerate(element, start=1):
        where = f"{place}, {item.tag} {count}"
        shape = known_shape(item, where, drawer)
        if shape is None:
            continue
        frame = whole(item.get("frame"), "frame", where, least=0)
        if frame > _LONGEST:
            raise InputError(f"{where}: frame is {frame}, which no video has")
        if frame in track.shapes:
            raise InputError(f"{where}: frame {frame} is there twice in this track: keep one")
        track.shapes[frame] = shape
        if item.get("outside") == "1":
            track.outside.add(frame)
        if item.get("keyframe") != "0":
            track.keys.append(frame)
    return track


def moving_shapes(track: Track, count: int) -> Iterator[tuple[int, Shape | None]]:
    """Yield the frames below `count` between key frames, with their shape; None: not known."""
    for before, after in pairwise(sorted(track.keys)):
        if before in track.outside:
            continue
        start, end = track.shapes[before], track.shapes[after]
        for frame in range(before + 1, min(after, count)):
            if frame not in track.shapes:
                yield frame, between(start, end, (frame - before) / (after - before))


def track_numbers(tracks: list[Track]) -> list[int]:
    """Return the numbers of the tracks from 1: their ids, or new ones where these are no use."""
    plain = (track.id if track.id.isascii() and track.id.isdecimal() else "" for track in tracks)
    ids = [int(one) if 0 < len(one) < 9 else -1 for one in plain]
    if len(set(ids)) < len(ids) or min(ids, default=0) < 0:
        return list(range(1, len(ids) + 1))
    first = 1 if 0 in ids else 0
    return [one + first for one in ids]
