"""Write synthetic sequences as a SIRSTD-Pixel data set.

`p2m_core.datasets.layout` describes the files. A synthetic set has one more: ``truth.csv`` with the
true sub-pixel centre and the polarity of every target.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path

from p2m_core import files
from p2m_core.datasets import layout
from p2m_core.errors import InputError
from p2m_core.progress import Progress, no_progress
from p2m_core.synth.config import SynthConfig
from p2m_core.synth.render import SynthTarget, render

# One sequence in five is for testing.
TEST_SHARE = 5
_DECIMALS = 4


@dataclass(frozen=True)
class TruthRow:
    """One line of ``truth.csv``; the fields are its columns, in order."""

    sequence: str
    frame: str
    track: int
    true_x: float
    true_y: float
    polarity: int


@dataclass(frozen=True)
class Written:
    """The folder written, and the counts of its content."""

    root: Path
    sequences: int
    frames: int
    targets: int
    tracks: int


def write_sequence(
    config: SynthConfig, out: str | Path, progress: Progress = no_progress
) -> Written:
    """Write the sequence of `config` as a data set of its own; see `write_sequences`."""
    return write_sequences([config], out, progress)


def write_sequences(
    configs: Sequence[SynthConfig], out: str | Path, progress: Progress = no_progress
) -> Written:
    """Write one sequence a configuration into the new data set `out`.

    The data set is written beside `out` and renamed: it appears whole or not at all. The last
    fifth of the sequences, at least one of two, is the test split; a single sequence is for
    training.

    Parameters
    ----------
    configs : sequence of SynthConfig
        At least one; their names must differ.
    out : path
        The data set's folder, which gives it its name; new or empty.
    progress : Progress
        Called after each frame, over all sequences; may raise `Cancelled`.

    Raises
    ------
    InputError
        If `out` exists and is not an empty folder, or two sequences have the same name.
    P2MError
        If the data set cannot be written.
    """
    test = _test_names(configs)
    goal = Path(out).absolute()
    title = files.safe_name(goal.name)
    total = sum(config.frames for config in configs)
    done = 0
    rows: list[layout.TargetRow] = []
    truth: list[TruthRow] = []
    entries: list[layout.SequenceEntry] = []
    with files.staged_folder(goal) as stage:
        for config in configs:
            targets: list[SynthTarget] = []
            for index, frame in enumerate(render(config)):
                image, instances = frame.image, frame.instances
                name = _frame_name(index)
                layout.write_frame(stage, config.name, name, image, instances > 0, instances)
                targets += frame.targets
                done += 1
                progress(done, total)
            rows += [_target_row(config, target) for target in targets]
            truth += [_truth_row(config, target) for target in targets]
            entries.append(_entry(config, targets, config.name in test))
        frames = {c.name: [_frame_name(index) for index in range(c.frames)] for c in configs}
        layout.write_targets(stage, rows)
        _write_truth(stage, truth)
        layout.write_split(stage, title, frames, test)
        synth = {config.name: asdict(config) for config in configs}
        layout.write_dataset_json(stage, title, entries, {"synth": synth})
    tracks = sum(entry.tracks for entry in entries)
    return Written(goal, len(configs), total, len(rows), tracks)


def _test_names(configs: Sequence[SynthConfig]) -> set[str]:
    if not configs:
        raise InputError("no sequence to write: give at least one configuration")
    names = [config.name for config in configs]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"two sequences are called {name}: give them different seeds")
    return set(names[-max(1, len(names) // TEST_SHARE) :]) if len(names) > 1 else set()


def _frame_name(index: int) -> str:
    return f"{index:06d}"


def _target_row(config: SynthConfig, target: SynthTarget) -> layout.TargetRow:
    return layout.TargetRow(
        sequence=config.name,
        frame=_frame_name(target.frame),
        track=target.track,
        x=target.x,
        y=target.y,
        radius=target.radius,
        area=target.area,
        scr=target.scr,
        seed_x=target.seed_x,
        seed_y=target.seed_y,
        # Nobody clicked these targets: for annotators they are imported, and correct.
        origin="imported",
        state="accepted",
    )


def _truth_row(config: SynthConfig, target: SynthTarget) -> TruthRow:
    return TruthRow(
        sequence=config.name,
        frame=_frame_name(target.frame),
        track=target.track,
        true_x=round(target.true_x, _DECIMALS),
        true_y=round(target.true_y, _DECIMALS),
        polarity=target.polarity,
    )


def _write_truth(root: Path, rows: Iterable[TruthRow]) -> None:
    with (root / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(TruthRow))
        writer.writerows(astuple(row) for row in rows)


def _entry(
    config: SynthConfig, targets: Sequence[SynthTarget], is_test: bool
) -> layout.SequenceEntry:
    return layout.SequenceEntry(
        name=config.name,
        source="p2m synth",
        split="test" if is_test else "train",
        width=config.width,
        height=config.height,
        bit_depth=config.bit_depth,
        frames=config.frames,
        empty_frames=config.frames - len({target.frame for target in targets}),
        targets=len(targets),
        tracks=len({target.track for target in targets}),
    )
