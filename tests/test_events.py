"""Events: which words make one, who is on which side, when, and what is none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dragoman.codebook import frames
from dragoman.codebook.tables import Faults
from dragoman.records import Article, Coding, Event

if TYPE_CHECKING:
    from dragoman.coding import Coder

pytestmark = pytest.mark.model


def coded(coder: Coder, text: str, published: str | None = "2024-01-19") -> Coding:
    """Code *text* as an article of that day."""
    return coder.code(Article(id="t", text=text, published=published))


def sides(coding: Coding, event: Event) -> tuple[list[str | None], list[str | None]]:
    """Return the countries on either side of *event*."""
    country = {a.id: a.country for a in coding.actors}
    return [country[i] for i in event.actors], [country[i] for i in event.recipients]


def found(coding: Coding) -> list[tuple[str, list[str | None], list[str | None]]]:
    """Return type and countries of each event."""
    return [(e.event_type, *sides(coding, e)) for e in coding.events]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turkey accused Greece of spying.", ("ACCUSE", ["TUR"], ["GRC"])),
        ("Greece was accused of spying by Turkey.", ("ACCUSE", ["TUR"], ["GRC"])),
        ("Turkey, which accused Greece of spying, closed a base.", ("ACCUSE", ["TUR"], ["GRC"])),
        ("Turkey closed a base, accusing Greece of spying.", ("ACCUSE", ["TUR"], ["GRC"])),
        ("Turkey and Serbia accused Greece of spying.", ("ACCUSE", ["TUR", "SRB"], ["GRC"])),
        ("Turkey met Serbia and accused Greece of spying.", ("ACCUSE", ["TUR"], ["GRC"])),
        ("A group of Turkish diplomats accused Greece of spying.", ("ACCUSE", ["TUR"], ["GRC"])),
        ("Turkey promised to send tents to Libya.", ("AID", ["TUR"], ["LBY"])),
        ("Troops from Kenya killed three Somali gunmen.", ("ASSAULT", ["KEN"], ["SOM"])),
        ("Japan's condemnation of North Korea was brief.", ("ACCUSE", ["JPN"], ["PRK"])),
        ("He spoke after the Russian invasion of Georgia.", ("ASSAULT", ["RUS"], ["GEO"])),
        ("The Iraqi president arrived in Amman.", ("CONSULT", ["IRQ"], ["JOR"])),
        ("The Jordanian king hosted the Iraqi president.", ("CONSULT", ["IRQ"], ["JOR"])),
        ("Sudan said that it expelled two Chadian diplomats.", ("SANCTION", ["SDN"], ["TCD"])),
        ("Chad's president is opposed to talks with Sudan.", ("REJECT", ["TCD"], ["SDN"])),
        ("Iranian President Ebrahim Raisi praised it on a visit to Beijing.", ("CONSULT", ["IRN"], ["CHN"])),
        ("Finland sent doctors to Peru.", ("AID", ["FIN"], ["PER"])),
        ("Iran asked for talks with Iraq.", ("CONSULT", ["IRN", "IRQ"], [])),
        ("Two Indian soldiers were killed in shelling by Nepali troops.", ("ASSAULT", ["NPL"], ["IND"])),
        ("The leaders of Kenya, Uganda and Rwanda met in Nairobi.", ("CONSULT", ["KEN", "RWA", "UGA"], [])),
        ("Japan demanded the withdrawal of Russian troops.", ("RETREAT", ["RUS"], [])),
        ("Peru offered to send rescuers and doctors.", ("AGREE", ["PER"], [])),
    ],
)
def test_sides_are_read_through_the_grammar(coder: Coder, text: str, expected: tuple[object, ...]):
    """Passives, clauses, coordination, control and nouns give the same sides as the plain sentence."""
    assert expected in found(coded(coder, text))


@pytest.mark.parametrize(
    "text",
    [
        "Baker met the drummer Jack Bruce in a band.",  # nobody of public affairs
        "The storm killed nine people in Italy.",  # no deliberate act
        "The Kremlin declined to comment.",
        "Norway dismissed reports of a quarrel.",
        "Russia does not rule out talks with Moldova.",
        "The candidate is fighting for better schools.",
        "Her book captured the mood of the country.",
    ],
)
def test_what_looks_like_an_event_and_is_none(coder: Coder, text: str):
    """Private lives, accidents, silence and figures of speech are no events."""
    assert found(coded(coder, text)) == []


def test_we_in_a_quotation_is_its_speaker(coder: Coder):
    """What "we" do is done by whoever says it."""
    coding = coded(coder, 'Sudan\'s army said: "We attacked the base in Chad on Monday."')

    assert ("ASSAULT", ["SDN"], ["TCD"]) in found(coding)


def test_a_planned_visit_stands_beside_the_agreement_to_it(coder: Coder):
    """A planned CONSULT keeps its status, and PLOVER's AGREE stands beside it, dated by the article."""
    coding = coded(coder, "The Kenyan president will visit Angola on Monday.")

    assert [(e.event_type, e.status) for e in coding.events] == [
        ("CONSULT", "planned"),
        ("AGREE", "asserted"),
    ]
    visit, agreement = coding.events
    assert visit.date is not None
    assert visit.date.first == date(2024, 1, 22)
    assert agreement.date is not None
    assert (agreement.date.first, agreement.date.last) == (None, date(2024, 1, 19))
    assert agreement.reasons[-1].rule == "plover:planned-CONSULT-is-AGREE"


