"""One process or several (``torchrun``): the number of each, and what they share.

The processes may be on several machines. Each reads the data set on its machine; only the first
uses the folder of the run.
"""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import torch
import torch.distributed as dist
from torch import Tensor

from p2m_core.errors import InputError, P2MError
from p2m_core.networks.rprnet.stream import device_named

_T = TypeVar("_T")


@dataclass(frozen=True)
class Processes:
    """The calling process among those of a run.

    Attributes
    ----------
    rank, count : int
        Its number from 0, and the number of processes.
    device : torch.device
        Its device: with several GPUs one each.
    """

    rank: int
    count: int
    device: torch.device

    @property
    def leads(self) -> bool:
        """Whether this process is the one that writes and reports."""
        return self.rank == 0

    def sum(self, value: Tensor) -> Tensor:
        """Return the sum of `value` over all processes; `value` itself may be overwritten."""
        if self.count > 1:
            dist.all_reduce(value)
        return value


def leads() -> bool:
    """Return whether this process is the one that writes and reports."""
    return os.environ.get("RANK", "0") == "0"


@contextmanager
def joined() -> Iterator[None]:
    """Join the processes of this run, as ``torchrun`` sets them in the environment.

    Raises
    ------
    P2MError
        If one of the others is lost.
    """
    if _count() == 1 or dist.is_initialized():
        yield
        return
    # Its functions keep the group that they find at import as a default. Imported later, by an
    # optimizer, they keep ours until the interpreter ends, and its threads then abort some runs.
    import torch.distributed.nn.functional

    dist.init_process_group("cpu:gloo,cuda:nccl" if torch.cuda.is_available() else "gloo")
    try:
        yield
        agreed(lambda: None)  # wait for all: a process that leaves breaks the others' last exchange
    except RuntimeError as error:
        if not isinstance(error, dist.DistError) and "gloo" not in str(error):
            raise
        raise P2MError(
            "another process of this run has ended or cannot be reached: see its own message. To "
            "go on from the last epoch, give the same commands with --resume"
        ) from None
    finally:
        dist.destroy_process_group()


def agreed(work: Callable[[], _T]) -> _T:
    """Do `work` in all processes and return the result of this one.

    Raises
    ------
    P2MError
        In all processes if one of them raises; otherwise the others would wait for minutes.
    """
    if not dist.is_initialized():
        return work()
    done: list[_T] = []
    error = None
    try:
        done.append(work())
    except P2MError as raised:
        error = raised
    place = f"{socket.gethostname()}, process {dist.get_rank()}"
    failures: list[tuple[str, str] | None] = [None] * dist.get_world_size()
    dist.all_gather_object(failures, error and (place, str(error)))
    if error is not None:
        raise error
    for other in filter(None, failures):
        raise P2MError(f"on {other[0]}: {other[1]}")
    return done[0]


def led(work: Callable[[], _T]) -> _T:
    """Do `work` in the process that leads alone, and return its result in all; see `agreed`."""
    if not dist.is_initialized():
        return work()
    found = [agreed(lambda: work() if leads() else None)]
    dist.broadcast_object_list(found)
    return found[0]  # type: ignore[return-value]


def check_alike(labels: str) -> None:
    """Raise `InputError` unless all processes learn from the same labels, by their fingerprint."""
    if labels != led(lambda: labels):
        raise InputError(
            "the data set is not that of the first machine: give all of them the same one"
        )


@contextmanager
def processes(device: str, workers: int = 0) -> Iterator[Processes]:
    """Join the processes of this run, and choose the device; alone without ``torchrun``.

    Parameters
    ----------
    device : str
        As `p2m_core.networks.rprnet.stream.device_named`; ``auto`` and ``cuda`` are a GPU each.
    workers : int
        Threads of other work in each process. On a CPU the other cores compute: with more threads
        than cores, all wait for the slowest, up to ten times as long.
    """
    count = _count()
    if "OMP_NUM_THREADS" not in os.environ:  # torchrun sets it, where it starts several
        here = int(os.environ.get("LOCAL_WORLD_SIZE", "1"))
        torch.set_num_threads(max(1, (os.cpu_count() or 1) // here - workers))
    with joined():
        if count == 1:
            own = device_named(device)
        elif device in ("auto", "cuda") and torch.cuda.is_available():
            own = device_named(f"cuda:{os.environ.get('LOCAL_RANK', '0')}")
            torch.cuda.set_device(own)
        else:
            own = agreed(lambda: device_named("cpu" if device == "auto" else device))
        yield Processes(dist.get_rank() if count > 1 else 0, count, own)


def _count() -> int:
    return int(os.environ.get("WORLD_SIZE", "1"))
