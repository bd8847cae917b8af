"""The loop closes: ``python -m tests.bench.loop OUT``, resumable.

Videos of ../shared/data/drone_ir/train are annotated as a user does it: a click on the centre of
the first box is followed, with another click where the target is lost (the protocol of
`tests.bench.propagation`); the labelled frames are accepted, into one project. RPR-Net is trained
on snapshots of it with 1, 2, 4 and 8 of the videos, with one recipe (that of ``make weights``
without drawn sequences, fewer steps), beside the shipped weights and the classical detector. All
are scored on ../shared/data/drone_ir/val, on which nothing was chosen, and on the videos of train
outside of every size; these were in the training set of the shipped weights, and some show a place
that the greater sizes have too. A hash of the names orders the videos. One seed. Results already in
OUT are kept.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import torch

from label_irst.jobs.propagation import new_target
from p2m_core import classical
from p2m_core.classical.detector import ClassicalDetector
from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.opening import open_dataset
from p2m_core.eval import curves, detect_report, report, svg
from p2m_core.eval.curves import Scored
from p2m_core.eval.detect import score_sequence
from p2m_core.networks.rprnet import SequenceDetector
from p2m_core.networks.rprnet.decode import FLOOR
from p2m_core.pamg import PamgParams
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Origin,
    Project,
    TargetChange,
    TargetState,
    add_sequence,
    create_project,
    get_meta,
    list_sequences,
    open_project,
    set_meta,
    set_roles,
    take_snapshot,
)
from p2m_core.suggest import CLASSICAL
from p2m_core.train import run
from tests.bench.propagation import clicked
from tests.real_data import real

RECIPE = ("--seed", "1", "--set", "crop=160", "--set", "learning_rate=0.002", "--device", "cpu")
RATES = detect_report.ALLOWANCES
EACH = 0.1
SETS = {"val": "drone_ir/val", "rest": "the other videos of drone_ir/train (shipped has seen them)"}
SHIPPED, OTHER = "shipped weights", "LoG + difference"

Detector = SequenceDetector | ClassicalDetector


def in_order(videos: Sequence[LabelledSequence]) -> list[LabelledSequence]:
    return sorted(videos, key=lambda v: blake2b(v.name.encode()).digest())


def annotated(path: Path, videos: Sequence[LabelledSequence]) -> list[dict[str, Any]]:
    """Annotate the videos missing in the project; return the work on each video."""
    with open_project(path) if path.exists() else create_project(path) as project:
        work: list[dict[str, Any]] = get_meta(project, "work", [])
        for labelled in videos[len(work) :]:
            work.append(annotate(project, labelled))
            print(json.dumps(work[-1]), flush=True)
            set_meta(project, "work", work)
    return work


def annotate(project: Project, labelled: LabelledSequence) -> dict[str, Any]:
    info = add_sequence(project, labelled.path)
    begun = time.perf_counter()
    targets = {}
    clicks = 0
    with labelled.open() as sequence:
        for click, tracked in clicked(labelled, sequence, +1):
            image = sequence[tracked.frame] if tracked.seen else None
            target = new_target(tracked, info.id, 1, PamgParams(), image)
            if click > clicks:
                target = replace(target, origin=Origin.CLICK)
            clicks = click
            targets[tracked.frame] = target.relabelled(1, TargetState.ACCEPTED)
    project.apply(
        Edit(
            "propagate", info.id, 0, tuple(TargetChange(None, t) for t in targets.values()),
            tuple(FrameChange(f, FrameState.UNSEEN, FrameState.ACCEPTED) for f in targets),
        )
    )  # fmt: skip
    return {
        "video": labelled.name, "clicks": clicks, "frames": len(targets),
        "seconds": round(time.perf_counter() - begun, 1),
    }  # fmt: skip


def trained(folder: Path, project: Path, size: int, epochs: int, steps: int) -> Path:
    """Return the run on the first `size` videos of the project, finished."""
    labels, out = folder / "labels.lirst", folder / "run"
    if not labels.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with open_project(project) as source:
            ids = [info.id for info in list_sequences(source)]
            set_roles(source, {id: "train" if id in ids[:size] else "out" for id in ids})
        take_snapshot(project, labels)
    if len(run.read_metrics(out)) < epochs:
        what = ["--resume"] if (out / "config.json").exists() else [
            "--epochs", str(epochs), "--steps", str(steps), *RECIPE
        ]  # fmt: skip
        subprocess.run(
            [sys.executable, "-m", "p2m_core.cli", "train", str(labels), "--out", str(out), *what],
            check=True, env={**os.environ, "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
    return out


def score(file: Path, detector: Detector, videos: Sequence[LabelledSequence]) -> None:
    """Score a detector on each video, into `file`, unless that exists."""
    if file.exists():
        return
    found = {}
    for labelled in videos:
        begun = time.perf_counter()
        with labelled.open() as frames:
            detections = dict(detector.detect(frames, labelled.frames))
        own = score_sequence(labelled, detections)
        found[labelled.name] = {
            "frames": own.frames, "targets": own.targets, "score": own.score.tolist(),
            "hit": own.hit.tolist(), "centroid_error": own.centroid_error.tolist(),
            "radius_error": own.radius_error.tolist(), "seconds": time.perf_counter() - begun,
        }  # fmt: skip
    file.write_text(json.dumps(found), encoding="utf-8")


def as_scored(found: dict[str, Any]) -> Scored:
    kinds = {"score": float, "hit": bool, "centroid_error": float, "radius_error": float}
    columns = {name: np.array(found[name], kind) for name, kind in kinds.items()}
    return Scored(found["frames"], found["targets"], **columns)


def tables(sizes: list[int], work: list[dict[str, Any]], out: Path) -> str:
    """Return the tables of all scores, and write them with the charts."""
    text = ""
    files: dict[str, str] = {}
    for part, title in SETS.items():
        found = {f.stem: json.loads(f.read_text()) for f in (out / "scores" / part).glob("*.json")}
        parts = {
            label: {name: as_scored(own) for name, own in videos.items()}
            for label, videos in found.items()
        }
        labels = [label for label in (*map(str, sizes), SHIPPED, OTHER) if label in parts]
        pooled = {label: curves.merge(parts[label].values()) for label in labels}
        columns = ["", "clicks", "frames", "minutes", *(f"Pd at {r:g}" for r in RATES), "seconds"]
        rows = []
        for label in labels:
            seconds = sum(own["seconds"] for own in found[label].values())
            pd = (f"{curves.pd_at(pooled[label], rate):.3f}" for rate in RATES)
            rows.append([named(label), *learnt(label, work, out), *pd, f"{seconds:.0f}"])
        text += f"{title}\n\n{report.table(columns, rows)}\nEach video by itself, at {EACH:g}:\n\n"
        videos = list(parts[labels[0]]) if labels else []
        text += report.table(
            ["", *(video.removeprefix("IR_") for video in videos)],
            [
                [named(label), *(f"{curves.pd_at(parts[label][v], EACH):.3f}" for v in videos)]
                for label in labels
            ],
        )
        text += "\n"
        files |= charts(part, title, [n for n in sizes if str(n) in pooled], pooled)
    text += report.table(
        ["video", "clicks", "frames", "seconds"],
        [[w["video"], *(str(w[k]) for k in ("clicks", "frames", "seconds"))] for w in work],
    )
    report.write_folder(out, {"report.md": text, **files})
    return text


def named(label: str) -> str:
    return f"trained on {label}" if label.isdecimal() else label


def learnt(label: str, work: list[dict[str, Any]], out: Path) -> list[str]:
    """Clicks, frames, and minutes of training."""
    if not label.isdecimal():
        return ["", "", ""]
    some = work[: int(label)]
    seconds = sum(float(row["seconds"]) for row in run.read_metrics(out / label / "run"))
    return [*(str(sum(w[k] for w in some)) for k in ("clicks", "frames")), f"{seconds / 60:.1f}"]


def charts(part: str, title: str, sizes: list[int], pooled: dict[str, Scored]) -> dict[str, str]:
    if not sizes:
        return {}

    def pd(label: str, rate: float) -> float:
        return 100.0 * curves.pd_at(pooled[label], rate)

    series: svg.Series = {}
    for label, short in (("", "trained"), (SHIPPED, "shipped"), (OTHER, "LoG + diff.")):
        for rate in (0.02, 0.1) if label != OTHER else (0.1,):
            if not label or label in pooled:
                values = [pd(label or str(n), rate) for n in sizes]
                series[f"{short}, {rate:g}"] = values
    grid = [k / 500 for k in range(101)]
    whole: svg.Series = {named(label): [pd(label, rate) for rate in grid] for label in pooled}
    where = f"Pd % on {title}"
    return {
        f"{part}.svg": svg.lines(where, "videos annotated", sizes, series),
        f"{part}-curves.svg": svg.curves(where, "false targets a frame", grid, whole),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Labels made by propagation, trained on, scored.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 2, 4, 8],
                        help="videos to train on, in this order")  # fmt: skip
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--steps", type=int, default=175, help="of an epoch")
    parser.add_argument("--every", type=int, default=1, help="score every so many labelled frames")
    given = parser.parse_args()
    torch.set_num_threads(1)
    for part in SETS:
        (given.out / "scores" / part).mkdir(parents=True, exist_ok=True)
    videos = in_order(open_dataset(real("drone_ir") / "train"))
    videos, rest = videos[: max(given.sizes)], videos[max(given.sizes) :]
    testing = {
        part: [replace(v, labels={f: v.labels[f] for f in v.frames[:: given.every]}) for v in some]
        for part, some in (("val", open_dataset(real("drone_ir") / "val")), ("rest", rest))
    }
    project = given.out / "all.lirst"
    work = annotated(project, videos)

    def judge(name: str, detector: Detector) -> None:
        for part, some in testing.items():
            score(given.out / "scores" / part / f"{name}.json", detector, some)
        print(tables(sorted(given.sizes), work, given.out), flush=True)

    def network(weights: Path | None) -> SequenceDetector:
        return SequenceDetector(weights, "cpu", precision="auto", threshold=FLOOR)

    for size in given.sizes:
        out = trained(given.out / str(size), project, size, given.epochs, given.steps)
        judge(str(size), network(out / "last.safetensors"))
    judge(SHIPPED, network(None))
    judge(OTHER, classical.METHODS[CLASSICAL].detector())


if __name__ == "__main__":
    main()
