"""What one voice says, as an account of a happening: its main verb, what it speaks of, what goes against.

An attribution in; plain questions about its words answered. The words are in
``en/factuality_classes.tsv``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.assessments.syntax import VERBAL, stem
from dragoman.assessments.views import View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.assessments.pointing import Pointing
    from dragoman.assessments.stands import Case
    from dragoman.documents import Token
    from dragoman.records import Attribution

NEGATIVES = frozenset({"no", "not", "n't", "never", "nobody", "nothing", "none", "neither", "nor"})
REFUSALS = NEGATIVES | {"far", "hardly", "untrue", "wrong"}
TAKING_UP = frozenset(
    {"it", "he", "she", "they", "him", "her", "them", "this", "that", "there", "its", "his"}
)
AGAINST = frozenset({"but", "while", "whereas", "though", "although", "however", "yet", ";"})
CAUSES = frozenset({"because", "due"})
UNREAL = frozenset({"could", "can", "may", "might", "would", "will", "shall", "should", "must"})
SHOWING = frozenset({"show", "prove", "indicate", "demonstrate", "reveal", "suggest"})
NOT_MAIN = frozenset({"aux", "auxpass", "amod", "relcl", "acl"})
OWN = frozenset({"own", "his", "hers", "theirs", "ours", "mine"})
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})
VERDICT_LENGTH = 9
"""A verdict without a verb has so many words at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one voice says: by which cue, who, the words of its source and of what it says, its main verb."""

    cue: Token
    speakers: tuple[str, ...]
    source: tuple[int, ...]
    span: frozenset[int]
    first: int
    verb: Token | None


def read(room: Pointing, a: Attribution) -> Account | None:
    """Return the account that attribution *a* gives, or None where its words are not in order."""
    doc = room.doc
    cue = [i for s in (a.cue.spans if a.cue is not None else ()) for i in doc.tokens_in(s.start, s.end)]
    said = [i for s in a.content.spans for i in doc.tokens_in(s.start, s.end)]
    source = [
        i for s in (a.source.spans if a.source is not None else ()) for i in doc.tokens_in(s.start, s.end)
    ]
    if not cue or not said:
        return None
    verbs = [i for i in cue if doc.tokens[i].pos in VERBAL]
    inside = [i for i in said if doc.tokens[i].pos in VERBAL and doc.tokens[i].dep not in NOT_MAIN]
    main = min(inside, key=lambda i: sum(1 for x in doc.ancestors(i) if x.i in set(said)), default=None)
    while main is not None and doc.tokens[main].lemma in SHOWING:
        shown = doc.child(main, "ccomp")
        if shown is None:
            break
        main = shown.i  # "data show the vessel never left": what they show
    return Account(
        cue=doc.tokens[verbs[-1] if verbs else cue[0]],
        speakers=room.speakers.of_attribution(a),
        source=tuple(source),
        span=frozenset(said),
        first=min(*cue, *said, *source),
        verb=doc.tokens[main] if main is not None else None,
    )


def is_verdict(room: Pointing, account: Account) -> bool:
    """Tell whether all that is said is that it is not so: "No", "A fairy tale", "None of it is true"."""
    words = [room.doc.tokens[i] for i in sorted(account.span) if room.doc.tokens[i].pos != "PUNCT"]
    if not words or len(words) > VERDICT_LENGTH:
        return False
    false = any({w.lower, w.lemma} & room.classes["falsity"] for w in words)
    if account.verb is None:
        counted = len(words) > 1 and words[1].pos in {"NOUN", "PROPN", "ADJ"}
        refused = words[0].lower in REFUSALS and not (words[0].lower == "no" and counted)  # "gave no date"
        return refused or (false and words[0].lower not in NEGATIVES)
    if words[0].lower in {"nothing", "no"} and account.verb.lemma in {"happen", "occur"}:
        return True
    if account.verb.lemma != "be" or account.verb.i in room.heads:
        return False
    true = any(w.lower in {"true", "correct", "accurate"} for w in words)
    return true and words[0].lower in {"none", "nothing", "neither"}


def is_evasive(room: Pointing, account: Account) -> bool:
    """Tell whether the account takes no stand on the deed: it knows nothing, looks into it, or defends it."""
    words = [room.doc.tokens[i] for i in account.span]
    if any(w.lemma in room.classes["evading"] or w.lower in room.classes["evading"] for w in words):
        return True
    verb = account.verb
    assert verb is not None  # asked of accounts with a verb
    if verb.tag in {"VBZ", "VBP"} and verb.lemma != "be" and not is_negated(room, account):
        return True  # what somebody does as a rule: "says it strikes only terrorists"
    return any(k.lower in UNREAL for k in room.doc.children(verb.i, "aux"))


def is_negated(room: Pointing, account: Account) -> bool:
    """Tell whether the main clause says that something did not happen or is not there."""
    verb = account.verb
    if verb is None:
        return False
    near = [
        verb,
        *room.doc.children(verb.i, "nsubj", "nsubjpass", "dobj", "attr", "prep", "expl", "pobj", "neg"),
    ]
    near += [
        k
        for n in tuple(near)
        if n.i != verb.i
        for k in room.doc.children(n.i, "det", "neg", "advmod", "pobj")
    ]
    near += [k for n in tuple(near) if n.dep == "pobj" for k in room.doc.children(n.i, "det")]
    before = room.doc.tokens[verb.left : verb.left + 2]
    if verb.lemma == "be" and any(room.doc.tokens[i].lower in OWN for i in account.span):
        return False  # "said the missile was not its own": there was one
    negative = any(w.lower in NEGATIVES for w in (*near, *before))
    return negative or room.reader.read(verb.i).view == View("-")


def is_steady(room: Pointing, account: Account) -> bool:
    """Tell whether it says that all is as it was: "deliveries continued", "the crew were unhurt"."""
    if account.verb is None or is_negated(room, account):
        return False
    words = (room.doc.tokens[i] for i in account.span)
    return any({w.lemma, w.lower} & room.classes["steady"] for w in words)


def is_set_against(room: Pointing, account: Account) -> bool:
    """Tell whether a word sets what is said against what comes before: "but", "while", a semicolon."""
    start = room.doc.sentence(account.cue.i).first
    before = room.doc.tokens[max(start, account.first - 2) : account.first + 1]
    return any(w.lower in AGAINST for w in before)


def corrects(room: Pointing, account: Account) -> bool:
    """Tell whether a word in it puts something right: "only", "in fact", "already", "throughout"."""
    words = sorted(account.span)
    start = room.doc.sentence(account.cue.i).first
    opening = range(start, min(start + 4, account.cue.i + 1))  # "On the contrary, said the minister, ..."
    return any(room.doc.tokens[i].lower in room.classes["correcting"] for i in (*words, *opening))


def is_contrary(room: Pointing, account: Account) -> bool:
    """Tell whether it says itself that it goes against what was said: "On the contrary"."""
    start = room.doc.sentence(account.cue.i).first
    return any(w.lower == "contrary" for w in room.doc.tokens[start : account.cue.i + 3])


def gives_cause(room: Pointing, account: Account) -> bool:
    """Tell whether it gives what is known another cause: "it had come down because of engine trouble"."""
    verb = account.verb
    if verb is None:
        return False
    subject = room.doc.child(verb.i, "nsubj", "nsubjpass")
    known = subject is not None and (
        subject.lower in TAKING_UP or room.is_the(subject) or _is_his(room, subject)
    )
    causal = verb.lemma in room.classes["causing"] or any(
        room.doc.tokens[i].lower in CAUSES and room.doc.tokens[i].head in {verb.i, i - 1}
        for i in account.span
    )
    return known and causal


def _is_his(room: Pointing, noun: Token) -> bool:
    return room.doc.child(noun.i, "poss") is not None


def names_victims(room: Pointing, account: Account) -> bool:
    """Tell whether it says who was hit: "the dead were shepherds", "most of those killed were civilians"."""
    verb = account.verb
    if verb is None or verb.lemma != "be" or room.doc.child(verb.i, "attr", "acomp") is None:
        return False
    subject = room.doc.child(verb.i, "nsubj", "csubj")
    if subject is None:
        return False
    within = room.doc.subtree(subject.i)
    return any(
        {room.doc.tokens[i].lemma, room.doc.tokens[i].lower} & room.classes["casualty"] for i in within
    )


def tells_of_mishap(room: Pointing, account: Account, told: Iterable[int]) -> bool:
    """Tell whether it makes a mishap of what was claimed as a deed: "said he drowned"."""
    mishap = room.classes["mishap"]
    if any(room.doc.tokens[i].lemma in mishap for i in told):
        return False
    if account.verb is not None and is_negated(room, account):
        return False
    return any({room.doc.tokens[i].lemma, room.doc.tokens[i].lower} & mishap for i in account.span)


def clause_of(room: Pointing, case: Case) -> frozenset[int]:
    """Return the words of the clause that tells of *case*, without the clauses of other events in it."""
    whole = frozenset(room.doc.subtree(case.head))
    inner = {
        i for c in room.cases if c.head in whole and c.head != case.head for i in room.doc.subtree(c.head)
    }
    return whole - inner | {case.head}


def nouns(room: Pointing, span: Iterable[int]) -> set[str]:
    """Return the stems of the nouns and verbs in *span* that say something."""
    tokens = (room.doc.tokens[i] for i in span)
    return {stem(t) for t in tokens if t.pos in {"NOUN", "VERB"} and t.lemma not in room.classes["light"]}


def names(room: Pointing, span: Iterable[int]) -> set[str]:
    """Return the stems of what can name a side in *span*: nouns, names, adjectives."""
    tokens = (room.doc.tokens[i] for i in span)
    plain = {stem(t) for t in tokens if t.pos in NOMINAL}
    return plain - {
        "spokesman",
        "spokeswoman",
        "official",
        "ministry",
        "minister",
        "foreign",
        "statement",
        "group",
    }


def takes_up(room: Pointing, account: Account) -> bool:
    """Tell whether it speaks of something already there: a pronoun, "the ship"."""
    tokens = [room.doc.tokens[i] for i in account.span]
    return any(t.lower in TAKING_UP for t in tokens) or any(
        t.pos in {"NOUN", "ADJ"} and (room.is_the(t) or _is_his(room, t)) for t in tokens
    )


def new_places(room: Pointing, account: Account, told: Iterable[int]) -> bool:
    """Tell whether it names a place that the claim does not: another happening, perhaps."""
    before = {room.doc.tokens[i].lower for i in told}
    return any(
        t.pos == "PROPN"
        and t.dep == "pobj"
        and room.doc.tokens[t.head].lower in {"in", "at", "near", "on"}
        and t.lower not in before
        for t in (room.doc.tokens[i] for i in account.span)
    )


def names_another(room: Pointing, account: Account, told: Iterable[int]) -> bool:
    """Tell whether it names another of the kind: "international waters" for "Iranian waters"."""
    claimed = {t.lemma: _marks(room, t) for t in (room.doc.tokens[i] for i in told) if t.pos == "NOUN"}
    for i in account.span:
        t = room.doc.tokens[i]
        mine = _marks(room, t)
        if t.pos == "NOUN" and claimed.get(t.lemma) and mine and not mine & claimed[t.lemma]:
            return True
    return False


def _marks(room: Pointing, noun: Token) -> set[str]:
    return {k.lemma for k in room.doc.children(noun.i, "amod", "compound")}
