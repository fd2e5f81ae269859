"""What may belong together in, groups out. The same links make the same groups in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence

K = TypeVar("K", bound="Hashable")


def components(nodes: Iterable[K], links: Iterable[tuple[K, K]]) -> list[list[K]]:
    """Return the nodes that hang together by *links*, whatever lies between.

    >>> components("abcd", [("a", "c"), ("c", "b")])
    [['a', 'c', 'b'], ['d']]
    """
    near: dict[K, list[K]] = {node: [] for node in nodes}
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    out: list[list[K]] = []
    seen: set[K] = set()
    for node in near:
        if node not in seen:
            seen.add(node)
            group = [node]
            for one in group:
                fresh = [n for n in near[one] if n not in seen]
                seen.update(fresh)
                group += dict.fromkeys(fresh)
            out.append(group)
    return out


def agree(
    nodes: Sequence[K],
    links: Mapping[tuple[K, K], float],
    *,
    order: Callable[[K], object],
    clash: Callable[[K, K], bool],
    together: Iterable[tuple[K, K]] = (),
    apart: Collection[tuple[K, K]] = (),
) -> list[list[K]]:
    """Join nodes by *links*, the strongest first, into groups of which no two members *clash*.

    *order* ranks nodes by something of their own, and decides between links of one strength. Pairs that are
    to be *together* are joined before, in their order, whatever clashes; but for those to be kept *apart*,
    which are in both directions.
    """
    group: dict[K, list[K]] = {node: [node] for node in nodes}
    for a, b in together:
        x, y = group[a], group[b]
        if x is not y and not any((p, q) in apart for p in x for q in y):
            x += y
            group |= dict.fromkeys(y, x)
    ranked = sorted(links, key=lambda pair: (-links[pair], *sorted(map(order, pair))))  # type: ignore[type-var]
    for a, b in ranked:
        x, y = group[a], group[b]
        if x is not y and not any((p, q) in apart or clash(p, q) for p in x for q in y):
            x += y
            for node in y:
                group[node] = x
    found = {id(members): members for members in group.values()}
    return [sorted(members, key=order) for members in found.values()]  # type: ignore[arg-type]


def average(nodes: Sequence[K], links: Mapping[tuple[K, K], float], *, least: float) -> list[list[K]]:
    """Join groups by the mean strength of the links between them, the strongest first, down to *least*.

    Pairs without a link count as 0. Nodes must be comparable: they decide between equals.
    """
    near: dict[int, dict[int, float]] = {n: {} for n in range(len(nodes))}
    ranked = sorted(nodes)  # type: ignore[type-var]
    place = {node: n for n, node in enumerate(ranked)}
    for (a, b), strength in links.items():
        near[place[a]][place[b]] = near[place[b]][place[a]] = strength
    groups: dict[int, list[K]] = {n: [node] for n, node in enumerate(ranked)}
    while True:
        best = max(
            ((s, -i, -j) for i in near for j, s in near[i].items() if i < j and s >= least), default=None
        )
        if best is None:
            return [sorted(g) for g in groups.values()]  # type: ignore[type-var]
        _join(-best[1], -best[2], near, groups)


def _join(i: int, j: int, near: dict[int, dict[int, float]], groups: dict[int, list[K]]) -> None:
    """Join group *j* into *i*; what both have as neighbours gets the mean, weighted by size."""
    a, b = len(groups[i]), len(groups[j])
    mixed = {
        k: (near[i].get(k, 0.0) * a + near[j].get(k, 0.0) * b) / (a + b)
        for k in near[i].keys() | near[j].keys()
        if k not in (i, j)
    }
    for k in near.pop(j):
        near[k].pop(j, None)
    for k, strength in mixed.items():
        near[k][i] = strength
    near[i] = mixed
    groups[i] += groups.pop(j)
