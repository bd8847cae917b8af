"""The workers of a Dask cluster; nothing else imports `distributed`, which is an extra.

A task lost with a worker runs again on another; a task that raises does not, since it would raise
again. Dask pickles all messages, so anyone who can reach a scheduler can run any code on it.
"""

import logging
import pkgutil
import re
import socket
import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

import cv2

import p2m_core
from p2m_core.errors import InputError, P2MError
from p2m_core.resources import shipped_weights

try:
    from distributed import CancelledError, Client, Future, KilledWorker, Security, wait
    from distributed.comm import CommClosedError
except ImportError:
    raise InputError(
        "a cluster needs Dask, which is not installed: pip install 'label-irst[cluster]'"
    ) from None


def _program() -> str:
    root = Path(p2m_core.__file__).parent
    digest = blake2b(digest_size=4)
    for file in sorted(root.rglob("*.py")):
        digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    if shipped_weights().exists():
        digest.update(shipped_weights().read_bytes())
    return f"{p2m_core.__version__} {digest.hexdigest()}"


PROGRAM = _program()
"""The version and a digest of its files: between releases the version alone is not enough."""

_ADDRESS = re.compile(r"((tcp|tls|ucx|wss?)://)?[^\s/]+:\d+")

_ANSWER = 10.0  # seconds for a scheduler to answer, and for a worker to connect
_PATIENCE = 300.0  # seconds without any worker: some clusters take minutes to replace one
_LOOK = 5.0  # seconds between checks of the cluster
_AHEAD = 3  # tasks submitted for each thread: enough to keep it busy, few to lose
_LOSSES = 2  # times that Dask may give a task up, each after several lost workers

_Setup = TypeVar("_Setup")
_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


def on_cluster(
    address: str,
    function: Callable[[_Setup, _Task], _Result],
    setup: _Setup,
    tasks: Sequence[_Task],
    probe: Callable[[_Setup, _Task], object] | None = None,
) -> Generator[tuple[int, _Result]]:
    """Yield the result of each task as it is finished; see `p2m_core.parallel.spread`.

    Raises
    ------
    InputError
        If no scheduler answers, it has no workers, or one of them cannot do the work.
    P2MError
        If scheduler or workers are lost for good.
    """
    if not tasks:
        return
    with _client(address) as client:
        running: dict[Future, int] = {}
        try:
            _check(client, probe, setup, tasks[0])
            yield from _results(client, function, setup, tasks, running)
        except (CancelledError, CommClosedError):
            raise _lost("is lost, or has forgotten this work", client) from None
        finally:
            with suppress(OSError, TimeoutError):
                client.cancel(list(running), force=True)


def _results(
    client: Client,
    function: Callable[[_Setup, _Task], _Result],
    setup: _Setup,
    tasks: Sequence[_Task],
    running: dict[Future, int],
) -> Generator[tuple[int, _Result]]:
    left = deque(range(len(tasks)))
    losses: Counter[int] = Counter()
    seen = time.monotonic()
    while left or running:
        threads = _threads(client)
        if threads:
            seen = time.monotonic()
        elif time.monotonic() - seen > _PATIENCE:
            raise _lost("has had no workers", client)
        while left and len(running) < max(1, threads) * _AHEAD:
            number = left.popleft()
            # Lost tasks come last: if they kill the workers, the others are already done.
            future = client.submit(
                _on_worker, PROGRAM, function, setup, tasks[number], pure=False,
                priority=-losses[number],
            )  # fmt: skip
            running[future] = number
        for future in _finished(client, running):
            number = running.pop(future)
            if isinstance(future.exception(), KilledWorker):
                losses[number] += 1
                if losses[number] > _LOSSES:
                    raise P2MError(
                        f"part {number + 1} of {len(tasks)} ended every worker that took it (out "
                        "of memory?): start workers with more, and run the same command again"
                    )
                left.append(number)
                continue
            yield number, future.result()


