"""`p2m preannotate --scheduler` on a Dask cluster of real processes, some of which are killed."""

import json
import os
import signal
import socket
import subprocess
import sys

import pytest

from p2m_core.cli import main
from p2m_core.preannotate.plan import CHUNK
from p2m_core.suggest import CLASSICAL
from tests.core.cli.clips import content, write_clips
from tests.core.parallel.dask import ROOT, cluster, worker

pytest.importorskip("distributed", reason="Dask is not installed")

COMMAND = [sys.executable, "-m", "p2m_core.cli", "preannotate"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    return write_clips(tmp_path_factory.mktemp("clips"), 2500)


@pytest.fixture(scope="module")
def local(clips, tmp_path_factory):
    out = tmp_path_factory.mktemp("local") / "all.lirst"
    assert run(clips, out, "--workers", "2").returncode == 0
    return content(out)


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """The address of a cluster of two workers that are never killed."""
    with cluster(tmp_path_factory.mktemp("dask")) as (address, _):
        yield address


def run(source, out, *options):
    """Run the command in a process of its own: Dask's client leaves threads behind."""
    arguments = [*COMMAND, str(source), "--out", str(out), *options]
    return subprocess.run(arguments, capture_output=True, text=True, env=ENVIRONMENT, timeout=120)


def refused(*arguments):
    """Run the command, which must fail with one line; return it."""
    done = run(*arguments)
    assert done.returncode in {1, 2}, done.stdout
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def started(source, out, address, least=4 * CHUNK):
    """Start the command; return it when that many frames are done."""
    child = subprocess.Popen(
        [*COMMAND, str(source), "--out", str(out), "--scheduler", address, "--progress", "json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT,
    )  # fmt: skip
    done = 0
    while done < least:
        done = json.loads(child.stdout.readline())["done"]
    return child


def ended(child):
    """Wait for the command; return its status, its last event and its stderr."""
    output, errors = child.communicate(timeout=120)
    lines = output.splitlines()
    return child.returncode, json.loads(lines[-1]) if lines else None, errors


@pytest.mark.slow
def test_a_cluster_gives_the_same_result_as_local_processes(clips, local, two, tmp_path):
    out = tmp_path / "all.lirst"
    done = run(clips, out, "--scheduler", two.removeprefix("tcp://"))
    assert (done.returncode, done.stderr) == (0, "")
    assert content(out) == local
    for name, options in (("here", ["--workers", "1"]), ("there", ["--scheduler", two])):
        options += ["--suggest", "--detector", CLASSICAL]
        assert run(clips / "a", tmp_path / f"{name}.lirst", *options).returncode == 0
    assert content(tmp_path / "there.lirst") == content(tmp_path / "here.lirst")


@pytest.mark.slow
def test_a_killed_worker_costs_a_retry_not_a_result(clips, local, tmp_path):
    out = tmp_path / "all.lirst"
    with cluster(tmp_path) as (address, (first, *_)):
        child = started(clips, out, address)
        first.end(signal.SIGKILL)
        status, result, errors = ended(child)
    assert (status, errors) == (0, "")
    assert (result["frames"], result["frames_before"], result["failures"]) == (2500, 0, {})
    assert content(out) == local


@pytest.mark.slow
def test_an_interrupted_run_goes_on_here_or_on_the_cluster(clips, local, two, tmp_path):
    """Ctrl+C and a kill of the command, and the end of its scheduler; the journal stays with us."""
    out = tmp_path / "all.lirst"
    child = started(clips, out, two)
    child.send_signal(signal.SIGINT)
    status, _, errors = ended(child)
    assert (status, errors) == (130, "")
    child = started(clips, out, two, least=8 * CHUNK)
    child.kill()
    ended(child)
    with cluster(tmp_path) as (address, (*_, scheduler)):
        child = started(clips, out, address, least=12 * CHUNK)
        scheduler.end(signal.SIGKILL)
        status, _, errors = ended(child)
    assert status == 1
    assert errors.count("\n") == 1, errors
    assert "check that it and its workers run, then run the same command again" in errors
    done = run(clips, out, "--workers", "1", "--progress", "json")
    assert json.loads(done.stdout.splitlines()[-1])["frames_before"] >= 12 * CHUNK
    assert content(out) == local


def test_a_missing_cluster_is_one_line(clips, tmp_path, capsys):
    goal = ["preannotate", str(clips), "--out", str(tmp_path / "all.lirst")]
    for options, message in (
        (["--scheduler", "here"], "--scheduler here: no address"),
        (["--scheduler", "tls://127.0.0.1:1"], "no certificate"),
        (["--scheduler", "127.0.0.1:1", "--workers", "2"], "leave it out with --scheduler"),
    ):
        assert main([*goal, *options]) == 2
        output = capsys.readouterr().err
        assert message in output
        assert output.count("\n") == 1
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.modules['distributed'] = None\n"
         "from p2m_core.cli import main; sys.exit(main(sys.argv[1:]))",
         *goal, "--scheduler", "127.0.0.1:1"],
        capture_output=True, text=True, env=ENVIRONMENT, timeout=120,
    )  # fmt: skip
    assert done.returncode == 2
    assert "a cluster needs Dask, which is not installed: pip install" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
def test_a_scheduler_that_is_silent_or_has_no_workers_is_named(clips, tmp_path):
    goal = (clips, tmp_path / "all.lirst")
    output = refused(*goal, "--scheduler", "127.0.0.1:1")
    assert "no Dask scheduler answers there" in output
    with cluster(tmp_path, count=0) as (address, _):
        assert "has no workers: start some with dask worker" in refused(
            *goal, "--scheduler", address
        )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("package", "message"),
    [
        ("raise ModuleNotFoundError('none here')", "none here): install the same on all machines"),
        ("__version__ = '0.0.1'", "'p2m_core.parallel'): install the same on all machines"),
    ],
)
def test_a_worker_with_another_program_is_refused(clips, tmp_path, package, message):
    other = tmp_path / "other" / "p2m_core"
    other.mkdir(parents=True)
    (other / "__init__.py").write_text(package)
    with cluster(tmp_path, count=1) as (address, _):
        stranger = worker(address, tmp_path, python_path=other.parent)
        assert message in refused(clips, tmp_path / "all.lirst", "--scheduler", address)
        stranger.end()


# The images are taken away when the work is planned: that is how a machine without them sees it.
WITHOUT = """
import sys
from pathlib import Path
from p2m_core.errors import InputError
from p2m_core.preannotate import Detecting, plan_suggestions, preannotate
source, goal, address, change = sys.argv[1:]
plan = plan_suggestions(Path(source), Detecting("log+diff"))
for file in Path(source).iterdir():
    file.unlink() if change == "gone" else file.write_bytes(file.read_bytes() + b"x")
try:
    preannotate(plan, goal, scheduler=address)
except InputError as error:
    sys.exit(f"InputError {error}")
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("gone", "reconnect the disk: it must be at the same path on all machines"),
        ("other", "one.npy has changed since this work began"),
    ],
)
def test_a_worker_without_access_to_the_images_is_named(two, tmp_path, change, message):
    source = write_clips(tmp_path / "set", 8) / "a"
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, str(source), str(tmp_path / "all.lirst"), two, change],
        capture_output=True, text=True, env=ENVIRONMENT, timeout=120,
    )  # fmt: skip
    assert message in done.stderr
    assert done.stderr.startswith(f"InputError on the worker at {socket.gethostname()}: ")
    assert done.stderr.count("\n") == 1
