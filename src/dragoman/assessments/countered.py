"""Second accounts of one happening: "said the ship had been in its own waters", "Not so, says Minsk".

Attributions in, the stands of those who speak second out. A voice that comes after a claim of somebody else
and speaks of the same thing denies the claim if what it says goes against it. Words that do so are weighed:
no single one settles it, since the accused also explain ("said it had fired in self-defence") and evade.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.assessments import accounts
from dragoman.assessments.pointing import Answer
from dragoman.assessments.verbal import SAID_IS_DONE

if TYPE_CHECKING:
    from dragoman.assessments.accounts import Account
    from dragoman.assessments.pointing import Pointing
    from dragoman.assessments.stands import Case
    from dragoman.documents import Token
    from dragoman.records import Attribution

TELLING = frozenset({"assert", "allege", "suggest", "believe", "criticize"})
PRONOUNS = frozenset({"it", "he", "she", "they", "we", "i", "who", "which", "that"})
ACCUSING = frozenset({"accuse", "blame", "charge", "suspect", "fault"})
BACK = 1
"""So many sentences back a claim is met by another account of it."""

ENOUGH = 2
"""So much weight makes another account a denial."""

DONE_OR_ASKED = frozenset({"done", "question"})


def answer(room: Pointing) -> None:
    """Answer for every voice that speaks after another's claim and against it."""
    for a in room.speakers.attributions():
        if a.source is None or a.stance not in TELLING or _is_pronoun(room, a):
            continue
        account = accounts.read(room, a)
        if account is None or account.cue.lemma in ACCUSING:
            continue  # who accuses in his turn has not answered
        pending = _pending(room, a, account)
        if not pending:
            continue
        if accounts.is_verdict(room, account):
            _deny(room, account, _nearest(room, pending))
            continue
        _contradict(room, account, [c for c in pending if _is_only_denied(c)])
        pending = [c for c in pending if c.view.mood == "done" and _others(c, a)]
        met = [c for c in _nearest(room, pending) if _weight(room, account, c) >= ENOUGH]
        over = {c.head for c in met}
        _deny(room, account, [c for c in met if not over & {t.i for t in room.doc.ancestors(c.head)}])


def _is_pronoun(room: Pointing, a: Attribution) -> bool:
    """Tell whether nobody knows who speaks in *a* but that he was named before."""
    unnamed = a.source is not None and a.source.actor is None
    return unnamed and a.source is not None and a.source.text.lower() in PRONOUNS


def _pending(room: Pointing, a: Attribution, account: Account) -> list[Case]:
    """Return what was told or asked just before the voice *a*, and on which it has taken no stand."""
    here = account.cue.sent
    found = []
    for c in room.between(here - BACK, here):
        known = {(x.source, x.attribution) for x in c.assessments[1:]}
        heard = c.head < account.first and c.head not in account.span
        if not heard or c.view.mood not in DONE_OR_ASKED or c.event.event_type in SAID_IS_DONE:
            continue
        if c.view.mood == "done" and not _others(c, a) and not _is_only_denied(c):
            continue
        if any(s in account.speakers and s != "unspecified" for s, _ in known) or a.id in {
            x for _, x in known
        }:
            continue
        found.append(c)
    return found


def _others(case: Case, a: Attribution) -> list[str | None]:
    """Return by which attributions others than the voice of *a* assert *case*."""
    return [x.attribution for x in case.assessments[1:] if x.polarity == "+" and x.attribution != a.id]


def _is_only_denied(case: Case) -> bool:
    """Tell whether others deny *case* and nobody asserts it."""
    stands = {x.polarity for x in case.assessments}
    return (
        case.view.mood == "done" and case.assessments[0].polarity == "unknown" and stands == {"-", "unknown"}
    )


def _contradict(room: Pointing, account: Account, denied: list[Case]) -> None:
    """Answer for him who is set against a denial: "denied it, but herders said six men died"."""
    if account.verb is None or accounts.is_evasive(room, account) or accounts.is_negated(room, account):
        return
    here = [c for c in denied if room.doc.tokens[c.head].sent == account.cue.sent]
    if here and accounts.is_set_against(room, account):
        room.give(Answer(account.cue, account.speakers, "+"), here)


def _nearest(room: Pointing, cases: list[Case]) -> list[Case]:
    if not cases:
        return []
    last = max(room.doc.tokens[c.head].sent for c in cases)
    return [c for c in cases if room.doc.tokens[c.head].sent == last]


def _deny(room: Pointing, account: Account, cases: list[Case]) -> None:
    room.give(Answer(account.cue, account.speakers, "-"), cases)


