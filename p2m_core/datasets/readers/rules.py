"""Rules that the formats leave open, and data sets settle differently."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Note = Callable[[str], None]
"""Takes one line on something that was not read, or was taken for what it most likely is."""


def no_note(line: str) -> None:
    """Ignore a note."""


@dataclass(frozen=True)
class Rules:
    """The meaning of numbers in a file, where its format leaves it open.

    Attributes
    ----------
    mot_origin : 0 or 1
        The number of the leftmost column and of the top row in MOT files: 0 as everywhere in this
        project, 1 as in the development kit of MOTChallenge.
    voc_max : "last" or "past"
        What ``xmax`` and ``ymax`` of Pascal VOC are: the last column and row of the target, as
        usual, or one past it, as in SIRST v2, CVAT, VoTT and X-AnyLabeling.
    voc_origin : 0 or 1
        The number of the leftmost column and of the top row in Pascal VOC: 1 as usual, 0 in CVAT,
        VoTT and X-AnyLabeling.
    mask_centres : bool
        Whether each piece of a mask image marks the centre of a target, not its pixels.
    images : path, optional
        A folder where images are looked for first: they need not lie beside COCO, CVAT, LabelMe and
        YOLO files.
    """

    mot_origin: Literal[0, 1] = 0
    voc_max: Literal["last", "past"] = "last"
    voc_origin: Literal[0, 1] = 1
    mask_centres: bool = False
    images: Path | None = None

    @property
    def homes(self) -> list[Path]:
        """The folders of `images`, if they are given."""
        return [] if self.images is None else [self.images, self.images / "images"]
