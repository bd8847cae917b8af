"""A written data set: complete, readable by the field's toolboxes, whole or not there."""

import csv
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from p2m_core.datasets.layout import read_split, read_targets
from p2m_core.errors import Cancelled, InputError, P2MError
from p2m_core.synth import SynthConfig, make_sequence, write_sequence, write_sequences


def config(seed: int = 1, **changes: object) -> SynthConfig:
    values: dict[str, object] = {"seed": seed, "frames": 4, "height": 48, "width": 64, **changes}
    return SynthConfig(**values)  # type: ignore[arg-type]


def png(path: Path) -> np.ndarray:
    return cv2.imread(str(path), cv2.IMREAD_UNCHANGED)


@pytest.mark.parametrize("bit_depth", [8, 16])
def test_files_hold_the_sequence(tmp_path: Path, bit_depth: int) -> None:
    made = make_sequence(config(bit_depth=bit_depth))
    written = write_sequence(made.config, tmp_path / "new" / "set")
    root = written.root
    for index in range(4):
        name = f"{made.config.name}/{index:06d}.png"
        assert np.array_equal(png(root / "images" / name), made.frames[index])
        assert png(root / "images" / name).dtype == made.frames.dtype
        assert np.array_equal(png(root / "instances" / name), made.instances[index])
        assert np.array_equal(png(root / "masks" / name), (made.instances[index] > 0) * 255)
    rows = read_targets(root)
    assert [(r.frame, r.track, r.area) for r in rows] == [
        (f"{t.frame:06d}", t.track, t.area) for t in made.targets
    ]
    assert [(r.x, r.y) for r in rows] == [pytest.approx((t.x, t.y), abs=1e-3) for t in made.targets]
    with (root / "truth.csv").open(newline="") as file:
        truth = [(float(row["true_x"]), float(row["true_y"])) for row in csv.DictReader(file)]
    assert truth == [pytest.approx((t.true_x, t.true_y), abs=1e-3) for t in made.targets]
    assert written.targets == len(made.targets)
    about = json.loads((root / "dataset.json").read_text())
    assert about["counts"]["frames"] == 4
    assert about["bit_depth"] == bit_depth
    assert about["synth"][made.config.name]["seed"] == 1


def test_frames_without_targets_have_an_empty_mask(tmp_path: Path) -> None:
    root = write_sequence(config(n_targets=0), tmp_path / "set").root
    masks = sorted(root.glob("masks/*/*.png"))
    assert len(masks) == 4
    assert not any(png(mask).any() for mask in masks)
    assert read_targets(root) == []


@pytest.mark.parametrize(("count", "tests"), [(1, 0), (2, 1), (4, 1), (10, 2)])
def test_splits_never_cut_a_sequence(tmp_path: Path, count: int, tests: int) -> None:
    configs = [config(seed, frames=2, background="flat", n_targets=1) for seed in range(count)]
    root = write_sequences(configs, tmp_path / "set").root
    train, test = (read_split(root, "set", part) for part in ("train", "test"))
    assert len(train) + len(test) == 2 * count
    assert len({sequence for sequence, _ in test}) == tests
    assert not {sequence for sequence, _ in train} & {sequence for sequence, _ in test}
    for sequence, frame in train + test:
        assert (root / "images" / sequence / f"{frame}.png").is_file()


def test_an_existing_set_is_not_touched(tmp_path: Path) -> None:
    goal = tmp_path / "set"
    goal.mkdir()
    (goal / "mine.txt").write_text("work of a year")
    with pytest.raises(InputError, match="not empty") as error:
        write_sequence(config(), goal)
    assert str(goal) in str(error.value)
    assert [path.name for path in tmp_path.rglob("*")] == ["set", "mine.txt"]


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "set").write_text("x")
    with pytest.raises(InputError):
        write_sequence(config(), tmp_path / "set")


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    assert write_sequence(config(), tmp_path / "set").frames == 4


def test_cancelling_leaves_nothing_behind(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled("stopped by the user")

    with pytest.raises(Cancelled):
        write_sequence(config(), tmp_path / "set", stop)
    assert list(tmp_path.iterdir()) == []


def test_progress_runs_over_all_sequences(tmp_path: Path) -> None:
    calls: list[tuple[int, int]] = []
    write_sequences(
        [config(1), config(2)], tmp_path / "set", lambda done, total: calls.append((done, total))
    )
    assert calls == [(done, 8) for done in range(1, 9)]


def test_a_set_that_cannot_be_written_fails_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(P2MError) as error:
        write_sequence(config(), tmp_path / "file" / "set")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("configs", [[], [config(1), config(1)]])
def test_no_sequence_and_two_of_the_same_name_are_refused(
    tmp_path: Path, configs: list[SynthConfig]
) -> None:
    with pytest.raises(InputError):
        write_sequences(configs, tmp_path / "set")