def _weight(room: Pointing, account: Account, case: Case) -> int:
    """Return how much speaks for it that the *account* goes against *case*; 0 where it does not meet it."""
    verb = account.verb
    if verb is None:
        bare = accounts.tells_of_mishap(room, account, accounts.clause_of(room, case))
        return ENOUGH if bare else 0
    if accounts.is_evasive(room, account) or not _meets(room, account, case):
        return 0
    accused = _is_accused(room, account, case)
    signs = (
        accused,
        accounts.is_negated(room, account),
        accounts.is_negated(room, account) and _shares(room, account, case),
        accounts.is_steady(room, account),
        accounts.is_steady(room, account) and _shares(room, account, case),
        accounts.is_set_against(room, account) or _is_conceded(room, case),
        room.doc.tokens[account.cue.i].lemma in room.classes["countering"],
        accounts.corrects(room, account),
        accused and _turns_round(room, account, case),
        accounts.names_another(room, account, accounts.clause_of(room, case)),
    )
    heavy = (
        accounts.gives_cause(room, account)
        or accounts.names_victims(room, account)
        or accounts.tells_of_mishap(room, account, accounts.clause_of(room, case))
        or _names_culprit(room, account, case)
        or accounts.is_contrary(room, account)
    )
    return sum(signs) + (ENOUGH if heavy else 0)


def _meets(room: Pointing, account: Account, case: Case) -> bool:
    """Tell whether the account speaks of what *case* tells of, or of nothing that is new."""
    if _shares(room, account, case):
        return True
    if accounts.new_places(room, account, accounts.clause_of(room, case)):
        return False
    return accounts.takes_up(room, account)


def _shares(room: Pointing, account: Account, case: Case) -> bool:
    """Tell whether the account names something that the claim named."""
    if account.verb is not None and account.verb.lemma == room.doc.tokens[case.head].lemma:
        return True
    told = accounts.nouns(room, accounts.clause_of(room, case))
    return bool(told & accounts.nouns(room, account.span))


def _is_accused(room: Pointing, account: Account, case: Case) -> bool:
    """Tell whether he who speaks, or one of his side, has a part in what is claimed."""
    actors = room.speakers.actors
    accusers = {x.source for x in case.assessments[1:] if x.polarity == "+"}
    own = {actors[s].country for s in account.speakers if s in actors} - {None}
    if own & {actors[a].country for a in accusers if a in actors} and not own & _lands_of_doer(room, case):
        return False  # one's own side speaks of what was done to it
    part = {*case.event.actors, *case.event.recipients}
    clause = accounts.clause_of(room, case)
    part |= {x for i in clause for x in room.speakers.mentioned(i)}
    part -= accusers
    if part & set(account.speakers):
        return True
    lands = {actors[p].country for p in part if p in actors} - {None}
    if own & lands:
        return True
    return bool(accounts.names(room, account.source) & accounts.names(room, clause))


def _lands_of_doer(room: Pointing, case: Case) -> set[str | None]:
    """Return the countries of those who do what *case* tells of, by the subject of its verb."""
    doer = room.doc.child(case.head, "nsubj")
    actors = room.speakers.actors
    found = room.speakers.of_noun(doer) if doer is not None else []
    mentioned = [x for i in range(doer.left, doer.i + 1) for x in room.speakers.mentioned(i)] if doer else []
    return {actors[a].country for a in (*found, *mentioned) if a in actors}


def _turns_round(room: Pointing, account: Account, case: Case) -> bool:
    """Tell whether the account makes the accuser's side the doer: "says the Filipinos rammed it"."""
    actors = room.speakers.actors
    verb = account.verb
    subject: Token | None = room.doc.child(verb.i, "nsubj") if verb is not None else None
    if subject is None:
        return False
    doers = room.speakers.of_noun(subject)
    accusers = {x.source for x in case.assessments[1:] if x.polarity == "+"}
    lands = {actors[a].country for a in accusers if a in actors} - {None}
    return bool(accusers & set(doers)) or any(actors[d].country in lands for d in doers if d in actors)


def _is_conceded(room: Pointing, case: Case) -> bool:
    """Tell whether the claim stands under a "while" or "although", so that what follows goes against it."""
    above = (t for t in room.doc.ancestors(case.head) if t.dep == "advcl")
    marks = (room.doc.child(t.i, "mark") for t in above)
    return any(m is not None and m.lower in accounts.AGAINST for m in marks)


def _names_culprit(room: Pointing, account: Account, case: Case) -> bool:
    """Tell whether it names somebody else as the doer: "said the rebels were to blame"."""
    verb = account.verb
    if verb is None or verb.lemma != "be" or accounts.is_negated(room, account):
        return False
    subject = room.doc.child(verb.i, "nsubj")
    blamed = room.classes["culprit"] & {room.doc.tokens[i].lower for i in account.span}
    if subject is None or not blamed:
        return False
    doers = set(room.speakers.of_noun(subject))
    told = {x for i in accounts.clause_of(room, case) for x in room.speakers.mentioned(i)}
    return subject.lower not in accounts.TAKING_UP and not doers & (told | set(account.speakers))
