"""Finds people by name, with the role the text gives them: titles, appositions, "X is the ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dragoman.actors import trees
from dragoman.actors.drafts import Draft
from dragoman.actors.phrases import describe, owner_of
from dragoman.codebook.who.lexicon import HYPHENS

if TYPE_CHECKING:
    from dragoman.actors.phrases import Described
    from dragoman.actors.words import Hit, Words
    from dragoman.documents import Document

_LONGEST_NAME = 7
_LONGEST_TITLE = 6
_LONG = 4
_PERSON_SLOTS = frozenset({"nsubj", "nsubjpass", "poss", "appos", "dobj", "pobj"})
WEAK = "actor/may-be-person"
"""The rule of a name that stays only if something else shows it to be a person's."""
_LOOK_AHEAD = 22


class Name(NamedTuple):
    """A run of capitalised words that is no entry of the codebook: tokens ``first`` up to ``last``."""

    first: int
    last: int


def sequences(doc: Document, words: Words) -> list[Name]:
    """Return the runs of capitalised words that may be names of people or bodies."""
    runs: list[Name] = []
    i, n = 0, len(doc.tokens)
    while i < n:
        hit = words.at.get(i)
        if hit is not None and hit.entry.sense == "office":
            end = _extend(doc, words, hit.last)
            runs.append(Name(hit.first, end))
            i = end
        elif hit is None and _starts_name(doc, words, i):
            end = _extend(doc, words, i + 1)
            runs.append(Name(i, end))
            i = end
        else:
            i = hit.last if hit is not None else i + 1
    return [r for r in (_trim(doc, words, r) for r in runs) if r.last > r.first]


def _trim(doc: Document, words: Words, name: Name) -> Name:
    first, last = name
    while first < last and words.keys[first] in words.lists.honorifics:
        first += 1
    while last > first and (words.keys[last - 1] in HYPHENS or words.keys[last - 1] in words.lists.particles):
        last -= 1
    if last - first > 1 and words.keys[last - 1] in words.lists.no_names:
        return Name(first, first)  # "Super Tuesday"
    return Name(first, last)


def _starts_name(doc: Document, words: Words, i: int) -> bool:
    token = doc.tokens[i]
    if not token.text[0].isupper() or token.lower in words.lists.no_names:
        return False
    if token.pos == "PROPN":
        return True
    if i == doc.sentence(i).first:
        return False
    return (
        token.pos in ("NOUN", "X", "ADJ")
        and token.text[1:2].islower()
        and doc.tokens[i - 1].text[0] not in "\"“'‘"
    )


def _extend(doc: Document, words: Words, i: int) -> int:
    """Return where the name that runs up to *i* ends."""
    n, sent = len(doc.tokens), doc.tokens[i - 1].sent
    start = i
    while i < n and doc.tokens[i].sent == sent and i - start < _LONGEST_NAME:
        token = doc.tokens[i]
        follows = i + 1 < n and doc.tokens[i + 1].sent == sent
        if words.at.get(i) is not None and words.at[i].entry.sense != "office":
            return i + 1 if _is_surname(doc, words, i) else i
        if token.text[0].isupper() and token.pos in ("PROPN", "NOUN", "X", "ADJ", "VERB", "ADP", "INTJ"):
            i += 1
        elif follows and (joined := _joined(doc, words, i)) is not None:
            i = joined
        else:
            break
    return i


def _is_surname(doc: Document, words: Words, i: int) -> bool:
    """Tell whether a word for a rank ends a name: "Tom King said", but "Jordan's King Abdullah"."""
    token = doc.tokens[i]
    after = doc.tokens[i + 1] if i + 1 < len(doc.tokens) else None
    goes_on = after is not None and after.sent == token.sent and after.text[:1].isupper()
    before = words.at.get(i - 1)
    return (
        words.keys[i] in words.lists.surname_roles
        and token.text[0].isupper()
        and not goes_on
        and before is None
        and doc.tokens[i - 1].pos == "PROPN"
    )


