"""Who says what, by which words."""

import pytest

from dragoman import attributions
from dragoman.codebook import cues
from dragoman.codebook.tables import Faults
from dragoman.records import Actor, Attribution, Mention

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def read(parser, codebook):
    """Return the attributions that a text holds."""
    return lambda text, actors=(): attributions.find(parser.parse(text), codebook, actors).kept


def told(a: Attribution) -> tuple[str, str, str]:
    """Return the texts of source, cue and content."""
    return (a.source.text if a.source else "", a.cue.text if a.cue else "", a.content.text)


def test_every_cue_finds_what_its_example_marks(read, codebook):
    """Source, cue and content come out of each example as it marks them."""
    wrong = []
    for cue in codebook.cues.all():
        text, marked = cues.parts(cue.example)
        wanted = tuple(" … ".join(marked[role]) for role in ("source", "cue", "content"))
        got = [told(a) for a in read(text)]
        if wanted not in got:
            wrong.append((cue.file, cue.line, wanted, got))
    assert not wrong


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ('"The talks are over," said the envoy.', "the envoy", '"The talks are over,"'),
        ('"The talks," the envoy said, "are over."', "the envoy", '"The talks," … "are over."'),
        ("‘It is over,’ the envoy’s aide said.", "the envoy’s aide", "‘It is over,’"),
        ("«The talks are over», the envoy said.", "the envoy", "«The talks are over»"),
        ("„The talks are over“, the envoy said.", "the envoy", "„The talks are over“"),
        (
            "''The talks are over,'' the envoy said. ''We are going home.''",
            "the envoy",
            "''The talks are over,'' … ''We are going home.''",
        ),
        ('"Will you sign?" the reporter asked the minister.', "the reporter", '"Will you sign?"'),
        (
            '"The talks are over," the envoy said. He looked tired. "We are going home."',
            "the envoy",
            '"The talks are over," … "We are going home."',
        ),
        (
            "“First we shall talk about the border.\n\n“Then about the islands,” the premier said.",
            "the premier",
            "“First we shall talk about the border. … “Then about the islands,”",
        ),
        (
            'Voters "want peace above all," the pollster said.',
            "the pollster",
            'Voters "want peace above all,"',
        ),
        (
            'In the north, the mayor said, "there is no water at all."',
            "the mayor",
            'In the north … "there is no water at all."',
        ),
        (
            'The premier opposed the plan: "It would hand our ports to strangers."',
            "The premier",
            '"It would hand our ports to strangers."',
        ),
    ],
)
def test_speech_finds_its_speaker(read, text, source, content):
    """Before, after and around the verb, in every style of mark, over sentences and paragraphs."""
    assert (source, content) in [(told(a)[0], told(a)[2]) for a in read(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"The talks are over," said the envoy.', "direct"),
        ("The envoy said that the talks were over.", "indirect"),
        ('The envoy said the talks were a "complete waste of time".', "mixed"),
    ],
)
def test_the_kind_is_told_by_the_quotation_marks(read, text, kind):
    """Direct: all quoted; mixed: some; indirect: nothing."""
    assert [a.kind for a in read(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "cue", "content", "stance"),
    [
        (
            "Both Moscow and Minsk have denied these charges, as well as claims that shells were shipped.",
            "have denied",
            "these charges, as well as claims that shells were shipped",
            "deny",
        ),
        (
            "The Kremlin dismissed as groundless the reports of a deal.",
            "dismissed",
            "the reports of a deal",
            "deny",
        ),
        ("Moscow denies using chemical weapons.", "denies", "using chemical weapons", "deny"),
        ("Serbia shelled the town, a charge Belgrade denies.", "denies", "a charge", "deny"),
        ("Tehran rejected the offer.", "rejected", "the offer", "criticize"),
        ("Iran did not confirm or deny the strike.", "did not confirm or deny", "the strike", "question"),
        (
            "Israel neither confirmed nor denied that it was behind the blast.",
            "neither confirmed nor denied",
            "that it was behind the blast",
            "question",
        ),
        (
            "The claim could not be independently verified.",
            "could not be independently verified",
            "The claim",
            "question",
        ),
        ("Peskov called the claims absurd.", "called", "the claims absurd", "deny"),
        ("The ministry said that the reports were false.", "said", "that the reports were false", "deny"),
        (
            "The Kremlin described reports that it had jailed a diplomat as fabricated.",
            "described",
            "reports that it had jailed a diplomat as fabricated",
            "deny",
        ),
        ('"It is a lie," the envoy said.', "said", '"It is a lie,"', "deny"),
        ("The envoy said the reports were not false.", "said", "the reports were not false", "assert"),
        ("The envoy called the decision absurd.", "called", "the decision absurd", "assert"),
        (
            "The army said the reports were false and that it had left.",
            "said",
            "the reports were false and that it had left",
            "assert",
        ),
        ("The envoy asked both sides to withdraw.", "asked", "both sides to withdraw", "demand"),
        (
            "The envoy asked whether both sides would withdraw.",
            "asked",
            "whether both sides would withdraw",
            "question",
        ),
    ],
)
def test_the_stance_is_that_of_the_words(read, text, cue, content, stance):
    """Denying, turning down and taking no stand are told apart."""
    assert (cue, content, stance) in [(a.cue.text, a.content.text, a.stance) for a in read(text)]