def _threads(client: Client) -> int:
    """Return how many threads the workers have.

    Raises
    ------
    CommClosedError
        If the scheduler is gone; Dask raises one of several errors, by the moment of its end.
    """
    try:
        return sum(client.nthreads().values())
    except OSError as error:
        raise CommClosedError(str(error)) from error


def _finished(client: Client, running: dict[Future, int]) -> list[Future]:
    try:
        with client.as_current():
            done = wait(list(running), _LOOK, "FIRST_COMPLETED").done
    except TimeoutError:
        return []
    return sorted(done, key=lambda future: running[future])


@contextmanager
def _client(address: str) -> Iterator[Client]:
    if not _ADDRESS.fullmatch(address):
        raise InputError(f"--scheduler {address}: no address: give one like tcp://HOST:8786")
    with _quiet():
        try:
            secret = Security().get_connection_args("client")["ssl_context"]
            if address.startswith("tls://") and secret is None:
                raise InputError(f"--scheduler {address}: Dask's configuration has no certificate")
            client = Client(address, timeout=_ANSWER, set_as_default=False, name="p2m")
        except InputError:
            raise
        except (OSError, ValueError) as error:
            raise InputError(
                f"--scheduler {address}: no Dask scheduler answers there ({_brief(error)}): start "
                "one with dask scheduler, or correct the address"
            ) from None
        try:
            yield client
        finally:
            client.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence Dask's log: our errors report the same in one line."""
    handlers = logging.getLogger("distributed").handlers
    levels = [handler.level for handler in handlers]
    for handler in handlers:
        handler.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for handler, level in zip(handlers, levels, strict=True):
            handler.setLevel(level)


def _check(
    client: Client, probe: Callable[[_Setup, _Task], object] | None, setup: _Setup, task: _Task
) -> None:
    """Raise `InputError` unless all workers can do the work."""
    try:
        client.wait_for_workers(1, timeout=_ANSWER)
    except TimeoutError:
        raise InputError(
            f"the Dask scheduler at {client.scheduler.address} has no workers: start some with "
            f"dask worker {client.scheduler.address}; an adaptive cluster needs a minimum of one"
        ) from None
    # By a function of the standard library, which a worker without our package can run too.
    found = client.run(pkgutil.resolve_name, f"{__name__}:PROGRAM", on_error="return")
    for worker, program in found.items():
        # An OSError: the worker is lost already, and others take its tasks.
        if program != PROGRAM and not isinstance(program, OSError):
            raise InputError(_other(f"{worker}: {_brief(program)}"))
    answers = client.run(_on_worker, PROGRAM, probe or _nothing, setup, task, on_error="return")
    for answer in answers.values():
        if isinstance(answer, Exception) and not isinstance(answer, OSError):
            raise answer


def _on_worker(
    program: str,
    function: Callable[[_Setup, _Task], _Result],
    setup: _Setup,
    task: _Task,
) -> _Result:
    """Run one task, in a thread of a worker."""
    host = socket.gethostname()
    if program != PROGRAM:
        raise InputError(_other(f"{host}: {PROGRAM}"))
    cv2.setNumThreads(1)
    try:
        return function(setup, task)
    except InputError as error:
        raise InputError(f"on the worker at {host}: {error}") from None


def _nothing(setup: object, task: object) -> None:
    """Check nothing."""


def _other(found: str) -> str:
    return (
        f"a worker of the cluster has not the p2m_core that is here, {PROGRAM} ({found}): install "
        "the same on all machines, and start the workers again"
    )


def _lost(what: str, client: Client) -> P2MError:
    return P2MError(
        f"the Dask scheduler at {client.scheduler.address} {what}: check that it and its workers "
        "run, then run the same command again"
    )


def _brief(found: Any) -> str:
    """Return an exception, or another object in its place, in one short line."""
    return " ".join(str(found).split())[:200]
