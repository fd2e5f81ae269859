"""A batch on two Ray nodes, on this machine, while things go wrong: is every other document there once?

    pip install ray && PYTHONPATH=src:. python bench/cluster.py

Six shards of twenty documents are coded by a coder that costs nothing (`tests/poisoned.py`). One document
kills its worker, one hangs, one archive is no archive, a worker is killed from outside, and a node is taken
away while it works. Then the batch is run by processes on another folder, and the outputs compared.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import ray
from ray.cluster_utils import Cluster
from tests import poisoned

from dragoman.batch import Batch, codings, watching, written
from dragoman.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.batch import Asked, Outcome

SHARDS, DOCUMENTS, LIMIT = 6, 20, 10
REAL = watching.code_shard


def code_shard(paths: Sequence[Path], settings: Settings, out: Path, asked: Asked) -> Outcome:
    """Code a shard with the tests' coder, on whatever node this runs."""
    watching.COMMAND = poisoned.COMMAND
    return REAL(paths, settings, out, asked)


def write(folder: Path) -> set[str]:
    """Write the shards; return the ids of what should come out."""
    folder.mkdir()
    for shard in range(SHARDS):
        texts = ["SLOW"] * DOCUMENTS
        if shard == 1:
            texts[3] = "CRASH"
        if shard == 2:
            texts[5] = "HANG"
        rows = ({"id": f"{shard}-{n}", "text": text, "language": "en"} for n, text in enumerate(texts))
        (folder / f"{shard:02}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    (folder / "bad.warc.gz").write_bytes(b"no archive")
    every = {f"{s}-{n}" for s in range(SHARDS) for n in range(DOCUMENTS)}
    return every - {"1-3", "2-5"}


def trouble(cluster: Cluster, node: object, out: Path) -> None:
    """Kill a worker, then take a node away, once outputs begin to come."""
    while not list(out.rglob("*.parquet")):
        time.sleep(0.05)
    for process in psutil.process_iter(["cmdline"]):
        if process.info["cmdline"] and process.info["cmdline"][-1:] == ["tests.poisoned"]:
            process.kill()
            print(f"killed worker {process.pid}", flush=True)
            break
    cluster.remove_node(node, allow_graceful=False)
    print("took a node away", flush=True)


def told(out: Path) -> dict[str, bytes]:
    """Return the outputs, what was dropped and the manifest, by name."""
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


def main() -> None:
    """Do it, and print how it went; exit with 1 if a document is lost, doubled or invented."""
    root = Path(__file__).parents[1]
    os.environ["PYTHONPATH"] = os.pathsep.join([str(root / "src"), str(root), os.environ["PYTHONPATH"]])
    watching.COMMAND = poisoned.COMMAND
    watching.code_shard = code_shard
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wanted = write(folder / "in")
        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
        node = cluster.add_node(num_cpus=1)
        ray.init(address=cluster.address, log_to_driver=False)
        threading.Thread(target=trouble, args=(cluster, node, folder / "ray"), daemon=True).start()
        batch = Batch(folder / "in", folder / "ray", Settings(), limit=LIMIT)
        for outcome in batch.run(engine="ray"):
            print(outcome.name, outcome.failed or "done", flush=True)
        ray.shutdown()
        cluster.shutdown()
        local = Batch(folder / "in", folder / "local", Settings(), limit=LIMIT)
        list(local.run(processes=2))
        got = Counter(c.article.id for p in written(folder / "ray") for c in codings(p))
        same = told(folder / "ray") == told(folder / "local")
        print(f"lost {len(wanted - got.keys())}, doubled {sum(n > 1 for n in got.values())}, ", end="")
        print(f"invented {len(got.keys() - wanted)} of {len(wanted)}; same bytes from both engines: {same}")
        print("set aside:", [x.source for f in batch.report.done.values() for x in f.set_aside])
        sys.exit(got != Counter(wanted) or not same)


if __name__ == "__main__":
    main()
