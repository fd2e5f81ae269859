"""Part of speech and lemma of words, by the pipeline's own rules, worked out once for each kind of word.

spaCy's rules for parts of speech ask for a word, its tag and its dependency; a pipeline runs all of them over
all words of all texts. Here they run once for each word, tag and dependency that comes, and the answer is
kept. Where a rule about several words in a row ("let 's") holds, those words are worked out together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar, cast

from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Token

Key = TypeVar("Key")
Value = TypeVar("Value")
Patterns: TypeAlias = "list[list[dict[str, Any]]]"
_ASKED = frozenset({"LOWER", "TAG", "DEP", "IS_SPACE"})
_GIVEN = frozenset({"POS", "MORPH", "LEMMA"})
MOST_KEPT = 200_000
"""Words with tag and dependency; when there are more, all are forgotten."""


class Word(NamedTuple):
    """What a word is, wherever it stands."""

    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str


class Words:
    """Reads words off a parsed `Doc` that has gone through the whole pipeline."""

    def __init__(self, nlp: Language) -> None:
        """Read docs of *nlp*."""
        self._strings = nlp.vocab.strings
        self._known: dict[tuple[int, ...], Word] = {}

    def read(self, doc: Doc) -> list[Word]:
        """Return the words of *doc*, one for each of its tokens."""
        known = self._known
        out = []
        for key in map(tuple, doc.to_array(["ORTH", "TAG", "DEP", "POS", "LEMMA"]).tolist()):
            word = known.get(key)
            if word is None:
                orth, tag, dep, pos, lemma = (self._strings[k] for k in key)
                word = keep(known, key, _word(orth, lemma, pos, tag, dep))
            out.append(word)
        return out


class RuledWords:
    """Reads words off a `Doc` that has tags and dependencies, and works out the rest."""

    def __init__(self, nlp: Language, ruler: AttributeRuler, lemmatizer: EnglishLemmatizer) -> None:
        """Do what *ruler* and *lemmatizer* of *nlp* would do; use `ruled` to see whether it can be done."""
        self._vocab = nlp.vocab
        self._ruler = ruler
        self._lemmatizer = lemmatizer
        forms_known = lemmatizer.lookups.get_table("lemma_index", {})
        for pos, known in list(forms_known.items()):
            forms_known[pos] = frozenset(known)  # a list of all nouns, else, searched word by word
        self._whole = Words(nlp)
        self._known: dict[tuple[int, ...], Word] = {}
        self._kinds: dict[tuple[str, int, int], tuple[int, int, int]] = {}
        self._named, forms = _lower_case(ruler)
        self._forms = re.compile("|".join(f"(?:{f})" for f in forms)) if forms else None
        rows = [p for patterns, _ in _rules(ruler) for p in patterns if len(p) > 1]
        self._longest = max(map(len, rows), default=0)
        self._rows, self._row_starts = Matcher(nlp.vocab), Matcher(nlp.vocab)
        if rows:
            self._rows.add("row", rows)
            self._row_starts.add("start", [p[:1] for p in rows])
        self._starting: set[tuple[int, ...]] = set()
        self._known_rows: dict[tuple[tuple[int, ...], ...], list[Word]] = {}

    def read(self, doc: Doc) -> list[Word]:
        """Return the words of *doc*, one for each of its tokens; *doc* may be changed."""
        known, starting = self._known, self._starting
        out, starts = [], []
        keys = list(map(tuple, doc.to_array(["ORTH", "TAG", "DEP"]).tolist()))
        for i, key in enumerate(keys):
            word = known.get(key)
            if word is None:
                word = keep(known, key, self._learn(doc[i], key))
            out.append(word)
            if key in starting:
                starts.append(i)
        for first, last in self._rows_at(doc, starts):
            out[first:last] = self._row(doc, first, tuple(keys[first:last]))
        return out

    def _rows_at(self, doc: Doc, starts: Iterable[int]) -> list[tuple[int, int]]:
        """Return first word, and word after the last, of the rows at *starts*; those that overlap are one."""
        spans: list[tuple[int, int]] = []
        for i in starts:
            lasts = [i + last for _, first, last in self._rows(doc[i : i + self._longest]) if first == 0]
            if not lasts:
                continue
            if spans and i < spans[-1][1]:
                spans[-1] = (spans[-1][0], max(*lasts, spans[-1][1]))
            else:
                spans.append((i, max(lasts)))
        return spans

    def _row(self, doc: Doc, first: int, keys: tuple[tuple[int, ...], ...]) -> list[Word]:
        """Return what the components make of a row of words, which no rule joins to the words beside it."""
        made = self._known_rows.get(keys)
        if made is None:
            alone = self._alone(doc[first : first + len(keys)])
            made = keep(self._known_rows, keys, self._whole.read(self._lemmatizer(self._ruler(alone))))
        return made

    def _learn(self, token: Token, key: tuple[int, ...]) -> Word:
        """Return what the rules make of *token*, and note under *key* whether a row may begin with it."""
        if self._row_starts(token.doc[token.i : token.i + 1]):
            self._starting.add(key)
        lower = token.text.lower()
        named = lower in self._named or (self._forms is not None and self._forms.search(lower) is not None)
        kind = (lower if named else "", token.tag, token.dep)
        made = self._kinds.get(kind)
        if made is None:
            made = self._kinds[kind] = self._rule(token)
        pos, morph, lemma = made
        token.pos = pos
        token.set_morph(morph)  # type: ignore[attr-defined]
        lemma_ = self._vocab.strings[lemma] if lemma else self._lemmatizer.lemmatize(token)[0]
        return _word(token.text, lemma_, token.pos_, token.tag_, token.dep_)

    def _rule(self, token: Token) -> tuple[int, int, int]:
        """Return part of speech, morphology and lemma (0 if no rule gives one) by the ruler."""
        only = self._ruler(self._alone([token]))[0]
        return only.pos, only.morph.key, only.lemma  # type: ignore[attr-defined]

    def _alone(self, tokens: Iterable[Token]) -> Doc:
        """Return *tokens* as a text of their own, with tags and dependencies."""
        told = [(t.text, t.tag_, t.dep_) for t in tokens]
        texts, tags, deps = (list(x) for x in zip(*told, strict=True))
        return Doc(self._vocab, words=texts, tags=tags, deps=deps, heads=list(range(len(told))))


def ruled(nlp: Language, ruler: str, lemmatizer: str) -> RuledWords | None:
    """Return a reader that stands in for the two components, or None if they ask for more than it knows.

    That is: rules about anything but words, tags and dependencies, or lemmas by anything but English rules.
    """
    if ruler not in nlp.pipe_names or lemmatizer not in nlp.pipe_names:
        return None
    rules, lemmas = nlp.get_pipe(ruler), nlp.get_pipe(lemmatizer)
    if type(rules) is not AttributeRuler or type(lemmas) is not EnglishLemmatizer:
        return None
    if lemmas.mode != "rule" or lemmas.overwrite:
        return None
    for patterns, given in _rules(rules):
        tokens = [token for pattern in patterns for token in pattern]
        if any(token.get("IS_SPACE") is True for token in tokens):
            continue  # about no word
        if not (_GIVEN.issuperset(given) and all(_ASKED.issuperset(token) for token in tokens)):
            return None
    return RuledWords(nlp, rules, lemmas)


def keep(known: dict[Key, Value], key: Key, value: Value) -> Value:
    """Enter *value* and return it."""
    if len(known) >= MOST_KEPT:
        known.clear()
    known[key] = value
    return value


def _lower_case(ruler: AttributeRuler) -> tuple[frozenset[str], list[str]]:
    """Return the words that rules name, and the regular expressions by which they do."""
    words: set[str] = set()
    forms: list[str] = []
    tokens = (token for patterns, _ in _rules(ruler) for pattern in patterns for token in pattern)
    for asked in (token["LOWER"] for token in tokens if "LOWER" in token):
        if isinstance(asked, str):
            words.add(asked)
            continue
        for how, what in asked.items():
            if how == "REGEX":
                forms.append(what)
            else:
                words.update(what)
    return frozenset(words), forms


def _rules(ruler: AttributeRuler) -> Iterator[tuple[Patterns, dict[str, Any]]]:
    """Yield the patterns of each rule, each a list of what is asked of tokens, and what the rule gives."""
    for rule in ruler.patterns:
        yield cast("Patterns", rule["patterns"]), cast("dict[str, Any]", rule["attrs"])


# "fined" to "fin": a short verb that ends like this doubles its last letter ("pinned"), so an "e" was cut.
_SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")


def _word(text: str, lemma: str, pos: str, tag: str, dep: str) -> Word:
    lower = text.lower()
    return Word(text, lower, _lemma(lemma.lower(), lower, tag), pos, tag, dep)


def _lemma(lemma: str, word: str, tag: str) -> str:
    """Return *lemma*, mended where the model's rules cut a final "e" too many ("staged", "raping")."""
    if tag in ("VBD", "VBN", "VBG") and word in (lemma + "ed", lemma + "ing") and _SHORT.fullmatch(lemma):
        return lemma + "e"
    return lemma
