"""Each rule holds where it should and stops where it should: a wrong merge is worse than a missed one."""

from __future__ import annotations

from dataclasses import replace as _replace
from datetime import date
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.codebook import linking
from dragoman.linking import copies, partition, reports, rules, stories
from dragoman.linking.reports import Report, Someone
from dragoman.records import Article

T = TypeVar("T")


def replace(one: T, **changes: Any) -> T:  # noqa: ANN401  (any record, any of its fields)
    """Return the record *one* with *changes*."""
    return _replace(one, **changes)  # type: ignore[type-var]


LUPU = Someone(country="MDA", kind="person", names=("ana", "lupu"), level=1)
RAUD = Someone(country="EST", kind="person", names=("mart", "raud"), level=1)
MOLDOVA = Someone(country="MDA", kind="country")
ESTONIA = Someone(country="EST", kind="country")
LATVIA = Someone(country="LVA", kind="country")
MONDAY, TUESDAY = date(2031, 3, 3), date(2031, 3, 4)

BASE = Report(
    article="a",
    event="e1",
    published=TUESDAY,
    event_type="AID",
    modes=(),
    status="asserted",
    first=MONDAY,
    last=MONDAY,
    actors=(MOLDOVA,),
    recipients=(ESTONIA,),
    participants=(),
    place=None,
    place_country=None,
    place_wide=False,
    point=None,
    trigger="send",
    sentence="moldova sent apples to estonia on monday.",
    words=("appl",),
)
OPEN = {"first": None, "last": TUESDAY}


def other(**changes: object) -> Report:
    """Return a report of another article that differs from the base in *changes*."""
    return replace(
        BASE, **{"article": "b", "sentence": "apples from moldova.", "words": ("fruit",), **changes}
    )


def linked(x: Report, y: Report, relation: rules.Relation = "apart") -> bool:
    """Tell whether the two are linked, which must not depend on which comes first."""
    found = rules.judge(x, y, relation)
    assert rules.judge(y, x, relation) == found
    return found is not None


def test_same_parties_verb_and_day_are_one():
    """Who, what and when agree; the grounds say so in words."""
    found = rules.judge(BASE, other())
    assert found is not None
    assert found.grounds == ("country: EST", "country: MDA", "day: 2031-03-03", "verb: send-")


@pytest.mark.parametrize(
    "changes",
    [
        {"event_type": "ACCUSE"},
        {"modes": ("military",), "event_type": "COOPERATE", "trigger": "buy"},
        {"first": TUESDAY, "last": TUESDAY},
        {"status": "negated"},
        {"status": "requested"},
        {"recipients": (LATVIA,)},
        {"actors": (ESTONIA,), "recipients": (MOLDOVA,)},
        {"trigger": "help"},
        OPEN,
        {"first": date(2031, 1, 1), "last": date(2031, 12, 31)},
        {"first": None, "last": None},
    ],
)
def test_one_difference_keeps_them_apart(changes):
    """Another type, day, status, party, direction or verb, or a date that tells nothing, makes no link."""
    assert not linked(BASE, other(**changes))


@pytest.mark.parametrize(("a", "b", "one"), [("AGREE", "SUPPORT", True), ("AGREE", "AID", False)])
def test_families_of_types(a, b, one):
    """A pact signed and a promise given may be one; a promise and a delivery are not."""
    x = replace(BASE, event_type=a, words=("pact", "border", "trade"))
    assert linked(x, other(event_type=b, words=("pact", "border", "trade"))) is one


def test_one_type_of_a_family_is_not_enough():
    """Types that differ need words, where the same type needs only the verb."""
    assert linked(replace(BASE, event_type="AGREE"), other(event_type="AGREE"))
    assert not linked(replace(BASE, event_type="AGREE"), other(event_type="SUPPORT"))


