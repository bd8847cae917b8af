"""Which sequences and frames of two data sets show the same images."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from p2m_core.datasets.labelled import LabelledSequence, check_fit
from p2m_core.errors import InputError
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
    a: Sequence[LabelledSequence], b: Sequence[LabelledSequence]
) -> tuple[list[tuple[LabelledSequence, LabelledSequence]], Unpaired]:
    """Return the pairs of sequences: of the same files first, then of the same name.

    Raises
    ------
    InputError
        If images cannot be read, or no sequence has a partner.
    """
    pairs = []
    free = {_identity(s): s for s in b}
    named_alike, twins = [], set()
    for sequence in a:
        other = free.pop(_identity(sequence), None)
        if other is None:
            named_alike.append(sequence)
        else:
            pairs.append((sequence, other))
            twins.add(other.name)
    by_name = {s.name: s for s in b if s.name not in twins}
    alone = []
    for sequence in named_alike:
        other = by_name.pop(sequence.name, None)
        if other is None:
            alone.append(sequence.name)
        else:
            pairs.append((sequence, other))
    if not pairs:
        raise InputError(
            f"no sequence of the one is in the other: {_some(a)} here, {_some(b)} there; they are "
            "paired by their images, else by their names"
        )
    return pairs, Unpaired(tuple(alone), tuple(by_name))


def frames_of(a: LabelledSequence, b: LabelledSequence) -> Partners:
    """Return which frames of two paired sequences both label.

    Frames of the same files are the same by number; of copies, by the name of the frame.

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
        by_number = _identity(a) == _identity(b) or len(first) == len(second) == 1
        there = {str(f) if by_number else second.frame_name(f): f for f in b.frames}
        names = {str(f) if by_number else first.frame_name(f): f for f in a.frames}
    both = tuple((names[key], there[key]) for key in names if key in there)
    return Partners(a, b, shape, both, len(names) - len(both), len(there) - len(both))


def _identity(sequence: LabelledSequence) -> tuple[str, int, int | None]:
    return fingerprint(sequence.path), sequence.start, sequence.stop


def _some(sequences: Sequence[LabelledSequence]) -> str:
    def names() -> Iterator[str]:
        yield from (s.name for s in sequences[:3])
        if len(sequences) > 3:
            yield f"{len(sequences) - 3} more"

    return ", ".join(names()) or "none"
