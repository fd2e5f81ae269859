"""Document and codebook in, `Match`es out: which predicate carries which frame, and who fills its slots."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.events import arguments
from dragoman.events.arguments import BUNDLES, Arguments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from dragoman.codebook.frames import Frame, Frames, Pos, Slot
    from dragoman.documents import Document, Token
    from dragoman.records import Actor

# Types that are about another act: the noun they name ("rejected the visit") is an event of its own.
ABOUT_ACTS = frozenset({"REQUEST", "REJECT", "THREATEN", "ACCUSE", "AGREE"})
# Types whose two sides are often of one country.
AT_HOME = frozenset({"COERCE", "ASSAULT", "PROTEST", "CONCEDE", "REQUEST", "REJECT", "ACCUSE"})
# Types that judge or answer a deed: whoever suffered it is not meant.
JUDGING = frozenset({"ACCUSE", "SUPPORT", "REJECT", "REQUEST", "CONCEDE"})
# Types of which a place is no party, where those who act are of its state.
FOUGHT = frozenset({"ASSAULT", "RETREAT", "MOBILIZE"})
# Types that turn on somebody; coordinated, they turn on the same one.
SHARING = frozenset({"ACCUSE", "THREATEN"})
CLAUSES = frozenset({"inf", "that", "ing"})
# Where a recipient is looked for when no slot of the frame holds one, best first.
NEAR = (
    "against", "on", "to", "with", "toward", "towards", "over", "near", "off", "along", "from", "at", "in",
    "into", "of", "for",
)  # fmt: skip
WHERE = frozenset({"in", "near", "along", "off", "at", "into", "over"})
# "said during a visit", "on a trip", "after talks with": who says so attends.
ATTENDING = frozenset({"during", "on", "at", "in", "after", "before", "following"})
GOING = frozenset({"go", "fly", "travel", "head", "arrive", "come", "leave", "depart", "return", "gather"})
OFFERING = frozenset(
    {"ask", "seek", "request", "propose", "offer", "want", "hope", "agree", "reject", "refuse"}
)
CANCELLING = frozenset({"cancel", "postpone", "scrap", "delay", "shelve", "skip", "defer"})
# What is sent is the means, not the other side: "offered to send doctors".
# What befell somebody who is not thereby addressed: "called for his death to be investigated".
FATES = frozenset(
    {
        "death",
        "killing",
        "killer",
        "murderer",
        "murder",
        "assassination",
        "disappearance",
        "funeral",
        "shooting",
        "poisoning",
    }
    | {"protection", "safety", "evacuation", "welfare"}
)
# What follows them tells of something else: "requested the meeting after soldiers were killed".
BESIDE = frozenset(
    {"like", "unlike", "despite", "amid", "than", "after", "before", "since", "during", "following"}
)
SENDING = frozenset({"send", "dispatch", "deploy", "station", "move"})
# "Sudan's war has killed": whose war it is does not say who kills.
STRUGGLES = frozenset({"war", "conflict", "fighting", "violence", "crisis", "unrest", "turmoil"})
# "in the hours of Israel's offensive": a time is nobody, whoever is named with it.
SPELLS = frozenset(
    {"hour", "day", "week", "month", "year", "morning", "evening", "night", "afternoon", "weekend", "decade"}
    | {"wake", "aftermath", "course", "midst", "run-up", "eve", "anniversary"}
)
THOUGHTS = frozenset(
    {"concern", "effort", "plan", "demand", "interest", "policy", "support", "readiness", "claim", "position"}
    | {"view", "issue", "fear", "hope", "objection", "proposal", "commitment", "sanction", "war", "law"}
)
SIDES = frozenset({"poss", "mod", "by", "between", "among"})


@dataclass(slots=True)
class Match:
    """A frame that fits a predicate, and the actors that fill its slots."""

    trigger: int
    particle: int | None
    frame: Frame
    arguments: Arguments
    actors: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    participants: list[str] = field(default_factory=list)
    conditions: list[int] = field(default_factory=list)
    searched: bool = False
    """The recipient stands in no slot of the frame; it was found beside it."""


class Parties:
    """Answers which actors a phrase stands for, by the token that heads it."""

    def __init__(
        self,
        doc: Document,
        heads: Mapping[int, tuple[str, ...]],
        actors: Sequence[Actor],
        hosts: Mapping[int, tuple[str, ...]],
    ) -> None:
        """Look phrases of *doc* up in *heads*: token index to ids among *actors*; places too in *hosts*."""
        self._doc = doc
        self._hosts = hosts
        self._heads = heads
        self._known = frozenset(a.id for a in actors if a.country is not None)
        self._traits = {a.id: _traits(a) for a in actors}
        self._country = {a.id: a.country or "" for a in actors}
        # "his Turkish counterpart Hakan Fidan": the noun before a name stands for it too
        self._titles: dict[int, tuple[str, ...]] = {}
        for actor in actors:
            for mention in actor.mentions:
                if actor.kind == "person" and mention.kind == "name":
                    first = doc.tokens_in(mention.start, mention.end).start
                    if first and doc.tokens[first - 1].pos == "NOUN":
                        self._titles[first - 1] = (actor.id,)

    def at(self, i: int, depth: int = 0) -> tuple[str, ...]:
        """Return the actors that the phrase headed by token *i* stands for.

        Where the head is no mention itself: what its "of" bundles ("a group of diplomats"), its apposition,
        its owner ("Haiti's efforts"), its modifier ("the Senegalese plan"), what it is of or about.
        """
        own = self._own(i)
        named = self._examples(i, depth)
        listed = self._listed(i)
        if listed:
            return listed
        if own or named:
            return (*own, *(a for a in named if a not in own))
        if depth > 3:
            return ()
        doc = self._doc
        token = doc.tokens[i]
        if token.lemma in SPELLS:
            return ()
        if token.lemma in BUNDLES or token.pos == "NUM":
            return self._under(i, ("of", "from"), depth)
        for kid in doc.children(i, "appos"):
            found = self._heads.get(kid.i)
            if found:
                return found
        for kid in doc.children(i, "poss"):
            found = self._all(doc.conjuncts(kid.i), depth)
            if found:
                return found
        for kid in doc.children(i, "amod", "compound", "nmod", "nummod"):
            found = self._all(doc.conjuncts(kid.i), depth)
            if found:
                return found
        return self._under(
            i, ("of", "by", "against", "from", "to", "with", "in", "on", "at", "between", "for"), depth
        )

    def _listed(self, i: int) -> tuple[str, ...]:
        """Return those whom an apposition names one by one: "two ministers, Ross and Barr"."""
        if self._doc.tokens[i].tag not in ("NNS", "NNPS"):
            return ()
        names = [c for k in self._doc.children(i, "appos") for c in self._doc.conjuncts(k.i)]
        if len(names) < 2 or any(t.pos != "PROPN" for t in names):
            return ()
        return tuple(a for t in names for a in self._heads.get(t.i, ()))

    def _examples(self, i: int, depth: int) -> tuple[str, ...]:
        """Return those named of the many that token *i* means: "allies such as Germany", "including Chad"."""
        if depth > 3 or self._doc.tokens[i].tag not in ("NNS", "NNPS"):
            return ()
        for prep in self._doc.children(i, "prep"):
            such = prep.lower == "as" and prep.i and self._doc.tokens[prep.i - 1].lower == "such"
            if such or prep.lower == "including":
                kids = [c for k in self._doc.children(prep.i, "pobj") for c in self._doc.conjuncts(k.i)]
                return self._all(kids, depth)
        return ()

    def _own(self, i: int) -> tuple[str, ...]:
        if self._doc.tokens[i].lower == "force":  # "use force": no troops
            return ()
        return self._heads.get(i) or self._titles.get(i) or ()

    def itself(self, i: int) -> tuple[str, ...]:
        """Return the actors that the phrase headed by token *i* names: not those it only speaks of.

        "a group of diplomats" and "the visiting team, led by" are; "a show on RT" is not RT.
        """
        own = self._own(i)
        if own:
            return own
        token = self._doc.tokens[i]
        if token.lemma in BUNDLES or token.pos == "NUM":
            return self._under(i, ("of", "from"), 1)
        found = self._all(self._doc.children(i, "appos"), 3)
        if token.lemma in THOUGHTS:  # "highlighted U.S. concerns": no party that is met
            return found
        return found or self._all(self._doc.children(i, "amod", "compound", "nmod"), 3)

    def every(self, heads: Iterable[int], *, strict: bool = False) -> list[str]:
        """Return the actors of all *heads*, each once, in order; *strict*: only those that they name."""
        out: list[str] = []
        for i in heads:
            out.extend(a for a in (self.itself(i) if strict else self.at(i)) if a not in out)
        return out

    def doers(self, heads: Iterable[int], attacks: frozenset[str]) -> list[str]:
        """Return the actors of *heads*; of one of the *attacks*, those whose it is, and not whom it is on."""
        out: list[str] = []
        for i in heads:
            token = self._doc.tokens[i]
            struck = token.lemma in attacks and not self._own(i)
            found = self._owners(token) if struck else self.at(i)
            out.extend(a for a in found if a not in out)
        return out

    def _owners(self, noun: Token) -> tuple[str, ...]:
        kids = self._doc.children(noun.i, "poss", "amod", "compound", "nmod")
        own = tuple(a for k in kids for a in self.at(k.i, 1))
        return own or self._under(noun.i, ("by", "from", "of"), 1)

    def traits(self, i: int) -> frozenset[str]:
        """Return what is known of the actors that token *i* stands for: @person, @state, @GOV, ..."""
        return frozenset().union(*(self._traits[a] for a in self.itself(i)))

    def known(self, ids: Iterable[str]) -> bool:
        """Tell whether the country of one of *ids* is known."""
        return not self._known.isdisjoint(ids)

    def receivers(
        self, heads: Iterable[int], without: AbstractSet[str] = frozenset(), *, victims: bool = True
    ) -> list[str]:
        """Return the recipients that *heads* stand for: as `every`, and the state of a place.

        Where a phrase speaks of somebody in *without* only, those beside him count: in "its dispute with
        Armenia" Armenia does. Without *victims*, of a killing only those who did it.
        """
        out: list[str] = []
        for i in heads:
            token = self._doc.tokens[i]
            if token.lemma in SPELLS:
                continue
            if token.lemma in FATES and not victims and not self._own(i):
                out.extend(a for a in self._under(i, ("by",), 1) if a not in out and a not in without)
                continue
            found = self.at(i) or self._host(i)
            if all(a in without for a in found):
                beside = self._doc.children(i, "poss", "amod", "compound", "nmod")
                preps = self._doc.children(i, "prep")
                beside += [k for p in preps for k in self._doc.children(p.i, "pobj")]
                found = tuple(a for k in beside for a in self.at(k.i) if a not in without)
            out.extend(a for a in found if a not in out)
        return out

    def _host(self, i: int) -> tuple[str, ...]:
        """Return the state of the place that token *i* heads or lies in: "the Gaza town of Beit Lahia"."""
        doc = self._doc
        near = [i, *(k.i for k in doc.children(i, "compound", "nmod", "amod", "appos"))]
        preps = [k for k in doc.children(i, "prep") if k.lower in ("of", "in", "near")]
        near += [k.i for prep in preps for k in doc.children(prep.i, "pobj")]
        return next((self._hosts[k] for k in near if k in self._hosts), ())

    def hosting(self, heads: Iterable[int]) -> list[str]:
        """Return the states that *heads* stand for only because a place is theirs."""
        return [a for i in heads if not self.at(i) for a in self._host(i)]

    def not_at_home(self, recipients: list[str], actors: list[str], hosting: list[str]) -> list[str]:
        """Return *recipients* without the state where its own people act: rebels besieged towns in Aleppo."""
        home = self.countries(actors)
        return [r for r in recipients if r not in hosting or self._country[r] not in home]

    def countries(self, ids: Iterable[str]) -> frozenset[str]:
        """Return the known countries of the actors *ids*."""
        return frozenset(self._country[a] for a in ids) - {""}

    def may_receive(self, actor: str, home: frozenset[str], *, object_: bool) -> bool:
        """Tell whether *actor* may be taken for a recipient without a slot of its own.

        Nobody of a country in *home* may: "Spain sent rescuers" was no gift to them. A medium or a firm may
        only as the object: "said on Facebook".
        """
        if self._country[actor] in home:
            return False
        return object_ or self._traits[actor].isdisjoint(("@JRN", "@BUS"))

    def named(self, i: int) -> tuple[str, ...]:
        """Return the actors that token *i* itself heads a mention of."""
        return self._heads.get(i, ())

    def inside(self, i: int, without: Iterable[str]) -> tuple[str, ...]:
        """Return the first actors mentioned under token *i* that are not among *without*.

        One whose country is known goes before one without.
        """
        barred = set(without)
        first: tuple[str, ...] = ()
        sent = self._sent(i)
        for k in self._addressed(i):
            if k in sent:
                continue
            found = tuple(
                a for c in self._doc.conjuncts(k) for a in self._heads.get(c.i, ()) if a not in barred
            )
            if self._known.intersection(found):
                return found
            first = first or found
        return first

    def _addressed(self, i: int) -> Iterator[int]:
        """Yield token *i* and those under it, in text order, that can be whom an act is about.

        Not who stands in a clause that only marks something out ("amendments issued by Lukashenko"), nor the
        victim whose death or arrest is spoken of.
        """
        doc = self._doc
        for kid in doc.children(i):
            if kid.i < i:
                yield from self._addressed_below(i, kid)
        yield i
        for kid in doc.children(i):
            if kid.i > i:
                yield from self._addressed_below(i, kid)

    def _addressed_below(self, i: int, kid: Token) -> Iterator[int]:
        if kid.dep in ("relcl", "agent") or (kid.dep == "acl" and kid.tag in ("VBN", "VBD")):
            return
        link = self._doc.child(kid.i, "mark") if kid.dep == "advcl" else kid
        if link is not None and link.lower in BESIDE:
            return
        victim = self._doc.tokens[i].lemma in FATES
        if victim and (kid.dep == "poss" or kid.lower in ("of", "against")):
            return
        yield from self._addressed(kid.i)

    def _sent(self, i: int) -> frozenset[int]:
        """Return the tokens under *i* that head what a verb of sending sends."""
        doc = self._doc
        verbs = [k for k in doc.subtree(i) if doc.tokens[k].pos == "VERB" and doc.tokens[k].lemma in SENDING]
        return frozenset(c.i for k in verbs for kid in doc.children(k, "dobj") for c in doc.conjuncts(kid.i))

    def _under(self, i: int, preps: tuple[str, ...], depth: int) -> tuple[str, ...]:
        doc = self._doc
        for prep in doc.children(i, "prep", "agent"):
            if prep.lower in preps:
                for kid in doc.children(prep.i, "pobj"):
                    found = self._all(doc.conjuncts(kid.i), depth)
                    if found:
                        return found
        return ()

    def _all(self, tokens: list[Token], depth: int) -> tuple[str, ...]:
        out: list[str] = []
        for t in tokens:
            out.extend(a for a in self.at(t.i, depth + 1) if a not in out)
        return tuple(out)


STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})


def _traits(actor: Actor) -> frozenset[str]:
    found = {f"@{s}" for s in actor.sectors}
    if actor.kind == "person" and any(m.kind == "name" for m in actor.mentions):
        found.add("@person")
    if actor.kind == "country":
        found.add("@country")
    if (
        actor.kind in ("country", "igo")
        or actor.country in ("IGO", "UNO", "EUR")
        or STATE.intersection(actor.sectors)
    ):
        found.add("@state")
    return frozenset(found)


def matches(doc: Document, frames: Frames, parties: Parties) -> Iterator[Match]:
    """Yield a Match for each predicate of *doc* that carries a frame, in text order within a sentence."""
    for sentence in doc.sentences:
        found: list[Match] = []
        consumed: set[int] = set()
        words = doc.tokens[sentence.first : sentence.last]
        for wanted in ("a", "v", "n"):
            for token in words:
                if token.i in consumed:
                    continue
                match = _at(doc, frames, parties, token, wanted)
                if match is None:
                    continue
                if match.frame.event_type not in ABOUT_ACTS:
                    consumed.update(match.conditions)
                if match.frame.event_type is not None:
                    found.append(match)
        _inherit(doc, parties, found)
        _share(doc, found)
        yield from sorted(_without_slogans(found), key=lambda m: m.trigger)


def _without_slogans(found: list[Match]) -> list[Match]:
    """Leave out what a crowd asks for or complains of: PLOVER codes the protest alone (PROTEST, rules)."""
    crowds = {a for m in found if m.frame.event_type == "PROTEST" for a in m.actors}
    if not crowds:
        return found
    return [
        m for m in found if m.frame.event_type not in ("REQUEST", "ACCUSE") or not crowds.issuperset(m.actors)
    ]


def _inherit(doc: Document, parties: Parties, found: list[Match]) -> None:
    """Give an act about an act the other's recipient: a promise to send aid to Nepal is made to Nepal.

    What is asked for is asked of who is to do it: "demanded that the troops leave".
    """
    by_trigger = {m.trigger: m for m in found}
    for match in found:
        if match.frame.event_type not in ABOUT_ACTS or (match.recipients and not match.searched):
            continue
        if _mutual(parties, match):
            continue
        around = match.arguments
        below = [*around.inf, *around.that, *around.ing]
        for head in [*around.obj, *(h for heads in around.preps.values() for h in heads)]:
            below.extend(k.i for k in doc.children(head, "acl"))
        for i in below:
            inner = by_trigger.get(i)
            if inner is not None:
                asks = match.frame.event_type == "REQUEST" and not set(inner.actors) <= set(match.actors)
                theirs = [r for r in (inner.actors if asks else inner.recipients) if r not in match.actors]
                if theirs:
                    match.recipients = theirs
                    match.searched = True
                    break


def _share(doc: Document, found: list[Match]) -> None:
    """Give an answer without recipient that of the one it is coordinated with: "summoned X and protested"."""
    for match in found:
        verb = match.trigger if match.arguments.support is None else match.arguments.support
        if match.recipients or match.frame.event_type not in SHARING or doc.tokens[verb].dep != "conj":
            continue
        for other in found:
            linked = other.trigger == doc.tokens[verb].head and other.recipients
            if linked and other.frame.event_type in SHARING and other.actors == match.actors:
                match.recipients, match.searched = list(other.recipients), True


def _pos(doc: Document, token: Token) -> tuple[Pos, ...]:
    if token.pos == "VERB":
        if token.dep in ("amod", "compound", "nmod"):
            return ()
        if token.dep == "pcomp" and token.lower == "visiting":
            return ()  # "a lawsuit against visiting Crown Prince ..."
        if token.dep == "conj" and doc.first_conjunct(token.i).pos not in ("VERB", "AUX"):
            return ()  # "the dead and injured"
        return ("v", "a") if token.tag in ("VBN", "VBD", "VBG") else ("v",)
    if token.pos in ("ADJ", "ADV"):
        return ("a",)
    if token.pos == "NOUN":
        return ("n",)
    return ()


def _at(doc: Document, frames: Frames, parties: Parties, token: Token, wanted: Pos) -> Match | None:
    if wanted not in _pos(doc, token):
        return None
    candidates = frames.of(wanted, token.lower if wanted == "a" else token.lemma)
    if not candidates:
        return None
    if wanted == "v":
        around = arguments.of_verb(doc, token.i)
    elif wanted == "n":
        around = arguments.of_noun(doc, token.i)
        _lend_support(doc, frames, around)
    elif token.pos == "VERB" and token.dep not in ("acomp", "oprd"):
        # a participle that the parser took for a passive: "is opposed to", "is prepared to"
        if any(k.lower == "being" for k in doc.children(token.i, "auxpass")):
            return None
        around = arguments.of_verb(doc, token.i)
        if around.passive and not around.subj:
            around.subj, around.obj = around.obj, []
    else:
        around = arguments.of_adjective(doc, token.i)
    for frame in candidates:
        match = _fit(doc, frames, parties, token, frame, around)
        if match is not None:
            return match
    return None


def _lend_support(doc: Document, frames: Frames, around: Arguments) -> None:
    """Give a noun the subject and prepositions of the verb that carries it, if that is a support verb."""
    verb = around.support
    if verb is None:
        return
    lemma = doc.tokens[verb].lemma
    if lemma in frames.support.get("give", ()) or lemma in frames.support.get("take", ()):
        host = arguments.of_verb(doc, verb)
        passive_object = host.passive and not host.subj
        around.subj = [] if passive_object else host.subj
        for prep, heads in host.preps.items():
            around.add_prep(prep, [h for h in heads if h not in around.subj])
        around.iobj = host.iobj
    else:
        around.support = None


def _fit(
    doc: Document, frames: Frames, parties: Parties, token: Token, frame: Frame, around: Arguments
) -> Match | None:
    particle = _particle(doc, frame, token, around)
    if particle == -1:
        return None
    match = Match(trigger=token.i, particle=particle, frame=frame, arguments=around)
    sides: dict[str, list[str]] = {"A": [], "R": [], "P": [], "X": [], "H": []}
    spoken_for: set[str] = set()
    for slot in frame.slots:
        if "beside" in slot.where:
            continue
        heads = _held(doc, parties, slot, around, token.i)
        if heads is None:
            return None
        if slot.words is not None:
            match.conditions.extend(heads)
        if slot.role:
            who = _fillers(parties, slot, heads, around, victims=frame.event_type not in JUDGING)
            if slot.required and not who:
                return None
            side = sides["R" if slot.role == "N" else slot.role]
            if slot.role == "R":
                sides["H"].extend(parties.hosting(heads))
            side.extend(w for w in who if w not in side)
            spoken_for.update(slot.where)
    _default_sides(frames, parties, frame, around, doc, sides, spoken_for)
    if frame.event_type == "CONSULT" and frame.pos == "n" and not sides["A"] and len(sides["P"]) < 2:
        sides["A"].extend(_attender(doc, parties, token, around))
    return match if _settle(doc, parties, match, sides) else None


def _settle(doc: Document, parties: Parties, match: Match, sides: dict[str, list[str]]) -> bool:
    """Give *match* its parties from *sides*; tell whether they are such as its frame needs."""
    frame = match.frame
    match.actors = _once([*sides["A"], *sides["P"]])
    if frame.event_type == "COOPERATE" and len({*match.actors, *sides["R"]}) < 2:
        return False
    match.recipients = [r for r in sides["R"] if r not in match.actors]
    if frame.event_type in FOUGHT:
        match.recipients = parties.not_at_home(match.recipients, match.actors, sides["H"])
    if frame.event_type == "THREATEN" and _of_others(parties, match):
        return False
    match.participants = [x for x in sides["X"] if x not in match.actors and x not in match.recipients]
    if not match.recipients and not sides["P"] and frame.search and not _mutual(parties, match):
        _search(doc, parties, match)
    return bool(match.recipients) or not frame.must_find


def _fillers(
    parties: Parties, slot: Slot, heads: list[int], around: Arguments, *, victims: bool
) -> list[str]:
    """Return the actors that *heads* bring into the role of *slot*."""
    who = (
        parties.receivers(heads, victims=victims)
        if slot.role == "R"
        else parties.every(heads, strict=_names_it(slot))
    )
    if slot.role == "P" and "between" in slot.where and len(parties.every(around.subj)) > 1:
        return []  # both are named already: "signed a treaty, the first between their countries"
    if slot.role == "N" and set(who) <= set(parties.every(around.subj)):
        return []  # "argued that he should be immune": nobody else is meant
    return who


def _attender(doc: Document, parties: Parties, noun: Token, around: Arguments) -> list[str]:
    """Return who does something at a visit or talks: "thanked its leader during a visit to Pyongyang".

    Not where he does it to another person, who may be the visitor. Who asks for talks with somebody would be
    at them too.
    """
    if around.support is not None:
        return []
    above = doc.tokens[noun.head]
    verb = doc.tokens[above.head] if noun.dep == "pobj" else above
    if noun.dep == "dobj" and calls_off(doc, verb):
        asks = True
    elif verb.lemma in OFFERING and around.at("with"):
        asks = noun.dep == "dobj" or (noun.dep == "pobj" and above.lower in ("for", "on", "to"))
    else:
        asks = False
    goes = noun.dep == "pobj" and above.lower == "for" and verb.lemma in GOING
    if verb.pos != "VERB" or not (asks or goes or (noun.dep == "pobj" and above.lower in ATTENDING)):
        return []
    while verb.dep in ("pcomp", "xcomp", "acl", "prep") and doc.child(verb.i, "nsubj") is None:
        if doc.tokens[verb.head].pos == "ADJ":
            break
        verb = doc.tokens[verb.head]
    host = arguments.of_verb(doc, verb.i)
    if host.passive or any("@person" in parties.traits(i) for i in host.obj):
        return []
    return parties.every(host.subj, strict=True)


def calls_off(doc: Document, verb: Token) -> bool:
    """Tell whether a verb says that what was planned does not take place: "put off a visit"."""
    if verb.lemma in CANCELLING:
        return True
    return verb.lemma in ("put", "call") and any(k.lower == "off" for k in doc.children(verb.i, "prt"))


def _mutual(parties: Parties, match: Match) -> bool:
    """Tell whether several countries agree with each other: "both countries pledged" has no further side."""
    kinds = ("AGREE", "SUPPORT", "COOPERATE")
    return match.frame.event_type in kinds and len(parties.countries(match.actors)) > 1


def _names_it(slot: Slot) -> bool:
    """Tell whether only who is named in *slot* counts there: not who is merely spoken of."""
    if slot.role in ("A", "P"):
        return "subj" not in slot.where and SIDES.isdisjoint(slot.where)
    return slot.role == "N"


def _held(doc: Document, parties: Parties, slot: Slot, around: Arguments, trigger: int) -> list[int] | None:
    """Return what fills *slot*; None if its condition doesn't hold."""
    heads = [h for w in slot.where for h in around.at(w) if h != trigger]
    if slot.words is not None:
        clause = bool(CLAUSES.intersection(slot.where))
        heads = [h for h in heads if _is_one_of(doc, parties, h, slot.words, clause=clause)]
    if slot.negated or slot.empty:
        return None if heads else []
    wanted = slot.words is not None or (slot.required and not slot.role)
    return None if wanted and not heads else heads