def test_frequent_acts_need_words():
    """One verb and one day make no single attack: three words in common do."""
    attack = {"event_type": "ASSAULT", "trigger": "fire"}
    words = ("bridge", "ferry", "harbour")
    assert not linked(replace(BASE, **attack, words=("bridge",)), other(**attack, words=("bridge",)))
    assert linked(replace(BASE, **attack, words=words), other(**attack, words=words))


def test_a_short_sentence_within_a_long_one_is_not_the_same_words():
    """What stands in a longer sentence by chance is no copy of it; a copy with small edits is."""
    short = ("bridge", "ferry", "harbour")
    long = (*short, "bakery", "chapel", "market", "quay", "school", "station")
    attack: dict[str, object] = {"event_type": "ASSAULT", "trigger": "fire", "recipients": ()}
    x = replace(BASE, **attack, **OPEN, words=short)
    assert not linked(x, other(**attack, **OPEN, words=long))
    assert linked(x, other(**attack, **OPEN, words=(*short, "quay")), "story")


def test_other_figures_are_other_news():
    """Six killed and 31 killed, both without a day, are two, however alike the sentences."""
    attack: dict[str, object] = {"event_type": "ASSAULT", "trigger": "fire", **OPEN}
    words = ("bridge", "ferry", "harbour", "quay")
    x = replace(BASE, **attack, words=("31", *words))
    assert linked(x, other(**attack, words=("31", *words, "school")), "story")
    assert not linked(x, other(**attack, words=("20", *words, "school")), "story")


@pytest.mark.parametrize("country", ["MDA", None])
def test_two_named_people_in_one_part_are_two(country):
    """Whoever strikes at Lupu strikes not at Ion, also where nothing is known of Ion's country."""
    attack: dict[str, object] = {
        "event_type": "ASSAULT",
        "trigger": "fire",
        "words": ("bridge", "ferry", "quay"),
    }
    ion = Someone(country=country, kind="person", names=("ion", "munteanu"))
    x = replace(BASE, **attack, actors=(ESTONIA,), recipients=(LUPU,))
    assert linked(x, other(**attack, actors=(ESTONIA,), recipients=(LUPU,)))
    assert not linked(x, other(**attack, actors=(ESTONIA,), recipients=(ion,)))


def test_the_same_two_sides_of_a_dispute():
    """One article may tell what is disputed twice in other words: the same sources stand on either side."""
    disputed: dict[str, object] = {"status": "contested", **OPEN, "stands": ("+a1", "-a2")}
    words = ("pear", "plum")
    x = replace(BASE, **disputed, words=(*words, "cart", "crate", "barge"))
    again = other(
        **{**disputed, "article": "a", "event": "e2"}, trigger="give", words=(*words, "fig", "nut", "rye")
    )
    assert linked(x, again, "same")
    assert not linked(x, replace(again, stands=("+a3", "-a2")), "same")
    assert not linked(replace(x, stands=("+a1",)), replace(again, stands=("+a1",)), "same")


def test_two_acts_of_one_sentence_are_two():
    """Thanks to him and praise of the talks are two acts; the same verb twice is one."""
    twice = replace(BASE, event="e2", trigger="give")
    assert not linked(BASE, twice, "same")
    assert linked(BASE, replace(twice, trigger="send"), "same")


def meeting(**changes: object) -> Report:
    """Return a meeting of the two ministers, in another article than the base."""
    return other(event_type="CONSULT", actors=(LUPU, RAUD), recipients=(), **changes)


MEETING = replace(BASE, event_type="CONSULT", actors=(LUPU, RAUD), recipients=())


def test_people_who_meet_are_one_meeting():
    """Names, countries and day are enough, whatever the words."""
    assert linked(MEETING, meeting(trigger="talk"))


@pytest.mark.parametrize(
    "actors",
    [
        (Someone(country="MDA", kind="person", names=("ion", "munteanu"), level=1), RAUD),
        (replace(LUPU, names=(), level=0), RAUD),
        (LUPU, replace(RAUD, country="LVA")),
    ],
)
def test_other_people_are_another_meeting(actors):
    """Another minister, a president instead, or another country's minister is another meeting."""
    assert not linked(MEETING, replace(meeting(), actors=actors))


