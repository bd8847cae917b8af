"""Processes that train together leave nothing behind that could abort their ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TASKS = Path("/proc/self/task")

SCRIPT = """
import sys
from pathlib import Path
import torch
from p2m_core.train.processes import processes


def train():
    layer = torch.nn.parallel.DistributedDataParallel(torch.nn.Linear(2, 2))
    optimizer = torch.optim.AdamW(layer.parameters())
    layer(torch.ones(1, 2)).sum().backward()
    optimizer.step()

with processes("cpu") as us:
    train()
names = [(task / "comm").read_text().strip() for task in Path("/proc/self/task").iterdir()]
left = [name for name in names if "gloo" in name]
(Path(sys.argv[1]) / str(us.rank)).write_text(" ".join(left))
"""


@pytest.mark.slow  # three interpreters with torch
@pytest.mark.skipif(not TASKS.exists(), reason="the threads of torch have names on Linux only")
def test_no_thread_of_the_process_group_outlives_the_training(tmp_path):
    (tmp_path / "two.py").write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2",
         str(tmp_path / "two.py"), str(tmp_path)],
        env={**os.environ, "OMP_NUM_THREADS": "1"}, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert [(tmp_path / rank).read_text() for rank in "01"] == ["", ""]
