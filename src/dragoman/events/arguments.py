"""Document and a predicate in, `Arguments` out: what stands in which grammatical slot around it.

The tree is read through passives, control, relative and participial clauses and coordination, so that a
frame need only speak of subject, object and prepositions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.documents import Document, Token

SUBJECTS = ("nsubj", "csubj")
PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
DITRANSITIVE = frozenset({"give", "send", "grant", "offer", "lend", "hand", "provide", "award", "pay"})
# What somebody does by saying it, as the saying before it was his.
SAYING = frozenset(
    {"accuse", "blame", "urge", "demand", "warn", "vow", "pledge", "promise", "threaten", "deny", "reject"}
    | {"condemn", "criticise", "criticize", "denounce", "dismiss", "insist", "praise", "welcome", "thank"}
    | {"say", "add", "tell", "ask", "announce", "call", "appeal", "invite", "express", "reiterate"}
)
FINDING = frozenset({"hold", "find", "deem", "consider", "make"})
NAMING = frozenset(
    {"call", "name", "label", "brand", "dub", "term", "deem", "declare", "consider", "pronounce", "denounce"}
)
"""Verbs with an object and what it is called; the parser takes both for objects."""

KILLING = frozenset({"kill", "wound", "injure", "leave", "cost", "claim", "displace"})
ATTACKS = frozenset(
    {
        "offensive",
        "attack",
        "operation",
        "campaign",
        "assault",
        "war",
        "raid",
        "strike",
        "bombing",
        "shelling",
    }
)
# Whose plan it is, these do not say: "foiled an attempt to", "warnings about plans to".
NOT_OWNING = frozenset(
    {"foil", "thwart", "prevent", "stop", "block", "disrupt", "uncover", "discover", "reveal", "condemn"}
    | {"criticise", "criticize", "reject", "oppose", "praise", "welcome", "report", "denounce", "heed"}
    | {"applaud", "hail", "describe", "detail", "await", "thank", "expose", "foresee", "fear", "note"}
)
NOT_WITH = frozenset({"about", "over", "of", "against", "on", "from", "by", "despite", "amid", "for"})
DAYS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday"}
    | {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october"}
    | {"november", "december", "week", "month", "year"}
)
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
# Nouns that only count or bundle what follows their "of".
_BUNDLES = """
group number dozen hundred thousand million score couple pair handful member majority some most many all
both series round part third half quarter one each delegation team crowd convoy unit array range set bulk
lot any contingent batch wave string spate host total percent patch mission kg kilogram kilo ton tonne litre
liter container crate wagon carload barrel piece state kind type form ounce pound truckload planeload
shipload tranche bunch band cohort
"""
BUNDLES = frozenset(_BUNDLES.split())


@dataclass(slots=True)
class Arguments:
    """The slots around a predicate, each with the tokens that head what fills it."""

    subj: list[int] = field(default_factory=list)
    obj: list[int] = field(default_factory=list)
    pred: list[int] = field(default_factory=list)
    """What the object is called ("a bad liar"), with its adjectives; it stands in ``obj`` as well."""
    iobj: list[int] = field(default_factory=list)
    poss: list[int] = field(default_factory=list)
    mod: list[int] = field(default_factory=list)
    prt: list[int] = field(default_factory=list)
    inf: list[int] = field(default_factory=list)
    that: list[int] = field(default_factory=list)
    ing: list[int] = field(default_factory=list)
    preps: dict[str, list[int]] = field(default_factory=dict)
    passive: bool = False
    aux: list[int] = field(default_factory=list)
    thatsubj: list[int] = field(default_factory=list)
    """The subject of the finite clause below: of whom something is said or asked."""
    else_subj: list[int] = field(default_factory=list)
    """Who acts if what stands in ``subj`` is nobody ("issued a declaration demanding": the issuer)."""
    else_verb: int | None = None
    """The verb whose subject ``else_subj`` is."""
    support: int | None = None
    """For a noun: the verb that carries it ("held talks")."""

    def at(self, where: str) -> list[int]:
        """Return the heads in slot *where*: a named slot or a preposition."""
        if where in NAMED:
            found: list[int] = getattr(self, where)
            return found
        return self.preps.get(where, [])

    def add_prep(self, prep: str, heads: list[int]) -> None:
        """Add *heads* under preposition *prep*."""
        if heads:
            self.preps.setdefault(prep, []).extend(h for h in heads if h not in self.preps.get(prep, ()))


NAMED = frozenset(
    {"subj", "obj", "pred", "iobj", "poss", "mod", "prt", "inf", "that", "ing", "aux", "thatsubj"}
)


def antecedent(doc: Document, i: int) -> int:
    """Return the noun that a relative pronoun stands for, or *i* itself."""
    token = doc.tokens[i]
    if token.lower in RELATIVES and token.tag in ("WP", "WDT", "IN", "DT", "WP$"):
        for above in doc.ancestors(i):
            if above.dep == "relcl":
                return _who_are(doc, token, above) or _struck_by(doc, above)
            if above.pos in ("VERB", "AUX") and above.dep in ("ccomp", "ROOT"):
                break
    return i


def _who_are(doc: Document, who: Token, clause: Token) -> int | None:
    """Return the people further up that "who are" means: of "people in India who are marching" the people."""
    noun = doc.tokens[clause.head]
    verbs = (clause, *doc.children(clause.i, "aux", "auxpass"))
    many = any(k.lower in ("are", "were", "have") for k in verbs)
    if who.lower != "who" or not many or noun.tag != "NNP" or noun.dep != "pobj":
        return None
    return next((t.i for t in doc.ancestors(noun.i) if t.tag in ("NNS", "NNPS")), None)


def _struck_by(doc: Document, clause: Token) -> int:
    """Return what a relative clause is on: of "an offensive against Chad that has killed" the offensive."""
    noun = doc.tokens[clause.head]
    prep = doc.tokens[noun.head]
    attack = doc.tokens[prep.head]
    if clause.lemma in KILLING and noun.dep == "pobj" and prep.lower in ("against", "on", "in"):
        return attack.i if attack.lemma in ATTACKS else noun.i
    return noun.i


def _heads(doc: Document, tokens: list[Token]) -> list[int]:
    out: list[int] = []
    for t in tokens:
        for c in doc.conjuncts(t.i):
            head = antecedent(doc, c.i)
            if head not in out:
                out.append(head)
    return out


def is_passive(doc: Document, i: int) -> bool:
    """Tell whether verb *i* is passive: a passive subject or auxiliary, or a bare participle."""
    token = doc.tokens[i]
    if doc.child(i, "nsubjpass", "auxpass", "csubjpass") is not None:
        return True
    if token.tag == "VBN" and token.dep in ("acl", "advcl") and doc.child(i, "aux", "nsubj") is None:
        noun = doc.tokens[token.head]
        # "The rebels disarmed in 2017.": the parser took the sentence's only verb for a participle
        return noun.dep != "ROOT" or noun.pos not in ("NOUN", "PROPN") or doc.child(i, "agent") is not None
    if token.tag == "VBN" and token.dep in ("xcomp", "oprd", "acomp") and doc.child(i, "aux") is None:
        return doc.tokens[token.head].pos == "VERB"  # "have been confirmed killed"
    if token.tag == "VBN" and token.dep == "pcomp":
        return doc.child(i, "aux") is None  # "with three people killed"
    if token.tag == "VBN" and token.dep == "conj":
        first = doc.first_conjunct(i).i
        if doc.tokens[first].tag != "VBN" or not is_passive(doc, first):
            return False
        if doc.child(i, "nsubj") is not None:  # "the trucks were bombed and two drivers killed"
            return doc.child(i, "aux", "auxpass", "dobj", "attr", "xcomp", "ccomp") is None
        return doc.child(i, "aux", "auxpass") is None
    return False


def of_verb(doc: Document, i: int) -> Arguments:
    """Return the arguments of verb *i*."""
    out = Arguments(passive=is_passive(doc, i))
    _own_slots(doc, i, out)
    logical = _subjects(doc, i)
    if out.passive:
        out.obj = [*(h for h in logical if h not in out.obj), *out.obj]
    else:
        out.subj = [h for h in logical if h not in out.obj] if out.subj == [] else out.subj
        _relative_object(doc, i, out)
    for kid in doc.children(i, "agent"):
        out.subj.extend(_heads(doc, doc.children(kid.i, "pobj")))
    if out.passive and not out.subj:
        # "accused of spying by Turkey": the parser hangs the agent on what he was accused of
        below = [h for heads in out.preps.values() for h in heads]
        for kid in (k for h in below for k in doc.children(h, "prep", "agent") if k.lower == "by"):
            out.subj.extend(_heads(doc, doc.children(kid.i, "pobj")))
    token = doc.tokens[i]
    own = doc.child(i, *SUBJECTS)
    if token.dep in ("acl", "relcl") and not out.passive and (own is None or antecedent(doc, own.i) != own.i):
        holder = doc.tokens[token.head]
        if holder.dep in ("dobj", "pobj"):
            verb = doc.tokens[holder.head]
            verb = doc.tokens[verb.head] if verb.pos == "ADP" else verb
            if verb.pos == "VERB":
                out.else_subj, out.else_verb = _subjects(doc, verb.i), verb.i
    return out


def _own_slots(doc: Document, i: int, out: Arguments) -> None:
    for kid in doc.children(i):
        if kid.dep in ("dobj", "attr", "oprd"):
            out.obj.extend(h for h in _heads(doc, [kid]) if h not in out.obj)
            named = kid.dep == "dobj" and out.obj[0] < kid.i and doc.tokens[i].lemma in NAMING
            if kid.dep != "dobj" or (named and all(c.i != kid.i for c in doc.conjuncts(out.obj[0]))):
                out.pred.extend((kid.i, *(k.i for k in doc.children(kid.i, "amod"))))
            if kid.dep == "dobj" and doc.tokens[i].lemma in DITRANSITIVE:
                # "gave Kyiv aid": the parser often makes the receiver a part of the gift's name
                names = [k for k in doc.children(kid.i, "compound", "nmod") if k.pos == "PROPN"]
                out.iobj.extend(k.i for k in names)
        elif kid.dep == "dative" and kid.pos != "ADP":
            out.iobj.extend(_heads(doc, [kid]))
        elif kid.dep in ("prep", "dative"):
            _preposition(doc, kid, out)
        elif kid.dep == "prt":
            out.prt.append(kid.i)
        elif kid.dep == "advcl" and kid.pos == "ADJ" and doc.tokens[i].lemma in FINDING:
            out.obj.append(kid.i)  # "held officials in Odessa responsible"
            out.pred.append(kid.i)
        elif kid.dep in ("xcomp", "ccomp", "advcl"):
            _clause(doc, i, kid, out)
        elif kid.dep in ("aux", "neg"):
            out.aux.append(kid.i)
    if doc.tokens[i].lemma == "hold" and not out.pred:  # "held the police of Kharkiv responsible"
        below = [doc.tokens[k] for head in out.obj for k in doc.subtree(head)]
        out.pred = [t.i for t in below if t.dep == "amod" and t.i > t.head]
        out.obj.extend(out.pred)
    _shared_slots(doc, i, out)
    _under_objects(doc, out)


def _under_objects(doc: Document, out: Arguments) -> None:
    """Add what the parser may have hung on an object: prepositions ("arms to Pakistan") and infinitives."""
    for head in [h for h in out.obj if h not in out.pred]:
        for kid in doc.children(head, "prep"):
            if kid.lower != "of":
                _preposition(doc, kid, out)
        for kid in doc.children(head, "acl", "relcl"):
            if kid.tag == "VB" and any(k.tag == "TO" for k in doc.children(kid.i, "aux")):
                out.inf.append(kid.i)


def _shared_slots(doc: Document, i: int, out: Arguments) -> None:
    """Lend a verb the object of the last verb coordinated with it ("signed and ratified the treaty")."""
    if out.obj or out.passive or doc.tokens[i].pos != "VERB":
        return
    for kid in doc.children(i, "conj"):
        between = kid.i - i
        if kid.pos == "VERB" and between <= 2 and not doc.children(kid.i, *SUBJECTS):
            out.obj.extend(_heads(doc, doc.children(kid.i, "dobj")))
            for prep in doc.children(kid.i, "prep"):
                if not out.at(prep.lower):
                    _preposition(doc, prep, out)


def _preposition(doc: Document, prep: Token, out: Arguments) -> None:
    if prep.lower == "according":
        return
    out.add_prep(prep.lower, _heads(doc, doc.children(prep.i, "pobj")))
    for kid in doc.children(prep.i, "pcomp"):
        out.add_prep(prep.lower, [kid.i])
        out.ing.append(kid.i)
    for kid in doc.children(prep.i, "prep"):
        # "out of", "away from": the inner preposition counts, and the pair does
        heads = _heads(doc, doc.children(kid.i, "pobj"))
        out.add_prep(kid.lower, heads)
    for kid in doc.children(prep.i, "conj"):
        if kid.dep == "conj" and kid.pos == "ADP":
            out.add_prep(kid.lower, _heads(doc, doc.children(kid.i, "pobj")))


def _clause(doc: Document, i: int, kid: Token, out: Arguments) -> None:
    to = any(k.lower == "to" and k.tag == "TO" for k in doc.children(kid.i, "aux"))
    if kid.dep == "advcl" and not (to and kid.i > i):
        return
    if kid.i < i and kid.right + 1 < len(doc.tokens) and doc.tokens[kid.right + 1].text == ";":
        return  # a sentence of its own
    if to:
        out.inf.append(kid.i)
        # "urged the EU to help": the parser makes the addressee the subject of the infinitive
        if kid.dep == "ccomp":
            out.obj.extend(h for h in _heads(doc, doc.children(kid.i, "nsubj")) if h not in out.obj)
    elif kid.tag == "VBG" and not doc.children(kid.i, *SUBJECTS, "aux"):
        out.ing.append(kid.i)
    elif kid.dep == "ccomp":
        out.that.append(kid.i)
        out.thatsubj.extend(_heads(doc, doc.children(kid.i, "nsubj", "nsubjpass")))
    elif kid.dep == "xcomp":
        out.inf.append(kid.i)


def _subjects(doc: Document, i: int, depth: int = 0) -> list[int]:
    """Return the heads of what is, on the surface, the subject of verb *i*, found through the tree."""
    own = doc.children(i, *SUBJECTS, *PASSIVE_SUBJECTS)
    if not own:  # "are mediating": the parser may hang the subject on the auxiliary
        own = [k for aux in doc.children(i, "aux") for k in doc.children(aux.i, *SUBJECTS)]
    if own:
        return _heads(doc, own)
    token = doc.tokens[i]
    if depth > 6 or token.head == i:
        return []
    above = token.head
    if token.dep == "conj":
        return _after_a_day(doc, token) or _subjects(doc, _finite(doc, token), depth + 1)
    if token.dep in ("xcomp", "advcl", "ccomp") and doc.tokens[above].pos in ("VERB", "AUX", "ADJ"):
        return _subject_of_complement(doc, i, depth)
    if token.dep == "acl":
        return _subject_of_modifier(doc, i, depth)
    if token.dep == "pcomp":
        return _subject_of_gerund(doc, i, depth)
    if token.dep == "acomp":  # "was due to fly"
        return _subjects(doc, above, depth + 1)
    return []


def _finite(doc: Document, verb: Token) -> int:
    """Return what *verb* is coordinated with: "urged them to stay and has rejected": not with the staying."""
    first = doc.tokens[verb.head]
    finite = verb.tag in ("VBZ", "VBD") or any(
        k.tag in ("VBZ", "VBD", "VBP") for k in doc.children(verb.i, "aux")
    )
    to = any(k.tag == "TO" for k in doc.children(first.i, "aux"))
    above = doc.tokens[first.head]
    if finite and to and first.dep in ("xcomp", "ccomp", "advcl") and above.pos == "VERB":
        return above.i
    # "said it was trying to win and said that": who said the one said the other
    again = verb.lemma == above.lemma or _after_comma(doc, first, verb)
    # "said it had acted lawfully and accused": the one is perfect, the other not
    apart = verb.lemma in SAYING and (first.tag != verb.tag or doc.child(first.i, "aux") is not None)
    if first.dep == "ccomp" and verb.tag == above.tag == "VBD" and (again or apart):
        return above.i
    return first.i


def _after_comma(doc: Document, first: Token, verb: Token) -> bool:
    """Tell whether the "and" before *verb* stands behind a comma: "said the trip failed, and accused"."""
    link = next((k for k in doc.children(first.i, "cc") if k.i < verb.i), None)
    return link is not None and link.i > 0 and doc.tokens[link.i - 1].text == ","


def _after_a_day(doc: Document, verb: Token) -> list[int]:
    """Return the subject that the parser took for one more day: "left on Friday and Chad followed"."""
    name = doc.tokens[verb.i - 1]
    if name.dep != "conj" or name.pos != "PROPN" or doc.tokens[name.head].lower not in DAYS:
        return []
    return [name.i]


def _subject_of_complement(doc: Document, i: int, depth: int) -> list[int]:
    token = doc.tokens[i]
    above = token.head
    asked = _asked(doc, above) if token.tag == "VB" else []
    if asked:
        return asked
    if token.dep == "ccomp" and token.tag not in ("VB", "VBG"):
        return []
    if token.dep == "xcomp" and not _subject_control(doc, above):
        objects = _heads(doc, doc.children(above, "dobj"))
        if objects:
            return objects
        if is_passive(doc, above):
            return _subjects(doc, above, depth + 1)
    if token.dep == "advcl" and token.tag == "VB" and token.i < above and token.left > doc.sentence(i).first:
        return []  # "amid pressure to end the war, he said": the parser's guess
    if token.dep == "advcl" and is_passive(doc, above) and token.tag == "VB":
        return _heads(doc, [k for a in doc.children(above, "agent") for k in doc.children(a.i, "pobj")])
    return _subjects(doc, above, depth + 1)


def _asked(doc: Document, i: int) -> list[int]:
    """Return whom verb *i* calls on to act, if it is a verb of calling: "called on states to"."""
    if doc.tokens[i].lemma not in ("call", "appeal", "plead", "rely", "count", "look"):
        return []
    preps = [k for k in doc.children(i, "prep") if k.lower in ("on", "upon", "to", "for", "with")]
    return _heads(doc, [k for prep in preps for k in doc.children(prep.i, "pobj")])


def _subject_control(doc: Document, i: int) -> bool:
    return doc.tokens[i].lemma in ("promise", "threaten", "vow", "pledge", "agree", "use", "refuse")


def _subject_of_modifier(doc: Document, i: int, depth: int) -> list[int]:
    token = doc.tokens[i]
    noun = doc.tokens[token.head]
    if token.tag in ("VBG", "VBN"):
        return [noun.i]
    # "Iran's plan to build", "Egyptian efforts to halt", "an attempt by rebels to": the possessor;
    # else the subject of the verb that the noun is object of
    owner = doc.children(noun.i, "poss")
    owner += [k for k in doc.children(noun.i, "amod", "compound") if not owner and k.text[:1].isupper()]
    if not owner:
        preps = [k for n in (noun.i, i) for k in doc.children(n, "prep", "agent") if k.lower == "by"]
        owner = [k for prep in preps for k in doc.children(prep.i, "pobj")]
    if owner:
        return _heads(doc, owner)
    if noun.dep in ("dobj", "pobj", "attr"):
        verb = doc.tokens[noun.head]
        if verb.pos == "ADP":
            if verb.lower in NOT_WITH:
                return []
            verb = doc.tokens[verb.head]
        if verb.pos in ("VERB", "AUX") and verb.lemma not in NOT_OWNING:
            return _subjects(doc, verb.i, depth + 1)
    return []


def _subject_of_gerund(doc: Document, i: int, depth: int) -> list[int]:
    prep = doc.tokens[doc.tokens[i].head]
    above = doc.tokens[prep.head]
    if above.pos == "AUX":
        return _subjects(doc, above.i, depth + 1)
    if above.pos == "ADJ" and above.dep == "acomp":  # "was responsible for shooting down"
        return _subjects(doc, above.head, depth + 1)
    if above.pos == "VERB":
        if prep.lower == "in" and is_passive(doc, above.i):
            # "killed in shelling by rebels": not those who were killed
            agents = doc.children(above.i, "agent") or [
                k for k in doc.children(i, "prep", "agent") if k.lower == "by"
            ]
            return _heads(doc, [k for a in agents for k in doc.children(a.i, "pobj")])
        # "accused Iran of arming": the object; "left without signing": the subject
        # "described it as designed to harm": it, too
        if prep.lower in ("of", "from", "for", "with", "into", "as"):
            objects = _heads(doc, doc.children(above.i, "dobj", "nsubjpass"))
            if objects:
                return objects
        return _subjects(doc, above.i, depth + 1)
    if above.pos == "NOUN":
        owner = doc.children(above.i, "poss")
        return _heads(doc, owner)
    return []


def _relative_object(doc: Document, i: int, out: Arguments) -> None:
    """Give a verb in a relative clause without object the noun that the clause modifies."""
    token = doc.tokens[i]
    if token.dep != "relcl" or out.obj or not out.subj:
        return
    if token.head not in out.subj:
        out.obj.append(token.head)


def of_noun(doc: Document, i: int) -> Arguments:
    """Return the arguments of noun *i*, with the verb that may carry it."""
    out = Arguments()
    for kid in doc.children(i):
        if kid.dep == "poss":
            out.poss.extend(_heads(doc, [kid]))
        elif kid.dep in ("amod", "compound", "nmod"):
            out.mod.append(kid.i)
            out.mod.extend(c.i for c in doc.conjuncts(kid.i) if c.i != kid.i)
        elif kid.dep == "prep":
            _nested_prepositions(doc, kid, out)
        elif kid.dep == "acl":
            to = kid.tag == "VB" and doc.child(kid.i, "aux") is not None
            (out.inf if to else out.that).append(kid.i)
        elif kid.dep == "ccomp":
            out.that.append(kid.i)
    _carrier(doc, i, out)
    return out


def _nested_prepositions(doc: Document, prep: Token, out: Arguments) -> None:
    """Add a noun's preposition and what hangs on its object: "protests by Iraqis against Turkey"."""
    _preposition(doc, prep, out)
    for inner in doc.children(prep.i, "pobj"):
        for kid in doc.children(inner.i, "prep"):
            if kid.lower != "of":
                _preposition(doc, kid, out)