def test_an_aim_commits_nobody(coder: Coder):
    """What somebody came for, or aims at, gives no AGREE."""
    coding = coded(coder, "The Kenyan president flew to Angola to sign a treaty.")

    assert [e.event_type for e in coding.events if e.event_type == "AGREE"] == []


def test_a_coercive_measure_announced_is_a_threat(coder: Coder):
    """An announced COERCE or SANCTION against somebody is THREATEN, beside the planned act."""
    coding = coded(coder, "Poland said that it will expel two Russian diplomats.")

    assert ("SANCTION", "planned") in [(e.event_type, e.status) for e in coding.events]
    assert ("THREATEN", ["POL"], ["RUS"]) in found(coding)


def test_what_a_crowd_asks_for_is_part_of_its_protest(coder: Coder):
    """PLOVER codes the protest alone, not the demand made by it."""
    coding = coded(coder, "Georgian students marched to demand an election from the government.")

    assert [e.event_type for e in coding.events] == ["PROTEST"]


def test_a_joint_exercise_is_cooperation_and_a_single_one_is_not(coder: Coder):
    """Two countries' exercise is COOPERATE; one country's is MOBILIZE."""
    assert ("COOPERATE", ["IND", "JPN"], []) in found(coded(coder, "India and Japan held naval drills."))
    assert ("MOBILIZE", ["CHN"], ["TWN"]) in found(coded(coder, "China held drills near Taiwan."))


def test_time_and_place_belong_to_their_own_event(coder: Coder):
    """The time of saying is not the time of the act; a destination is no place of it."""
    coding = coded(
        coder, "Iran said on Thursday that its jets had bombed a Syrian base near Homs on Tuesday."
    )
    strike = next(e for e in coding.events if e.event_type == "ASSAULT")
    places = {p.id: p.name for p in coding.places}

    assert strike.date is not None
    assert strike.date.first == date(2024, 1, 16)
    assert places[strike.place or ""] == "Homs"


def test_an_attempt_counts_where_plover_counts_it(coder: Coder):
    """A hack or an attack that was tried is told as one, probable at most; a deal that was tried is not."""
    hack = coded(coder, "North Korea has tried to hack into South Korean computers.").events[0]
    deal = coded(coder, "Kenya tried to sign a treaty with Angola.").events[0]

    assert (hack.status, hack.assessments[0].certainty) == ("asserted", "probable")
    assert deal.status == "planned"


def test_a_visit_named_with_its_visitor_has_been(coder: Coder):
    """What came before a pledge is no plan: "pledged to deepen ties after a visit by the minister"."""
    text = "Both countries pledged to deepen ties after a visit by the Kenyan foreign minister."

    assert [(e.event_type, e.status) for e in coded(coder, text).events] == [("CONSULT", "asserted")]


def test_without_a_time_an_act_lies_before_its_article(coder: Coder):
    """No date is invented: up to the day of publication, or nothing where that is not known."""
    told = coded(coder, "Turkey accused Greece of spying.").events[0]
    undated = coded(coder, "Turkey accused Greece of spying.", published=None).events[0]

    assert told.date is not None
    assert (told.date.first, told.date.last, told.date.basis) == (None, date(2024, 1, 19), "document")
    assert undated.date is None


