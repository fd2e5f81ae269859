"""Named entities from spaCy's recogniser, decided for all words of a batch at once.

The recogniser goes through a text from left to right and chooses a move at each word: outside, a whole name,
a name's begin, inside, last. While no name is open, what it looks at is the word alone; so those moves can be
scored for all words together, and only the few words of open names need steps. spaCy's own loop takes the
interpreter's lock for each move that it considers, which costs more than all the rest. The names are the
same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from spacy.pipeline import EntityRecognizer
from thinc.api import NumpyOps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

    Floats = NDArray[np.float32]

_FEATURES = 3
"""The word, the first word of the open name, and the word before if a name is open."""
_OUT, _BEGIN, _UNIT = range(3)
_SHORT = 12
"""So long are names followed from every word that may begin one; longer ones only where one does begin."""
_WITHOUT_ENTITIES = frozenset(
    {"tok2vec", "tagger", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer"}
)


class _Open(NamedTuple):
    """Names, *begun* at a word, and the texts: what is made of each word, and where sentences end."""

    begun: NDArray[np.int64]
    labels: NDArray[np.int64]
    words: Floats
    vectors: Floats
    ends_here: NDArray[np.bool_]


class NameFinder:
    """The moves and weights of one recogniser."""

    def __init__(self, recogniser: EntityRecognizer) -> None:
        """Take over *recogniser*, which `fits`."""
        model = recogniser.model
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        width = lower.get_dim("nI")
        weights = np.asarray(lower.get_param("W")).reshape(_FEATURES, -1, width)
        pads = np.asarray(lower.get_param("pad")).reshape(_FEATURES, -1)
        self._vectors = model.get_ref("tok2vec")
        self._gemm = model.ops.gemm
        self._pieces = lower.get_dim("nP")
        self._weights = [np.ascontiguousarray(w) for w in weights]
        self._nothing_open = pads[1], pads[2]
        self._bias = np.asarray(lower.get_param("b")).reshape(-1)
        moves = _moves(recogniser)
        self._labels = sorted({m[2:] for m in moves if m.startswith("B-")})
        number = {label: n for n, label in enumerate(self._labels)}
        free = [m for m in moves if m == "O" or (m[2:] in number and m[:2] in ("B-", "U-"))]
        self._kinds = np.array([{"O": _OUT, "B": _BEGIN, "U": _UNIT}[m[0]] for m in free])
        self._label_of = np.array([number.get(m[2:], -1) for m in free])
        upper_w, upper_b = np.asarray(upper.get_param("W")), np.asarray(upper.get_param("b"))

        def rows(names: Sequence[str]) -> tuple[Floats, Floats]:
            at = [moves.index(n) for n in names]
            return np.ascontiguousarray(upper_w[at]), upper_b[at]

        self._free_w, self._free_b = rows(free)
        self._inside_w, self._inside_b = rows([f"I-{label}" for label in self._labels])
        self._last_w, self._last_b = rows([f"L-{label}" for label in self._labels])

    def find(self, docs: Sequence[Doc]) -> list[list[tuple[int, int, str]]]:
        """Return for each of *docs* its names: first token, token after the last, label."""
        found: list[list[tuple[int, int, str]]] = [[] for _ in docs]
        lengths = np.array([len(d) for d in docs])
        if not lengths.sum():
            return found
        space = np.concatenate([d.to_array("IS_SPACE") for d in docs]).astype(bool)
        starts = np.concatenate([d.to_array("SENT_START") for d in docs]) == 1
        firsts = np.cumsum(lengths) - lengths
        starts[firsts[lengths > 0]] = True
        ends_here = np.append(starts[1:], True)
        vectors = np.asarray(self._vectors.predict(docs))
        texts = np.repeat(np.arange(len(docs)), lengths)
        for first, last, label in self._names(vectors, space, ends_here):
            text = int(texts[first])
            base = int(firsts[text])
            found[text].append((first - base, last - base, self._labels[label]))
        return found

    def _names(
        self, vectors: Floats, space: NDArray[np.bool_], ends_here: NDArray[np.bool_]
    ) -> Iterator[tuple[int, int, int]]:
        """Yield first word, word after the last, and the label's number; *ends_here*: last of a sentence."""
        words = self._gemm(vectors, self._weights[0], trans2=True)
        one, two = self._nothing_open
        scores = self._gemm(self._hidden(words + one + two), self._free_w, trans2=True) + self._free_b
        scores[np.ix_(space, self._kinds != _OUT)] = -np.inf
        scores[np.ix_(ends_here, self._kinds == _BEGIN)] = -np.inf
        best = scores.argmax(axis=1)
        kinds, labels = self._kinds[best], self._label_of[best]
        begun = np.flatnonzero(kinds == _BEGIN)
        open_ = _Open(begun, labels[begun], words, vectors, ends_here)
        ends = dict(zip(begun.tolist(), self._ends(open_, _SHORT).tolist(), strict=True))
        reached = 0
        for i in np.flatnonzero(kinds != _OUT).tolist():
            if i < reached:
                continue
            reached = i + 1 if kinds[i] == _UNIT else ends[i]
            if reached == 0:
                alone = open_._replace(begun=np.array([i]), labels=labels[i : i + 1])
                reached = int(self._ends(alone, len(vectors))[0])
            yield i, reached, int(labels[i])

    def _ends(self, names: _Open, most: int) -> NDArray[np.int64]:
        """Return for each name the word after its last; 0 if more than *most* words come after its first.

        All names take their steps together.
        """
        ends = names.begun + 2
        if not len(ends):
            return ends
        firsts = self._gemm(names.vectors[names.begun], self._weights[1], trans2=True)
        still = np.arange(len(ends))
        for _ in range(most):
            at = ends[still] - 1
            before = self._gemm(names.vectors[at - 1], self._weights[2], trans2=True)
            hidden = self._hidden(names.words[at] + firsts[still] + before)
            own = names.labels[still]
            inside = np.einsum("ij,ij->i", hidden, self._inside_w[own]) + self._inside_b[own]
            last = np.einsum("ij,ij->i", hidden, self._last_w[own]) + self._last_b[own]
            still = still[(inside >= last) & ~names.ends_here[at]]
            if not len(still):
                return ends
            ends[still] += 1
        ends[still] = 0
        return ends

    def _hidden(self, summed: Floats) -> Floats:
        summed += self._bias
        hidden: Floats = summed.reshape(len(summed), -1, self._pieces).max(axis=2)
        return hidden


def fits(nlp: Language, name: str) -> bool:
    """Say whether component *name* is a recogniser that `NameFinder` reads as spaCy does.

    It must be greedy, of the usual build, and come with nothing that sets entities before it.
    """
    if name not in nlp.pipe_names or set(nlp.pipe_names) - _WITHOUT_ENTITIES != {name}:
        return False
    recogniser = nlp.get_pipe(name)
    if not isinstance(recogniser, EntityRecognizer) or recogniser.cfg["beam_width"] != 1:
        return False
    model = recogniser.model
    moves = set(_moves(recogniser))
    inner = {m[2:] for m in moves if m.startswith("B-")}
    return (
        isinstance(model.ops, NumpyOps)
        and bool(model.attrs["has_upper"])
        and not model.attrs["unseen_classes"]
        and model.get_ref("lower").get_dim("nF") == _FEATURES
        and moves - {"U-"} == {"O", *(f"{m}-{label}" for m in "BILU" for label in inner)}
    )


def _moves(recogniser: EntityRecognizer) -> list[str]:
    """Return the names of all moves, in the order of the scores ("U-" is for names that are blocked)."""
    return [recogniser.moves.get_class_name(i) for i in range(recogniser.moves.n_moves)]