def test_what_is_not_given_is_not_denied(read):
    """A visa that is denied is no claim."""
    assert [a.stance for a in read("The consulate denied him a visa.")] == []


def test_a_chain_tells_who_reports_whom(read):
    """What one says that another says lies within it, wherever the words stand."""
    outer, inner = read("KCNA said that Lavrov had told Choe that Russia would help.")
    assert (outer.source.text, outer.within) == ("KCNA", None)
    assert (inner.source.text, inner.addressee, inner.within) == ("Lavrov", "Choe", outer.id)
    said, reported = read("The minister said that the pipe was leaking, the Daily Mail reported on Friday.")
    assert (said.source.text, said.within) == ("The minister", reported.id)
    assert (reported.source.text, reported.content.text) == (
        "the Daily Mail",
        "The minister said that the pipe was leaking",
    )


def test_the_next_act_of_a_speaker_is_no_part_of_what_he_says(read):
    """A verb that shares the tense of the cue goes with it, not with the clause that it stands behind."""
    text = "Minsk denied that its airspace had been used for the attack and accused Kyiv of spreading lies."
    denial, charge = read(text)
    assert denial.content.text == "that its airspace had been used for the attack"
    assert (charge.source.text, charge.content.text) == ("Minsk", "Kyiv of spreading lies")


def test_a_source_is_the_actor_that_its_head_stands_for(read):
    """The actor of a source is the one whose mention has the same head."""
    text = "The talks went well, Foreign Minister Sergey Lavrov said."
    start = text.index("Sergey Lavrov")
    lavrov = Actor(
        id="a1",
        name="Sergey Lavrov",
        kind="person",
        mentions=(Mention(start=start, end=start + len("Sergey Lavrov"), text="Sergey Lavrov"),),
    )
    (a,) = read(text, (lavrov,))
    assert (a.source.text, a.source.actor) == ("Foreign Minister Sergey Lavrov", "a1")


@pytest.mark.parametrize(
    "text",
    [
        "Lavrov said that the talks went well.",
        "Lavrov's statement said that the talks went well.",
        "A statement by Lavrov said that the talks went well.",
        "They met Lavrov, who said that the talks went well.",
    ],
)
def test_the_author_of_a_statement_is_its_source(read, text):
    """A statement speaks for its author, and "who" for the one named before."""
    start = text.index("Lavrov")
    mention = Mention(start=start, end=start + len("Lavrov"), text="Lavrov")
    found = read(text, (Actor(id="a1", name="Lavrov", kind="person", mentions=(mention,)),))
    assert "a1" in [a.source.actor for a in found if a.source and "talks" in a.content.text]


def test_a_dateline_is_no_part_of_a_source_or_content(read):
    """Place, day and agency before the first sentence are left out."""
    (a,) = read("SEOUL, Jan 19 (Agency) - North Korea said on Friday that it had tested a weapon.")
    assert told(a) == ("North Korea", "said on Friday", "that it had tested a weapon")


def test_what_the_speaker_himself_thinks_in_a_quote_is_his_quote(read):
    """No attribution of its own for "I think"; one for what somebody else is told to say."""
    assert len(read('"I think that we will win," the general said.')) == 1
    assert [a.within for a in read('"Kyiv says that it has no shells left," the general said.')] == [
        "s2",
        None,
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("", " \n ", "''\"“", "said said said", ":::", "“" * 50, "According to", "— - –", "\u2028 said"),
        *("“” said", '"He said: ', "a" * 3000 + " said", "Denied.", "said: “", "😀 said “😀”."),
    ],
)
def test_no_text_makes_it_fail(read, text):
    """Odd texts give no error, and every span holds its words."""
    for a in read(text):
        spans = (*(a.source.spans if a.source else ()), *a.cue.spans, *a.content.spans)
        assert all(text[s.start : s.end] == s.text and s.text for s in spans)


def test_attributions_are_numbered_in_text_order(read):
    """Ids run s1, s2 ... by the place of the cue."""
    found = read("Ankara warned Athens. Athens denied it. Rome, Paris said, was silent.")
    assert [a.id for a in found] == [f"s{n}" for n in range(1, len(found) + 1)]
    starts = [a.cue.spans[0].start for a in found]
    assert starts == sorted(starts)


def test_word_classes_hold_the_word_of_their_example(codebook):
    """The word marked in the example of a class belongs to it."""
    from importlib.resources import files  # noqa: PLC0415

    from dragoman.codebook.tables import toml  # noqa: PLC0415

    faults = Faults()
    for name, table in toml(files("dragoman.codebook"), cues.CLASSES, faults).items():
        (word,) = cues.parts(table["example"])[1]["cue"]
        members = getattr(codebook.cues, name)
        assert word.lower() in members or any(word.lower().startswith(m) for m in members), name
