"""The assessments room: what the syntax says of an event, who stands behind it, and its status."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dragoman import assessments
from dragoman.assessments.views import PLAIN, View, beside, under
from dragoman.codebook.factuality import Effect, load
from dragoman.codebook.tables import Faults
from dragoman.records import Actor, Attribution, Event, Mention, Passage, Source, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.codebook import Codebook
    from dragoman.documents import Document
    from dragoman.documents.parser import SpacyParser
    from dragoman.records import QuoteKind

YES, NO = Effect("+", "certain", "done"), Effect("-", "certain", "done")
POLARITY = {"+": "+", "-": "-", "?": "unknown", "=": "+"}


def test_implicative_turns_over_under_negation():
    """What holds beneath a word depends on whether the word itself holds."""
    assert under(PLAIN, NO, YES).sign == "-"
    assert under(View("-"), NO, YES).sign == "+"


def test_factive_holds_whatever_becomes_of_the_word():
    """Beneath a factive word the event is true even where the word is negated or hypothetical."""
    assert under(View("-", "possible", "foreseen"), YES, YES) == PLAIN


def test_certainty_never_grows_on_the_way_down():
    """A certain word beneath a possible one leaves the event possible."""
    assert under(View("+", "possible", "foreseen"), YES, NO) == View("+", "possible", "foreseen")


def test_two_negations_cancel():
    """A negation beside a word that is already negated makes it hold."""
    assert beside(View("-"), NO) == PLAIN


@pytest.mark.model
def test_every_entry_gets_its_own_example_right(parser, codebook):
    """Each entry of the factuality tables judges the event in its example as the entry says."""
    wrong = []
    for example in codebook.factuality.examples:
        doc = parser.parse(example.text)
        place = doc.token_at(example.start)
        judged = assessments.judge(doc, codebook, place)
        effect = example.effect
        certainty = "unknown" if effect.sign == "?" else effect.certainty
        if (judged.polarity, judged.certainty, judged.mood) != (
            POLARITY[effect.sign],
            certainty,
            effect.mood,
        ):
            wrong.append(f"{example.where}: {example.text} -> {judged}")
    assert wrong == []


def event_at(doc: Document, word: str, number: int = 0) -> Event:
    """An event of any type at the given occurrence of *word*."""
    start = -1
    for _ in range(number + 1):
        start = doc.text.index(word, start + 1)
    place = doc.tokens_in(start, start + len(word)).start
    return Event(
        id=f"{word}{number}",
        event_type="ANY",
        sentence=doc.sentence_span(doc.tokens[place].sent),
        trigger=doc.cut(start, start + len(word)),
    )


def attribution(
    doc: Document, source: str, cue: str, content: str, actor: str, kind: QuoteKind
) -> Attribution:
    """An attribution by the words of its parts."""

    def passage(words: str) -> tuple[Span, ...]:
        start = doc.text.index(words)
        return (doc.cut(start, start + len(words)),)

    return Attribution(
        id=f"at-{cue}",
        source=Source(spans=passage(source), text=source, actor=actor),
        cue=Passage(spans=passage(cue), text=cue),
        content=Passage(spans=passage(content), text=content),
        kind=kind,
        stance="assert",
    )


def actor(doc: Document, id_: str, name: str) -> Actor:
    """A country with all its mentions by *name*."""
    found = [m.start() for m in re.finditer(re.escape(name), doc.text)]
    mentions = tuple(Mention(start=a, end=a + len(name), text=name) for a in found)
    return Actor(id=id_, name=name, kind="country", country=id_, mentions=mentions)


def stands(event: Event) -> list[tuple[str, str, str]]:
    """The stands of an event, without the attribution."""
    return [(a.source, a.polarity, a.certainty) for a in event.assessments]


def assess(
    parser: SpacyParser,
    codebook: Codebook,
    text: str,
    word: str,
    actors: Sequence[tuple[str, str]] = (),
    said: Sequence[tuple[str, str, str, str, QuoteKind]] = (),
) -> tuple[Event, ...]:
    """Assess the event at *word* in *text*; *actors* by id and name, *said* by the parts of attributions."""
    doc = parser.parse(text)
    events = (event_at(doc, word),)
    who = tuple(actor(doc, *a) for a in actors)
    attributions = tuple(attribution(doc, *a) for a in said)
    return assessments.assess(doc, codebook, who, attributions, events).kept


@pytest.mark.model
def test_what_the_article_says_itself_is_asserted(parser, codebook):
    """Without a voice around it, the author commits."""
    (event,) = assess(parser, codebook, "Chad expelled the German ambassador on Friday.", "expelled")
    assert (event.status, stands(event)) == ("asserted", [("author", "+", "certain")])


@pytest.mark.model
def test_a_quotation_is_its_speakers(parser, codebook):
    """An attribution that the tree does not show takes the event out of the author's mouth."""
    text = 'It was a long night. "They shelled our village. Nobody slept." So spoke Rosa.'
    content = "They shelled our village. Nobody slept."
    said: list[tuple[str, str, str, str, QuoteKind]] = [("Rosa", "spoke", content, "a1", "direct")]
    (event,) = assess(parser, codebook, text, "shelled", said=said)
    assert event.status == "attributed"
    assert stands(event) == [("author", "unknown", "unknown"), ("a1", "+", "certain")]
    assert event.assessments[1].attribution == "at-spoke"


