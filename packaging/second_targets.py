"""Complete the labels of drone_ir: ``python packaging/second_targets.py DATA OUT``.

One of the training videos shows a second bird without labels, and both birds in frames without
labels; a network that trains on such frames learns to overlook birds. ``second_targets.csv`` holds
the positions that a person marked: key positions, with straight flight between. OUT gets the data
set with them.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

SIDE = 11  # pixels: side of the boxes, as in the labels of targets of this size


def main() -> None:
    """Write the data set: links to the videos, and their labels."""
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    tracks: dict[tuple[str, str], list[list[float]]] = defaultdict(list)
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            at = [float(row[name]) for name in ("frame", "x", "y")]
            tracks[row["video"], row["id"]].append(at)
    out.mkdir(parents=True)
    for video in sorted(data.glob("*.mp4")):
        (out / video.name).symlink_to(video.resolve())
        labels = video.with_suffix(".gt.txt").read_text(encoding="utf-8")
        for (name, target), positions in tracks.items():
            if name == video.stem:
                labels += _lines(target, np.array(positions))
        (out / f"{video.stem}.gt.txt").write_text(labels, encoding="utf-8")


def _lines(target: str, keys: np.ndarray) -> str:
    frames = np.arange(keys[0, 0], keys[-1, 0] + 1)
    x, y = (np.interp(frames, keys[:, 0], keys[:, i]) - SIDE // 2 for i in (1, 2))
    return "".join(
        f"{frame:.0f},{target},{left:.1f},{top:.1f},{SIDE},{SIDE},1,-1,-1,-1\n"
        for frame, left, top in zip(frames, x, y, strict=True)
    )


if __name__ == "__main__":
    main()
