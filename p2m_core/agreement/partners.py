"""Which sequences and frames of two data sets show the same images."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from p2m_core.datasets.labelled import LabelledSequence, check_fit
from p2m_core.errors import InputError
from p2m_core.sequence import Sequence as Images
from p2m_core.sequence import fingerprint


class Partners(NamedTuple):
    """Two sequences of the same images; `frames` are pairs of frame numbers, labelled by both."""

    a: LabelledSequence
    b: LabelledSequence
    shape: tuple[int, int]
    frames: tuple[tuple[int, int], ...]
    only_a: int
    only_b: int


@dataclass(frozen=True)
class Unpaired:
    """Names of the sequences that have no partner."""

    a: tuple[str, ...]
    b: tuple[str, ...]


def partners(
    a: Sequence[LabelledSequence],
    b: Sequence[LabelledSequence],
    step: Callable[[], object] = lambda: None,
) -> tuple[list[tuple[LabelledSequence, LabelledSequence]], Unpaired]:
    """Return the pairs of sequences: of the same files first, of the same name, of the same pixels.

    The last are copies under other names, as some formats make them: their first labelled frames
    are equal to the bit.

    Parameters
    ----------
    a, b : sequence of LabelledSequence
    step : callable
        Called before each sequence is looked at; may raise `Cancelled`.

    Raises
    ------
    InputError
        If images cannot be read, or no sequence has a partner.
    """

    def each(sequences: Iterable[LabelledSequence]) -> Iterator[LabelledSequence]:
        for sequence in sequences:
            step()
            yield sequence

    pairs = []
    free = {_identity(s): s for s in each(b)}
    named_alike, twins = [], set()
    for sequence in each(a):
        other = free.pop(_identity(sequence), None)
        if other is None:
            named_alike.append(sequence)
        else:
            pairs.append((sequence, other))
            twins.add(other.name)
    by_name = {s.name: s for s in b if s.name not in twins}
    renamed = []
    for sequence in named_alike:
        other = by_name.pop(sequence.name, None)
        if other is None:
            renamed.append(sequence)
        else:
            pairs.append((sequence, other))
    by_look = {_look(s): s for s in each(by_name.values())} if renamed else {}
    alone = []
    for sequence in each(renamed):
        other = by_look.pop(_look(sequence), None)
        if other is None:
            alone.append(sequence.name)
        else:
            pairs.append((sequence, other))
            del by_name[other.name]
    if not pairs:
        raise InputError(
            f"no sequence of the one is in the other: {_some(a)} here, {_some(b)} there; they are "
            "paired by their images, or by their names"
        )
    return pairs, Unpaired(tuple(alone), tuple(by_name))


def frames_of(a: LabelledSequence, b: LabelledSequence) -> Partners:
    """Return which frames of two paired sequences both label.

    Frames of the same files are the same by number; of copies, by the name of the frame; of copies
    under other names, by their pixels.

    Raises
    ------
    InputError
        If the images cannot be read or differ in size, or labels do not fit them.
    """
    with a.open() as first, b.open() as second:
        check_fit(a, len(first), first.shape)
        check_fit(b, len(second), second.shape)
        if first.shape != second.shape:
            raise InputError(
                f"{a.name}: the images are {first.shape[1]}x{first.shape[0]} at {a.path}, but "
                f"{second.shape[1]}x{second.shape[0]} at {b.path}: compare labels of the same ones"
            )
        shape = first.shape
        if _identity(a) == _identity(b) or len(first) == len(second) == 1:
            names, there = ({str(f): f for f in one.frames} for one in (a, b))
        elif a.name == b.name:
            names = {first.frame_name(f): f for f in a.frames}
            there = {second.frame_name(f): f for f in b.frames}
        else:
            names, there = _by_look(first, a.frames), _by_look(second, b.frames)
    both = tuple((names[key], there[key]) for key in names if key in there)
    return Partners(a, b, shape, both, len(names) - len(both), len(there) - len(both))


def _identity(sequence: LabelledSequence) -> tuple[str, int, int | None]:
    return fingerprint(sequence.path), sequence.start, sequence.stop


def _look(sequence: LabelledSequence) -> tuple[tuple[int, int], str] | None:
    """Return what the first labelled frame looks like; None without one."""
    if not sequence.frames:
        return None
    with sequence.open() as images:
        check_fit(sequence, len(images), images.shape)
        return images.shape, _digest(images, sequence.frames[0])


def _by_look(images: Images, frames: Iterable[int]) -> dict[str, int]:
    """Return the frames by their pixels; of equal ones, in their order."""
    found: dict[str, int] = {}
    seen: Counter[str] = Counter()
    for frame in frames:
        look = _digest(images, frame)
        found[f"{look} {seen[look]}"] = frame
        seen[look] += 1
    return found


def _digest(images: Images, frame: int) -> str:
    # As numbers: a copy may hold the same ones in another type.
    return blake2b(images[frame].astype(np.float64).tobytes(), digest_size=16).hexdigest()


def _some(sequences: Sequence[LabelledSequence]) -> str:
    def names() -> Iterator[str]:
        yield from (s.name for s in sequences[:3])
        if len(sequences) > 3:
            yield f"{len(sequences) - 3} more"

    return ", ".join(names()) or "none"
