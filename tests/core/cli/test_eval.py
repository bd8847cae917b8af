"""`p2m eval masks`: from folders to tables, and one clear line for what is wrong."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from p2m_core.baselines import METHODS, mclc
from p2m_core.cli import main
from p2m_core.cli.eval import SeedKind
from p2m_core.eval import bootstrap, paper
from p2m_core.eval.masks import SIZES, Seeds
from tests.core.eval.drawn import write

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(mclc, "RUNS", 5)
    monkeypatch.setattr(bootstrap, "RESAMPLES", 50)
    root = write(tmp_path / "set")
    return ["--images", str(root / "images"), "--masks", str(root / "masks")]


def test_eval_masks_prints_a_table_and_writes_numbers(
    data: list[str], tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "r.json"
    assert main(["eval", "masks", *data, "--json", str(file)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("3 targets in 3 images, random seeds, blind\n")
    assert "| PAMG | " in out
    results = json.loads(file.read_text())
    line = results["settings"]["PAMG"]
    assert line["all"]["targets"] == 3
    # The two boxes are found to the pixel; the single pixel is below the warm-up of PAMG.
    assert line["by_size"]["1-9 px"]["targets"] == 2
    assert line["by_size"]["10-25 px"]["miou"] == 100.0
    assert line["by_size"]["26-81 px"] == {"targets": 0}
    assert list(line["by_size"]) == list(SIZES)


def test_options_reach_the_protocol(data: list[str], tmp_path: Path) -> None:
    file = tmp_path / "r.json"
    names = tmp_path / "names.txt"
    names.write_text("b\n")
    more = ["--method", "otsu", "--method", "half-maximum", "--method", "otsu", "--seeds", "center"]
    more += ["--mode", "guided", "--list", str(names), "--rng-seed", "5"]
    assert main(["eval", "masks", *data, *more, "--json", str(file)]) == 0
    results = json.loads(file.read_text())
    assert (results["targets"], results["images"], results["rng_seed"]) == (1, 1, 5)
    assert list(results["settings"]) == ["Otsu", "Half maximum"]
    for line in results["settings"].values():
        assert (line["seeds"], line["mode"]) == ("center", "guided")


def test_the_report_folder_has_every_method(data: list[str], tmp_path: Path) -> None:
    out = tmp_path / "new" / "report"
    assert main(["eval", "masks", *data, "--method", "all", "--out", str(out)]) == 0
    names = sorted(path.name for path in out.iterdir())
    assert names == ["by_size.svg", "methods.svg", "report.json", "report.md"]
    text = (out / "report.md").read_text()
    assert all(f"| {method.title} |" in text for method in METHODS.values())
    for chart in out.glob("*.svg"):
        ElementTree.parse(chart)


def test_the_preset_writes_every_table(data: list[str], tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "report"
    arguments = ["--preset", "paper", "--method", "half-seed", "--out", str(out)]
    assert main(["eval", "masks", *data, *arguments, "--progress", "json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [e["event"] for e in events] == ["progress"] * 3 + ["done"]
    results = json.loads((out / "report.json").read_text())
    methods = [METHODS["pamg"], METHODS["half-seed"]]
    assert list(results["settings"]) == [s.label for s in paper.settings(methods)]
    text = (out / "report.md").read_text()
    for heading in ("What holds", "What does not", "Table I", "Table III", "Table IV", "Table V"):
        assert f"## {heading}" in text
    assert "88.34" in text  # the paper's own figure
    for trend in results["trends"]:
        assert trend["claim"] in text
    shown = set(text.split("![](")[1:])
    assert {chart.name for chart in out.glob("*.svg")} == {s.split(")")[0] for s in shown}
    for chart in out.glob("*.svg"):
        ElementTree.parse(chart)


def test_wrong_input_is_one_line(data: list[str], tmp_path: Path, capsys: Capture) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("empty\n")
    for arguments, named in (
        (["--method", "magic"], "no method 'magic'; there are: pamg"),
        (["--list", str(empty)], "no targets"),
        (["--list", str(tmp_path / "absent")], "absent"),
        (["--preset", "paper"], "--out"),
        (["--preset", "paper", "--out", str(tmp_path / "r"), "--seeds", "center"], "--seeds"),
        (["--preset", "paper", "--out", str(tmp_path / "r"), "--mode", "blind"], "--mode"),
        (["--masks", str(tmp_path)], "no mask for the image 'a'"),
    ):
        assert main(["eval", "masks", *data, *arguments]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert named in err
        assert err.startswith("p2m: error: ")
        assert err.count("\n") == 1
    assert not (tmp_path / "r").exists()


def test_a_report_that_cannot_be_written_fails_in_one_line(
    data: list[str], tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["eval", "masks", *data, "--out", str(tmp_path / "file")]) == 1
    assert "cannot write" in capsys.readouterr().err


def test_help_is_quick_and_the_choices_are_those_of_the_core(capsys: Capture) -> None:
    assert main(["eval"]) == 0
    assert "masks" in capsys.readouterr().out
    assert [kind.value for kind in SeedKind] == [kind.value for kind in Seeds]
    code = (
        "import sys; from p2m_core.cli import main; main(['eval', 'masks', '--help'])\n"
        "heavy = {'numpy', 'cv2', 'numba', 'skimage'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert answer.returncode == 0, answer.stderr
