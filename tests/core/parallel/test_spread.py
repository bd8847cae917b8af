"""Over processes and over a cluster alike; and what ends its process wherever it goes."""

import subprocess
import sys

import pytest

from p2m_core.errors import InputError, P2MError
from p2m_core.parallel import spread
from tests.core.cli.test_cluster import ENVIRONMENT
from tests.core.parallel.dask import cluster, worker
from tests.core.parallel.steps import end_at_three

SCRIPT = """
import sys
from p2m_core.errors import P2MError
from p2m_core.parallel import spread
from tests.core.parallel.steps import end_at_three
found = []
try:
    for number, result in spread(end_at_three, "t", range(40), scheduler=sys.argv[1]):
        found.append(result)
except P2MError as error:
    print(len(found), error)
"""


def test_processes_finish_all_tasks_or_report_that_one_ended():
    assert sorted(spread(end_at_three, "t", range(3), workers=2)) == [
        (0, "t0"), (1, "t1"), (2, "t2"),
    ]  # fmt: skip
    with pytest.raises(P2MError, match="ended unexpectedly"):
        list(spread(end_at_three, "t", [3], workers=1))
    assert list(spread(end_at_three, "t", [])) == []
    with pytest.raises(InputError, match="--workers 2 is for this machine"):
        spread(end_at_three, "t", [1], workers=2, scheduler="127.0.0.1:1")


@pytest.mark.slow
def test_a_task_that_ends_every_worker_is_given_up_last(tmp_path):
    """The workers come back each time, as their nannies see to it."""
    pytest.importorskip("distributed", reason="Dask is not installed")
    with cluster(tmp_path, count=0) as (address, _):
        nannies = [worker(address, tmp_path, "--nanny") for _ in range(2)]
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, address],
            capture_output=True, text=True, env=ENVIRONMENT, timeout=240,
        )  # fmt: skip
        for nanny in nannies:
            nanny.end()
    assert done.stderr == ""
    assert done.stdout.startswith("39 part 4 of 40 ended every worker that took it")
