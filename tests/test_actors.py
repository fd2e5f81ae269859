"""The actors room on parsed sentences."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman import actors
from dragoman.records import Article

pytestmark = pytest.mark.model


def kept(parser, codebook, text, published=None):
    """The actors of *text*, and its parse."""
    doc = parser.parse(text)
    article = Article(id="t", text=text, published=published)
    return actors.find(doc, codebook, article).kept, doc


def found(parser, codebook, text, published=None):
    """The actors of *text* by name."""
    return {a.name: a for a in kept(parser, codebook, text, published)[0]}


def mentions(actor):
    """The words of an actor's mentions."""
    return [m.text for m in actor.mentions]


def at(parser, codebook, text, word, published=None):
    """The (country, first sector) of each actor that the last *word* in *text* stands for."""
    who, doc = kept(parser, codebook, text, published)
    by_id = {a.id: a for a in who}
    head = [t.i for t in doc.tokens if t.text == word][-1]
    ids = actors.at_heads(doc, who).get(head, ())
    return sorted((by_id[i].country or "", by_id[i].sector or "") for i in ids)


def test_title_and_apposition_give_role_and_country(parser, codebook):
    """A title before a name, set off by a comma or not, gives the person's role, country and sector."""
    who = found(
        parser,
        codebook,
        "North Korea's Foreign Minister, Choe Son Hui, met Russian President Vladimir Putin.",
    )

    choe, putin = who["Choe Son Hui"], who["Vladimir Putin"]
    assert (choe.country, choe.sector, choe.role) == ("PRK", "GOV", "Foreign Minister")
    assert (putin.country, putin.role) == ("RUS", "President")


@pytest.mark.parametrize(
    ("text", "name", "country", "sector", "role"),
    [
        ("Dana Okoro, Kenya's foreign minister, left Rome.", "Dana Okoro", "KEN", "GOV", "foreign minister"),
        ("Dana Okoro, who is the Kenyan army chief, spoke.", "Dana Okoro", "KEN", "MIL", "army chief"),
        ("Dana Okoro is the president of Kenya.", "Dana Okoro", "KEN", "GOV", "president"),
        ("Former Kenyan President Dana Okoro spoke.", "Dana Okoro", "KEN", "ELI", "President"),
        ("Gen. Dana Okoro of the Kenyan army spoke.", "Dana Okoro", None, "MIL", None),
        ("The US ambassador to Kenya, Ann Smith, spoke.", "Ann Smith", "USA", "GOV", "ambassador"),
        ("Ann Smith, a spokeswoman for the White House, spoke.", "Ann Smith", "USA", "GOV", "spokeswoman"),
    ],
)
def test_what_the_text_says_of_a_person(parser, codebook, text, name, country, sector, role):
    """Appositions, relative clauses, predicates, ranks and complements are read."""
    actor = found(parser, codebook, text)[name]

    assert (actor.country, actor.sector, actor.role) == (country, sector, role)


def test_short_names_belong_to_the_full_one(parser, codebook):
    """A family name, before or after the given one, is the person named in full before."""
    text = "Choe Son Hui, North Korea's foreign minister, met Sergei Lavrov. Choe thanked Lavrov."
    who = found(parser, codebook, text, "2024-01-17")

    assert "Choe" in mentions(who["Choe Son Hui"])
    assert "Lavrov" in mentions(who["Sergei Lavrov"])


def test_the_office_is_that_of_the_day(parser, codebook):
    """With no role in the text, the table of offices gives the one held when the article appeared."""
    text = "Joe Biden spoke in Berlin."

    assert found(parser, codebook, text, "2012-01-01")["Joe Biden"].role == "Vice President"
    assert found(parser, codebook, text, "2022-01-01")["Joe Biden"].role == "President"
    assert found(parser, codebook, text, "2025-06-01")["Joe Biden"].sectors == ("ELI",)


