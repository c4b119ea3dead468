"""Where tasks run: threads of this machine that hold one judge each, or the workers of a Dask cluster.

Both have the shape of `concurrent.futures.Executor`, so the batch cannot tell them apart.
"""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, TypeVar

from dlcourse.grade import AssignmentError, need
from dlcourse.grade.gradebook import tasks

T = TypeVar("T")
_ATTEMPTS = 3


@contextmanager
def workers(jobs: int | None = None, cluster: str | None = None) -> Iterator[Executor]:
    """An executor for `tasks.judge`.

    Parameters
    ----------
    jobs : int, optional
        Judges on this machine; the default is one for each core that this process may use.
    cluster : str, optional
        The address of a Dask scheduler, as in "tcp://10.0.0.1:8786"; `jobs` then counts for nothing.

    Raises
    ------
    AssignmentError
        If Dask is not installed, or the cluster does not answer or has no workers.
    """
    if cluster:
        with _dask(cluster) as executor:
            yield executor
        return
    executor = ThreadPoolExecutor(jobs or cores(), thread_name_prefix="judge")
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def results(
    executor: Executor, work: Iterable[tuple[T, bytes | None]], *, window: int
) -> Iterator[tuple[T, bytes | Exception | None]]:
    """Judge each task, and yield its result or what kept it from one, in the order in which they finish.
    What comes without a task is passed on as it is.

    At most `window` tasks wait or run at a time, so `work` may be endless. A task that fails is given to
    another judge, three times in all; tasks are idempotent, so that is safe.
    """
    pending: dict[Future[bytes], tuple[T, bytes, int]] = {}
    source = iter(work)
    while True:
        while len(pending) < window and (item := next(source, None)) is not None:
            about, task = item
            if task is None:
                yield about, None
            else:
                pending[executor.submit(tasks.judge, task)] = (about, task, 1)
        if not pending:
            return
        for future in wait(pending, return_when=FIRST_COMPLETED).done:
            about, task, attempt = pending.pop(future)
            try:
                result = future.result()
            except AssignmentError:  # of the machine, not of the submission: nobody could be judged
                raise
            except (Exception, CancelledError) as error:  # a cluster that is gone cancels what it held
                if attempt == _ATTEMPTS:
                    yield about, RuntimeError(f"{type(error).__name__}: {error}")
                else:
                    pending[executor.submit(tasks.judge, task)] = (about, task, attempt + 1)
            else:
                yield about, result


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    need("cluster")
    from distributed import Client

    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as refused:
        raise AssignmentError(f"no Dask scheduler answers at {address} ({refused}); start one") from refused
    with client:
        if not client.scheduler_info(n_workers=-1)["workers"]:
            raise AssignmentError(f"the cluster at {address} has no workers; run: dask worker {address}")
        client.register_plugin(_plugin())
        yield client.get_executor(pure=False, retries=0)


def _plugin() -> Any:
    """A plugin by which a Dask worker holds a judge as long as it lives."""
    from distributed import WorkerPlugin

    class Judges(WorkerPlugin):
        name = "dlcourse-judges"

        def setup(self, worker: Any) -> None:
            tasks.warm()

        def teardown(self, worker: Any) -> None:
            tasks.close()

    return Judges()