@pytest.mark.model
def test_accusation_and_denial_make_contested(parser, codebook):
    """The denial of an accusation points back to what was alleged, and every denier counts."""
    text = "Kenya accused Chad of arming rebels in Mali. Chad and Mali rejected the accusation."
    (event,) = assess(
        parser,
        codebook,
        text,
        "arming",
        actors=[("KEN", "Kenya"), ("TCD", "Chad"), ("MLI", "Mali")],
    )
    assert event.status == "contested"
    assert stands(event) == [
        ("author", "unknown", "unknown"),
        ("KEN", "+", "certain"),
        ("TCD", "-", "certain"),
        ("MLI", "-", "certain"),
    ]


@pytest.mark.model
def test_a_denial_alone_is_denied(parser, codebook):
    """Where nobody asserts it, a denied event is denied, not contested."""
    (event,) = assess(
        parser,
        codebook,
        "Chad denied that its troops crossed the border.",
        "crossed",
        actors=[("TCD", "Chad")],
    )
    assert (event.status, stands(event)[1]) == ("denied", ("TCD", "-", "certain"))


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("Ghana refused to sign the treaty.", "sign", "negated"),
        ("Chad shelled Sudan, Khartoum said; Chad denied firing first.", "shelled", "attributed"),
        ("Chad has shelled Sudan, a charge that Chad denies.", "shelled", "denied"),
        ("Ghana did not refuse to sign the treaty.", "sign", "asserted"),
        ("Ghana will sign the treaty in June.", "sign", "planned"),
        ("Ghana could sign the treaty in June.", "sign", "foreseen"),
        ("If Ghana signs the treaty, Togo will follow.", "signs", "foreseen"),
        ("Togo urged Ghana to sign the treaty.", "sign", "requested"),
        ("Ghana must sign the treaty.", "sign", "requested"),
        ("Ghana has yet to sign the treaty.", "sign", "negated"),
        ("Ghana reportedly signed the treaty.", "signed", "attributed"),
        ("Ghana had to sign the treaty.", "sign", "asserted"),
        ("The visit, cancelled on Friday, had been long prepared.", "visit", "negated"),
        ("Togo threatened to expel the envoy if Ghana signs the treaty.", "expel", "planned"),
        ("Nobody signed the treaty.", "signed", "negated"),
        ("Ghana did not sign the treaty until June.", "sign", "asserted"),
        ("Ghana would like to thank Togo for the gift.", "thank", "asserted"),
        ("Did Ghana sign the treaty?", "sign", "foreseen"),
        ("Reports that Ghana signed the treaty are false.", "signed", "negated"),
        ("A newspaper wrongly said that Ghana had signed the treaty.", "signed", "negated"),
        ("Ghana accepted an invitation to sign the treaty.", "sign", "planned"),
        ("Togo demanded that Ghana stop arming rebels.", "arming", "asserted"),
        ("Togo warned that it would expel the envoy.", "expel", "planned"),
        ("Togo warned that Ghana could expel the envoy.", "expel", "foreseen"),
        ("Togo neither confirmed nor denied that it had expelled the envoy.", "expelled", "foreseen"),
        ("Togo to expel German envoy", "expel", "planned"),
        ("Togo wants Ghana to expel the envoy.", "expel", "requested"),
    ],
)
def test_status_by_syntax(parser, codebook, text, word, status):
    """Status follows from the words around the event where no attribution is known."""
    (event,) = assess(parser, codebook, text, word)
    assert event.status == status


@pytest.mark.model
def test_unverified_claims_are_less_certain(parser, codebook):
    """That it could not be verified makes a certain claim probable and leaves it attributed."""
    text = "Chad said rebels had burned a village. The claim could not be independently verified."
    (event,) = assess(parser, codebook, text, "burned", actors=[("TCD", "Chad")])
    assert (event.status, stands(event)[1]) == ("attributed", ("TCD", "+", "probable"))


@pytest.mark.model
def test_confirmation_commits_the_author(parser, codebook):
    """What is confirmed is asserted by the author as well as by him who confirms it."""
    (event,) = assess(
        parser,
        codebook,
        "Chad confirmed that rebels had burned a village.",
        "burned",
        actors=[("TCD", "Chad")],
    )
    assert event.status == "asserted"
    assert stands(event) == [("author", "+", "certain"), ("TCD", "+", "certain")]


