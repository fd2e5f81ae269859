"""A store and another recipe in: its articles coded anew beside what is there, and what that changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dragoman.corrections import Difference, compare
from dragoman.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from dragoman.records import Article, Coding
    from dragoman.store import Store

Outcome = Literal["coded", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How the coding of one article under another recipe differs from the one that counts."""

    article: str
    title: str | None
    before: str
    after: str
    same: int
    differences: tuple[Difference, ...]

    def count(self, sort: str) -> int:
        """Return how many events are won, lost or changed."""
        return sum(d.sort == sort for d in self.differences)


def named(store: Store, names: Sequence[str]) -> frozenset[str] | None:
    """Return the ids of the articles that *names* mean (ids, addresses, publishers); None for all.

    Raises:
        StoreError: if a name means none.
    """
    if not names:
        return None
    found: set[str] = set()
    for name in names:
        ids = store.articles(name)
        if not ids:
            message = f"{store.path} holds no article {name!r}; name an id, an address or a publisher"
            raise StoreError(message)
        found.update(ids)
    return frozenset(found)


def recode(
    store: Store,
    recipe: str,
    code: Callable[[Article], Coding | None],
    only: Collection[str] | None = None,
) -> tuple[int, Iterator[Outcome]]:
    """Code anew what has no coding under *recipe*, all articles or *only* some; each is kept as it is done.

    Returns how many there are to code, and what became of each. Stopped at any moment, it goes on from there
    when it is called again. The codings that count are left alone; *code* may refuse an article.
    """
    todo = [a for a in store.uncoded(recipe) if only is None or a in only]
    return len(todo), _recoded(store, code, todo)


def _recoded(
    store: Store, code: Callable[[Article], Coding | None], todo: Sequence[str]
) -> Iterator[Outcome]:
    for article in todo:
        old = store.coding(article)
        new = None if old is None else code(old.article)
        if new is None:
            yield "refused"
        else:
            store.add(new, beside=True)
            yield "coded"


def compared(store: Store, recipe: str, only: Collection[str] | None = None) -> Iterator[Compared]:
    """Yield for each article how the coding of *recipe* differs from the one that counts, as both were read.

    Articles without a coding under *recipe*, or for which that one counts, are left out.
    """
    for old, new in store.beside(recipe):
        if only is None or old.article.id in only:
            differences, same = compare(old, new)
            yield Compared(
                article=old.article.id,
                title=old.article.title,
                before=old.recipe,
                after=new.recipe,
                same=same,
                differences=tuple(differences),
            )


def recipe_named(store: Store, name: str) -> str:
    """Return the recipe that *name* means: all of it, or its first characters.

    Raises:
        StoreError: if the store has none, or several.
    """
    recipes = [r.recipe for r in store.recipes()]
    found = [r for r in recipes if r == name] or [r for r in recipes if r.startswith(name)]
    if len(found) != 1:
        fit = "no recipe" if not found else "several recipes that begin with"
        message = f"{store.path} holds {fit} {name!r}; there are {', '.join(recipes) or 'none'}"
        raise StoreError(message)
    return found[0]