def test_coordinated_modifiers_are_two_actors_under_one_head(parser, codebook):
    """Two countries before one plural noun are two actors, both reached from the noun."""
    text = "U.S. and Russian negotiators met in Geneva."

    assert at(parser, codebook, text, "negotiators") == [("RUS", "GOV"), ("USA", "GOV")]


def test_a_capital_is_an_actor_only_where_it_acts(parser, codebook):
    """A capital that denies is the government; one after "in" is a place, where a guest finds a host."""
    russia = found(parser, codebook, "Moscow denied the report.")["Russia"]
    place = found(parser, codebook, "Rebels met in Moscow.")["Russia"]

    assert (russia.country, russia.mentions[0].kind) == ("RUS", "metonym")
    assert (place.country, place.mentions[0].kind) == ("RUS", "place")
    assert at(parser, codebook, "Rebels met in Moscow.", "Moscow") == []


@pytest.mark.parametrize(
    ("text", "word", "country", "sector"),
    [
        ("Turkish police arrested two men.", "police", "TUR", "COP"),
        ("The government of Sindh province resigned.", "government", "PAK", "GOV"),
        ("Pro-Russian rebels shelled the town.", "rebels", "", "REB"),
        ("Iran-backed fighters shelled the town.", "fighters", "", "REB"),
        ("U.S.-led coalition jets bombed the town.", "jets", "USA", "MIL"),
        ("A senior Western official criticised Mali.", "official", "", "GOV"),
        ("Hamas officials left Cairo.", "officials", "PSE", "REB"),
        ("Pakistan's Foreign Office summoned the envoy.", "Office", "PAK", "GOV"),
        ("Britain said it would send 500 troops to Estonia.", "troops", "GBR", "MIL"),
        ("Hezbollah said its fighters had left.", "fighters", "LBN", "REB"),
        ("France urged Rwanda to withdraw its soldiers.", "soldiers", "RWA", "MIL"),
        ("France accused Rwanda of sending troops to Congo.", "troops", "RWA", "MIL"),
        ("Police fired tear gas at protesters in Nairobi.", "protesters", "KEN", "CVL"),
        ("Ethnic Albanian guerrillas attacked a village in Macedonia.", "guerrillas", "MKD", "REB"),
    ],
)
def test_nouns_for_actors(parser, codebook, text, word, country, sector):
    """Modifiers, complements, owners and places say whose they are; what they are near to does not."""
    assert at(parser, codebook, text, word) == [(country, sector)]


def test_both_and_two_mean_the_two_named_before(parser, codebook):
    """Plural nouns and pronouns stand for each of the two."""
    text = "Chad and Niger signed a treaty. Both countries will open the border. They also agreed to trade."

    assert at(parser, codebook, text, "countries") == [("NER", ""), ("TCD", "")]
    assert at(parser, codebook, text, "They") == [("NER", ""), ("TCD", "")]


def test_words_that_count_stand_for_what_they_count(parser, codebook):
    """In "thousands of Kenyan protesters" both nouns stand for the protesters."""
    text = "Thousands of Kenyan protesters marched."

    for word in ("Thousands", "protesters"):
        assert at(parser, codebook, text, word) == [("KEN", "CVL")]


def test_pronouns_follow_gender(parser, codebook):
    """Of a man and a woman, "she" is the woman and "he" the man."""
    text = "Mr. Okoro met Mrs. Lind in Oslo. She thanked him."
    who = found(parser, codebook, text)

    assert "She" in mentions(who["Lind"])
    assert "him" in mentions(who["Okoro"])


