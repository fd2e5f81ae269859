"""The workbench as a program asks it: pages and their JSON twins, who may ask and write, errors in words."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from dragoman.records import Article, Capture, Coding
from dragoman.settings import Settings
from dragoman.store import Store
from dragoman.web import Access, create
from dragoman.web.adding import Adding
from dragoman.web.guards import LARGEST
from dragoman.web.rendering import as_data
from tests.codings import VISIT, visit
from tests.workbench import HOSTILE, filled, hostile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response

TOKEN = "a token of some length"

PAGES = {
    "/": "/api/overview",
    "/articles": "/api/articles",
    "/article?id=tallinn-1": "/api/article?id=tallinn-1",
    "/search?q=visited": "/api/search?q=visited",
    "/search?speaker=ministry&country=Estonia&type=CONSULT": "/api/search?speaker=ministry",
    "/dyad/MDA/EST": "/api/dyad/MDA/EST",
    "/dyad/MDA/EST?status=all&since=2031-01-01&level=minister": "/api/dyad/MDA/EST?status=all",
    "/map?status=all": "/api/map?status=all",
    "/network": "/api/network",
    "/network?country=Estonia": "/api/network?country=EST",
    "/claims": "/api/claims",
    "/claims?a=MDA&b=Estonia&as_of=2031-03-04": "/api/claims?a=MDA&b=EST",
    "/happening/1": "/api/happening/1",
    "/actors?part=lupu": "/api/actors",
    "/actor?name=Ana Lupu&country=MDA": "/api/actor?name=Ana Lupu",
    "/index/MDA/EST": "/api/index/MDA/EST",
    "/index/MDA/EST?by=day&since=2031-03-01&until=2031-03-09": "/api/index/MDA/EST?by=day",
    "/forecast/MDA/EST": "/api/forecast/MDA/EST?horizon=quarter",
    "/review": "/api/review",
    "/review?event=tallinn-2%23e1": "/api/review?first=tallinn-2%23e1",
    "/add": None,
    "/token": None,
    "/api": "/api/openapi.json",
}


class Coder:
    """Codes without a model: every text reports the same visit."""

    recipe = "r1"

    def code(self, article: Article) -> Coding:
        if "fault" in article.text:
            raise ValueError("no such thing")
        return Coding(article=article, recipe=self.recipe)


@pytest.fixture
def db(tmp_path):
    """A store of one visit as several articles tell it."""
    return filled(tmp_path / "news.db")


def client(db: Path, access: Access | None = None) -> TestClient:
    """Return the workbench on the store at *db*, asked from this machine."""
    adding = Adding(db, Settings(), load=lambda settings: Coder())
    return TestClient(
        create(db, access=access, adding=adding),
        base_url="http://127.0.0.1",
        follow_redirects=False,
    )


@pytest.fixture
def web(db):
    """The workbench on it."""
    return client(db)


def done(web, job):
    """Wait for a job, as whoever looks at its page does."""
    for _ in range(500):
        found = web.get(f"/api/add/{job}").json()
        if found["state"] == "done":
            return found
        time.sleep(0.01)
    raise AssertionError(found)


@pytest.mark.parametrize("page", PAGES)
def test_pages_and_their_twins(web, page):
    """Every page is there, with a heading, a title and its JSON twin."""
    found = web.get(page)
    assert found.status_code == 200
    assert "text/html" in found.headers["content-type"]
    assert found.text.count("<h1") == 1
    assert re.search(r"<title>.+ · dragoman</title>", found.text)
    if PAGES[page]:
        twin = web.get(PAGES[page])
        assert twin.status_code == 200
        assert twin.headers["content-type"] == "application/json"
        assert twin.json()


def test_the_reader_marks_every_record(web):
    """A record's words are in pieces that know what lies on them; the event's card names its parts."""
    page = web.get("/article?id=tallinn-1").text
    twin = web.get("/api/article?id=tallinn-1").json()
    text = twin["coding"]["article"]["text"]
    assert "".join(re.findall(r'<span data-s="\d+"[^>]*>([^<]*)</span>', page)) == text
    trigger = re.search(
        r'<span data-s="(\d+)" class="[^"]*m-event[^"]*" data-of="event-e1">visited</span>', page
    )
    assert trigger
    assert int(trigger[1]) == text.index("visited")
    lit = re.search(r'id="event-e1" tabindex="0" data-lit="([^"]*)"', page)
    assert lit
    roles = {part.split(":")[0] for part in lit[1].split()}
    assert roles >= {"sentence", "trigger", "actor", "recipient", "time", "place", "source", "cue", "reason"}
    assert 'href="/happening/1"' in page
    assert "a title" in page


def test_versions_of_an_article(web, db):
    """Each text that an article has had is told, with the page as it came, which no browser shows."""
    page = b"<script>alert(1)</script><p>More.</p>"
    url = "https://news.example/x"
    came = Capture(url=url, final=url, fetched="2031-03-05T08:00:00", status=200, headers=(), body=page)
    with Store.open(db) as store:
        later = visit("tallinn-1", text=VISIT + " He left on Tuesday.", recipe="r2")
        store.add(later, capture=came)
    first, second = web.get("/api/article?id=tallinn-1").json()["versions"]
    assert (first["number"], first["capture"], second["number"]) == (1, None, 2)
    assert second["characters"] == len(later.article.text)
    kept = web.get(f"/api/page/{second['capture']}")
    assert kept.content == page
    assert kept.headers["content-type"] == "application/octet-stream"
    assert "attachment" in kept.headers["content-disposition"]
    assert f"/api/page/{second['capture']}" in web.get("/article?id=tallinn-1").text
    assert web.get("/api/page/" + "0" * 64).status_code == 404


def test_a_pair_of_countries(web):
    """The page of two countries shows each happening once, and a period and a status can be chosen."""
    all_of_it = web.get("/api/dyad/Moldova/Estonia?status=all").json()
    assert (all_of_it["a"], all_of_it["b_name"]) == ("MDA", "Estonia")
    assert [p["type"] for p in all_of_it["points"]] == ["CONSULT"]
    assert all_of_it["meetings"][0]["happening"]["event_type"] == "CONSULT"
    assert [a["id"] for a in all_of_it["articles"]].count("tallinn-1") == 1
    assert web.get("/api/dyad/MDA/EST?since=2032-01-01").json()["points"] == []
    hidden = web.get("/api/dyad/MDA/EST?status=planned").json()
    assert hidden["points"] == []
    assert sum(hidden["hidden"].values()) == 1


def test_a_link_reproduces_the_view(web):
    """What was chosen stands in the address and in the fields of the form."""
    page = web.get("/dyad/MDA/EST?since=2031-01-01&status=contested&type=CONSULT").text
    assert 'name="since" value="2031-01-01"' in page
    assert re.search(r"<option selected>contested</option>", page)
    assert re.search(r'<option value="CONSULT" selected>', page)
    assert 'href="/api/dyad/MDA/EST?since=2031-01-01&amp;status=contested&amp;type=CONSULT"' in page


def test_a_form_leads_to_two_countries(web):
    """Names become codes; what else was chosen is kept."""
    found = web.get("/dyad?a=Moldova&b=estonia&status=all")
    assert (found.status_code, found.headers["location"]) == (303, "/dyad/MDA/EST?status=all")


def test_a_happening_folds_copies(web):
    """Texts that copy each other are one entry; what the sources make of it is told."""
    told = web.get("/api/happening/1").json()
    assert told["happening"]["articles"] == 4
    assert len(told["texts"]) < 4
    assert sum(len(t["reports"]) + len(t["copies"]) for t in told["texts"]) == 4
    assert told["claim"]["state"] == "retracted"
    assert "of this text" in web.get("/happening/1").text


def test_the_index_counts_happenings(web):
    """However many tell it, a happening is one in the index, and days that were not read are marked."""
    found = web.get("/api/index/MDA/EST?by=day&since=2031-03-01&until=2031-03-09").json()["index"]
    assert len(found["points"]) == 9
    assert {p["gap"] for p in found["points"]} >= {"unread"}
    counts = [p["readings"]["contested"]["undirected"]["total"]["count"] for p in found["points"]]
    told = [p["readings"]["told"]["undirected"]["total"]["count"] for p in found["points"]]
    assert sum(counts) + sum(told) == 1
    page = web.get("/index/MDA/EST?by=day").text
    assert 'data-chart="index"' in page
    assert "The same as a table" in page


def test_the_index_can_be_taken_out(web):
    """As a picture, and as a table with every figure."""
    path = "/api/index/MDA/EST/file."
    drawn = web.get(path + "svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert b"Moldova and Estonia" in drawn.content
    assert web.get(path + "png").content.startswith(b"\x89PNG")
    table = web.get(path + "csv?by=day").text.splitlines()
    assert table[0].startswith("period,first,last,")
    assert len(table) > 9
    assert web.get(path + "exe").status_code == 422


def test_timelines_and_claims_can_be_taken_out(web):
    """What a page shows comes as a table, a document or a calendar, named after what is in it."""
    table = web.get("/api/dyad/MDA/EST/file.csv?status=all")
    assert 'filename="MDA-EST.csv"' in table.headers["content-disposition"]
    assert len(table.text.splitlines()) == 2
    assert web.get("/api/dyad/MDA/EST/file.docx").content.startswith(b"PK")
    assert "BEGIN:VCALENDAR" in web.get("/api/dyad/MDA/EST/file.ics").text
    assert "retracted" in web.get("/api/claims/file.md").text
    assert web.get("/api/claims/file.exe").status_code == 422


def test_search_finds_articles_and_quotes(web):
    """What was looked for is marked; copies of a text count once; a query that says nothing is told so."""
    found = web.get("/api/search?q=visited").json()
    assert found["articles"]["total"] < 4
    assert found["quotes"]["best"]
    assert "<mark>visited</mark>" in web.get("/search?q=visited").text
    assert "Ana Lupu" in web.get("/search?q=lupu").text
    nothing = web.get("/api/search?q=...").json()
    assert "no word to look for" in nothing["problem"]


def test_a_forecast_that_cannot_be_made_says_why(web):
    """With too little read there is no forecast, and the page says what is missing."""
    found = web.get("/api/forecast/MDA/EST").json()
    assert found["measures"] == []
    assert "add more articles" in found["problem"]
    assert "add more articles" in web.get("/forecast/MDA/EST").text


def test_what_waits_for_review(web):
    """The most doubtful comes first, with its words and why it waits; what is passed over still waits."""
    queue = web.get("/api/review").json()
    assert queue["waiting"] == 4
    first = queue["item"]["doubt"]
    assert first["why"]
    name = f"{first['article']}#{first['event']}"
    passed = web.get("/api/review", params={"skipped": name}).json()
    assert passed["waiting"] == 4
    assert passed["item"]["doubt"]["article"] != first["article"]
    page = web.get("/review").text
    assert "lit-trigger" in page
    assert name in page


def told(web: TestClient, **said: str) -> Response:
    """Say something on the review page; return the page that comes back."""
    return web.post("/review", data={"by": "Ana", **said})


def test_a_review_session(web, db):
    """Accept, put right, mark false, take back: each is a correction, and the next item waits."""
    assert told(web, action="accept", event="tallinn-1#e1").status_code == 200
    assert web.get("/api/review").json()["waiting"] == 3
    page = told(web, action="change", event="tallinn-2#e1", status="planned", recipients="Latvia; none:none")
    assert page.status_code == 422
    assert "none" in page.text
    told(
        web, action="change", event="tallinn-2#e1", status="planned", recipients="Latvia", note="only planned"
    )
    told(web, action="false", event="tallinn-3#e1")
    assert web.get("/api/review").json()["waiting"] == 1
    (event,) = web.get("/api/article?id=tallinn-2").json()["coding"]["events"]
    assert event["status"] == "planned"
    assert web.get("/api/article?id=tallinn-3").json()["coding"]["events"] == []
    with Store.open(db) as store:
        log = store.corrections()
    assert [(c.kind, c.by) for c in log] == [("change", "Ana"), ("change", "Ana"), ("false", "Ana")]
    assert log[1].note == "only planned"
    assert "is taken back" in told(web, action="undo", undoes="3").text
    assert len(web.get("/api/article?id=tallinn-3").json()["coding"]["events"]) == 1
    assert web.get("/api/review").json()["waiting"] == 2


def test_accepting_changes_nothing_but_that_it_is_sure(web):
    """What is accepted stays as it was read, and a person vouches for it."""
    before = web.get("/api/article?id=tallinn-1").json()["coding"]["events"][0]
    told(web, action="accept", event="tallinn-1#e1")
    after = web.get("/api/article?id=tallinn-1").json()["coding"]["events"][0]
    assert after["confidence"] == 1
    same = set(before) - {"confidence", "reasons"}
    assert {k: after[k] for k in same} == {k: before[k] for k in same}


def test_apart_and_together(web):
    """A report is split off its happening, and put back."""
    told(web, action="split", event="tallinn-4#e1")
    alone = web.get("/api/article?id=tallinn-4").json()["happenings"]["e1"]
    assert alone != 1
    told(web, action="merge", event="tallinn-4#e1", others="1")
    assert web.get("/api/happening/1").json()["happening"]["articles"] == 4


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"action": "accept", "event": "none#e1"}, "names no event"),
        ({"action": "accept", "event": "tallinn-1#e1", "by": ""}, "needs the name"),
        ({"action": "change", "event": "tallinn-1#e1"}, "nothing to change"),
        ({"action": "change", "event": "tallinn-1#e1", "status": "sure"}, "is no status"),
        (
            {"action": "change", "event": "tallinn-1#e1", "actors": "Nobody at all"},
            "is nobody in this article",
        ),
        ({"action": "merge", "event": "tallinn-1#e1"}, "nothing to merge"),
        ({"action": "undo", "undoes": "9"}, "there is no correction 9"),
        ({"action": "undo", "undoes": "x"}, "is no number"),
        ({"action": "undo"}, "say which correction"),
        ({"action": "burn"}, "say what is to be done"),
        ({}, "say what is to be done"),
    ],
)
def test_a_review_that_cannot_be_done_says_why(web, db, said, words):
    """What is wrong is said on the page, and nothing was changed."""
    page = told(web, **said)
    assert page.status_code == 422
    assert words in page.text.replace("&#39;", "'")
    with Store.open(db) as store:
        assert store.corrections() == []


def test_programs_review_too(web):
    """The same decisions as JSON; what is wrong comes back as words."""
    order = {"action": "change", "event": "tallinn-1#e1", "by": "Ana", "facts": {"status": "planned"}}
    made = web.post("/api/review", json=order)
    assert (made.status_code, made.json()["kind"]) == (200, "change")
    unknown = web.post("/api/review", json={**order, "facts": {"kind": "X"}})
    assert "'X' is no event type" in unknown.json()["error"]
    assert web.post("/api/review", json={"action": "accept"}).status_code == 422
    assert web.post("/api/review", content=b"{").status_code == 422
    assert web.post("/api/review", json=order, headers={"origin": "http://evil.example"}).status_code == 403


def test_claims_in_parts(web):
    """Claims are counted by state, as of any day, and a state can be chosen."""
    board = web.get("/api/claims").json()
    assert board["states"] == {"retracted": 1}
    assert web.get("/api/claims?state=contested").json()["claims"] == []
    assert web.get("/api/claims?as_of=2030-01-01").json()["total"] == 0


def test_an_actor(web):
    """What an actor says, takes part in and is called; nobody by that name is told so."""
    ministry = web.get("/api/actor?name=the Estonian foreign ministry").json()
    assert len(ministry["statements"]) == 4
    assert len(ministry["denials"]) == 1
    assert ministry["meetings"]
    assert web.get("/api/actor?name=Nobody").status_code == 404


def test_the_map_is_as_exact_as_the_sources(tmp_path):
    """A town is a point; a country is no point in its middle; a place that is not told is counted."""
    path = tmp_path / "map.db"
    with Store.open(path) as store:
        town = visit("town")
        (place,) = town.places
        store.add(town)
        country = visit("country", day=None, text=town.article.text)
        store.add(
            replace(
                country,
                places=(replace(place, name="Estonia", feature="country", lat=59.0, lon=26.0),),
                events=(replace(country.events[0], event_type="ACCUSE", event_mode=()),),
            )
        )
        nowhere = visit("nowhere", day=None)
        store.add(
            replace(
                nowhere, events=(replace(nowhere.events[0], event_type="AID", event_mode=(), place=None),)
            )
        )
    found = client(path).get("/api/map?status=all").json()
    by = {p["precision"]: p for p in found["places"]}
    assert (by["place"]["lat"], by["place"]["lon"]) == (59.44, 24.75)
    assert (by["country"]["lat"], by["country"]["country"]) == (None, "EST")
    assert found["nowhere"] == 1


def test_the_network(web):
    """Pairs count happenings, not reports."""
    (pair,) = web.get("/api/network?status=all").json()["pairs"]
    assert (pair["a"], pair["b"], pair["happenings"]) == ("EST", "MDA", 1)


def test_an_empty_store_is_served(tmp_path):
    """Without a store one is made, and the first page says how to add."""
    web = client(tmp_path / "new.db")
    assert "Nothing has been read yet" in web.get("/").text
    for page in ("/claims", "/map", "/network", "/actors", "/articles", "/dyad/PRK/RUS"):
        assert web.get(page).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/article?id=none", 404, "holds no article"),
        ("/happening/99", 404, "holds no happening 99"),
        ("/dyad/Atlantis/EST", 404, "no country that the codebook knows"),
        ("/dyad/EST/Estonia", 422, "one country"),
        ("/dyad/MDA/EST?since=soon", 422, "is no date; write it as 2024-01-19"),
        ("/dyad/MDA/EST?status=sure", 422, "is no status; there are asserted"),
        ("/dyad/MDA/EST?level=page", 422, "is no level of meetings"),
        ("/claims?a=MDA", 422, "give a second one"),
        ("/happening/x", 422, "number"),
        ("/articles?limit=0", 422, "limit"),
        ("/nowhere", 404, "no such page"),
    ],
)
def test_errors_help(web, path, status, words):
    """A page says in words what is wrong; its twin says the same as JSON."""
    page = web.get(path)
    assert page.status_code == status
    assert words in page.text.replace("&#39;", "'")
    twin = web.get("/api" + path)
    assert twin.status_code == status
    assert words in twin.json()["error"]


def test_hostile_text_stays_text(db):
    """Nothing that comes from an article is markup, a link that runs, or the end of a data block."""
    with Store.open(db) as store:
        store.add(hostile())
    web = client(db)
    number = web.get("/api/article", params={"id": "<b>id</b>&x=1#y"}).json()["happenings"]["e1"]
    for path in (
        "/",
        "/articles",
        "/article?id=%3Cb%3Eid%3C%2Fb%3E%26x%3D1%23y",
        "/dyad/MDA/EST?status=all",
        "/claims",
        f"/happening/{number}",
        "/actors",
        f"/actor?name={HOSTILE.replace('&', '%26').replace('#', '%23')}",
        "/map?status=all",
        "/network?status=all",
        "/search?q=<script>",
        "/search?q=quotes",
        "/nowhere/<script>",
        "/dyad/<script>/EST",
    ):
        page = web.get(path).text
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path
        assert "<b>id</b>" not in page, path
        assert 'href="javascript:' not in page, path
        for element in re.findall(r"<script\b[^>]*>(.*?)</script>", page, re.DOTALL):
            assert "<" not in element, path
    assert "alert(&#34;x&#34;)" in web.get("/article?id=%3Cb%3Eid%3C%2Fb%3E%26x%3D1%23y").text


def test_data_cannot_end_its_element():
    """Data in a page holds no sign that could be markup."""
    assert "<" not in as_data({"a": "</script><script>alert(1)"})


def test_every_answer_has_a_strict_policy(web):
    """Nothing may be fetched from elsewhere, run inline, or framed; answers with data are not kept."""
    for path in ("/", "/api/overview", "/static/style.css", "/nowhere"):
        headers = web.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
    assert web.get("/").headers["cache-control"] == "no-store"
    for path in PAGES:
        page = web.get(path).text
        assert not re.search(
            r"<style|\sstyle=|\son\w+=|<script(?![^>]*(?: src=\"/static/| type=\"application/json\"))", page
        )
        assert not re.search(r'(?:src|href)="(?:https?:)?//(?!news\.example)', page)


def test_files_are_packed_and_kept(web):
    """Scripts and styles come packed, under an address that changes with them."""
    page = web.get("/").text
    address = re.search(r'src="(/static/app\.js\?v=[0-9a-f]{12})"', page)
    assert address
    packed = web.get(address[1])
    assert packed.headers["content-encoding"] == "gzip"
    assert "immutable" in packed.headers["cache-control"]
    plain = web.get(address[1], headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == packed.content
    for name in ("../app.py", "..%2Fapp.py", "sources.sha256", "none.js"):
        assert web.get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("localhost:8765", 200),
        ("[::1]:8765", 200),
        ("desk.example", 200),
        ("DESK.example.:99", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("", 421),
    ],
)
def test_only_our_names_are_answered(db, host, status):
    """A foreign name that is pointed at this address is refused, so its pages cannot read here."""
    web = client(db, Access(names=frozenset({"desk.example"})))
    assert web.get("/api/overview", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 202),
        ({"origin": "http://127.0.0.1"}, 202),
        ({"sec-fetch-site": "same-origin"}, 202),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_pages_of_other_sites_cannot_write(web, headers, status):
    """What writes comes from our own pages, or from no page."""
    assert web.post("/api/add", json={"text": "Talks began."}, headers=headers).status_code == status


def test_writing_needs_the_token(db):
    """With a token, reading is free and writing is not, by header or by cookie."""
    web = client(db, Access(token=TOKEN))
    assert web.get("/").status_code == 200
    order = {"text": "Talks began."}
    assert web.post("/api/add", json=order).status_code == 401
    assert web.post("/api/add", json=order, headers={"authorization": "Bearer wrong"}).status_code == 401
    assert web.post("/api/add", json=order, headers={"authorization": f"Bearer {TOKEN}"}).status_code == 202
    assert web.post("/add", data={"text": "x"}).status_code == 401
    assert web.post("/token", data={"token": "wrong"}).status_code == 401
    given = web.post("/token", data={"token": TOKEN})
    cookie = given.headers["set-cookie"]
    assert TOKEN not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert web.post("/api/add", json=order).status_code == 202
    web.cookies.clear()
    assert web.post("/api/add", json=order, headers={"cookie": 'dragoman_write="'}).status_code == 401


def test_too_much_is_refused(web):
    """A request may hold so much: by what it says, and by what comes."""
    said = web.post("/token", content=b"x", headers={"content-length": str(LARGEST + 1)})
    assert said.status_code == 413
    assert "MB" in said.text

    def stream() -> Iterator[bytes]:
        for _ in range(LARGEST // 100_000 + 2):
            yield b"a" * 100_000

    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert web.post("/token", content=stream(), headers=kind).status_code == 413


def test_pasting_a_text(web, db):
    """A pasted text is added as it stands, once; its job tells what became of it."""
    order = {"text": "Talks began in Chisinau.", "title": "Talks", "published": "2031-03-01"}
    begun = web.post("/add", data=order)
    assert begun.status_code == 303
    job = begun.headers["location"].removeprefix("/add/")
    (outcome,) = done(web, job)["outcomes"]
    assert (outcome["result"], outcome["title"]) == ("added", "Talks")
    assert "1 added with 0 events" in web.get(f"/add/{job}").text
    with Store.open(db) as store:
        coding = store.coding(outcome["article"])
    assert coding is not None
    assert (coding.article.text, coding.article.published) == (order["text"], "2031-03-01")
    again = web.post("/api/add", json=order).json()["id"]
    assert [o["result"] for o in done(web, again)["outcomes"]] == ["there"]


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ({"text": "Talks began.", "published": "soon"}, "is no date"),
        ({"text": "12345"}, "holds no words"),
        ({"text": "this is a fault"}, "no such thing"),
    ],
)
def test_a_text_that_gives_no_article_says_why(web, order, words):
    """What is refused costs nothing beside it, and says why."""
    job = web.post("/api/add", json=order).json()["id"]
    (outcome,) = done(web, job)["outcomes"]
    assert outcome["result"] == "refused"
    assert words in outcome["why"]


def test_dropping_files(web):
    """Files are read as the command reads them, each with what became of it, by its own name."""
    files = [
        ("files", ("../../one.txt", b"Talks began in Chisinau on Monday.")),
        ("files", ("two.pdf", b"%PDF-1.7")),
        ("files", ("three.jsonl", b'{"text": "Ministers met in Tallinn."}\n{"title": "no text"}\n')),
    ]
    job = web.post("/add", files=files, data={"published": "2031-03-01"}).headers["location"].split("/")[-1]
    found = done(web, job)["outcomes"]
    assert [(o["source"], o["result"]) for o in found] == [
        ("../../one.txt", "added"),
        ("two.pdf", "refused"),
        ("three.jsonl", "added"),
        ("three.jsonl, line 2", "refused"),
    ]
    assert "/tmp" not in str(found)


@pytest.mark.parametrize("address", ["/etc/passwd", "file:///etc/passwd", "-", "ftp://x/y", "samples"])
def test_an_address_is_never_a_file_of_this_machine(web, address):
    """What is given as an address must be one: a path would read this machine's files."""
    refused = web.post("/api/add", json={"addresses": [address]})
    assert refused.status_code == 422
    assert "is no address of the web" in refused.json()["error"]
    assert web.post("/add", data={"addresses": address}).status_code == 422