def test_a_short_name_is_the_same_person():
    """Lupu and Ana Lupu are one; a rank without a name is no contradiction."""
    short = (replace(LUPU, names=("lupu",)), replace(RAUD, names=(), level=None))
    assert linked(MEETING, replace(meeting(), actors=short))


def test_a_visit_is_not_the_talks_held_during_it():
    """Arriving as a guest and sitting down to talk are two."""
    assert not linked(MEETING, meeting(modes=("visit",)))
    assert linked(replace(MEETING, modes=("visit",)), meeting(modes=("visit",)))


def test_a_visit_is_not_an_audience_given_during_it():
    """Whoever is received has come already."""
    came = visit(article="d", first=date(2031, 3, 1), last=date(2031, 3, 5))
    assert linked(came, visit())
    assert not linked(came, visit(trigger="rece"))


def test_places():
    """Two cities are two; a city lies in its country; a palace lies in its city."""
    tallinn = {"place": "tallinn", "place_country": "EST", "point": (59.44, 24.75)}
    tartu = {"place": "tartu", "place_country": "EST", "point": (58.38, 26.72)}
    palace = {"place": "kadriorg", "place_country": "EST", "point": (59.44, 24.79)}
    country = {"place": "estonia", "place_country": "EST", "place_wide": True}
    there = replace(BASE, **tallinn)
    assert not linked(there, other(**tartu))
    assert linked(there, other(**country))
    assert linked(there, other(**palace))
    assert not linked(there, other(**country | {"place_country": "LVA"}))


def visit(**changes: object) -> Report:
    """Return Lupu's visit to Estonia, done on Monday unless told otherwise."""
    base = other(
        event_type="CONSULT", modes=("visit",), actors=(LUPU,), recipients=(ESTONIA,), trigger="visi"
    )
    return replace(base, **changes)


def planned(**changes: object) -> Report:
    """Return the plan of that visit, without a day."""
    return visit(article="c", status="planned", first=date(2030, 12, 1), last=None, **changes)


def test_a_plan_without_a_day_is_of_the_visit_that_follows():
    """The same guest, the same host: planned, then done."""
    assert linked(planned(), visit())


@pytest.mark.parametrize(
    "plan",
    [
        planned(actors=(replace(LUPU, names=("ion", "munteanu")),)),
        planned(recipients=(LATVIA,)),
        replace(planned(), first=date(2029, 1, 1)),
        replace(planned(), first=TUESDAY),
        planned(actors=(MOLDOVA,)),
        planned(modes=("phone",)),
    ],
)
def test_a_plan_of_something_else_is_not(plan):
    """Another guest, host or manner, a plan of years ago or made afterwards, or nobody named: no link."""
    assert not linked(plan, visit())


def test_a_visit_that_is_expected_is_of_the_one_that_follows():
    """A meeting expected and held is one; a feared attack and another one are not."""
    expected = replace(planned(), status="foreseen")
    assert linked(expected, visit())
    fear: dict[str, object] = {
        "event_type": "ASSAULT",
        "words": ("bridge", "ferry", "quay"),
        "actors": (LUPU,),
    }
    assert not linked(replace(BASE, **fear, status="foreseen"), other(**fear))


def test_a_plan_that_does_not_say_where_needs_one_matter():
    """Lupu's visit is the one of which another article on the matter says more."""
    bare = replace(planned(), recipients=())
    assert linked(bare, replace(planned(), article="d"), "story")
    assert not linked(bare, replace(planned(), article="d"))


