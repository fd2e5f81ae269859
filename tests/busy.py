"""A process that adds, corrects and switches recipes as fast as it can: ``python -m tests.busy STORE SEED``.

It prints what it has done after each step is reported done, until it is killed.
"""

from __future__ import annotations

import random
import sys

from dragoman import correcting
from dragoman.store import Store
from tests.codings import VISIT, visit


def main(path: str, seed: int) -> None:
    """Go on for ever; ids of articles and numbers of corrections are printed when they are on the disk."""
    chance = random.Random(seed)
    with Store.open(path) as store:
        names = [c.article.id for c in store.current()]
        for step in range(1_000_000):
            what = chance.choice(("add", "add", "add", "correct", "beside", "switch")) if names else "add"
            if what == "add":
                name = f"{seed}-{step}"
                store.add(visit(name, text=VISIT + f" Snow fell {seed} {step}."))
                names.append(name)
                print("article", name, flush=True)  # noqa: T201  (whoever kills it reads this)
            elif what == "correct":
                made = correcting.confirm(store, chance.choice(names), by="Ana", note=str(step))
                print("correction", made.id, flush=True)  # noqa: T201
            elif what == "beside":
                old = store.coding(chance.choice(names), "r1")
                assert old is not None
                store.add(visit(old.article.id, text=old.article.text, recipe="r2"), beside=True)
            else:
                store.switch(chance.choice(("r1", "r2")))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