def _joined(doc: Document, words: Words, i: int) -> int | None:
    """Return where a name goes on past the hyphen, particles or comma at token *i*; None if it ends there."""
    token, nxt = doc.tokens[i], doc.tokens[i + 1]
    if token.text in HYPHENS and token.start == doc.tokens[i - 1].end and nxt.start == token.end:
        return i + 2 if words.at.get(i + 1) is None or nxt.text[0].isupper() else None
    if token.text == ",":
        return i + 2 if nxt.lower in ("jr", "jr.", "sr", "sr.") else None
    k = i
    while k - i < len(("de", "la", "-")) and (
        doc.tokens[k].lower in words.lists.particles or doc.tokens[k].text in HYPHENS
    ):
        k += 1
        if k >= len(doc.tokens) or doc.tokens[k].sent != token.sent:
            return None
    return k + 1 if k > i and doc.tokens[k].text[0].isupper() and words.at.get(k) is None else None


class People(NamedTuple):
    """The people named, and whose title each role is, by its first word."""

    drafts: list[Draft]
    titles: dict[int, Draft]


def find(doc: Document, words: Words) -> People:
    """Return a draft for each name that is shown to be a person's, and the words that title them."""
    labels = {i: e.label for e in doc.entities for i in range(e.first, e.last)}
    found: list[Draft] = []
    titles: dict[int, Draft] = {}
    for name in sequences(doc, words):
        draft = _person(doc, words, name, labels, titles)
        if draft is not None:
            found.append(draft)
    return People(found, titles)


def _person(
    doc: Document, words: Words, name: Name, labels: dict[int, str], titles: dict[int, Draft]
) -> Draft | None:
    hit = words.at.get(name.first)
    draft = Draft(
        first=name.first,
        last=name.last,
        head=doc.root_of(name.first, name.last),
        kind="name",
        thing="person",
        name=doc.span(name.first, name.last).text,
        key=(
            "person",
            *(words.keys[i] for i in range(name.first, name.last) if words.keys[i] not in HYPHENS),
        ),
    )
    roles = [_title_before(doc, words, name, draft), _role_after(doc, words, name, draft)]
    for role in roles:
        if role is not None:
            titles[role.first] = draft
    evidence = any(roles)
    evidence = _honorific(doc, words, name, draft) or evidence
    if hit is not None and hit.entry.sense == "office":
        draft.because(doc, "actor/office-holder", name.first, name.last, hit.entry.name)
        evidence = True
    seen = {labels.get(i) for i in range(name.first, name.last)}
    other = {
        "ORG",
        "GPE",
        "LOC",
        "FAC",
        "NORP",
        "EVENT",
        "PRODUCT",
        "WORK_OF_ART",
        "LAW",
        "LANGUAGE",
        "DATE",
    } & seen
    if not evidence and name.last - name.first > 1 and _speaks(doc, words, draft.head) and not other:
        draft.because(doc, "actor/person-speaks", name.first, name.last)
        evidence = True
    if (
        not evidence
        and "PERSON" in seen
        and not other
        and (name.last - name.first > 1 or _is_first_name(words, name))
    ):
        draft.because(doc, "actor/person-name", name.first, name.last)
        evidence = True
    if not evidence:
        if not _may_be_person(doc, words, name, draft, labelled="PERSON" in seen):
            return None
        draft.because(doc, WEAK, name.first, name.last)
    _owner_before(doc, words, name, draft)
    return draft


def _is_first_name(words: Words, name: Name) -> bool:
    first = words.keys[name.first]
    return first in words.lists.female_names or first in words.lists.male_names


def _may_be_person(doc: Document, words: Words, name: Name, draft: Draft, *, labelled: bool) -> bool:
    """Whether words with no evidence can turn out to be a person's name, if "he" or "she" takes them up."""
    if labelled or _is_first_name(words, name):
        return True
    token = doc.first_conjunct(draft.head)
    if token.dep == "pobj" and doc.tokens[token.head].lower in words.lists.locative:
        return False
    return (
        token.dep in _PERSON_SLOTS and name.last - name.first < _LONG and not doc.children(draft.head, "det")
    )


def _speaks(doc: Document, words: Words, head: int) -> bool:
    token = doc.tokens[head]
    return token.dep == "nsubj" and doc.tokens[token.head].lemma in words.lists.person_verbs


