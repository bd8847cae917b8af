"""A Dask cluster on this machine, of real processes."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[3]


class Process:
    """A program that has printed `marker`, a word of a line on stderr; `word` is the next one."""

    def __init__(self, arguments: list[str], marker: str, python_path: Path = ROOT) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-P", "-m", "distributed.cli." + arguments[0], *arguments[1:]],
            stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(python_path), "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
        self.printed = []
        assert self.child.stderr is not None
        for line in self.child.stderr:
            self.printed.append(line)
            if marker in line:
                self.word = line.split(marker)[1].split()[0]
                break
        else:
            raise AssertionError("".join(self.printed))
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.child.stderr is not None
        self.printed += self.child.stderr

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        assert self.child.stderr is not None
        self.child.send_signal(how)
        self.child.wait()
        self._listener.join()
        self.child.stderr.close()


def worker(address: str, folder: Path, *options: str, python_path: Path = ROOT) -> Process:
    arguments = ["dask_worker", address, "--nthreads", "1", "--no-dashboard", *options]
    if "--nanny" not in options:
        arguments.append("--no-nanny")
    return Process([*arguments, "--local-directory", str(folder)], "Registered to: ", python_path)


@contextmanager
def cluster(folder: Path, count: int = 2) -> Iterator[tuple[str, list[Process]]]:
    """Give the scheduler's address and the workers, and then the scheduler, last."""
    with ExitStack() as stack:
        host = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show"]
        scheduler = Process(["dask_scheduler", *host], "Scheduler at: ")
        stack.callback(scheduler.end)
        processes = []
        for _ in range(count):
            processes.append(worker(scheduler.word, folder))
            stack.callback(processes[-1].end)
        yield scheduler.word, [*processes, scheduler]