def _particle(doc: Document, frame: Frame, token: Token, around: Arguments) -> int | None:
    """Return the token of the phrasal verb's particle; None if the frame wants none, -1 if it is missing."""
    lemma = token.lower if frame.pos == "a" else token.lemma
    wants: list[str] = []
    for word in frame.words:
        first, _, rest = word.partition(" ")
        if first == lemma:
            if not rest:
                return None
            wants.append(rest)
    for i in around.prt:
        if doc.tokens[i].lower in wants:
            return i
    for kid in doc.children(token.i, "prep", "advmod", "acomp", "oprd", "prt"):
        if kid.lower in wants and kid.i - token.i <= 8:
            return kid.i
    return -1


def _is_one_of(doc: Document, parties: Parties, i: int, words: frozenset[str], *, clause: bool) -> bool:
    token = doc.tokens[i]
    if _is_word(doc, token, words):
        return True
    if clause:
        if "subjunctive" in words and not doc.children(i, "aux"):
            passive = any(k.lower == "be" for k in doc.children(i, "auxpass"))
            if token.tag == "VB" or passive:
                return True
        helpers = doc.children(i, "aux", "auxpass", "neg", "acomp", "attr", "prep")
        return any(k.lemma in words or k.lower in words for k in helpers)
    if any(w.startswith("@") for w in words) and not parties.traits(i).isdisjoint(words):
        return True
    if token.lemma in BUNDLES or token.lemma == "act" or token.pos in ("NUM", "SYM"):
        for prep in doc.children(i, "prep"):
            if prep.lower in ("of", "in"):
                return any(_is_word(doc, k, words) for k in doc.children(prep.i, "pobj"))
    return False


