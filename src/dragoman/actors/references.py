"""Resolves what refers back, "the minister", "both countries", "she"; in doubt, it abstains."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dragoman.actors.drafts import Draft
    from dragoman.actors.words import Words
    from dragoman.documents import Document, Token

COUNTRY_NOUNS = frozenset({"country", "nation", "state", "side", "superpower"})
MALE = frozenset({"he", "him", "his", "himself"})
FEMALE = frozenset({"she", "her", "hers", "herself"})
PERSONAL = MALE | FEMALE
BODILY = frozenset({"it", "its"})
BOTH = 2
_NEAR = 3
_STALE = 15
_FAR = 40
# What counts for a pronoun's antecedent: weights chosen by hand and tried on GAP's development half.
_PER_SENTENCE = 2.25
_PER_WORD = 0.02
_SLOT = {"nsubj": 2.0, "nsubjpass": 2.0, "poss": 0.7, "dobj": 0.5, "appos": 0.5}
_PARALLEL = 0.75
_CHAIN = 0.5
_OWN_SUBJECT = 3.0
_OTHER_OBJECT = 4.0
_KNOWN_GENDER = 0.5
_OFTEN = 0.2
_OFTEN_ENOUGH = 4
_TIE = 0.05
_UNNAMED = 0.3


@dataclass(slots=True)
class Story:
    """The mentions so far, in order, with what the parse says of them."""

    doc: Document
    words: Words
    drafts: list[Draft]

    def before(self, i: int, sentences: int, fits: Callable[[Draft], bool]) -> list[Draft]:
        """Return the mentions before token *i*, at most *sentences* back, that *fits* accepts; last first."""
        sent = self.doc.tokens[i].sent
        found = [
            d
            for d in self.drafts
            if d.head < i and sent - self.doc.tokens[d.head].sent <= sentences and fits(d)
        ]
        return sorted(found, key=lambda d: -d.head)


def nominals(
    doc: Document, words: Words, persons: Sequence[Draft], groups: Sequence[Draft], named: Sequence[Draft]
) -> None:
    """Let each definite noun that refers to a person, body or state named before it be that actor."""
    story = Story(doc, words, [*persons, *named, *groups])
    for draft in sorted(groups, key=lambda d: d.head):
        if draft.key or not draft.definite or draft.plural:
            continue
        if draft.country is not None:
            found = _person_of_country(story, draft)
        else:
            found = None if _completed(doc, draft) else _antecedent(story, draft)
        if found is not None:
            _follow(doc, draft, found)


def _completed(doc: Document, draft: Draft) -> bool:
    """Whether a complement says which one is meant, so that nothing before need: "the head of the group"."""
    return any(k.i > draft.head and k.lower in ("of", "for") for k in doc.children(draft.head, "prep"))


def _follow(doc: Document, draft: Draft, found: Draft) -> None:
    draft.key = found.key
    draft.country = found.country
    draft.sectors = found.sectors or draft.sectors
    draft.thing = found.thing
    draft.because(doc, "actor/refers-back", draft.first, draft.last, found.name)


def _antecedent(story: Story, draft: Draft) -> Draft | None:
    if draft.lemma in COUNTRY_NOUNS:
        return _only(
            story.before(
                draft.first, 1, lambda d: d.thing == "country" and d.kind not in ("demonym", "place")
            ),
            story.doc,
        )
    wanted = story.words.lists.bodies.get(draft.lemma)
    if wanted is not None:
        return _only(
            story.before(
                draft.first,
                _NEAR,
                lambda d: (
                    d.kind == "name"
                    and d.thing in ("organization", "igo")
                    and bool(wanted & {*d.sectors, d.country or ""})
                ),
            ),
            story.doc,
        )
    if draft.thing == "person":
        main = draft.lemma.split()[-1]
        people = story.before(
            draft.first,
            _STALE,
            lambda d: (
                d.thing == "person" and bool(d.key) and d.role is not None and main in d.role.lower().split()
            ),
        )
        return _only(people, story.doc)
    return None


def _person_of_country(story: Story, draft: Draft) -> Draft | None:
    """Return the one person named so far whom "the Russian leader" can mean."""
    if draft.thing != "person" or draft.former:
        return None
    main = draft.lemma.split()[-1]
    people = story.before(
        draft.first,
        _FAR,
        lambda d: (
            d.kind == "name"
            and d.thing == "person"
            and d.country == draft.country
            and _fits_role(story.words, main, d.role)
        ),
    )
    return people[0] if len({d.key for d in people}) == 1 else None


def _fits_role(words: Words, noun: str, role: str | None) -> bool:
    said = set((role or "").lower().split())
    return noun in said or (noun == "leader" and bool(said & words.lists.heads_of_state))


def _only(found: Sequence[Draft], doc: Document) -> Draft | None:
    """Return the last of *found* if its sentence names no other actor of the kind."""
    if not found:
        return None
    sent = doc.tokens[found[0].head].sent
    same = {d.key for d in found if doc.tokens[d.head].sent == sent}
    return found[0] if len(same) == 1 else None


def plurals(doc: Document, words: Words, drafts: Sequence[Draft]) -> list[Draft]:
    """Return, for "both countries", "the two leaders" and the like, one mention for each actor meant."""
    story = Story(doc, words, list(drafts))
    added: list[Draft] = []
    for draft in drafts:
        if not (
            (draft.plural or _neither(doc, draft))
            and draft.country is None
            and draft.kind == "nominal"
            and _both(doc, draft)
        ):
            continue
        pair = _two_states(story, draft) if draft.lemma in COUNTRY_NOUNS else _pair(story, draft, _is_person)
        for member in pair:
            copy = replace(
                member, first=draft.first, last=draft.last, head=draft.head, kind="nominal", reasons=[]
            )
            copy.plural, copy.lemma = True, draft.lemma
            copy.because(doc, "actor/refers-to-two", draft.first, draft.last, member.name)
            added.append(copy)
    return added


def _two_states(story: Story, draft: Draft) -> list[Draft]:
    """Return the two states, or the two parties that "sides" may also mean, that the story speaks of."""
    parties = _pair(story, draft, _is_party if draft.lemma == "side" else _is_state)
    if parties:
        return parties
    countries = story.words.who.countries
    people = _pair(story, draft, lambda d: d.country in countries)
    if len({d.country for d in people}) != BOTH:
        people = _main_two(story, draft)
    return [
        replace(
            d,
            key=("country", d.country or ""),
            name=countries[d.country or ""].name,
            thing="country",
            sectors=(),
            role=None,
            wikidata=None,
        )
        for d in people
    ]


def _main_two(story: Story, draft: Draft) -> list[Draft]:
    """Return mentions of the two states that the text so far names far more often than any third."""
    states = [d for d in story.drafts if d.head < draft.first and d.key[:1] == ("country",)]
    ranked = Counter(d.key for d in states).most_common(BOTH + 1)
    if len(ranked) < BOTH or (len(ranked) > BOTH and ranked[1][1] < BOTH * ranked[2][1]):
        return []
    return [next(d for d in states if d.key == key) for key, _ in ranked[:BOTH]]


def _neither(doc: Document, draft: Draft) -> bool:
    return any(k.lower in ("neither", "either") for k in doc.children(draft.head, "det"))


def _both(doc: Document, draft: Draft) -> bool:
    """Whether the phrase says that two are meant and are known."""
    before = [doc.tokens[i] for i in range(max(0, draft.first - BOTH), draft.head)]
    kids = doc.children(draft.head)
    lowers = {t.lower for t in (*before, *kids)}
    return "both" in lowers or "neither" in lowers or ("two" in lowers and draft.definite)


def _pair(story: Story, draft: Draft, fits: Callable[[Draft], bool]) -> list[Draft]:
    """Return the two actors of the nearest sentences, from this one back, that name exactly two that fit."""
    members: dict[tuple[str, ...], Draft] = {}
    sent = story.doc.tokens[draft.head].sent
    for found in story.before(draft.first, BOTH, fits):
        here = story.doc.tokens[found.head].sent
        if here != sent and len(members) >= BOTH:
            break
        sent = here
        members.setdefault(
            found.key if found.thing != "person" else ("person", found.country or found.name), found
        )
    return list(members.values())[::-1] if len(members) == BOTH else []


def _is_person(draft: Draft) -> bool:
    return draft.thing == "person" and bool(draft.key) and not draft.plural


def _is_state(draft: Draft) -> bool:
    if draft.key[:1] == ("people",):
        return True
    return draft.thing in ("country", "igo") and draft.kind in ("name", "metonym", "demonym")


def _is_party(draft: Draft) -> bool:
    return _is_state(draft) or (
        draft.thing == "organization" and draft.kind == "name" and "JRN" not in draft.sectors
    )


def pronouns(doc: Document, words: Words, drafts: Sequence[Draft], which: frozenset[str]) -> list[Draft]:
    """Return a mention for each pronoun among *which* whose actor is plain."""
    story = Story(doc, words, sorted(drafts, key=lambda d: d.head))
    gender = genders(words, drafts)
    added: list[Draft] = []
    for token in doc.tokens:
        if token.lower not in which:
            continue
        found = _meant(story, gender, token)
        if found is None:
            continue
        draft = replace(
            found, first=token.i, last=token.i + 1, head=token.i, kind="pronoun", reasons=[], plural=False
        )
        draft.because(doc, "actor/pronoun", token.i, token.i + 1, found.name)
        gender.setdefault(found.key, "f" if token.lower in FEMALE else "m")
        story.drafts.append(draft)
        added.append(draft)
    return added


def genders(words: Words, drafts: Sequence[Draft]) -> dict[tuple[str, ...], str]:
    """Return "f" or "m" for each person whose title, role or first name says it."""
    found: dict[tuple[str, ...], str] = {}
    for draft in drafts:
        if draft.thing != "person" or not draft.key:
            continue
        sign = _gender(words, draft)
        if sign:
            found.setdefault(draft.key, sign)
    return found


def _gender(words: Words, draft: Draft) -> str | None:
    lists = words.lists
    before = words.keys[draft.first - 1] if draft.first else ""
    said = {before, *(draft.role or "").lower().split()}
    if said & lists.female_words:
        return "f"
    if said & lists.male_words:
        return "m"
    if draft.kind != "name":
        return None
    for i in range(draft.first, draft.last):
        if words.keys[i] in lists.female_names:
            return "f"
        if words.keys[i] in lists.male_names:
            return "m"
    return None


def _meant(story: Story, gender: dict[tuple[str, ...], str], token: Token) -> Draft | None:
    if token.lower in MALE:
        return _person_meant(story, gender, token, "m")
    if token.lower in FEMALE:
        return _person_meant(story, gender, token, "f")
    if token.lower in BODILY and token.tag in ("PRP", "PRP$"):
        return _body_meant(story, token)
    return None


def _body_meant(story: Story, token: Token) -> Draft | None:
    """Return the state or body that "it" or "its" takes up: the subject of its sentence or the one before."""
    doc = story.doc
    if token.dep not in ("nsubj", "nsubjpass", "poss") or _is_empty(doc, token):
        return None
    subjects = [
        d
        for d in story.before(
            token.i, 1, lambda d: d.thing in ("country", "igo", "organization") and bool(d.key)
        )
        if doc.first_conjunct(d.head).dep in ("nsubj", "nsubjpass") and d.kind != "demonym" and not d.plural
    ]
    if token.dep == "poss":
        own = [d for d in subjects if _same_clause(doc, doc.tokens[d.head], token)]
        return own[0] if own else None
    return (
        subjects[0]
        if len({d.key for d in subjects}) == 1 and not _rivals(story, token, subjects[0])
        else None
    )


def _is_empty(doc: Document, token: Token) -> bool:
    """Whether "it" stands for a clause or for nothing: "it is clear that", "it rained"."""
    verb = doc.tokens[token.head]
    return verb.lemma in ("be", "seem", "appear", "take", "remain", "become", "happen", "matter")


def _rivals(story: Story, token: Token, found: Draft) -> bool:
    """Whether another noun was a subject since *found*, so that "it" may be that."""
    doc = story.doc
    return any(
        t.dep in ("nsubj", "nsubjpass") and t.pos in ("NOUN", "PROPN") and t.i != found.head
        for t in doc.tokens[found.head + 1 : token.i]
    )


def _person_meant(story: Story, gender: dict[tuple[str, ...], str], token: Token, sign: str) -> Draft | None:
    def fits(d: Draft) -> bool:
        return d.thing == "person" and bool(d.key) and not d.plural and gender.get(d.key, sign) == sign

    candidates = story.before(token.i, _NEAR, fits) + _announced(story, token, fits)
    counts = Counter(d.key for d in story.drafts if d.head < token.i)
    scored: dict[tuple[str, ...], tuple[float, Draft]] = {}
    for draft in candidates:
        score = salience(story.doc, draft, token)
        score += _KNOWN_GENDER if gender.get(draft.key) == sign else 0.0
        score += _OFTEN * min(counts[draft.key], _OFTEN_ENOUGH)
        if draft.key not in scored or score > scored[draft.key][0]:
            scored[draft.key] = (score, draft)
    ranked = sorted(scored.values(), key=lambda s: -s[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _TIE):
        return None
    return ranked[0][1]


def _announced(story: Story, token: Token, fits: Callable[[Draft], bool]) -> list[Draft]:
    """Return the subject that follows a pronoun in an opening clause: "In his speech, Putin said"."""
    doc = story.doc
    for verb in doc.ancestors(token.i):
        for subject in doc.children(verb.i, "nsubj", "nsubjpass"):
            if token.i < subject.i < verb.i:
                return [d for d in story.drafts if d.head == subject.i and fits(d)]
    return []


def salience(doc: Document, draft: Draft, token: Token) -> float:
    """Return how likely *draft* is what *token* takes up: near, a subject, and not of its own clause."""
    mention = doc.tokens[draft.head]
    score = -_PER_SENTENCE * (token.sent - mention.sent)
    dep = doc.first_conjunct(mention.i).dep
    score += _SLOT.get(dep, 0.0)
    if token.dep == dep and dep in ("nsubj", "nsubjpass"):
        score += _PARALLEL
    if draft.kind == "pronoun":
        score += _CHAIN
    elif draft.kind == "nominal":
        score -= _UNNAMED
    if _same_clause(doc, mention, token):
        score += _OWN_SUBJECT if token.dep == "poss" else -_OTHER_OBJECT
    return score - _PER_WORD * min(abs(token.i - mention.i), 40)


def _same_clause(doc: Document, one: Token, other: Token) -> bool:
    """Whether *one* is the subject of the verb that *other* is an object of, or stands in one."""
    verb = next((t for t in doc.ancestors(other.i) if t.pos in ("VERB", "AUX")), None)
    if verb is None or (other.head == verb.i and other.dep in ("nsubj", "nsubjpass")):
        return False
    while (
        doc.child(verb.i, "nsubj", "nsubjpass") is None
        and verb.dep in ("conj", "xcomp")
        and verb.head != verb.i
    ):
        verb = doc.tokens[verb.head]
    return one.head == verb.i and one.dep in ("nsubj", "nsubjpass")