def test_of_two_visits_the_next_one_was_planned():
    """The plan joins the visit that came soonest after it; the two visits stay two."""
    soon = visit(article="x", first=date(2030, 12, 9), last=date(2030, 12, 9))
    late = visit(article="y")
    found = {
        pair: made.score for pair in ((0, 1), (0, 2), (1, 2)) if (made := judged(pair, planned(), soon, late))
    }
    groups = partition.agree(
        [0, 1, 2],
        found,
        order=lambda n: (planned(), soon, late)[n].order,
        clash=lambda a, b: rules.clash((planned(), soon, late)[a], (planned(), soon, late)[b]) is not None,
    )
    assert sorted(map(sorted, groups)) == [[0, 1], [2]]


def judged(pair: tuple[int, int], *found: Report) -> rules.Link | None:
    """Return the link between two of the reports *found*."""
    return rules.judge(found[pair[0]], found[pair[1]])


def test_a_negated_report_joins_a_plan_and_no_deed():
    """What was planned may be called off; what was done was not."""
    called_off = visit(status="negated", first=MONDAY, last=MONDAY)
    assert linked(replace(called_off, article="d", status="planned"), called_off)
    assert not linked(visit(article="d"), called_off)


def test_undated_news_needs_one_matter_and_the_verb():
    """Without a date, an act is that of another article on the same matter, told with the same verb."""
    assert linked(BASE, other(**OPEN), "story")
    assert not linked(BASE, other(**OPEN, trigger="help"), "story")
    assert not linked(BASE, other(first=None, last=date(2031, 5, 1)), "story")


def test_matter_alone_makes_no_happening():
    """Two articles on one matter, even copies, do not make one of two acts."""
    for relation in ("story", "copy"):
        assert not linked(BASE, other(trigger="help"), relation)


def test_one_party_alone_needs_words_and_more():
    """Domestic news: the country is everybody's, so that words must be good and something else agree."""
    alone = {"recipients": (), "event_type": "PROTEST", "modes": ("demo",), "trigger": "marc"}
    words = ("pension", "railway", "strike", "wage")
    x, y = replace(BASE, **alone, words=words), other(**alone, words=words)
    assert linked(x, y)
    assert not linked(x, replace(y, words=("fare", "bread", "harvest", "wage")))


@given(
    days=st.tuples(st.integers(0, 40), st.integers(0, 40)),
    open_=st.tuples(st.booleans(), st.booleans()),
    status=st.tuples(*[st.sampled_from(["asserted", "denied", "planned", "negated", "foreseen"])] * 2),
    relation=st.sampled_from(["apart", "story", "copy"]),
)
def test_links_have_no_direction_and_never_join_what_clashes(days, open_, status, relation):
    """Whatever the dates and statuses, the answer is the same either way, and a clash forbids it."""
    x, y = (
        replace(
            BASE,
            article=name,
            first=None if o else date.fromordinal(MONDAY.toordinal() + d),
            last=date.fromordinal(MONDAY.toordinal() + d),
            status=s,
        )
        for name, d, o, s in zip("ab", days, open_, status, strict=True)
    )
    assert linked(x, y, relation) is linked(y, x, relation)
    assert (rules.clash(x, y) is None) is (rules.clash(y, x) is None)
    assert not (rules.clash(x, y) and linked(x, y, relation))


# Copies and stories -----------------------------------------------------------------------------------------

WIRE = " ".join(
    f"The envoy of province {n} spoke about the harvest of {n * 7} farms near river {n}." for n in range(20)
)