def _is_word(doc: Document, token: Token, words: frozenset[str]) -> bool:
    if token.lemma in words or token.lower in words:
        return True
    if token.tag == "NNPS" and "people" in words:  # "Serbians"
        return True
    for kid in doc.children(token.i, "amod", "compound", "nmod"):
        if f"{kid.lemma} {token.lemma}" in words or f"{kid.lower} {token.lemma}" in words:
            return True
    return False


def _default_sides(
    frames: Frames,
    parties: Parties,
    frame: Frame,
    around: Arguments,
    doc: Document,
    sides: dict[str, list[str]],
    spoken_for: set[str],
) -> None:
    """Fill the actor's side from the places that no slot of the frame speaks for."""
    if frame.pos != "n":
        if "subj" not in spoken_for:
            subjects = [i for i in around.subj if doc.tokens[i].lemma not in STRUGGLES]
            attacks = frames.classes["attack_thing"]
            found = (
                parties.doers(subjects, attacks) if frame.pos != "a" else parties.every(subjects, strict=True)
            )
            struck = any(doc.tokens[i].lemma in attacks for i in subjects)
            if not found and (not struck or _makes(doc, frames, around.else_verb)):
                found = parties.every(around.else_subj)
            sides["A"].extend(found)
        return
    if "subj" not in spoken_for and around.support is not None:
        receives = doc.tokens[around.support].lemma in frames.support.get("take", ())
        side = "R" if receives else "A"
        sides[side].extend(parties.every(around.subj))
    for where in ("poss", "by"):
        if where not in spoken_for and not sides["A"]:
            sides["A"].extend(parties.every(around.at(where)))
    if "mod" not in spoken_for and not sides["A"]:
        # only a word that is itself a mention: "Russian strikes", not "embassy strikes"
        sides["A"].extend(a for i in around.mod for a in parties.named(i))
    for where in ("between", "among"):
        if where not in spoken_for:
            sides["P"].extend(parties.every(around.at(where)))