def _carrier(doc: Document, i: int, out: Arguments) -> None:
    """Find the verb that a noun is object of, and lend the noun the verb's later prepositions."""
    first = doc.first_conjunct(i)
    if first.dep in ("dobj", "nsubjpass", "attr"):
        out.support = first.head
        for kid in doc.children(first.head, "prep"):
            if kid.i > i and not out.at(kid.lower):
                _preposition(doc, kid, out)
    elif first.dep == "pobj":
        prep = doc.tokens[first.head]
        if prep.lower in ("into", "in", "on", "for", "with", "to") and doc.head(prep.i).pos == "VERB":
            out.support = prep.head


def of_adjective(doc: Document, i: int) -> Arguments:
    """Return the arguments of a predicate adjective: the subject of its copula is its own."""
    out = Arguments()
    token = doc.tokens[i]
    verb = token.head
    if token.dep in ("acomp", "attr", "oprd", "conj") and doc.tokens[verb].pos in ("AUX", "VERB", "ADJ"):
        out.subj = _subjects(doc, doc.first_conjunct(i).head if token.dep == "conj" else verb)
    elif token.dep in ("amod", "relcl", "advcl"):
        out.subj = [verb] if token.dep == "amod" and token.i > verb else _subjects(doc, i)
    for holder in (i, verb) if token.dep == "acomp" else (i,):
        for kid in doc.children(holder):
            if kid.dep == "prep":
                _preposition(doc, kid, out)
            elif kid.dep in ("xcomp", "ccomp", "advcl") and kid.i != i:
                _clause(doc, i, kid, out)
    return out
