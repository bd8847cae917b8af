"""What an import would bring: counts of each sequence, and what is left out."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from p2m_core.datasets.labelled import BoxLabel, LabelledSequence, MaskLabel
from p2m_core.datasets.opening import Rules
from p2m_core.errors import InputError
from p2m_core.importing.frames import TrackKey, labelled_frames, named_place
from p2m_core.importing.joining import Joined, joined
from p2m_core.importing.notes import Notes
from p2m_core.importing.sources import UNLABELLED, find
from p2m_core.progress import Progress, no_progress
from p2m_core.project import SequenceInfo, look_at


@dataclass(frozen=True, eq=False)
class SequencePreview:
    """One sequence as it would come.

    Attributes
    ----------
    item : Joined
        The labels, and the name and path that the project would have.
    format : str
        Of the labels: a name in `p2m_core.datasets.readers.READERS`, several joined by "+".
    info : SequenceInfo or None
        Of the images; None where they cannot be opened.
    frames, labelled : int
        All frames, and those with a label, empty ones included.
    masks, boxes, points : int
        Targets by what is known of them.
    tracks : int
        Different objects, by the numbers of the data set or by motion.
    categories : mapping of str to int
        Targets by category, without those that have none.
    empty, implied_empty : int
        Frames that are stated to have no target; and those whose file merely has no entry.
    problem : str
        Why the sequence cannot be imported; "" where it can.
    """

    item: Joined
    format: str
    info: SequenceInfo | None = None
    frames: int = 0
    labelled: int = 0
    masks: int = 0
    boxes: int = 0
    points: int = 0
    tracks: int = 0
    categories: Mapping[str, int] = field(default_factory=dict)
    empty: int = 0
    implied_empty: int = 0
    problem: str = ""

    @property
    def name(self) -> str:
        """Unique in the preview; `ImportOptions.only` takes it."""
        return self.item.name

    @property
    def path(self) -> Path:
        """Of the images."""
        return self.item.path

    @property
    def split(self) -> str | None:
        """The role that the data set states, "train" or "test"."""
        return self.item.split

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height of a frame, pixels."""
        return None if self.info is None else (self.info.width, self.info.height)

    @property
    def targets(self) -> int:
        """All targets."""
        return self.masks + self.boxes + self.points


@dataclass(frozen=True, eq=False)
class Preview:
    """All that an import would bring, see `preview`.

    Attributes
    ----------
    sources : tuple of (path, str)
        Each folder or file that was recognised, and its format.
    sequences : tuple of SequencePreview
    notes : tuple of str
        A line on everything that is not recognised, is left out, or is taken for what it most
        likely is.
    """

    sources: tuple[tuple[Path, str], ...]
    sequences: tuple[SequencePreview, ...]
    notes: tuple[str, ...]

    def total(self, count: str) -> int:
        """Return the sum of a count, such as "frames", "targets" or "tracks"."""
        return sum(int(getattr(one, count)) for one in self.sequences)

    @property
    def categories(self) -> dict[str, int]:
        """Targets by category in all sequences, the most frequent first."""
        counts: Counter[str] = Counter()
        for one in self.sequences:
            counts.update(one.categories)
        return dict(counts.most_common())


def preview(
    sources: Sequence[Path | str],
    format: str | None = None,
    rules: Rules | None = None,
    images: Path | str | None = None,
    unlabelled: bool = False,
    progress: Progress = no_progress,
) -> Preview:
    """Return what an import of these data sets would bring; masks and first frames are read.

    Parameters
    ----------
    sources : sequence of path
        Folders, or files such as a COCO JSON.
    format : str, optional
        A name in `p2m_core.datasets.readers.READERS`; recognised by default.
    rules : Rules, optional
        How numbers are meant that the formats leave open.
    images : path, optional
        Where the images of a label file are, if not beside it.
    unlabelled : bool
        Also take the images without a label that lie beside labelled ones: their frames are unseen.
        They are left out, and named, otherwise.
    progress : callable
        Called with the numbers of looked-at and of all labelled frames; may raise `Cancelled`.

    Raises
    ------
    InputError
        If a source is no data set, or its files have a fault.
    """
    notes = Notes()
    home = None if images is None else Path(images)
    found = find(
        [Path(source) for source in sources], format, rules or Rules(), home, notes, unlabelled
    )
    formats: dict[int, str] = {id(s): one.format for one in found for s in one.sequences}
    items = joined((s for one in found for s in one.sequences), notes)
    sequences = []
    total = sum(_work(item) for item in items)
    before = 0
    progress(0, total)
    for item in items:
        names = "+".join(dict.fromkeys(formats[id(part)] for part in item.parts))
        step = partial(_advance, progress, before, total)
        own = _looked_at(item, names, notes, step)
        before += _work(item)
        progress(before, total)
        sequences.append(own)
    recognised = tuple((one.path, one.format) for one in found if one.format != UNLABELLED)
    return Preview(recognised, tuple(sequences), notes.lines())


def look_at_labels(sequences: Iterable[LabelledSequence]) -> Preview:
    """Return the preview of sequences that are at hand already, such as those of a test."""
    notes = Notes()
    found = [_looked_at(item, "", notes) for item in joined(sequences, notes)]
    return Preview((), tuple(found), notes.lines())


def _advance(progress: Progress, before: int, total: int, frames: int) -> None:
    progress(before + frames, total)


def _work(item: Joined) -> int:
    return max(1, sum(len(part.labels) + len(part.masks) for part in item.parts))


def _looked_at(
    item: Joined, format: str, notes: Notes, step: Callable[[int], None] = lambda frames: None
) -> SequencePreview:
    try:
        info = look_at(item.path)
    except InputError as error:
        notes(str(error))
        return SequencePreview(item, format, problem=str(error))
    kinds: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    tracks: set[TrackKey] = set()
    labelled = empty = implied = 0
    for frame in labelled_frames(
        item, info, lambda at, why: notes(f"{named_place(info, at)}: {why}")
    ):
        labelled += 1
        step(labelled)
        implied += frame.implied_empty
        empty += not frame.targets and not frame.implied_empty
        tracks.update(frame.tracks)
        for target in frame.targets:
            kinds[_kind(target.label)] += 1
            if target.category:
                categories[target.category] += 1
    return SequencePreview(
        item, format, info, info.frame_count, labelled, kinds["masks"], kinds["boxes"],
        kinds["points"], len(tracks), dict(categories), empty, implied,
    )  # fmt: skip


def _kind(label: object) -> str:
    if isinstance(label, MaskLabel):
        return "masks"
    return "boxes" if isinstance(label, BoxLabel) else "points"
