"""Attributions and actors in, answers out: which attribution holds these words, who speaks by this cue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman import actors as who

if TYPE_CHECKING:
    from dragoman.codebook.factuality import Factuality
    from dragoman.documents import Document, Token
    from dragoman.records import Actor, Assessment, Attribution, Event, Span

PLURAL = frozenset({"NNS", "NNPS"})
TOGETHER = frozenset({"both", "all", "they", "two", "three", "each", "neither"})
CITED = frozenset({"cite", "quote"})
CITING = frozenset({"citing", "quoting"})
_VOICES = {"deny": "denies", "retract": "denies", "confirm": "confirms"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A voice around an event: who (one or several), by which attribution, and how it speaks."""

    sources: tuple[str, ...]
    attribution: str | None
    voice: str
    held: bool = True
    about: bool = False
    cue: int | None = None
    reach: int = 0


def _is_of_a_text(a: Attribution) -> bool:
    """Tell whether an attribution is no voice: "signed a pact, according to which"."""
    named = a.source is not None and a.source.text.lower() == "which"
    return named and a.cue is not None and a.cue.text.lower().startswith("according")


def _cue_start(a: Attribution) -> int:
    return a.cue.spans[0].start if a.cue is not None else 0


class Speakers:
    """Who speaks in one document."""

    def __init__(
        self,
        doc: Document,
        words: Factuality,
        actors: tuple[Actor, ...],
        attributions: tuple[Attribution, ...],
    ) -> None:
        """Index *attributions* by cue and content, and *actors* by mention."""
        self.doc = doc
        self._raising = words.classes["raising"]
        self._onlooker = words.classes["onlooker"]
        self.actors = {a.id: a for a in actors}
        self.by_cue: dict[int, Attribution] = {}
        self._by_id = {a.id: a for a in attributions}
        self._holding: list[list[Attribution]] = [[] for _ in doc.sentences]
        self._mentioned: dict[int, list[str]] = {}
        self._heads = who.at_heads(doc, actors)
        for a in attributions:
            if not _is_of_a_text(a):
                self._index(a)  # "a pact according to which": no voice
        for actor in actors:
            for m in actor.mentions:
                for i in doc.tokens_in(m.start, m.end):
                    self._mentioned.setdefault(i, []).append(actor.id)

    def _index(self, a: Attribution) -> None:
        for span in a.cue.spans if a.cue is not None else ():
            for i in self.doc.tokens_in(span.start, span.end):
                self.by_cue.setdefault(i, a)
        seen: set[int] = set()
        for span in a.content.spans:
            for i in self.doc.tokens_in(span.start, span.end):
                seen.add(self.doc.tokens[i].sent)
        for sent in sorted(seen):
            self._holding[sent].append(a)

    def attributions(self) -> list[Attribution]:
        """Return all attributions, by where their cues stand."""
        return sorted((a for a in self._by_id.values() if a.cue is not None), key=_cue_start)

    def covering(self, char: int) -> list[Attribution]:
        """Return the attributions whose content holds character *char*."""
        i = self.doc.token_at(char)
        if i is None:
            return []
        return [
            a
            for a in self._holding[self.doc.tokens[i].sent]
            if any(s.start <= char < s.end for s in a.content.spans)
        ]

    def is_cue_of(self, a: Attribution, event: Event) -> bool:
        """Tell whether *event* is the very saying that *a* stands for."""
        spans = a.cue.spans if a.cue is not None else ()
        return any(s.start < event.trigger.end and event.trigger.start < s.end for s in spans)

    def is_aside(self, a: Attribution, head: int) -> bool:
        """Tell whether *a* is told in a clause below the event: "a raid which witnesses reported"."""
        return any(
            self._is_under(i, head)
            for s in (a.cue.spans if a.cue is not None else ())
            for i in self.doc.tokens_in(s.start, s.end)
        )

    def _is_under(self, i: int, head: int) -> bool:
        """Tell whether token *i* lies in a relative or participial clause below *head*."""
        if i not in self.doc.subtree(head):
            return False
        set_apart = False
        for t in (self.doc.tokens[i], *self.doc.ancestors(i)):
            if t.i == head:
                return set_apart
            set_apart = set_apart or t.dep in {"relcl", "acl"}
        return False

    def reach(self, a: Attribution) -> int:
        """Return how much text the content of *a* spans."""
        return sum(s.end - s.start for s in a.content.spans)

    def stance(self, attribution: str | None) -> str | None:
        """Return the stance of an attribution by its id."""
        return None if attribution is None else self._by_id[attribution].stance

    def speaker(self, a: Attribution) -> Speaker:
        """Return the voice of an attribution that the tree does not show."""
        return Speaker(
            sources=self.of_attribution(a),
            attribution=a.id,
            voice=_VOICES.get(a.stance, "says"),
            reach=self.reach(a),
        )

    def of_attribution(self, a: Attribution) -> tuple[str, ...]:
        """Return the actors who speak in *a*, or ``unspecified``."""
        if a.source is None:
            return ("unspecified",)
        behind = self._cited_by(a.source.spans)
        if behind is not None:
            return tuple(self.of_noun(behind)) or ("unspecified",)
        if a.source.actor is not None and not self._several(a.source.spans):
            return (a.source.actor,)
        found = self._named_in(a.source.spans)
        if found:
            return found
        return (a.source.actor or "unspecified",)

    def _several(self, spans: tuple[Span, ...]) -> bool:
        return any(self.doc.tokens[i].dep == "cc" for s in spans for i in self.doc.tokens_in(s.start, s.end))

    def _named_in(self, spans: tuple[Span, ...]) -> tuple[str, ...]:
        """Return the actors whose mention is the head of a source, or of one of its conjuncts."""
        out: list[str] = []
        for span in spans:
            place = self.doc.tokens_in(span.start, span.end)
            if place:
                out.extend(self.of_noun(self.doc.tokens[self.doc.root_of(place.start, place.stop)]))
        return tuple(dict.fromkeys(out))

    def is_onlooker(self, attribution: str | None) -> bool:
        """Tell whether an attribution's source is one who only watches: an analyst, a newspaper."""
        a = self._by_id.get(attribution or "")
        if a is None or a.source is None:
            return False
        heads = (self.doc.tokens_in(s.start, s.end) for s in a.source.spans)
        return any(
            self.doc.tokens[self.doc.root_of(p.start, p.stop)].lemma in self._onlooker for p in heads if p
        )

    def is_source(self, noun: Token, attribution: str | None) -> bool:
        """Tell whether *noun* names again what an attribution has for its source: "the messages"."""
        a = self._by_id.get(attribution or "")
        heads = (self.doc.tokens_in(s.start, s.end) for s in (a.source.spans if a and a.source else ()))
        return any(self.doc.tokens[self.doc.root_of(p.start, p.stop)].lemma == noun.lemma for p in heads if p)

    def mentioned(self, i: int) -> list[str]:
        """Return the actors that token *i* is part of a mention of."""
        return self._mentioned.get(i, [])

    def of_noun(self, noun: Token) -> list[str]:
        """Return the actors that *noun* and what is coordinated with it mention."""
        out: list[str] = []
        for t in self.doc.conjuncts(noun.i):
            here = self._heads.get(t.i) or tuple(self._mentioned.get(t.i, ()))
            # "Both" stands for all of them; a name that two actors share stands for the first.
            out.extend(here if t.tag in PLURAL or t.lower in TOGETHER else here[:1])
        return list(dict.fromkeys(out))

    def of_cue(self, cue: int, voice: str, outer: tuple[str, ...]) -> tuple[str, ...]:
        """Return who speaks by the word *cue*, which lies within the voice of *outer*."""
        t = self.doc.tokens[cue]
        quoted = self._quoted(t)
        if quoted is not None:
            return tuple(self.of_noun(quoted)) or ("unspecified",)
        cited = self._cited(t)
        if cited is not None:
            return tuple(self.of_noun(cited)) or ("unspecified",)
        if self._by_nobody(t):
            return ("author",)
        a = self.by_cue.get(cue)
        if a is not None and a.source is not None:
            found = self.of_attribution(a)
            if found != ("unspecified",):
                return found
        if voice == "denies" and t.pos == "ADV":
            return ("author",)  # "wrongly said that": the article says it is wrong
        if t.pos in {"ADV"} or (t.pos == "ADJ" and voice == "says" and t.dep == "amod"):
            return ("unspecified",)
        if voice == "denies" and (t.pos == "ADJ" or t.lemma == "lie"):
            return outer  # "the claim is false": he who says so, or the article
        noun = self.subject(t) if t.pos in {"VERB", "AUX", "ADJ"} else self._owner(t)
        named = self.of_noun(noun) if noun is not None else []
        if not named and noun is not None and noun.lower in {"it", "he", "she", "they"}:
            named = self._last_subject(t.sent)
        return tuple(named) or ("unspecified",)

    def _last_subject(self, sent: int) -> list[str]:
        """Return the actor that the sentence before *sent* is about: who "it" most likely is."""
        if sent == 0:
            return []
        root = self.doc.sentences[sent - 1].root
        subject = self.doc.child(root, "nsubj", "nsubjpass")
        return self.of_noun(subject) if subject is not None else []

    def doers(self, doc: Document, event: Event, head: int) -> frozenset[str]:
        """Return who does *event*: its actors, or else whom its subject mentions."""
        if event.actors:
            return frozenset(event.actors)
        subject = doc.child(head, "nsubj") or doc.child(doc.first_conjunct(head).i, "nsubj")
        return frozenset(self.of_noun(subject)) if subject is not None else frozenset()

    def on_side(self, teller: Assessment, own: frozenset[str]) -> bool | None:
        """Tell whether a teller is one of the doers or of their state; None where that is not known."""
        if teller.source in own:
            return True
        actor = self.actors.get(teller.source)
        lands = {self.actors[a].country for a in own if a in self.actors} - {None}
        if actor is None or actor.country is None or not lands:
            return None
        return actor.country in lands

    def _quoted(self, t: Token) -> Token | None:
        """Return who speaks in "quoted him as saying" and "he was cited as saying"."""
        link = self.doc.tokens[t.head]
        verb = self.doc.tokens[link.head]
        if link.lower == "as" and t.dep in {"pcomp", "advcl"}:
            return self.doc.child(verb.i, "dobj", "nsubjpass")
        return None

    def _cited(self, t: Token) -> Token | None:
        """Return whom a report names as its source right behind its verb: "reported, citing two officers"."""
        for w in self.doc.tokens[t.i + 1 : t.i + 3]:
            if w.lower in CITING and w.sent == t.sent:
                return self.doc.child(w.i, "dobj")
        return None

    def _cited_by(self, spans: tuple[Span, ...]) -> Token | None:
        """Return whom a source names as its own source: "according to Reuters, which cited two officials"."""
        place = self.doc.tokens_in(spans[0].start, spans[0].end) if spans else range(0)
        if not place:
            return None
        noun = self.doc.root_of(place.start, place.stop)
        clause = self.doc.child(noun, "relcl")
        return self.doc.child(clause.i, "dobj") if clause is not None and clause.lemma in CITED else None

    def _by_nobody(self, t: Token) -> bool:
        """Tell whether nobody says it: "nobody doubts", "there is no doubt"."""
        if any(k.lower == "no" for k in self.doc.children(t.i, "det")):
            return True
        subject = self.doc.child(t.i, "nsubj") if t.pos == "VERB" else None
        if subject is None:
            return False
        return subject.lower in {"nobody", "none", "one"} and any(
            w.lower in {"nobody", "none", "no"} for w in self.doc.tokens[subject.left : subject.i + 1]
        )

    def subject(self, verb: Token) -> Token | None:
        """Return the word that names who does what *verb* says."""
        passive = any(k.dep in {"auxpass", "nsubjpass"} for k in self.doc.children(verb.i))
        reduced = verb.tag == "VBN" and (verb.dep == "acl" or self._stands(verb))
        if passive or reduced or (verb.tag == "VBN" and self._agent(verb) is not None):
            return self._agent(verb)
        subject = self.doc.child(verb.i, "nsubj")
        head = self.doc.tokens[verb.head]
        if subject is None and verb.dep in {"conj", "xcomp", "acomp", "advcl", "attr"} and head.i != verb.i:
            return self.subject(head)
        if subject is not None and subject.tag in {"WP", "WDT"}:
            return head if verb.dep == "relcl" else self._before(subject)
        if subject is None and verb.dep == "acl":
            return head
        between = self.doc.child(subject.i, "appos") if subject is not None else None
        if between is not None and between.right + 1 == verb.i:
            return between  # "the bridge, a lawmaker wrote, was hit"
        return subject

    def _before(self, relative: Token) -> Token | None:
        """Return the noun right before a relative pronoun whose clause hangs elsewhere."""
        near = self.doc.tokens[max(0, relative.i - 2) : relative.i]
        return next((w for w in reversed(near) if w.pos in {"NOUN", "PROPN"}), None)

    def _stands(self, verb: Token) -> bool:
        """Tell whether a participle is a passive below another verb: "stands accused"."""
        return verb.dep in {"advcl", "acomp", "oprd", "xcomp"} and self.doc.tokens[verb.head].lemma in {
            "stand",
            "remain",
        }

    def owners(self, noun: Token) -> tuple[str, ...]:
        """Return whose account *noun* is, or whom it names itself: "the account of two survivors"."""
        owner = self._owner(noun)
        if owner is None:
            for k in self.doc.children(noun.i, "prep"):
                owner = owner or (self.doc.child(k.i, "pobj") if k.lower == "of" else None)
        return tuple(self.of_noun(owner if owner is not None else noun))

    def _is_paper(self, noun: Token | None) -> bool:
        """Tell whether *noun* names a body that can make a report: "a report in Der Spiegel"."""
        named = self.mentioned(noun.i) if noun is not None else []
        return any(self.actors[a].kind == "organization" for a in named)

    def _agent(self, verb: Token) -> Token | None:
        by = self.doc.child(verb.i, "agent")
        return self.doc.child(by.i, "pobj") if by is not None else None

    def _owner(self, noun: Token) -> Token | None:
        """Return whose claim a claim noun is: "Minsk's allegation", "a report by the UN", "claims X made"."""
        for k in self.doc.children(noun.i):
            if k.dep == "poss":
                return k
            if k.dep == "prep" and k.lower in {"by", "from"}:
                return self.doc.child(k.i, "pobj")
            if k.dep == "prep" and k.lower == "in" and self._is_paper(self.doc.child(k.i, "pobj")):
                return self.doc.child(k.i, "pobj")
            if k.dep == "amod" and k.i in self._mentioned:
                return k
            if k.dep == "compound" and k.i in self._mentioned:
                return k
            if k.dep == "relcl" and k.lemma in self._raising:
                subject = self.doc.child(k.i, "nsubj")
                if subject is not None and subject.tag not in {"WDT", "WP"}:
                    return subject
        head = self.doc.tokens[noun.head]
        if noun.dep == "dobj" and head.lemma in self._raising:
            return self.subject(head)
        return None
