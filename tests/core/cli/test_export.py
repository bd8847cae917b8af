"""``p2m export`` and ``p2m formats``: what they print, write and refuse."""

import json
from pathlib import Path

import pytest

from p2m_core.cli import main
from p2m_core.datasets.readers import READERS
from p2m_core.datasets.writers import FORMATS
from p2m_core.project import set_roles
from tests.core.datasets.writers.drawn_project import sky


@pytest.fixture
def project(tmp_path: Path) -> Path:
    with sky(tmp_path) as project:
        set_roles(project, {1: "test", 2: "out", 3: "train"})
        return project.path


def test_an_export_says_what_it_wrote_and_what_is_lost(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--format", "voc", "--out", str(tmp_path / "set"), "--test", "day"]
    assert main(["export", str(project), *arguments]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        f"{tmp_path / 'set'}: 3 sequences, 1 test sequence, 8 frames, 1 empty frame, 11 targets, "
        "5 tracks",
        "not in voc: 11 masks became 11 boxes; 3 tracks left out; 1 verified-empty frame: a file "
        "without an entry",
    ]


def test_options_split_and_licence_reach_the_set(project: Path, tmp_path: Path) -> None:
    done = tmp_path / "done.json"
    arguments = [
        "--format", "coco", "--out", str(tmp_path / "set"), "--option", "shapes=polygon",
        "--option", "images=no", "--roles", "--licence", "CC0", "--json", str(done),
    ]  # fmt: skip
    assert main(["export", str(project), *arguments]) == 0
    results = json.loads(done.read_text())
    assert (results["sequences"], results["test_sequences"], results["sequences_out"]) == (2, 1, 1)
    assert (results["format"], results["lost"]) == ("coco", [])
    content = json.loads((tmp_path / "set/annotations/instances_test.json").read_text())
    assert isinstance(content["annotations"][0]["segmentation"], list)
    assert not (tmp_path / "set/images").exists()
    assert "Licence: CC0." in (tmp_path / "set/README.md").read_text()


def test_a_share_is_drawn(project: Path, tmp_path: Path) -> None:
    done = tmp_path / "done.json"
    arguments = ["--format", "mshnet", "--out", str(tmp_path / "set"), "--test-share", "0.4"]
    assert main(["export", str(project), *arguments, "--seed", "3", "--json", str(done)]) == 0
    results = json.loads(done.read_text())
    assert results["sequences"] == 3
    assert 0 < results["test_sequences"] < 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "nitf"], "no format 'nitf'; there are: sirstd-pixel, "),
        (["--format", "yolo", "--option", "shapes"], "--option shapes: give NAME=VALUE"),
        (["--format", "yolo", "--option", "licence=CC0"], "yolo has no option 'licence'"),
        (["--format", "yolo", "--option", "name=x"], "yolo has no option 'name'"),
        (["--format", "yolo", "--option", "colour=red"], "yolo has no option 'colour'"),
        (["--format", "yolo", "--roles", "--test", "day"], "three ways to split: give one"),
        (["--format", "yolo", "--test-share", "7"], "the share for testing is 7"),
        (["--format", "yolo", "--test", "dusk"], "no sequence 'dusk'"),
    ],
)
def test_bad_arguments_are_one_line(
    project: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    assert main(["export", str(project), "--out", str(tmp_path / "set"), *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert message in line
    assert not (tmp_path / "set").exists()


def test_formats_lists_both_directions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = tmp_path / "formats.json"
    assert main(["formats", "--json", str(done)]) == 0
    text = capsys.readouterr().out
    results = json.loads(done.read_text())
    assert [one["name"] for one in results["read"]] == list(READERS)
    assert [one["name"] for one in results["written"]] == list(FORMATS)
    for format in FORMATS.values():
        assert f"  {format.name}: {format.title}" in text
        for option in format.options:
            assert f"--option {option.name}=" in text
    voc = next(one for one in results["written"] if one["name"] == "voc")
    assert "masks: boxes only" in voc["cannot"]


def test_the_help_of_export_names_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--help"]) == 0
    text = " ".join(capsys.readouterr().out.replace("│", " ").split())
    for name in FORMATS:
        assert name in text


def test_the_roles_of_a_project_are_its_split_unless_told_otherwise(
    project: Path, tmp_path: Path
) -> None:
    for number, (arguments, expected) in enumerate(
        (([], (2, 1, 1)), (["--no-roles"], (3, 0, 0)), (["--test", "day"], (3, 1, 0)))
    ):
        done = tmp_path / f"{number}.json"
        out = ["--format", "voc", "--out", str(tmp_path / str(number)), "--json", str(done)]
        assert main(["export", str(project), *out, *arguments]) == 0
        found = json.loads(done.read_text())
        counts = found["sequences"], found["test_sequences"], found["sequences_out"]
        assert counts == expected
