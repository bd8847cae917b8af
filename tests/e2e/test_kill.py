"""When the program is killed, every finished edit is on the disk."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from p2m_core.project import get_frame_states, list_targets, open_project
from p2m_core.synth import SynthConfig, write_sequence

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("edits", [4, 23])
def test_sigkill_in_the_middle_of_editing_loses_no_finished_edit(tmp_path, edits):
    config = SynthConfig(seed=5, frames=200, height=96, width=96, n_targets=1)
    write_sequence(config, tmp_path / "set")
    images = tmp_path / "set" / "images" / config.name
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.endless_annotator", str(images)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    reported = {}
    for _ in range(edits):
        line = json.loads(child.stdout.readline())
        reported[line["frame"]] = line["targets"]
    child.send_signal(signal.SIGKILL)  # in the middle of the next edit
    rest, _ = child.communicate()
    for text in rest.splitlines():
        if text.endswith("}}"):
            line = json.loads(text)
            reported[line["frame"]] = line["targets"]
    assert child.returncode == -signal.SIGKILL
    last = max(reported)
    with open_project(images.parent / f"{images.name}.lirst") as project:
        assert project.notice == "", "the lock went with its holder"
        for frame, expected in reported.items():
            stored = {
                str(t.id): [t.frame, t.x0, t.y0, t.mask.tolist()]
                for t in list_targets(project, 1, frame)
            }
            # In the last frame, one more edit may have been finished and not yet reported.
            assert stored == expected or frame == last
        before = get_frame_states(project, 1)
        assert project.undo() is not None, "the history is there as well"
        assert project.redo() is not None
        assert np.array_equal(get_frame_states(project, 1), before)