@pytest.mark.parametrize("order", [b"{", b"[]", b'{"texts": "x"}', b'{"text": 1}', b"{}", b"\xff"])
def test_an_order_that_is_none(web, order):
    """A program that asks wrongly is told how."""
    refused = web.post("/api/add", content=order)
    assert refused.status_code == 422
    assert refused.json()["error"]


def test_nothing_to_add(web):
    """An empty form comes back with what to do, and keeps what was filled in."""
    page = web.post("/add", data={"text": " ", "title": "Kept"})
    assert page.status_code == 422
    assert "there is nothing to add" in page.text
    assert 'value="Kept"' in page.text


def test_openapi_describes_what_comes(web):
    """Every route is described with its record, and what comes has the fields that are described."""
    api = web.get("/api/openapi.json").json()
    for path, verbs in api["paths"].items():
        for route in verbs.values():
            assert route["summary"], path
            assert route["description"], path
    for asked, twin in PAGES.items():
        if twin is None or twin.endswith("openapi.json"):
            continue
        path = next(
            p for p in api["paths"] if re.fullmatch(re.sub(r"\{\w+\}", r"[^/]+", p), twin.split("?")[0])
        )
        answers = api["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        shape = api["components"]["schemas"][answers["$ref"].rpartition("/")[2]]
        assert set(shape["required"]) == set(web.get(twin).json()), asked
    refs = set(re.findall(r"#/components/schemas/([\w.]+)", str(api)))
    assert refs <= set(api["components"]["schemas"])