def _of_others(parties: Parties, match: Match) -> bool:
    """Tell whether somebody only warns of what a third party may do: "warned that Russia might attack"."""
    doers = parties.countries(parties.every(match.arguments.thatsubj))
    named = parties.countries([*match.actors, *match.recipients])
    return bool(doers) and doers.isdisjoint(named)


def _makes(doc: Document, frames: Frames, verb: int | None) -> bool:
    """Tell whether who does *verb* does what its object does: "began", not "condemned an attack that"."""
    return verb is not None and doc.tokens[verb].lemma in frames.support.get("give", ())


def _search(doc: Document, parties: Parties, match: Match) -> None:
    """Look for a recipient beside the frame's slots: in the object, in prepositions, in the complement."""
    around = match.arguments
    filled = set(match.actors) | set(match.participants)
    sends = doc.tokens[match.trigger].lemma in SENDING
    verb = match.frame.pos != "n" and not sends
    heads = [h for h in around.obj if h not in around.pred] if verb else []
    asks = match.frame.event_type == "REQUEST"  # "called for calm in Mali": of nobody there
    heads.extend(h for prep in NEAR if not (asks and prep in WHERE) for h in around.at(prep))
    if match.frame.event_type == "MOBILIZE":  # "deployed its troops": they are the means, not the other side
        heads = [h for h in heads if h not in match.conditions or not parties.named(h)]
    home = frozenset() if match.frame.event_type in AT_HOME else parties.countries(match.actors)
    found = [
        [
            a
            for a in parties.receivers([head], without=filled, victims=match.frame.event_type not in JUDGING)
            if a not in filled and parties.may_receive(a, home, object_=head in around.obj)
        ]
        for head in heads
    ]
    if match.frame.event_type in FOUGHT:
        found = [
            parties.not_at_home(ids, match.actors, parties.hosting([h]))
            for h, ids in zip(heads, found, strict=True)
        ]
    deep = match.frame.event_type in ABOUT_ACTS or match.frame.event_type == "PROTEST"
    below = [*around.inf, *around.that, *around.ing, *heads] if deep else []
    if match.frame.event_type == "AID" or "third-party" in match.frame.modes:
        below = around.inf  # "gave two million to help Chad", "mediated to end the rift between"
    found.extend(list(parties.inside(head, filled)) for head in below)
    found = [ids for ids in found if ids]
    if found:
        match.recipients = next((ids for ids in found if parties.known(ids)), found[0])
        match.searched = True


def _once(ids: list[str]) -> list[str]:
    return list(dict.fromkeys(ids))