def _take(
    doc: Document, words: Words, draft: Draft, said: Described, rule: str, first: int, last: int
) -> None:
    """Give *draft* the role, sectors and country that *said* holds, where it has none yet."""
    draft.sent = draft.sent or said.entry.sent
    if said.entry.name in words.lists.relational:
        draft.sectors = draft.sectors or said.sectors
    elif draft.role is None:
        draft.role = said.role
        draft.sectors = said.sectors
        draft.former = said.former
    if draft.country is None and len(said.countries) == 1:
        draft.country = said.countries[0]
    draft.because(doc, rule, first, last, said.role)


def _title_before(doc: Document, words: Words, name: Name, draft: Draft) -> Hit | None:
    """Read the title that ends right before the name, or before a comma; return it."""
    i = name.first - 1
    while i >= 0 and (words.keys[i] in words.lists.honorifics or doc.tokens[i].text in "\"“'‘"):
        i -= 1
    comma = i >= 0 and doc.tokens[i].text == ","
    if comma:
        i -= 1
    if i < 0 or doc.tokens[i].sent != doc.tokens[name.first].sent:
        return None
    hit, tail = _title_ending(doc, words, i)
    if hit is None or hit.entry.kind != "person" or hit.entry.plural:
        return None
    if comma and not _closes(doc, name.last):
        return None
    first = trees.phrase_start(doc, hit.first, hit.last - 1)
    first = min(first, _textual_start(doc, words, hit.first))
    said = describe(words, first, hit, tail)
    _take(doc, words, draft, said, "actor/title-before", first, hit.last)
    return hit


def _title_ending(doc: Document, words: Words, i: int) -> tuple[Hit | None, list[tuple[str, int, int]]]:
    """Return the role that ends at token *i*, or that "of ..." up to *i* completes."""
    hit = words.at.get(i)
    if hit is not None and hit.entry.sense == "role":
        return hit, []
    if doc.tokens[i].pos not in trees.NOUNS or (hit is not None and hit.entry.sense == "adjective"):
        return None, []
    first = doc.sentence(i).first
    for k in range(i - 1, max(first, i - _LONGEST_TITLE), -1):
        if doc.tokens[k].lower in ("of", "for", "to"):
            hit = words.at.get(k - 1)
            if hit is not None and hit.entry.sense == "role":
                return hit, [(doc.tokens[k].lower, k + 1, i + 1)]
        elif doc.tokens[k].pos in ("VERB", "AUX", "PUNCT"):
            break
    return None, []


def _textual_start(doc: Document, words: Words, i: int) -> int:
    """Return where the words that can belong to a title before token *i* start, whatever the parse."""
    first = doc.sentence(i).first
    start = i
    while start > first and i - start < trees.LONGEST_PHRASE:
        token = doc.tokens[start - 1]
        if start - 1 in words.at and words.at[start - 1].entry.sense != "office":
            start = words.at[start - 1].first
        elif token.text in ("'s", "’s") or token.text in HYPHENS or token.pos in ("ADJ", "PROPN"):
            start -= 1
        else:
            break
    return max(start, first)


def _closes(doc: Document, i: int) -> bool:
    return i >= len(doc.tokens) or doc.tokens[i].text in (
        ",",
        ".",
        ";",
        ":",
        "(",
        ")",
        "-",
        "–",
        "—",
        "and",
        "'s",
        "’s",
    )


def _role_after(doc: Document, words: Words, name: Name, draft: Draft) -> Hit | None:
    """Read "X, the Turkish foreign minister," and "X, who is the ..."; and "X is the ..."."""
    i = name.last
    if i >= len(doc.tokens):
        return None
    if doc.tokens[i].text == "," or doc.tokens[i].text in ("-", "–", "—", "("):
        return _apposition(doc, words, draft, i + 1)
    verb = doc.tokens[i]
    if verb.lemma == "be" and doc.tokens[draft.head].dep == "nsubj" and doc.tokens[draft.head].head == i:
        attribute = doc.child(i, "attr")
        if attribute is not None:
            return _role_at(doc, words, draft, attribute.i, "actor/role-predicate")
    return None


