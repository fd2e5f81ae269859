"""Resolves pronouns in the plain cases: "he", "she", and "it" for a state or body."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.actors.story import Story, is_person

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dragoman.actors.drafts import Draft
    from dragoman.actors.words import Words
    from dragoman.documents import Document, Token

MALE = frozenset({"he", "him", "his", "himself"})
FEMALE = frozenset({"she", "her", "hers", "herself"})
PERSONAL = MALE | FEMALE
BODILY = frozenset({"it", "its"})
SEVERAL = frozenset({"they", "them", "their", "both"})
ALL = PERSONAL | BODILY | SEVERAL
DENYING = frozenset({"deny", "reject", "dismiss", "refute", "dispute"})
TOWARDS = frozenset({"at", "on", "against", "into", "in", "near", "off", "from", "to", "across", "with"})
_NEAR = 3
# What counts for a pronoun's antecedent: weights chosen by hand and tried on GAP's development half.
_PER_SENTENCE = 2.25
_PER_WORD = 0.02
_SLOT = {"nsubj": 2.0, "nsubjpass": 2.0, "poss": 0.5, "dobj": 0.5, "appos": 0.8}
_PARALLEL = 0.75
_CHAIN = 0.5
_OWN_SUBJECT = 3.0
_OTHER_OBJECT = 4.0
_KNOWN_GENDER = 0.3
_OFTEN = 0.2
_OFTEN_ENOUGH = 4
_TIE = 0.05
_UNNAMED = 0.3


def find(doc: Document, words: Words, drafts: Sequence[Draft], which: frozenset[str]) -> list[Draft]:
    """Return a mention for each pronoun among *which* whose actor is plain."""
    story = Story(doc, words, drafts)
    gender = genders(words, drafts)
    added: list[Draft] = []
    for token in doc.tokens:
        if token.lower not in which or story.at(token.i):
            continue
        for found in _all_meant(story, gender, token):
            draft = replace(
                found, first=token.i, last=token.i + 1, head=token.i, kind="pronoun", reasons=[], plural=False
            )
            draft.because(doc, "actor/pronoun", token.i, token.i + 1, found.name)
            if token.lower in PERSONAL:
                gender.setdefault(found.key, "f" if token.lower in FEMALE else "m")
            story.add(draft)
            added.append(draft)
    return added


def _all_meant(story: Story, gender: dict[tuple[str, ...], str], token: Token) -> list[Draft]:
    if token.lower in SEVERAL:
        return _several_meant(story, token)
    found = _meant(story, gender, token)
    return [] if found is None else [found]


def _several_meant(story: Story, token: Token) -> list[Draft]:
    """Return whom "they", "their" or "both" takes up: the plural subject of the clause or sentence before.

    Who denies is not who said so, but those of whom it was said. "Kim last saw Putin in 2019, when they met":
    those who meet are the two sides of the clause before.
    """
    doc = story.doc
    if token.dep not in ("nsubj", "nsubjpass", "poss", "dobj", "pobj") or (
        token.lower == "both" and token.dep not in ("nsubj", "nsubjpass")
    ):
        return []
    if _denies(doc, token):
        accused = _accused(story, _main_subject(doc, token))
        if len(accused) > 1:
            return accused
    if _is_mutual(story, token):
        sides = _two_sides(story, token)
        if sides:
            return sides
    for subject in reversed(doc.tokens[: token.i]):
        if token.sent - subject.sent > 1:
            break
        if subject.dep not in ("nsubj", "nsubjpass") or _acts_on(doc, subject, token):
            continue
        heads = {t.i for t in doc.conjuncts(subject.i)}
        found = {d.key: d for h in sorted(heads) for d in story.at(h) if d.key and d.kind != "demonym"}
        many = len(found) > 1 or any(d.plural for d in found.values()) or subject.lower in ("they", "both")
        if found and many:
            return list(found.values())
        if subject.tag in ("NNS", "NNPS"):
            break
    return []


def _acts_on(doc: Document, subject: Token, token: Token) -> bool:
    """Whether *token* is acted on in the clause of *subject*: "police fired at them"."""
    if token.dep not in ("dobj", "pobj", "dative"):
        return False
    return any(t.i == subject.head for t in doc.ancestors(token.i))


def _denies(doc: Document, token: Token) -> bool:
    return token.dep == "nsubj" and doc.tokens[token.head].lemma in DENYING


def _main_subject(doc: Document, token: Token) -> Token | None:
    """Return the subject of the main clause of the sentence before *token*'s."""
    first = doc.sentence(token.i).first
    if not first:
        return None
    before = doc.sentence(first - 1)
    root = next((t for t in doc.tokens[before.first : before.last] if t.dep == "ROOT"), None)
    return None if root is None else doc.child(root.i, "nsubj", "nsubjpass")


