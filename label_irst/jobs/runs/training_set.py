"""What the project offers to a training, in numbers: counted in a job."""

from dataclasses import dataclass
from pathlib import Path

from p2m_core.progress import Progress
from p2m_core.project import (
    FrameState,
    Role,
    count_accepted,
    count_states,
    get_roles,
    list_sequences,
    open_project,
)


@dataclass(frozen=True)
class Offer:
    """The reviewed `frames` of a sequence of `length`; `empty` ones are among them."""

    id: int
    name: str
    length: int
    frames: int
    empty: int
    targets: int
    role: Role


@dataclass(frozen=True)
class TrainingSet:
    """Sequences with reviewed frames, the number of others, and of frames edited, not accepted."""

    offers: tuple[Offer, ...]
    others: int
    edited: int


def count(project: Path, progress: Progress) -> TrainingSet:
    """Count what the project holds now."""
    with open_project(project, readonly=True) as opened, opened.read_transaction():
        states, targets, known = count_states(opened), count_accepted(opened), get_roles(opened)
        offers, edited = [], 0
        sequences = list_sequences(opened)
        for done, info in enumerate(sequences, start=1):
            counts = states.get(info.id, {})
            edited += counts.get(FrameState.EDITED, 0)
            empty = counts.get(FrameState.VERIFIED_EMPTY, 0)
            frames = counts.get(FrameState.ACCEPTED, 0) + empty
            if frames:
                total = targets.get(info.id, 0)
                role = known[info.id]
                offer = Offer(info.id, info.name, info.frame_count, frames, empty, total, role)
                offers.append(offer)
            progress(done, len(sequences))
    return TrainingSet(tuple(offers), len(sequences) - len(offers), edited)
