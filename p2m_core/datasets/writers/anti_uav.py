"""Anti-UAV: a folder for each sequence with its frames and the boxes of one target.

::

    <split>/<sequence>/infrared/000001.png
    <split>/<sequence>/infrared.json     {"exist": [1, ...], "gt_rect": [[x, y, w, h], ...]}

One entry a frame: ``exist`` 0 states that the target is not in it. Frames are numbered from 1
without gaps.
"""

import json

from p2m_core.datasets.writers.exporting import Format
from p2m_core.datasets.writers.format import Carries
from p2m_core.datasets.writers.job import Frame, Job, Part
from p2m_core.datasets.writers.shapes import target_box
from p2m_core.errors import InputError
from p2m_core.files import write_text
from p2m_core.geometry import frame_number
from p2m_core.project import Target


def write(job: Job) -> None:
    """Write all files.

    Raises
    ------
    InputError
        If a sequence has several tracks: a frame without the one would count as empty.
    """
    for part in job.parts:
        home = f"{part.split}/{part.name}"
        boxes: list[list[float]] = []
        tracks: set[int] = set()
        for frame in job.frames(part):
            target = _only_target(part, frame, tracks)
            job.image(frame, f"{home}/infrared/{frame.place + 1:06d}.png")
            boxes.append([] if target is None else list(target_box(target)))
        record = {"exist": [int(bool(box)) for box in boxes], "gt_rect": boxes}
        write_text(job.root / home / "infrared.json", json.dumps(record) + "\n")


def _only_target(part: Part, frame: Frame, tracks: set[int]) -> Target | None:
    tracks |= {target.track for target in frame.targets}
    if len(tracks) > 1 or len(frame.targets) > 1:
        raise InputError(
            f"frame {frame_number(frame.number)} of {part.info.name} brings a second target or "
            f"track ({', '.join(map(str, sorted(tracks)))}), and Anti-UAV holds one track a "
            "sequence: export as mot, or join or remove tracks"
        )
    return frame.targets[0] if frame.targets else None


FORMAT = Format(
    name="anti-uav",
    title="Anti-UAV: exist and gt_rect of one target in infrared.json of each sequence",
    reader="anti-uav",
    shapes={"": Carries("box", tracks=True)},
    write=write,
    split_folders=True,
    hints=(
        "`<split>/<sequence>/infrared.json` has one entry a frame of `infrared/`: `exist` 0 states "
        "that there is no target; `gt_rect` is x, y, width, height, pixels from 0.",
        "Frames count from 1, without gaps; the table below tells which frames of the project they "
        "are.",
    ),
    more_cannot=("several tracks in a sequence: refused",),
)