def test_an_edited_copy_is_contained_and_another_text_is_not():
    """Cut, with a word changed here and there and a line of its own, it is still a copy."""
    edited = (
        "HEADLINE. "
        + WIRE[: len(WIRE) * 3 // 4].replace("province 7", "district 7")
        + " Own words at the end."
    )
    own = " ".join(f"Farms of district {n} brought in {n} tons, said a delegate." for n in range(30))
    whole = copies.shingles(WIRE)
    assert copies.contained(whole, copies.shingles(edited)) >= copies.COPY
    assert copies.contained(whole, copies.shingles(own)) < 0.1
    assert copies.contained(whole, copies.shingles("")) == 0.0


def test_samples_of_copies_share_shingles():
    """The index keeps a part of a long text, and the same part of its copy."""
    a, b = copies.shingles(WIRE * 1), copies.shingles(WIRE[: len(WIRE) // 2])
    assert set(copies.sample(a)) & set(copies.sample(b))
    assert len(copies.sample(copies.shingles("a b c d e f"))) == 2


def article(title: str, text: str, day: str = "2031-03-04") -> Article:
    """Return an article."""
    return Article(id=title, title=title, text=text, published=day)


def test_articles_on_one_matter_are_alike():
    """Names and rare words tell; what every article holds does not."""
    ferry = "The ferry Saaremaa ran aground off Kuressaare. Her captain Jaan Tamm blamed storm and rudder."
    again = (
        "Captain Jaan Tamm said a broken rudder drove the Saaremaa aground near Kuressaare during the storm."
    )
    unlike = (
        "The president met ministers on Monday and said the government would continue talks with officials."
    )
    a, b, c = (stories.weigh(article("x", text)) for text in (ferry, again, unlike))
    assert stories.alike(a, b) >= stories.ALIKE
    assert stories.alike(a, c) < stories.FAINT
    assert stories.near(date(2031, 3, 4), date(2031, 3, 11))
    assert not stories.near(date(2031, 3, 4), date(2031, 3, 12))
    assert stories.near(None, date(2031, 3, 12))


def test_an_article_without_words_is_on_no_matter():
    """An empty text has no weights and no keys."""
    assert stories.weigh(article("", "")) == {}
    assert stories.keys({}) == []


# Partition --------------------------------------------------------------------------------------------------


@given(st.data())
def test_groups_do_not_depend_on_order(data):
    """The same links, in any order of nodes and pairs, make the same groups; no two members clash."""
    nodes = list(range(data.draw(st.integers(1, 8))))
    pairs = [(a, b) for a in nodes for b in nodes if a < b]
    links = {p: data.draw(st.integers(1, 4)) for p in pairs if data.draw(st.booleans())}
    clashes = {p for p in pairs if p not in links and data.draw(st.booleans())}

    def groups(order: list[int], of: dict[tuple[int, int], int]) -> list[list[int]]:
        found = partition.agree(
            order, of, order=lambda n: n, clash=lambda a, b: (min(a, b), max(a, b)) in clashes
        )
        return sorted(map(sorted, found))

    first = groups(nodes, links)
    shuffled = dict(data.draw(st.permutations(list(links.items()))))
    assert groups(data.draw(st.permutations(nodes)), shuffled) == first
    assert not any((a, b) in clashes for g in first for a in g for b in g)
    averaged = sorted(partition.average(nodes, links, least=2))
    assert sorted(partition.average(nodes[::-1], shuffled, least=2)) == averaged


def test_average_joins_by_the_mean():
    """A chain of two strong links with nothing between its ends is not one group."""
    assert sorted(partition.average("abc", {("a", "b"): 0.9, ("b", "c"): 0.8}, least=0.5)) == [
        ["a", "b"],
        ["c"],
    ]
    assert sorted(partition.average("ab", {("a", "b"): 0.4}, least=0.5)) == [["a"], ["b"]]


# The table --------------------------------------------------------------------------------------------------


def test_levels_know_deputies_from_ministers():
    """The longest phrase decides."""
    book = linking.load()
    named = {
        role: book.ranks[level]
        for role in ("President", "vice president", "Deputy Foreign Minister", "envoy")
        if (level := book.level(role)) is not None
    }
    assert list(named.values()) == ["head of state or government", "minister", "deputy minister", "envoy"]
    assert book.level("baker") is None


def test_keys_of_one_happening_meet():
    """Reports of one happening share a key: a week and a country, or a person for a plan without a day."""
    assert set(reports.keys(BASE)) & set(reports.keys(other(first=date(2031, 2, 28))))
    assert set(reports.keys(planned())) & set(reports.keys(visit()))
    assert not set(reports.keys(BASE)) & set(reports.keys(other(actors=(LATVIA,), recipients=())))