def test_what_is_set_aside_says_why(coder: Coder):
    """A frame without anybody on either side is dropped with its reason."""
    coding = coded(coder, "Somebody was arrested.")

    assert [d.why for d in coding.dropped if d.room == "events"]


def test_every_fault_of_a_frame_table_is_told(tmp_path):
    """Unknown classes, wrong slots, missing types and examples are all named with file and line."""
    english = tmp_path / "en"
    english.mkdir()
    for name in ("classes", "support", "contexts"):
        (english / f"{name}.toml").write_text("", encoding="utf-8")
    header = "\t".join(frames.COLUMNS)
    rows = [
        "hit\tv\tobj:<nowhere>\tASSAULT\t\t\tX hit Y.\t",
        "hit\tv\tobj=R\tASSAULT\t\t\tX hit Y.\t",
        "hit\tx\tobj:R\tASSAULT\t\t\tX hit Y.\t",
        "hit\tv\tobj:R\tASSAULT\t\t\t\t",
        "hit\tv\tobj:R\t\t\t\tX hit Y.\t",
    ]
    (english / "frames_test.tsv").write_text("\n".join([header, *rows]), encoding="utf-8")
    faults = Faults()

    frames.load(tmp_path, faults)

    assert [line.split(":")[0] for line in faults.found] == [f"frames_test.tsv line {n}" for n in range(2, 7)]


def test_who_is_called_on_acts(coder: Coder):
    """In "called on states to tighten sanctions" the caller tightens none."""
    coding = coded(coder, "Ukraine called on other countries to tighten sanctions against Russia.")
    assert not [e for e in coding.events if e.event_type == "SANCTION" and e.actors]


@pytest.mark.parametrize(
    ("text", "event_type", "expected"),
    [
        (
            "Venezuela rejects the demands of Guyana.",
            "REJECT",
            (date(2024, 1, 19), date(2024, 1, 19), "document"),
        ),
        ("Venezuela said that it rejects Guyana's demands.", "REJECT", (None, date(2024, 1, 19), "document")),
        ("Iran has sent aid to Iraq since November.", "AID", (date(2023, 11, 1), date(2024, 1, 19), "text")),
        ("Iran sent aid to Iraq in November.", "AID", (date(2023, 11, 1), date(2023, 11, 30), "text")),
        ("Iran promised on Monday to visit Iraq.", "CONSULT", (date(2024, 1, 19), None, "document")),
        ("Iran promised to visit Iraq on Monday.", "CONSULT", (date(2024, 1, 22), date(2024, 1, 22), "text")),
        (
            "Sergei Lavrov met Choe Son Hui on Tuesday. At their talks, Lavrov thanked North Korea.",
            "SUPPORT",
            (date(2024, 1, 16), date(2024, 1, 16), "inherited"),
        ),
    ],
)
def test_dates_follow_the_words_and_the_tense(
    coder: Coder, text: str, event_type: str, expected: tuple[date | None, date | None, str]
):
    """A date of its own first, then that of the meeting it happened at, then what the tense says."""
    event = next(e for e in coded(coder, text).events if e.event_type == event_type)
    assert event.date is not None
    assert (event.date.first, event.date.last, event.date.basis) == expected


def test_whoever_condemns_a_deed_accuses_its_doer(coder: Coder) -> None:
    """What "the raid" means is the one told before; where none was told, nobody is accused."""
    told = coded(coder, "Police in Ecuador stormed the Mexican embassy. Brazil condemned the raid.")

    assert ("ACCUSE", ["BRA"], ["ECU"]) in found(told)
    assert found(coded(coder, "Brazil condemned the raid.")) == [("ACCUSE", ["BRA"], [])]


def test_a_visit_put_off_is_one_that_is_not_made(coder: Coder) -> None:
    """The refusal stands beside the meeting, and the meeting is not told as done."""
    coding = coded(coder, "Netanyahu called off a meeting with Biden.")
    status = {e.event_type: e.status for e in coding.events}

    assert status == {"REJECT": "asserted", "CONSULT": "negated"}
