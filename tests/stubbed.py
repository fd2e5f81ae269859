"""Dragoman with a coder that costs nothing, as a process: ``python -m tests.stubbed watch ...``."""

from __future__ import annotations

from dragoman import coding as coding_room
from dragoman.cli import main
from dragoman.records import Article, Coding


class Stub:
    """Finds nothing in any article."""

    recipe = "stub"

    def code(self, article: Article) -> Coding:
        """Return an empty coding of *article*."""
        return Coding(article=article, recipe=self.recipe, version="0")


if __name__ == "__main__":
    coding_room.Coder.open = lambda settings=None: Stub()  # type: ignore[method-assign, assignment, return-value]
    main()
