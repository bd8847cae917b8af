"""One process or several (``torchrun``): who am I, and what do all have together."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor

from p2m_core.rprnet.stream import device_named


@dataclass(frozen=True)
class Processes:
    """The process that asks, among those of a run.

    Attributes
    ----------
    rank, count : int
        Its number from 0, and how many there are.
    device : torch.device
        Its own: with several GPUs one each.
    """

    rank: int
    count: int
    device: torch.device

    @property
    def leads(self) -> bool:
        """Whether this process is the one that writes and tells."""
        return self.rank == 0

    def sum(self, value: Tensor) -> Tensor:
        """Return the sum of `value` over all processes; `value` itself may be overwritten."""
        if self.count > 1:
            dist.all_reduce(value)
        return value


@contextmanager
def processes(device: str, workers: int = 0) -> Iterator[Processes]:
    """Join the processes of this run, as ``torchrun`` tells in the environment; alone without it.

    Parameters
    ----------
    device : str
        As `p2m_core.rprnet.stream.device_named`; ``auto`` and ``cuda`` are a GPU each.
    workers : int
        Threads of other work in each of them. On a CPU the rest of the cores compute: threads that
        wait for a core make all others wait for them, ten times as long at worst.
    """
    count = int(os.environ.get("WORLD_SIZE", "1"))
    if "OMP_NUM_THREADS" not in os.environ:  # torchrun sets it
        torch.set_num_threads(max(1, (os.cpu_count() or 1) // count - workers))
    if count == 1:
        yield Processes(0, 1, device_named(device))
        return
    if device in ("auto", "cuda") and torch.cuda.is_available():
        own = device_named(f"cuda:{os.environ.get('LOCAL_RANK', '0')}")
        torch.cuda.set_device(own)
    else:
        own = device_named("cpu" if device == "auto" else device)
    dist.init_process_group("nccl" if own.type == "cuda" else "gloo")
    try:
        yield Processes(dist.get_rank(), count, own)
        dist.barrier()  # nobody leaves while another still counts on it
    finally:
        dist.destroy_process_group()
