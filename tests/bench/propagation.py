"""Clicks per target-frame: the clicks that a person needs for every target of a video.

    python -m tests.bench.propagation [--reverse]

The protocol: the centre of the first label is clicked; where the track is lost, or the centre of
its mask is more than 2 pixels outside the box (4 from the point), the label of that frame is
clicked. Frames without a label are not scored. Then how well doubt, as the window shows it,
separates the frames whose mask's centre is outside of its box. Data: ../shared/data.
"""

import argparse
import time
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from label_irst.jobs.propagation import new_target
from p2m_core.datasets.labelled import BoxLabel, LabelledSequence, PointLabel
from p2m_core.datasets.opening import open_dataset
from p2m_core.doubt import TargetTable, doubts
from p2m_core.pamg import PamgParams
from p2m_core.sequence import Sequence
from p2m_core.track import Tracked, propagate
from tests.real_data import ROOT

SETS = (
    ("drone_ir", "drone_ir/train", "drone_ir/val"), ("antiuav", "antiuav"), ("istd", "istd"),
)  # fmt: skip
MARGIN = 2.0
POINT_REACH = 4.0

Label = BoxLabel | PointLabel


def middle(label: Label) -> tuple[float, float]:
    if isinstance(label, PointLabel):
        return label.x, label.y
    return label.x + (label.width - 1) / 2, label.y + (label.height - 1) / 2


def outside(label: Label, x: float, y: float, margin: float) -> bool:
    if isinstance(label, PointLabel):
        return bool(np.hypot(x - label.x, y - label.y) > POINT_REACH)
    low_x, low_y = label.x - 0.5 - margin, label.y - 0.5 - margin
    return not (
        low_x <= x <= low_x + label.width + 2 * margin
        and low_y <= y <= low_y + label.height + 2 * margin
    )


def clicked(
    labelled: LabelledSequence, sequence: Sequence, direction: int
) -> Iterator[tuple[int, Tracked]]:
    """Yield the targets of labelled frames, each with the number of its click, from 1.

    The last of a click may be outside of its label: that frame is clicked next.
    """
    labels = {frame: found[0] for frame, found in labelled.labels.items() if found}
    waiting = sorted(labels, reverse=direction < 0)
    clicks = 0
    while waiting:
        start = waiting[0]
        clicks += 1
        done = 1
        for target in propagate(sequence, start, middle(labels[start]), direction):
            label = labels.get(target.frame)
            if label is None:
                continue
            yield clicks, target
            if target.frame != start and outside(label, *target.centroid, MARGIN):
                break
            done = waiting.index(target.frame) + 1
        waiting = waiting[done:]


def annotate(labelled: LabelledSequence, direction: int) -> tuple[int, list[tuple[float, bool]]]:
    """Return the clicks, and for each scored frame its doubt and whether it is outside."""
    with labelled.open() as sequence:
        shown = list(clicked(labelled, sequence, direction))
        doubt, _ = doubts(table_of(sequence, shown), sequence.shape)
    wrong = [outside(labelled.labels[t.frame][0], *t.centroid, 0.0) for _, t in shown]
    return shown[-1][0], list(zip(doubt.tolist(), wrong, strict=True))


def table_of(sequence: Sequence, shown: list[tuple[int, Tracked]]) -> TargetTable:
    """Return the table of these targets in the window's project file; a click is a track."""
    targets = [new_target(t, 1, n, PamgParams(), _image(sequence, t)) for n, t in shown]
    known = [t.parameters for t in targets]
    return TargetTable(
        id=np.arange(len(targets)),
        frame=np.array([t.frame for t in targets]),
        track=np.array([t.track for t in targets]),
        area=np.array([t.area for t in targets]),
        box=np.array([t.box for t in targets]),
        at=np.array([t.centroid for t in targets]),
        confidence=np.array([p["confidence"] for p in known]),
        margin=np.array([p.get("margin", np.nan) for p in known]),
        rho=np.array([p.get("rho", np.nan) for p in known]),
        scr=np.array([p.get("scr", np.nan) for p in known]),
        hidden=np.array([not p["seen"] for p in known]),
        moved=np.array([t.algorithm == "moved" for t in targets]),
        by_hand=np.zeros(len(targets), bool),
        reviewed=np.zeros(len(targets), bool),
    )


def _image(sequence: Sequence, target: Tracked) -> NDArray[np.generic] | None:
    return sequence[target.frame] if target.seen else None


def main() -> None:
    parser = argparse.ArgumentParser(description="Clicks a target-frame of p2m_core.track.")
    parser.add_argument("--reverse", action="store_true", help="from the last frame backwards")
    direction = -1 if parser.parse_args().reverse else 1
    for title, *parts in SETS:
        total = frames = single = 0
        judged: list[tuple[float, bool]] = []
        began = time.perf_counter()
        for part in parts:
            for labelled in open_dataset(ROOT / part):
                clicks, some = annotate(labelled, direction)
                labels = sum(bool(found) for found in labelled.labels.values())
                print(f"{labelled.name:24} {labels:5} target-frames {clicks:4} clicks", flush=True)
                total, frames, single = total + clicks, frames + labels, single + (clicks == 1)
                judged += some
        took = 1e3 * (time.perf_counter() - began) / frames
        print(f"{title}: {total} clicks for {frames} target-frames: {total / frames:.4f}; "
              f"{single} sequences from one click; {took:.1f} ms a frame")  # fmt: skip
        doubtful = sorted(judged, reverse=True)[: len(judged) // 10]
        wrong = sum(is_wrong for _, is_wrong in judged)
        print(f"{wrong} centres outside of their box, {sum(w for _, w in doubtful)} of them in the "
              "tenth with the greatest doubt")  # fmt: skip


if __name__ == "__main__":
    main()