def _apposition(doc: Document, words: Words, draft: Draft, i: int) -> Hit | None:
    end = min(doc.sentence(draft.head).last, i + _LOOK_AHEAD)
    if i < end and doc.tokens[i].tag == "CD" and i + 1 < end and doc.tokens[i + 1].text == ",":
        i += 2
    if i < end and doc.tokens[i].lower in ("who", "which"):
        i += 1
        if i < end and doc.tokens[i].lemma == "be":
            i += 1
        elif i < end and doc.tokens[i].lemma in ("serve", "act"):
            i += 2
        else:
            return None
    for k in range(i, end):
        hit = words.at.get(k)
        if hit is not None and hit.entry.sense == "role" and hit.first >= i:
            if hit.entry.kind == "person" and not hit.entry.plural and _is_head(doc, words, hit):
                return _role_at(doc, words, draft, hit.last - 1, "actor/apposition", lowest=i)
            if hit.entry.plural:
                return None
            continue
        token = doc.tokens[k]
        if hit is not None:
            continue
        if token.pos in ("VERB", "AUX", "ADP", "SCONJ", "PRON") and token.tag not in ("VBN", "VBG"):
            return None
        if token.text in (",", ".", ";", ":", ")") or token.pos == "CCONJ":
            return None
    return None


def _is_head(doc: Document, words: Words, hit: Hit) -> bool:
    """Whether no further role, name or noun follows that *hit* would only modify."""
    nxt = hit.last
    if nxt >= len(doc.tokens):
        return True
    token = doc.tokens[nxt]
    following = words.at.get(nxt)
    if following is not None and following.entry.sense == "role":
        return False
    return not (
        token.pos in trees.NOUNS and (token.text[0].islower() or token.dep != "appos")
    ) and token.text not in (
        "'s",
        "’s",
        "-",
    )


def _role_at(doc: Document, words: Words, draft: Draft, noun: int, rule: str, lowest: int = 0) -> Hit | None:
    hit = words.at.get(noun)
    if hit is None or hit.entry.sense != "role" or hit.entry.kind != "person" or hit.entry.plural:
        return None
    first = max(
        lowest, min(trees.phrase_start(doc, hit.first, hit.last - 1), _textual_start(doc, words, hit.first))
    )
    said = describe(words, first, hit, trees.after(doc, hit.last - 1) or _textual_after(doc, hit.last))
    _take(doc, words, draft, said, rule, first, hit.last)
    return hit


def _textual_after(doc: Document, i: int) -> list[tuple[str, int, int]]:
    """Return "of ..." right after a role, where the parse hangs it elsewhere."""
    if i >= len(doc.tokens) or doc.tokens[i].lower not in ("of", "for", "at"):
        return []
    end = doc.sentence(i).last
    k = i + 1
    while k < end and doc.tokens[k].pos in ("DET", "ADJ", "NOUN", "PROPN", "PART"):
        k += 1
    return [(doc.tokens[i].lower, i + 1, k)] if k > i + 1 else []


def _honorific(doc: Document, words: Words, name: Name, draft: Draft) -> bool:
    i = name.first - 1
    if i < 0 or doc.tokens[i].sent != doc.tokens[name.first].sent or not doc.tokens[i].text[0].isupper():
        return False
    key = words.keys[i]
    if key not in words.lists.honorifics:
        return False
    if not draft.sectors:
        draft.sectors = (
            ("MIL",) if key in words.lists.ranks else ("LEG",) if key in words.lists.lawmakers else ()
        )
    draft.because(doc, "actor/honorific", i, name.last)
    return True


def _owner_before(doc: Document, words: Words, name: Name, draft: Draft) -> None:
    """Read the country from "Turkey's Erdogan", "Iranian Hassan Rouhani" where no role gave one."""
    i = name.first - 1
    if draft.country is not None or i < 0 or doc.tokens[i].sent != doc.tokens[name.first].sent:
        return
    possessive = doc.tokens[i].text in ("'s", "’s")
    if possessive:
        i -= 1
    hit = words.at.get(i)
    owner = owner_of(hit) if hit is not None else None
    if owner is not None and owner.hit.entry.sense in (
        ("country", "adjective") if possessive else ("adjective",)
    ):
        draft.country = owner.country
        draft.because(doc, "actor/country-before-name", owner.hit.first, name.last)
