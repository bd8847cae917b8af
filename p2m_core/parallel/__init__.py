"""One function over many tasks: in processes of this machine, or on the workers of a Dask cluster.

A module-level function is called as ``function(setup, task)`` with the same set-up for all tasks.
It runs on one thread, independent of other tasks, and may keep a cache by thread. So its result
does not depend on where it ran, nor on how often it was begun.
"""

from collections.abc import Callable, Generator, Sequence
from typing import TypeVar

from p2m_core.errors import InputError
from p2m_core.parallel.pool import on_processes

_Setup = TypeVar("_Setup")
_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


def spread(
    function: Callable[[_Setup, _Task], _Result],
    setup: _Setup,
    tasks: Sequence[_Task],
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    probe: Callable[[_Setup, _Task], object] | None = None,
) -> Generator[tuple[int, _Result]]:
    """Yield ``(number of the task, its result)`` as they are finished; close it to stop.

    Parameters
    ----------
    function, setup, tasks
        See the module.
    workers : int, optional
        Processes here; as many as processors by default.
    scheduler : str, optional
        Address of a Dask scheduler, to run on its workers instead.
    probe : callable
        Called like `function` with the first task, on each worker of the cluster before the work
        begins: raises `InputError` where a worker lacks something.

    Raises
    ------
    InputError
        If the function raises it, the cluster cannot be used, or both `workers` and `scheduler`
        are given.
    P2MError
        If a process ends unexpectedly, or the cluster is lost.
    """
    if scheduler is None:
        return on_processes(function, setup, tasks, workers)
    if workers is not None:
        raise InputError(f"--workers {workers} is for this machine: leave it out with --scheduler")
    # Imported late: `distributed` is an extra, and slow to import.
    from p2m_core.parallel.cluster import on_cluster

    return on_cluster(scheduler, function, setup, tasks, probe)