def _accused(story: Story, accuser: Token | None) -> list[Draft]:
    """Return those of whom the clause with the subject *accuser* says something, each once."""
    if accuser is None:
        return []
    doc = story.doc
    verb = doc.tokens[accuser.head]
    heads = [kid.i for kid in doc.children(verb.i, "dobj")] if verb.lemma in ("accuse", "blame") else []
    for clause in doc.children(verb.i, "ccomp"):
        heads += [kid.i for kid in doc.children(clause.i, "nsubj", "dobj", "dative")]
        preps = [p for p in doc.children(clause.i, "prep", "dative") if p.lower in ("to", "with")]
        heads += [kid.i for p in preps for kid in doc.children(p.i, "pobj")]
    found = {
        d.key: d
        for head in heads
        for c in doc.conjuncts(head)
        for d in story.at(c.i)
        if d.key and d.kind != "demonym" and (_is_body(d) or is_person(d))
    }
    return list(found.values())


def _is_mutual(story: Story, token: Token) -> bool:
    """Whether what "they" do, or what is "theirs", takes two: "when they met", "their talks"."""
    lists = story.words.lists
    lemma = story.doc.tokens[token.head].lemma
    if token.dep == "poss":
        return lemma in lists.mutual_nouns
    return token.dep == "nsubj" and token.lower in ("they", "both") and lemma in lists.mutual_verbs


def _two_sides(story: Story, token: Token) -> list[Draft]:
    """Return the subject and the object, or whom it is done with, of the clause *token* looks back to."""
    doc = story.doc
    verbs = [t for t in doc.ancestors(token.i) if t.pos == "VERB" and t.i < token.i and t.i != token.head]
    main = _main_subject(doc, token)
    verbs += [] if main is None else [doc.tokens[main.head]]
    for verb in verbs:
        subject = doc.child(verb.i, "nsubj")
        with_ = (p for p in doc.children(verb.i, "prep") if p.lower == "with")
        others = [*doc.children(verb.i, "dobj"), *(k for p in with_ for k in doc.children(p.i, "pobj"))]
        if subject is None:
            continue
        ours = [d for d in story.at(subject.i) if d.key and not d.plural]
        theirs = [d for o in others for d in story.at(o.i) if d.key and not d.plural]
        if len(ours) == len(theirs) == 1 and is_person(ours[0]) == is_person(theirs[0]):
            return [*ours, *theirs] if ours[0].key != theirs[0].key else []
    return []


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
    """Return the state or body that "it" takes up: the subject above it, or of the sentence before."""
    doc = story.doc
    if token.dep == "dobj":
        return _object_of_relative(story, token)
    if token.dep not in ("nsubj", "nsubjpass", "poss") or _is_empty(story, token):
        return None
    if _denies(doc, token):
        accused = [d for d in _accused(story, _main_subject(doc, token)) if _is_body(d)]
        if len(accused) == 1:
            return accused[0]
    held = _object_above(story, token) or _claimant(story, token)
    if held is not None:
        return held
    above = _subject_above(story, token)
    if above is not None:
        return above if _is_body(above) and not _rivals(story, token, above) else None
    if token.dep == "poss" and doc.first_conjunct(token.head).dep not in ("nsubj", "nsubjpass"):
        return None
    subjects = [
        d
        for d in story.before(token.i, 1, _is_body)
        if doc.first_conjunct(d.head).dep in ("nsubj", "nsubjpass")
    ]
    if len({d.key for d in subjects}) != 1 or _rivals(story, token, subjects[0]):
        return _topic(story, token)
    return subjects[0]


def _object_of_relative(story: Story, token: Token) -> Draft | None:
    """Return the main subject for "it" in "Togo rejects the court, which ordered it to withdraw"."""
    doc = story.doc
    verb = doc.tokens[token.head]
    subject = doc.child(verb.i, "nsubj")
    if verb.dep != "relcl" or subject is None or subject.tag not in ("WDT", "WP"):
        return None
    for above in doc.ancestors(verb.head):
        if above.pos in ("VERB", "AUX"):
            found = [d for k in doc.children(above.i, "nsubj") for d in story.at(k.i) if _is_body(d)]
            return found[0] if len(found) == 1 else None
    return None


def _claimant(story: Story, token: Token) -> Draft | None:
    """Return whose claim "it" opens: "a claim from Hamas that it had kidnapped"."""
    doc = story.doc
    verb = doc.tokens[token.head]
    noun = doc.tokens[verb.head]
    if token.dep not in ("nsubj", "nsubjpass") or verb.dep not in ("acl", "ccomp") or noun.pos != "NOUN":
        return None
    owners = doc.children(noun.i, "poss")
    preps = [k for k in doc.children(noun.i, "prep", "agent") if k.lower in ("from", "by", "of")]
    owners += [k for prep in preps for k in doc.children(prep.i, "pobj")]
    found = [d for k in owners for d in story.at(k.i) if _is_body(d)]
    return found[0] if len(found) == 1 else None


