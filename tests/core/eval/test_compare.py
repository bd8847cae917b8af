"""Models side by side: the figures are those of the protocol, and every target is accounted for."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch

from p2m_core.cli import main
from p2m_core.datasets.labelled import BoxLabel, LabelledSequence
from p2m_core.datasets.opening import open_dataset
from p2m_core.errors import InputError
from p2m_core.eval import curves
from p2m_core.eval.compare import compare, results_of, spread
from p2m_core.eval.detect import score_sequence
from p2m_core.networks.rprnet import RPRNet, RPRNetConfig, SequenceDetector, checkpoint
from tests.core.eval.labelled import SQUARE, draw_sequence, with_masks
from tests.real_data import real

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def random_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small untrained model."""
    torch.manual_seed(3)
    path = tmp_path_factory.mktemp("weights") / "random.safetensors"
    checkpoint.save(path, RPRNet(RPRNetConfig(width=0.125)), 0.02, {"epoch": 1})
    return path


def test_frames_are_spread_over_the_sequences(tmp_path: Path) -> None:
    empty = LabelledSequence("none", tmp_path)
    long = LabelledSequence("long", tmp_path, dict.fromkeys(range(80), ()))
    short = LabelledSequence("short", tmp_path, dict.fromkeys((3, 9, 11, 40), ()))
    chosen = spread([long, empty, short], 21)
    assert [s.name for s in chosen] == ["long", "short"]
    assert [len(s.frames) for s in chosen] == [20, 1]
    assert set(np.diff(chosen[0].frames)) == {4}
    assert [s.frames for s in spread([long, empty, short], 1000)] == [long.frames, short.frames]
    assert spread([long], 1)[0].frames == [40]
    with pytest.raises(InputError, match="no labelled frame"):
        spread([empty])


def test_the_shipped_model_beats_an_untrained_one(random_weights: Path) -> None:
    wanted = "IR_DRONE_134"
    own = [s for s in open_dataset(real("drone_ir/val")) if s.name == wanted]
    steps: list[tuple[int, int]] = []
    found = compare(
        own, [random_weights, None], 6, "cpu", lambda done, total: steps.append((done, total))
    )
    assert steps[-1] == (12, 12)
    results = results_of(found)
    result = json.loads(json.dumps(results))
    assert (result["frames"], result["targets"], result["labelled"]) == (6, 6, len(own[0].frames))
    nothing, shipped = result["models"]
    assert shipped["at"]["0.1"]["pd"] == 1.0
    assert nothing["at"]["0.1"]["pd"] == 0.0
    assert shipped["at"]["0.1"]["difference"] == 1.0
    assert shipped["at"]["0.1"]["difference_interval"] == [1.0, 1.0]
    assert (shipped["provenance"]["variant"], shipped["provenance"]["epochs"]) == ("full", 4)
    assert nothing["provenance"]["epoch"] == 1
    threshold = shipped["at"]["0.1"]["threshold"]
    boxes = own[0].labels
    for t, x, y, _, score in shipped["hits"]:
        sequence, frame, _, _, _ = result["truth"][t]
        assert (sequence, score >= threshold) == (0, True)
        [box] = boxes[frame]
        assert isinstance(box, BoxLabel)
        assert abs(x - box.x - (box.width - 1) / 2) <= box.width / 2 + 2
        assert abs(y - box.y - (box.height - 1) / 2) <= box.height / 2 + 2


def test_figures_and_lists_are_those_of_the_protocol(random_weights: Path, tmp_path: Path) -> None:
    draw_sequence(tmp_path, "a", [[SQUARE], [SQUARE, (30, 30, 33, 33)], [], [SQUARE]])
    draw_sequence(tmp_path, "b", [[(5, 5, 8, 8)]])
    sequences = [with_masks(tmp_path, "a", [0, 1, 2, 3]), with_masks(tmp_path, "b", [0])]
    result = results_of(compare(sequences, [random_weights, None], device="cpu"))
    assert [t[:2] for t in result["truth"]] == [[0, 0], [0, 1], [0, 1], [0, 3], [1, 0]]
    assert result["truth"][0][2:4] == [11.5, 11.5]
    for weights, model in zip([random_weights, None], result["models"], strict=True):
        detector = SequenceDetector(weights, "cpu", precision="auto", threshold=0.01)
        parts = []
        for labelled in sequences:
            with labelled.open() as frames:
                parts.append(score_sequence(labelled, dict(detector.detect(frames))))
        whole = curves.merge(parts)
        for allowance, point in model["at"].items():
            expected = curves.point_at(whole, float(allowance))
            assert {name: point[name] for name in ("pd", "detected", "false")} == {
                "pd": expected.pd, "detected": expected.detected, "false": expected.false
            }  # fmt: skip
            assert sum(h[-1] >= point["threshold"] for h in model["hits"]) == expected.detected
            assert sum(f[-1] >= point["threshold"] for f in model["false"]) == expected.false
            low, high = point["interval"]
            assert 0.0 <= low <= point["pd"] <= high <= 1.0
        own = curves.point_above(whole, model["at_threshold"]["threshold"])
        assert model["at_threshold"]["detected"] == own.detected
        assert [model["curve"][-1][0], model["curve"][-1][1]] == [
            len([h for h in whole.hit if not h]) / 5, whole.hit.sum() / 5,
        ]  # fmt: skip


def test_the_command_writes_a_comparison_that_the_window_reads(
    random_weights: Path, tmp_path: Path, capsys: Capture
) -> None:
    draw_sequence(tmp_path / "set", "a", [[SQUARE], [SQUARE]])
    draw_sequence(tmp_path / "set", "b", [[SQUARE]])
    out = tmp_path / "out"
    models = ["--weights", "shipped", "--weights", str(random_weights)]
    command = ["eval", "compare", str(tmp_path / "set"), *models, "--device", "cpu"]
    assert main([*command, "--out", str(out), "--progress", "json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["event"] for line in lines] == ["progress"] * 6 + ["done"]
    stored = json.loads((out / "comparison.json").read_text())
    assert {k: v for k, v in lines[-1].items() if k not in ("event", "out")} == stored
    assert len(stored["models"]) == 2
    assert (out / "roc.svg").exists()
    assert "3 of 3 labelled frames, 3 targets" in (out / "report.md").read_text()
    assert math.isfinite(stored["models"][0]["at"]["0.5"]["pd"])
    assert main([*command, "--sequence", "b"]) == 0
    assert "1 of 1 labelled frames, 1 target\n" in capsys.readouterr().out
    for extra, message in (
        (["--sequence", "c"], "no labelled sequence 'c'"),
        (["--sequence", "b", "--split", "test"], "leave out one"),
        (["--weights", str(tmp_path / "gone")], "gone: no such file"),
    ):
        assert main([*command, *extra]) == 2
        assert message in capsys.readouterr().err