def test_it_is_a_body_only_where_that_is_plain(parser, codebook):
    """A subject taken up by "it" is followed; after "warned X that it" there are two to choose from."""
    assert at(parser, codebook, "Japan protested. It recalled its envoy.", "It") == [("JPN", "")]
    assert at(parser, codebook, "Japan warned China that it would suffer.", "it") == []


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Peru said that the floods had killed two men. It recalled its envoy.", "It", [("PER", "")]),
        ("Peru said that the bill had passed. It contains many rules.", "It", []),
        ("Peru said that it was ready for talks.", "it", [("PER", "")]),
        ("Peru accused Chile of hiding its purchases.", "its", [("CHL", "")]),
        ("Peru accused Chile of firing shells at its towns.", "its", []),
        ("Peru said that Chile had sold arms to Cuba. Both denied it.", "Both", [("CHL", ""), ("CUB", "")]),
        (
            "Kim Jong Un saw Putin in 2019, when they met.",
            "they",
            [("PRK", "GOV"), ("RUS", "GOV")],
        ),
    ],
)
def test_pronouns_for_states_follow_who_can_have_acted(parser, codebook, text, word, expected):
    """The topic that acts, the object of blame, those of whom it was said, those who met."""
    assert at(parser, codebook, text, word, "2024-01-19") == expected


def test_offices_in_the_plural_are_those_who_hold_them(parser, codebook):
    """In "the presidents of A and B" each is the one named for his country, also later in the text."""
    text = (
        "The presidents of Guyana and Venezuela agreed to talk. Guyana's President Irfaan Ali met "
        "President Nicolas Maduro. The presidents will meet again."
    )
    who = found(parser, codebook, text, "2023-12-15")

    assert mentions(who["Irfaan Ali"]).count("presidents") == 2
    assert mentions(who["Nicolas Maduro"]).count("presidents") == 2


def test_an_abbreviation_that_the_text_explains_is_what_the_text_says(parser, codebook):
    """The codebook's body of that name is not meant, nor where the abbreviation stands alone later."""
    text = "The Islamabad Monetary Foundation (IMF) sued Peru. Later the IMF withdrew."

    assert "International Monetary Fund" not in found(parser, codebook, text)
    known = "The International Monetary Fund (IMF) praised Peru. Later the IMF lent it money."
    assert mentions(found(parser, codebook, known)["International Monetary Fund"]).count("IMF") >= 1


def test_the_north_is_a_korea_only_in_a_korean_story(parser, codebook):
    """A text that names one Korea may call the other by its direction."""
    text = "South Korea fired shells after the North tested a missile."

    assert at(parser, codebook, text, "North") == [("PRK", "")]
    assert at(parser, codebook, "Rain fell after the North voted.", "North") == []


def test_us_the_pronoun_is_no_country(parser, codebook):
    """Small letters tell the pronoun from the state."""
    assert at(parser, codebook, "They told us nothing.", "us") == []


def test_a_name_without_evidence_is_set_aside_with_a_reason(parser, codebook):
    """A capitalised word that nothing shows to be an actor is dropped, and the record says so."""
    text = "Poseidon was sold."
    doc = parser.parse(text)
    got = actors.find(doc, codebook, Article(id="t", text=text))

    assert all(text[d.start : d.end] and d.room == "actors" and d.why for d in got.dropped)
    assert got.kept == ()


def check(parser, codebook, text):
    """Ids run in order of first mention; all spans and reasons lie in the text; twice gives the same."""
    who, doc = kept(parser, codebook, text, "2024-01-01")
    assert [a.id for a in who] == [f"a{n}" for n in range(1, len(who) + 1)]
    starts = [min(m.start for m in a.mentions) for a in who]
    assert starts == sorted(starts)
    for actor in who:
        assert actor.reasons
        for m in actor.mentions:
            assert text[m.start : m.end] == m.text
        for r in actor.reasons:
            assert 0 <= r.start <= r.end <= len(text)
    heads = actors.at_heads(doc, who, hosts=True)
    assert {i for ids in heads.values() for i in ids} == {a.id for a in who}
    assert kept(parser, codebook, text, "2024-01-01")[0] == who


WORDS = """
the Russian President Putin , . ' ’s and both countries she it of in Moscow - troops NATO Mr. al two minister
who is “ ” U.S. Korea former said 中国 é 🙂 ( ) their its ambassador to for Hun Sen 7
"""


@given(st.lists(st.sampled_from([*WORDS.split(), "\n\n"]), max_size=25).map(" ".join))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_sound_records(parser, codebook, text):
    """Whatever the words, nothing breaks, and the records hold together."""
    check(parser, codebook, text)
