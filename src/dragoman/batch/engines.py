"""Shards in, outcomes out as they come: by threads that watch processes here, or by tasks on a Ray cluster.

Both call `code_shard` and nothing else, so their outputs are the same. Ray is an extra: it serves clusters
alone, brings a hundred megabytes, and is imported only when it is asked for.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TYPE_CHECKING, Any

from dragoman.batch import watching
from dragoman.batch.records import Outcome
from dragoman.errors import BatchError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dragoman.batch.records import Asked, Shard
    from dragoman.settings import Settings

AGAIN = 5
"""Times that Ray begins a task anew whose node or process went away."""

NO_RAY = "--engine ray needs ray; install it with: pip install 'dragoman[ray]'"
NO_CLUSTER = "no Ray cluster is there; start one with: ray start --head, or name one in RAY_ADDRESS"


def local(
    shards: Sequence[Shard], settings: Settings, out: Path, asked: Asked, processes: int
) -> Iterator[tuple[Shard, Outcome]]:
    """Code *shards* with so many *processes* at a time on this machine."""
    pool = ThreadPoolExecutor(processes)
    try:
        waiting = {
            pool.submit(watching.code_shard, s.paths, settings, out / s.name, asked): s for s in shards
        }
        for future in as_completed(waiting):
            yield waiting[future], future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def ray(
    shards: Sequence[Shard], settings: Settings, out: Path, asked: Asked
) -> Iterator[tuple[Shard, Outcome]]:
    """Code *shards* as tasks of the Ray cluster that is there; each has one processor.

    Raises:
        BatchError: if Ray is not installed, or there is no cluster.
    """
    cluster = _ray()
    task = cluster.remote(num_cpus=1, max_retries=AGAIN)(watching.code_shard)
    waiting = {task.remote(s.paths, settings, out / s.name, asked): s for s in shards}
    while waiting:
        done, _ = cluster.wait(list(waiting), num_returns=1)
        for one in done:
            shard = waiting.pop(one)
            try:
                yield shard, cluster.get(one)
            except Exception as error:  # noqa: BLE001  (Ray raises what it likes; it costs this shard alone)
                why = " ".join(str(error).split())[:300]
                yield shard, Outcome(shard.name, failed=f"Ray gave it up: {type(error).__name__}: {why}")


def _ray() -> Any:  # noqa: ANN401  (an extra, without types here)
    try:
        import ray as cluster  # noqa: PLC0415  (an extra, and big)
    except ImportError as error:
        raise BatchError(NO_RAY) from error
    if not cluster.is_initialized():
        try:
            cluster.init(address=os.environ.get("RAY_ADDRESS", "auto"), log_to_driver=False)
        except ConnectionError as error:
            raise BatchError(NO_CLUSTER) from error
    return cluster