@pytest.mark.model
def test_every_status_has_its_words(parser, codebook):
    """Reasons point into the text, and the last names the status."""
    text = "Chad denied that its troops had crossed the border."
    (event,) = assess(parser, codebook, text, "crossed")
    assert event.reasons[-1].rule == "status: denied"
    assert {text[r.start : r.end] for r in event.reasons} == {"denied", "crossed"}


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?!",
        ")( ][ - not",
        "no no no not never without if",
        "𝔘𝔫𝔦 \u200b said that \ud7ff denied \x00",
        "to to to to",
    ],
)
def test_nonsense_does_no_harm(parser, codebook, text):
    """Any text, with an event at every word, is assessed without complaint."""
    doc = parser.parse(text)
    events = tuple(
        Event(
            id=str(t.i), event_type="ANY", sentence=doc.sentence_span(t.sent), trigger=doc.cut(t.start, t.end)
        )
        for t in doc.tokens
    )
    found = assessments.assess(doc, codebook, (), (), events).kept
    assert [e.id for e in found] == [e.id for e in events]
    assert all(0 <= r.start <= r.end <= len(text) for e in found for r in e.reasons)


def test_faults_in_the_tables_are_all_listed(tmp_path):
    """A bad value, an unknown frame and a missing class are each reported with file and line."""
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "factuality_predicates.tsv").write_text(
        "word\tpos\tframe\tyes\tno\tvoice\texample\nfail\tV\tinfi\t-\t+\t\tHe failed to [go].\n"
        "try\tV\tinf\tx\t-\t\tHe tried.\n"
    )
    (folder / "factuality_auxiliaries.tsv").write_text("word\tyes\tno\tperfect\texample\n")
    (folder / "factuality_words.tsv").write_text("word\tkind\tvalue\tvoice\texample\n")
    (folder / "factuality_classes.tsv").write_text("class\tmeans\twords\n")
    faults = Faults()
    load(tmp_path, faults)
    said = "\n".join(faults.found)
    assert "factuality_predicates.tsv line 2: frame 'infi' is unknown" in said
    assert "factuality_predicates.tsv line 3: yes is 'x'" in said
    assert "line 3: the example must have one event word" in said
    assert "class 'light' is missing" in said


@pytest.mark.model
def test_a_verbal_act_is_done_by_saying_it(parser, codebook):
    """What Chad's minister says Chad will not do is Chad's refusal, in the article's own voice."""
    doc = parser.parse("Chad said that it would not accept the ruling.")
    who = (actor(doc, "TCD", "Chad"),)
    refusal = replace(event_at(doc, "accept"), event_type="REJECT", actors=("TCD",))
    promise = replace(event_at(doc, "accept"), event_type="SUPPORT", actors=("TCD",))
    said, act = assessments.assess(doc, codebook, who, (), (refusal, promise)).kept
    assert (said.status, stands(said)) == ("asserted", [("author", "+", "certain")])
    assert act.status == "negated"


@pytest.mark.model
def test_what_is_denied_as_others_told_it_is_contested(parser, codebook):
    """An "as" clause names who asserts what the sentence denies."""
    text = "Chad denied that police fired on the crowd, as Kenya had reported."
    (event,) = assess(parser, codebook, text, "fired", actors=[("TCD", "Chad"), ("KEN", "Kenya")])
    assert event.status == "contested"
    assert stands(event)[1:] == [("TCD", "-", "certain"), ("KEN", "+", "certain")]


@pytest.mark.model
def test_an_answer_needs_no_pointer_where_it_says_that_nothing_happened(parser, codebook):
    """Who says that no collision occurred denies the collision told in the sentence before."""
    text = "Kenya said a ship had rammed its boat. Chad said that no collision occurred."
    (event,) = assess(parser, codebook, text, "rammed", actors=[("KEN", "Kenya"), ("TCD", "Chad")])
    assert event.status == "contested"


@pytest.mark.model
def test_a_denial_leaves_what_others_did_alone(parser, codebook):
    """The nearest claim that is made against the denier is meant, not what lies nearer and is no claim."""
    text = "Kenya said Chad had shelled a village. Rain fell all night. Chad denied the accusation."
    (claim,) = assess(parser, codebook, text, "shelled", actors=[("KEN", "Kenya"), ("TCD", "Chad")])
    (rain,) = assess(parser, codebook, text, "fell", actors=[("KEN", "Kenya"), ("TCD", "Chad")])
    assert (claim.status, rain.status) == ("contested", "asserted")


@pytest.mark.model
def test_a_statement_withdrawn_is_denied(parser, codebook):
    """Who withdraws his statement stands behind it no more; to withdraw troops withdraws no statement."""
    text = "Chad withdrew its statement that rebels had burned a village."
    (event,) = assess(parser, codebook, text, "burned", actors=[("TCD", "Chad")])
    assert (event.status, stands(event)[1:]) == ("denied", [("TCD", "-", "certain")])
    (event,) = assess(parser, codebook, "Chad withdrew its troops from Mali.", "withdrew", [("TCD", "Chad")])
    assert event.status == "asserted"
