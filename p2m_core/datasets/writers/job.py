"""What writers of formats work with: sequences with their frames, one after the other."""

import os
import shutil
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from p2m_core import files
from p2m_core.datasets.selection import Selection, reviewed_targets
from p2m_core.datasets.sources import PngDepth, open_source, png_depth
from p2m_core.datasets.writers.format import Carries
from p2m_core.datasets.writers.naming import frame_names
from p2m_core.datasets.writers.shapes import not_apart
from p2m_core.errors import InputError, P2MError
from p2m_core.geometry import frame_number, measure
from p2m_core.progress import Progress
from p2m_core.project import (
    FrameState,
    Project,
    SequenceInfo,
    Target,
    get_frame_states,
)
from p2m_core.sequence.folder import list_frames
from p2m_core.sequence.place import folder_of, is_pattern

Pixels = NDArray[np.uint8] | NDArray[np.uint16]


@dataclass(frozen=True)
class Part:
    """One sequence to export.

    Attributes
    ----------
    index : int
        Among the parts of the export.
    selection : Selection
    name : str
        Fit for files; no two parts have the same.
    split : "train" or "test"
    """

    index: int
    selection: Selection
    name: str
    split: Literal["train", "test"]

    @property
    def info(self) -> SequenceInfo:
        """The sequence in the project."""
        return self.selection.sequence

    @property
    def single(self) -> bool:
        """Whether it is one image rather than a sequence."""
        return self.info.frame_count == 1

    def files(self) -> list[Path]:
        """Return the image file of each frame of the project's sequence.

        Raises
        ------
        InputError
            If they are in one file.
        """
        if self.originals is None:
            raise InputError(
                f"the frames of {self.info.name} are in one file, {self.info.path}: export with "
                "the images"
            )
        return self.originals

    @cached_property
    def originals(self) -> list[Path] | None:
        """The image file of each frame of the project's sequence; None if they are in one file."""
        path = self.info.path
        if path.is_dir() or is_pattern(path):
            folder = folder_of(path)
            return [folder / name for name in list_frames(path)]
        return [path] if self.single else None


