"""`p2m suggest`: a file for people, lines for the window."""

import csv
import json
import os
import subprocess
import sys

import numpy as np
import pytest

from p2m_core.cli import main
from p2m_core.suggest import CLASSICAL
from tests.core.classical.test_detectors import scene

COMMAND = [sys.executable, "-m", "p2m_core.cli", "suggest"]


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "clip.npy"
    np.save(path, np.stack([scene((30, 40, 1.2, 90), seed=i) for i in range(40)]))
    return path


def test_suggestions_are_written_to_a_file(clip, tmp_path, capsys):
    out = tmp_path / "found.csv"
    arguments = ["suggest", str(clip), "--out", str(out), "--detector", CLASSICAL]
    assert main([*arguments, "--frames", "2:5"]) == 0
    output = capsys.readouterr().out
    assert "in 3 frames, by LoG + difference" in output
    rows = list(csv.DictReader(out.read_text().splitlines()))
    best = [
        max((r for r in rows if r["frame"] == f), key=lambda r: float(r["score"])) for f in "234"
    ]
    for row in best:
        assert float(row["x"]) == pytest.approx(30, abs=0.5)
        assert float(row["y"]) == pytest.approx(40, abs=0.5)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "nowhere to write the suggestions"),
        (["--out", "f.csv", "--frames", "5:99"], "the sequence has frames 0:40, counted from 0"),
        (["--out", "f.csv", "--frames", "many"], "--frames 'many': give FIRST:END"),
        (["--out", "f.csv", "--detector", "sonar"], "no detector 'sonar'"),
    ],
)
def test_bad_arguments_are_one_line(clip, capsys, monkeypatch, tmp_path, arguments, message):
    monkeypatch.chdir(tmp_path)
    assert main(["suggest", str(clip), *arguments]) == 2
    output = capsys.readouterr().err
    assert message in output
    assert output.count("\n") == 1
    assert not (tmp_path / "f.csv").exists()


class Follower:
    """The program as the window uses it."""

    def __init__(self, clip):
        self.process = subprocess.Popen(
            [*COMMAND, str(clip), "--follow", "--detector", CLASSICAL],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )  # fmt: skip

    def ask(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def next_answer(self):
        return json.loads(self.process.stdout.readline())


@pytest.fixture
def follower(clip):
    follower = Follower(clip)
    with follower.process:  # closes the pipes, whatever happened
        yield follower
        follower.process.kill()


def test_a_program_gets_answers_to_several_requests(follower):
    assert follower.next_answer() == {
        "event": "ready", "detector": CLASSICAL, "title": "LoG + difference", "threshold": 0.5,
    }  # fmt: skip
    for number, frames in enumerate(([7], [3, 5]), 1):
        follower.ask(json.dumps(frames))
        for frame in frames:
            answer = follower.next_answer()
            assert answer["event"] == "frame"
            assert answer["frame"] == frame
            x, y, radius, score = answer["found"][0]
            assert (x, y) == pytest.approx((30, 40), abs=0.5)
            assert radius > 0.5
            assert 0.2 <= score <= 1.0
        assert follower.next_answer() == {"event": "answered", "list": number}
    follower.process.stdin.close()
    assert follower.process.wait(30) == 0


def test_a_new_request_replaces_the_previous_one(follower):
    follower.next_answer()
    follower.ask(json.dumps(list(range(40))))
    follower.next_answer()
    follower.ask("[39]")
    answers = [follower.next_answer()]
    while answers[-1]["event"] != "answered":
        answers.append(follower.next_answer())
    assert answers[-1]["list"] == 2
    assert answers[-2]["frame"] == 39
    assert len(answers) < 35, "the rest of the first list is left"


def test_a_request_may_change_the_sequence_and_a_missing_one_is_refused(follower, clip, tmp_path):
    follower.next_answer()
    follower.ask(json.dumps({"source": str(tmp_path / "gone.npy"), "frames": [0]}))
    refused = follower.next_answer()
    assert (refused["event"], refused["list"]) == ("refused", 1)
    assert "gone.npy" in refused["message"]
    other = clip.with_name("other.npy")
    np.save(other, np.load(clip)[7:8])
    follower.ask(json.dumps({"source": str(other), "frames": [0]}))
    there = follower.next_answer()
    assert follower.next_answer() == {"event": "answered", "list": 2}
    follower.ask("[0]")  # of the same one
    again = follower.next_answer()
    assert (there["list"], again["list"]) == (2, 3)
    assert there["found"] == again["found"]


def test_a_malformed_request_ends_the_command_in_one_line(follower):
    follower.next_answer()
    follower.ask("frame 7 please")
    assert follower.process.wait(30) == 2
    output = follower.process.stderr.read()
    assert "give a JSON list of frames" in output
    assert output.count("\n") == 1
