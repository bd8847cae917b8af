"""`p2m import` and `p2m accept`: from labels to an exported set without the window."""

import json
import os
import signal
import subprocess
import sys

import pytest

from p2m_core.cli import main
from p2m_core.cli.accept import parse_frames
from p2m_core.errors import InputError
from p2m_core.project import FrameState
from tests.core.cli.clips import content, write_clips
from tests.core.datasets.drawn import write_frames, write_text
from tests.core.importing.test_import import masked_set, sequence_of_masks, states_and_targets
from tests.real_data import real


def run(*arguments):
    return main([str(argument) for argument in arguments])


def refused(capsys, *arguments):
    """The one line on stderr of a command that is refused with status 2."""
    assert run(*arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("p2m: error: ")
    return line


def test_the_summary_fits_on_a_screen_and_the_notes_go_to_stderr(tmp_path, capsys):
    root, out = masked_set(tmp_path / "set"), tmp_path / "p.lirst"
    write_text(root / "old.mat", "x")
    assert run("import", root, "--out", out, "--json", tmp_path / "r.json") == 0
    printed = capsys.readouterr()
    assert "2 targets" in printed.out
    assert "1 accepted, 1 verified empty" in printed.out
    assert len(printed.out.splitlines()) < 25
    assert "old.mat is not read" in printed.err
    result = json.loads((tmp_path / "r.json").read_text())
    assert result["totals"]["masks"] == 2
    assert [one["name"] for one in result["sequences"]] == ["a", "b"]
    assert (result["imported"]["accepted"], result["imported"]["failures"]) == (1, [])


def test_a_preview_writes_nothing(tmp_path, capsys):
    root = masked_set(tmp_path / "set")
    assert run("import", root, "--preview") == 0
    assert "a: 64x48, 1 frame, 1 labelled, 2 targets" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_add_adds_and_without_it_a_project_is_kept(tmp_path, capsys):
    root, out = masked_set(tmp_path / "one"), tmp_path / "p.lirst"
    assert run("import", root, "--out", out) == 0
    capsys.readouterr()
    assert "--add" in refused(capsys, "import", sequence_of_masks(tmp_path / "two"), "--out", out)
    assert run("import", tmp_path / "two", "--out", out, "--add") == 0
    assert list(states_and_targets(out)) == ["a", "b", "s"]
    assert run("import", tmp_path / "two", "--out", out, "--add") == 0
    assert "6 frames skipped" in capsys.readouterr().out


def test_wrong_arguments_are_one_line(tmp_path, capsys):
    root, out = sequence_of_masks(tmp_path / "set"), tmp_path / "p.lirst"
    assert "--out" in refused(capsys, "import", root)
    assert "no such data set" in refused(capsys, "import", tmp_path / "no", "--out", out)
    assert "there are: " in refused(capsys, "import", root, "--out", out, "--format", "x")
    assert "--add" in refused(capsys, "import", root, "--out", out, "--add")
    for goal in (("--out", out), ("--preview",)):
        assert "no sequence 'z'" in refused(capsys, "import", root, *goal, "--only", "z")
    assert not out.exists()


def test_from_boxes_to_a_set_without_the_window(tmp_path, capsys):
    clips, out = write_clips(tmp_path / "clips", 40), tmp_path / "p.lirst"
    assert run("import", clips, "--out", out) == 0
    assert run("export", out, "--format", "sirstd-pixel", "--out", tmp_path / "x") == 2
    assert run("accept", out) == 0
    assert "40 frames accepted, 80 targets, in 2 sequences" in capsys.readouterr().out
    assert run("export", out, "--format", "sirstd-pixel", "--out", tmp_path / "x") == 0
    assert run("import", tmp_path / "x", "--out", tmp_path / "again.lirst") == 0
    first, again = states_and_targets(out), states_and_targets(tmp_path / "again.lirst")
    assert [t.mask.tolist() for _, own in first.values() for t in own] == [
        t.mask.tolist() for _, own in again.values() for t in own
    ]
    assert [t.track for _, own in first.values() for t in own] == [
        t.track for _, own in again.values() for t in own
    ]


def test_accept_takes_ranges_of_a_sequence(tmp_path, capsys):
    out = tmp_path / "p.lirst"
    assert (
        run("import", sequence_of_masks(tmp_path / "set"), "--out", out, "--state", "edited") == 0
    )
    before = content(out)
    assert run("accept", out, "--sequence", "s", "--frames", "1-2,6") == 0
    states, targets = states_and_targets(out)["s"]
    accepted = [0, 1, 5]
    assert [i for i, state in enumerate(states) if state == FrameState.ACCEPTED] == accepted
    assert [t.frame for t in targets if t.state == "accepted"] == accepted
    capsys.readouterr()
    assert "has s" in refused(capsys, "accept", out, "--sequence", "t")
    assert "frames 1 to 6" in refused(capsys, "accept", out, "--frames", "5-7")
    assert before != content(out)


@pytest.mark.parametrize("text", ["", "0", "2-1", "x", "1-2-3", "-3", "²", "9" * 5000, "1,,2"])
def test_frames_that_are_none_are_refused(text):
    with pytest.raises(InputError, match="--frames") as error:
        parse_frames("--frames", text, 10)
    assert len(str(error.value)) < 200


def test_frames_without_a_target_are_empty_only_if_asked(tmp_path, capsys):
    frames = write_frames(tmp_path / "s", 4)
    write_text(tmp_path / "s.gt.txt", "1,1,8,18,7,7\n")
    out = tmp_path / "p.lirst"
    assert run("import", tmp_path, "--out", out) == 0
    assert run("accept", out) == 0
    assert "3 frames without a target" in capsys.readouterr().out
    assert run("accept", out, "--empty", "--frames", "2-3") == 0
    states, _ = states_and_targets(out)[frames.name]
    assert states == [
        FrameState.ACCEPTED, FrameState.VERIFIED_EMPTY, FrameState.VERIFIED_EMPTY,
        FrameState.UNSEEN,
    ]  # fmt: skip


def test_only_what_is_below_the_doubt_is_accepted(tmp_path, capsys):
    """A target at the picture's border is doubtful; one amid the picture is not."""
    frames = write_frames(tmp_path / "s", 2)
    write_text(tmp_path / "s.gt.txt", "1,1,8,18,7,7\n2,2,0,30,3,3\n")
    out = tmp_path / "p.lirst"
    assert run("import", tmp_path, "--out", out, "--boxes", "rectangle") == 0
    assert run("accept", out, "--below-doubt", "0.2") == 0
    assert "1 frame too doubtful" in capsys.readouterr().out
    states, _ = states_and_targets(out)[frames.name]
    assert states == [FrameState.ACCEPTED, FrameState.EDITED]
    for doubt in ("0", "1.5", "nan"):
        assert "doubt" in refused(capsys, "accept", out, "--below-doubt", doubt)


@pytest.mark.slow
def test_a_killed_import_leaves_the_project_as_it_was(tmp_path):
    root, out = real("nudt"), tmp_path / "p.lirst"
    assert run("import", masked_set(tmp_path / "set"), "--out", out) == 0
    before = content(out)
    command = [sys.executable, "-m", "p2m_core.cli", "import", str(root), "--out", str(out)]
    with subprocess.Popen(
        [*command, "--add", "--progress", "json"], stdout=subprocess.PIPE, text=True
    ) as child:
        times = 0
        for line in child.stdout:
            times += '"done": 300,' in line
            if times == 2:  # once in the look, once in the import
                os.kill(child.pid, signal.SIGKILL)
                break
    assert times == 2
    assert content(out) == before
    assert run("import", root, "--out", out, "--add") == 0
    assert len(states_and_targets(out)) == 2 + 663