@dataclass(frozen=True, eq=False)
class Frame:
    """One frame to export.

    Attributes
    ----------
    part : Part
    number : int
        In the project's sequence, from 0.
    place : int
        Among the exported frames of its sequence, from 0.
    name : str
        Fit for files; unique in its sequence, and in natural order there.
    image : uint8 or uint16 array, shape (H, W)
        As it is stored.
    raw : array, shape (H, W)
        As it is in the project.
    targets : list of Target
        By number in the project.
    """

    part: Part
    number: int
    place: int
    name: str
    image: Pixels
    raw: NDArray[Any]
    targets: list[Target]

    @property
    def path(self) -> str:
        """``<sequence>/<frame>``, of a single image its sequence's name."""
        return self.part.name if self.part.single else f"{self.part.name}/{self.name}"

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width."""
        height, width = self.image.shape
        return height, width


@dataclass
class Tally:
    """Counts of what was written.

    `area` and `scr` have one entry a target; `targets` and `empty` count by split; `tracks` have
    the targets of each track, by the numbers of sequence and track; `depths` go by the names of
    parts; `merged` targets are not told from others, in part or whole; `attributes` count the
    targets with each; `described` targets have attributes, `noted` a note, `flagged` a flag.
    """

    area: "array[int]" = field(default_factory=lambda: array("q"))
    scr: "array[float]" = field(default_factory=lambda: array("d"))
    origins: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    tracks: Counter[tuple[int, int]] = field(default_factory=Counter)
    targets: Counter[str] = field(default_factory=Counter)
    empty: Counter[str] = field(default_factory=Counter)
    attributes: Counter[str] = field(default_factory=Counter)
    described: int = 0
    noted: int = 0
    flagged: int = 0
    merged: int = 0
    accepted: int = 0
    suggested: int = 0
    depths: dict[str, PngDepth] = field(default_factory=dict)


@dataclass
class Job:
    """One export: where it goes, what is in it, and what was written so far.

    Attributes
    ----------
    project : Project
    root : path
        The folder to write into.
    title : str
        The data set's name, fit for files.
    parts : list of Part
    options : mapping
        The value of each option of the format.
    carries : Carries
        What the format carries with these options.
    progress : callable
    tally : Tally
    written : dict
        The sequence and frame behind each image, by folder and file name; see `image`.
    without_target : int
        Parts that the writer left out, because the format cannot tell of them.
    """

    project: Project
    root: Path
    title: str
    parts: list[Part]
    options: Mapping[str, Any]
    carries: Carries
    progress: Progress
    tally: Tally = field(default_factory=Tally)
    written: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    without_target: int = 0
    _done: int = 0

    @cached_property
    def total(self) -> int:
        """Frames to write."""
        return sum(len(part.selection.frames) for part in self.parts)

    @cached_property
    def parts_by_id(self) -> dict[int, Part]:
        """The parts by their sequence's number in the project."""
        return {part.info.id: part for part in self.parts}

    def frames(self, part: Part) -> Iterator[Frame]:
        """Yield the frames of a part one by one; each is read when it is reached.

        Raises
        ------
        InputError
            If the images are not what the project knows, a frame cannot be read, or the format
            cannot hold its targets.
        """
        info, chosen = part.info, part.selection.frames
        states = get_frame_states(self.project, info.id)
        with open_source(info) as sequence:

            def images() -> Iterator[NDArray[np.generic]]:
                for number in chosen:
                    self.progress(self._done, self.total)  # a chance to cancel
                    yield sequence[number]

            depth = png_depth(images(), sequence.dtype, info.name)
            self.tally.depths[part.name] = depth
            names = frame_names([sequence.frame_name(number) for number in chosen])
            for place, (number, name) in enumerate(zip(chosen, names, strict=True)):
                state = FrameState(states[number])
                targets, suggested = reviewed_targets(self.project, info, number, state)
                self._check_twins(info, number, targets)
                raw = sequence[number]
                self._count(part, raw, targets, suggested)
                yield Frame(part, number, place, name, depth.encode(raw), raw, targets)
                self._done += 1
                self.progress(self._done, self.total)

    def _check_twins(self, info: SequenceInfo, number: int, targets: list[Target]) -> None:
        tracks = [target.track for target in targets]
        if not self.carries.twins and len(set(tracks)) < len(tracks):
            twice = next(track for track in tracks if tracks.count(track) > 1)
            raise InputError(
                f"frame {frame_number(number)} of {info.name} has two targets of track {twice}, "
                "and this format holds one: remove one, or give it another track"
            )

    def _count(
        self, part: Part, raw: NDArray[Any], targets: Sequence[Target], suggested: int
    ) -> None:
        tally = self.tally
        tally.suggested += suggested
        tally.targets[part.split] += len(targets)
        tally.empty[part.split] += not targets
        if self.carries.apart != "kept":
            tally.merged += not_apart(targets, touching=self.carries.apart == "lost")
        for target in targets:
            tally.area.append(target.area)
            tally.scr.append(measure(raw, target.mask, origin=(target.x0, target.y0)).scr)
            tally.origins[target.origin] += 1
            tally.categories[target.category] += 1
            tally.attributes.update(target.attributes)
            tally.described += bool(target.attributes)
            tally.noted += bool(target.note)
            tally.flagged += target.flagged
            tally.tracks[target.sequence, target.track] += 1
            tally.accepted += target.state == "accepted"

    def image(self, frame: Frame, path: str) -> Path:
        """Write the frame's image, or find the original; return where it is.

        Parameters
        ----------
        frame : Frame
        path : str
            Below `root`. Unused with the option ``images`` off.

        Raises
        ------
        InputError
            If the original is not a file for itself.
        P2MError
            If it cannot be written, or what was read back differs.
        """
        if self.options.get("images", True):
            place = self.root / path
            write_checked(place, frame.image, frame.path)
        else:
            place = frame.part.files()[frame.number]
        self.record(frame, place)
        return place

    def record(self, frame: Frame, place: Path) -> None:
        """Note which file is the frame's image, for the check."""
        key = (os.path.realpath(place.parent), place.name)
        self.written[key] = (frame.part.index, frame.number)

    def leave_out(self, part: Part, home: str) -> None:
        """Remove what was written of a part, all of it in the folder `home`: it has no target."""
        shutil.rmtree(self.root / home)
        self.without_target += 1
        for key in [key for key, (own, _) in self.written.items() if own == part.index]:
            del self.written[key]


def write_checked(place: Path, image: Pixels, what: str) -> None:
    """Write a PNG file and read it back.

    Raises
    ------
    P2MError
        If it cannot be written, or what was read back differs.
    """
    files.write_png(place, image)
    stored = files.read_png(place)
    if stored.dtype != image.dtype or not np.array_equal(stored, image):
        raise P2MError(f"the export of {what} failed: the image read back differs; no file is kept")
