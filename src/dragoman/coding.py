"""`Article` in, `Coding` out: the rooms in order. The only module that knows the order."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import dragoman
from dragoman import (
    actors,
    assessments,
    attributions,
    confidence,
    documents,
    events,
    places,
    register,
    times,
    undertakings,
)
from dragoman.attributions import voices
from dragoman.codebook import Codebook
from dragoman.records import Coding
from dragoman.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragoman.records import Article

WITHOUT_EFFECT = frozenset({"db", "actors_db", "longest_article", "places_db", "pace", "contact"})
"""Settings that change no coding, and so are no part of the recipe; what was imported is."""


class Coder:
    """Reads articles and codes what they report. Same article and recipe, same coding."""

    def __init__(self, parser: documents.Parser, codebook: Codebook, settings: Settings) -> None:
        """Put a coder together; `Coder.open` is the usual way."""
        self.parser = parser
        self.codebook = codebook
        self.settings = settings
        self.recipe = _recipe(parser, codebook, settings)

    @classmethod
    def open(cls, settings: Settings | None = None) -> Coder:
        """Load the model, the codebook and the imported actors that *settings* name.

        Raises:
            ModelMissing: if the language model is not installed.
            CodebookError: if the codebook has a fault, or the imported places are damaged.
            StoreError: if the imported actors can't be read.
        """
        settings = settings or Settings()
        codebook = register.beside(Codebook.load(places=Path(settings.places_db)), settings)
        return cls(documents.load(settings.model), codebook, settings)

    def code(self, article: Article) -> Coding:
        """Return everything that *article* reports, with reasons and with what was set aside."""
        book = self.codebook
        doc = self.parser.parse(article.text)
        who = actors.find(doc, book, article)
        when = times.find(doc, book, article)
        where = places.find(doc, book, article)
        said = attributions.find(doc, book, who.kept)
        spoken = voices.voices(doc, said.kept, who.kept, actors.at_heads(doc, who.kept))
        what = events.find(
            doc, book, article, who.kept, when.kept, where.kept, voices=spoken, settings=self.settings
        )
        judged = assessments.assess(doc, book, who.kept, said.kept, what.kept)
        told = undertakings.derive(
            book, article, judged.kept, said.kept, actors=who.kept, settings=self.settings
        )
        aside = chain.from_iterable(f.dropped for f in (who, when, where, said, what, judged))
        return Coding(
            article=article,
            actors=who.kept,
            times=when.kept,
            places=where.kept,
            attributions=said.kept,
            events=confidence.weigh(told, who.kept),
            dropped=tuple(sorted(aside, key=lambda d: (d.start, d.end, d.room, d.why))),
            recipe=self.recipe,
            version=dragoman.__version__,
        )

    def stream(self, articles: Iterable[Article]) -> Iterator[Coding]:
        """Code many articles, one at a time, in order."""
        return map(self.code, articles)


def _recipe(parser: documents.Parser, codebook: Codebook, settings: Settings) -> str:
    chosen = {k: v for k, v in asdict(settings).items() if k not in WITHOUT_EFFECT | {"model"}}
    parts = [dragoman.__version__, parser.name, codebook.digest, repr(sorted(chosen.items()))]
    if codebook.imported is not None:
        parts.append(codebook.imported.digest)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