def _topic(story: Story, token: Token) -> Draft | None:
    """Return the main subject of the sentence before, where "it" does what only somebody can do."""
    doc = story.doc
    verb = doc.tokens[token.head]
    if token.dep != "nsubj" or verb.dep != "ROOT" or not _acts(story, verb):
        return None
    main = _main_subject(doc, token)
    found = [] if main is None else [d for d in story.at(main.i) if _is_body(d)]
    return found[0] if len(found) == 1 else None


def _acts(story: Story, verb: Token) -> bool:
    """Whether a verb has only somebody for its subject: "recall", "be ready"."""
    lists = story.words.lists
    if verb.lemma == "be":
        return any(k.lower in lists.minded for k in story.doc.children(verb.i, "acomp", "attr"))
    return verb.lemma in lists.acting


def _object_above(story: Story, token: Token) -> Draft | None:
    """Return whom "its" goes back to in "accused Russia of hiding its purchases": the object.

    Not in "accused Russia of firing missiles at its cities".
    """
    doc = story.doc
    below = token
    for verb in doc.ancestors(token.i):
        if verb.pos == "VERB" and verb.lemma in story.words.lists.holding_object:
            if below.dep not in ("prep", "xcomp", "ccomp", "advcl") or below.lower in ("after", "before"):
                return None
            if below.dep != "prep" and not any(k.tag == "TO" for k in doc.children(below.i, "aux")):
                return None
            heads = doc.children(verb.i, "dobj", "dative")
            heads += [k for k in doc.children(below.i, "nsubj") if k.i < token.i]
            found = [d for h in heads if h.i < token.i for d in story.at(h.i) if _is_body(d)]
            return found[0] if len(found) == 1 else None
        if verb.pos == "VERB" and doc.child(verb.i, "nsubj") is not None and verb.dep != "ccomp":
            return None
        if verb.dep == "prep" and verb.lower in TOWARDS:
            return None
        below = verb
    return None


def _is_body(draft: Draft) -> bool:
    body = draft.thing in ("country", "igo", "organization")
    return body and bool(draft.key) and not draft.plural and draft.kind != "demonym"


def _subject_above(story: Story, token: Token) -> Draft | None:
    """Return the subject before *token* of the nearest verb above it that has one with a mention."""
    doc = story.doc
    for verb in doc.ancestors(token.i):
        subjects = doc.children(verb.i, "nsubj", "nsubjpass")
        if (
            not subjects and verb.dep == "xcomp"
        ):  # "prompted the council to stiffen sanctions that it imposed"
            subjects = doc.children(verb.head, "dobj")
        for subject in subjects:
            if subject.i < token.i and subject.i != token.i and token.i not in doc.subtree(subject.i):
                found = [d for d in story.at(subject.i) if d.key]
                if found:
                    return found[0] if len(found) == 1 else None
    return None


def _is_empty(story: Story, token: Token) -> bool:
    """Whether "it" stands for a clause or for nothing: "it is clear that", "it rained"."""
    verb = story.doc.tokens[token.head]
    if verb.lemma == "be" and _acts(story, verb):
        return False
    return verb.lemma in ("be", "seem", "appear", "take", "remain", "become", "happen", "matter")


def _rivals(story: Story, token: Token, found: Draft) -> bool:
    """Whether another noun was a subject since *found*, so that "it" may be that."""
    doc = story.doc
    verb = doc.tokens[doc.tokens[found.head].head]
    if doc.tokens[found.head].sent == token.sent and any(
        d.thing in ("country", "igo", "organization")
        for kid in doc.children(verb.i, "dobj", "dative")
        for d in story.at(kid.i)
    ):
        return True
    return any(
        t.dep in ("nsubj", "nsubjpass") and t.pos in ("NOUN", "PROPN") and t.i != found.head
        for t in doc.tokens[found.head + 1 : token.i]
    )


def _person_meant(story: Story, gender: dict[tuple[str, ...], str], token: Token, sign: str) -> Draft | None:
    def fits(d: Draft) -> bool:
        return d.thing == "person" and bool(d.key) and not d.plural and gender.get(d.key, sign) == sign

    candidates = story.before(token.i, _NEAR, fits) + _announced(story, token, fits)
    scored: dict[tuple[str, ...], tuple[float, Draft]] = {}
    for draft in candidates:
        score = salience(story.doc, draft, token)
        score += _KNOWN_GENDER if gender.get(draft.key) == sign else 0.0
        score += _OFTEN * min(story.count(draft.key, token.i), _OFTEN_ENOUGH)
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
                return [d for d in story.at(subject.i) if fits(d)]
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
