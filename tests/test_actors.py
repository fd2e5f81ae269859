"""The actors room on parsed sentences."""

from __future__ import annotations

import pytest

from dragoman import actors
from dragoman.records import Article


def found(parser, codebook, text, published=None):
    """The actors of *text* by name."""
    doc = parser.parse(text)
    article = Article(id="t", text=text, published=published)
    return {a.name: a for a in actors.find(doc, codebook, article).kept}


@pytest.mark.model
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


@pytest.mark.model
def test_coordinated_modifiers_are_two_actors_under_one_head(parser, codebook):
    """Two countries before one plural noun are two actors, both reached from the noun."""
    text = "U.S. and Russian negotiators met in Geneva."
    doc = parser.parse(text)
    who = actors.find(doc, codebook, Article(id="t", text=text)).kept

    heads = actors.at_heads(doc, who)
    head = next(t.i for t in doc.tokens if t.text == "negotiators")
    by_id = {a.id: a.country for a in who}
    assert sorted(by_id[i] or "" for i in heads[head]) == ["RUS", "USA"]


@pytest.mark.model
def test_a_capital_is_an_actor_only_where_it_acts(parser, codebook):
    """A capital that denies is the government; one after "in" is a place, where a guest finds a host."""
    russia = found(parser, codebook, "Moscow denied the report.")["Russia"]
    place = found(parser, codebook, "Rebels met in Moscow.")["Russia"]

    assert (russia.country, russia.mentions[0].kind) == ("RUS", "metonym")
    assert (place.country, place.mentions[0].kind) == ("RUS", "place")
