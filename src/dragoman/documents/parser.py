"""A spaCy pipeline that makes `Document`s. Loaded only when a text is to be parsed."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from dragoman.documents import Document, Entity, Sentence, Token, build, names, paragraphs, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 32
"""So many paragraphs go through the pipeline together; it bounds memory, and changes nothing else."""


class SpacyParser:
    """A spaCy pipeline behind the Parser protocol."""

    def __init__(self, nlp: Language) -> None:
        """Wrap *nlp*; use `dragoman.documents.load` to get one by name.

        What we do faster and with the same outcome is taken out of *nlp*: names, parts of speech, lemmas. A
        pipeline that is built otherwise is left whole.
        """
        meta = nlp.meta
        self._name = f"{meta.get('lang', '')}_{meta.get('name', 'model')}-{meta.get('version', '0')}"
        self._nlp = nlp
        self._names: names.NameFinder | None = None
        if names.fits(nlp, "ner"):
            self._names = names.NameFinder(nlp.get_pipe("ner"))
            nlp.disable_pipe("ner")
        ruled = words.ruled(nlp, "attribute_ruler", "lemmatizer")
        self._words: words.Words | words.RuledWords = ruled or words.Words(nlp)
        if ruled is not None:
            nlp.select_pipes(disable=["attribute_ruler", "lemmatizer"])

    @property
    def name(self) -> str:
        """Name and version of the pipeline."""
        return self._name

    def parse(self, text: str) -> Document:
        """Parse *text*, paragraph by paragraph, so that no sentence runs over a paragraph's end."""
        bounds = paragraphs(text)
        making = _Making(text)
        docs = self._nlp.pipe((text[a:b] for a, b in bounds), batch_size=BATCH)
        places = iter(bounds)
        while batch := list(islice(docs, BATCH)):
            for doc, (offset, _), found in zip(batch, places, self._entities(batch), strict=False):
                making.add(doc, offset, self._words.read(doc), found)
        return making.document()

    def _entities(self, docs: Sequence[Doc]) -> list[list[tuple[int, int, str]]]:
        if self._names is not None:
            return self._names.find(docs)
        return [[(e.start, e.end, e.label_) for e in doc.ents] for doc in docs]


class _Making:
    """A `Document` in the making: paragraphs are added one by one, without the white space in them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: list[Token] = []
        self._sentences: list[Sentence] = []
        self._entities: list[Entity] = []
        self._paragraphs = 0

    def add(
        self, doc: Doc, offset: int, forms: Sequence[words.Word], found: Sequence[tuple[int, int, str]]
    ) -> None:
        """Add *doc*, which begins at character *offset*, with its words and names."""
        table = doc.to_array(["IDX", "HEAD", "SENT_START", "IS_SPACE"]).astype(np.int64)
        places = table[:, 3] == 0
        first = len(self._tokens)
        place: list[int] = (np.cumsum(places) - 1 + first).tolist()
        heads: list[int] = (table[:, 1] + np.arange(len(table))).tolist()
        spaces: list[bool] = (~places).tolist()
        rows = zip(doc, forms, table[:, 0].tolist(), (table[:, 2] == 1).tolist(), strict=True)
        sentence: list[Token] = []
        for n, (token, word, char, starts) in enumerate(rows):
            if starts:
                self._close(sentence)
                sentence = []
            if spaces[n]:
                continue
            i = place[n]
            start = offset + char
            sentence.append(
                Token(
                    i,
                    start,
                    start + len(word.text),
                    word.text,
                    word.lower,
                    word.lemma,
                    word.pos,
                    word.tag,
                    word.dep,
                    i if spaces[heads[n]] else place[heads[n]],
                    _edge(place, spaces, token.left_edge.i, 1),
                    _edge(place, spaces, token.right_edge.i, -1),
                    len(self._sentences),
                )
            )
        self._close(sentence)
        for a, b, label in found:
            inside = [place[k] for k in range(a, b) if not spaces[k]]
            if inside:
                self._entities.append(Entity(inside[0], inside[-1] + 1, label))
        self._paragraphs += 1

    def _close(self, tokens: list[Token]) -> None:
        """Enter a sentence, unless it was white space alone."""
        if not tokens:
            return
        root = next((t.i for t in tokens if t.head == t.i), tokens[0].i)
        first, last = tokens[0], tokens[-1]
        number = len(self._sentences)
        self._tokens.extend(tokens)
        self._sentences.append(
            Sentence(number, first.i, last.i + 1, first.start, last.end, root, self._paragraphs)
        )

    def document(self) -> Document:
        """Return what was added."""
        return build(self._text, self._tokens, self._sentences, self._entities)


def _edge(place: Sequence[int], spaces: Sequence[bool], i: int, step: int) -> int:
    """Return the place of the first word from token *i* on; the token itself lies between its edges."""
    while spaces[i]:
        i += step
    return place[i]
