"""What is fetched is kept once, changes are seen, and nothing is lost or doubled when the process dies."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from dragoman import coding as coding_room
from dragoman.cli import main
from dragoman.cli.session import Session
from dragoman.cli.watching import Watch
from dragoman.fetching import Fetcher, address_id
from dragoman.records import Article, Refused
from dragoman.settings import Settings
from dragoman.store import Store
from tests.stubbed import Stub
from tests.test_articles_sources import GOOD, STORY, WHOLE, item, page, rss
from tests.test_articles_warcs import record, response

if TYPE_CHECKING:
    from tests.server import Handler

ROOT = Path(__file__).parents[1]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder with a coder that costs nothing; nobody is waited for."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(coding_room.Coder, "open", lambda settings: Stub())
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    monkeypatch.setenv("DRAGOMAN_PACE", "0")
    monkeypatch.setenv("DRAGOMAN_DB", "news.db")
    return tmp_path


def run(*args: str, code: int = 0) -> Result:
    """Run dragoman with *args*; the exit code must be *code*."""
    result = CliRunner().invoke(main, args)
    assert result.exit_code == code, result.output
    return result


def add(*args: str, code: int = 0) -> Result:
    """Add from the tests' own server."""
    return run("add", *args, "--allow-private", code=code)


def watch(*args: str, code: int = 0) -> Result:
    """Look once at the tests' own server."""
    return run("watch", *args, "--once", "--allow-private", code=code)


def dump(path: Path) -> list[str]:
    """Return all that a store holds."""
    with Store.open(path / "news.db", read_only=True) as store:
        return list(store._link.iterdump())


def bodies(path: Path) -> int:
    """Return how many pages a store holds."""
    with Store.open(path / "news.db", read_only=True) as store:
        return int(store._link.execute("SELECT count(*) FROM bodies").fetchone()[0])


def test_private_addresses_and_files_are_refused_by_the_commands(folder, site):
    """Without --allow-private nothing is asked of this machine; a file's address never is."""
    url = site.put("/1", page())
    for command in (["read"], ["add"], ["watch", "--once"]):
        result = run(*command, url, "file:///etc/hosts", code=1)
        assert "private address 127.0.0.1" in result.stderr
        assert "only http and https" in result.stderr
        assert "Traceback" not in result.output
    assert site.asked == []


def test_a_fetched_page_is_kept_byte_for_byte(folder, site):
    """With its address, headers and time, by its SHA-256; `article --raw` gives it back."""
    text = page()
    url = site.put("/1", text, X_Desk="world")
    assert "1 articles added" in add(url).stdout
    assert run("article", url, "--raw").stdout_bytes == text.encode()
    with Store.open("news.db", read_only=True) as store:
        id = store.named(url)
        assert id == address_id(url)
        (version,) = store.versions(id)
        assert version.capture == hashlib.sha256(text.encode()).hexdigest()
        visit = store.captures.visit(url)
        assert visit is not None
        assert ("X-Desk", "world") in visit.headers
        assert visit.fetched <= version.seen


def test_the_same_content_twice_adds_nothing(folder, site):
    """With an ETag and without one, by add and by read of a feed, not a row changes."""
    one = site.put("/1", page("One"), ETag='"1"')
    two = site.put("/2", page("Two"))
    feed = site.put("/feed", rss(item("/1"), item("/2"), item("/3", "Three", WHOLE)))
    assert "3 articles added" in add(feed).stdout
    before = dump(folder)
    assert "0 articles added with 0 events, 3 were there already, 0 refused" in add(feed).stdout
    assert "0 articles added with 0 events, 2 were there already, 0 refused" in add(one, two).stdout
    assert dump(folder) == before


def test_what_is_known_is_not_asked_for_again(folder, site):
    """A feed looked at again leads to no second request for its pages; its items are done with."""
    site.put("/1", page())
    feed = site.put("/feed", rss(item("/1")), ETag='"f"')
    watch(feed)
    watch(feed)
    assert (site.times("/feed"), site.times("/1")) == (2, 1)
    site.put("/feed", rss(item("/1", "Another headline")), ETag='"g"')
    watch(feed)
    assert site.times("/1") == 2


def test_a_changed_page_is_a_new_version(folder, site):
    """The id stays, the newest text counts, both pages are kept, and the difference is shown by sentences."""
    url = site.put("/1", page(), ETag='"1"')
    add(url)
    changed = [STORY[0].replace("Monday", "Tuesday"), *STORY[1:], "Nothing was signed."]
    site.put("/1", page("Ministers meet again", changed), ETag='"2"')
    assert "1 articles added" in add(url).stdout
    told = run("article", url, "--versions").stdout.splitlines()
    assert [line[0] for line in told if line[:1].isdigit()] == ["1", "2"]
    assert "   title: Ministers meet in Tallinn → Ministers meet again" in told
    assert f"   - {STORY[0]}" in told
    assert f"   + {changed[0]}" in told
    assert "   + Nothing was signed." in told
    assert not any(STORY[1] in line for line in told)
    assert "version: 2 of 2" in run("article", url).stdout
    assert bodies(folder) == 2


def test_another_page_with_the_same_text_is_forgotten(folder, site):
    """Advertisements change with every visit: the page of each version is kept, and the last one."""
    url = site.put("/1", page(extra="<!-- 0 -->"))
    add(url)
    for n in range(1, 5):
        site.put("/1", page(extra=f"<!-- {n} -->"))
        assert "1 were there already" in add(url).stdout
    assert bodies(folder) == 2


def test_an_article_that_is_not_there_is_told(folder, site):
    """By any name; and a page that was never fetched can't be shown."""
    Path("a.jsonl").write_text('{"id": "x", "text": "' + GOOD + '"}')
    run("add", "a.jsonl")
    assert "holds no article 'y'" in run("article", "y", code=2).stderr
    assert "is not kept" in run("article", "x", "--raw", code=2).stderr
    assert GOOD in run("article", "x").stdout


def test_web_archives_are_kept_with_their_pages(folder):
    """An archive with two states of a page gives two versions of one article."""
    url = "https://wire.example/1"
    Path("crawl.warc").write_bytes(
        record(url, response(page())) + record(url, response(page("Ministers meet again", STORY[:3])))
    )
    assert "2 articles added" in run("add", "crawl.warc").stdout
    assert "2 were there already" in run("add", "crawl.warc").stdout
    with Store.open("news.db", read_only=True) as store:
        assert [v.article.title for v in store.versions(address_id(url))] == [
            "Ministers meet in Tallinn",
            "Ministers meet again",
        ]


def test_watch_writes_a_line_for_each_new_article(folder, site):
    """Date, publisher, headline, events and address; what was told is not told again."""
    site.put("/1", page())
    site.put("/2", page("Two"))
    feed = site.put("/feed", rss(item("/1")))
    (line,) = watch(feed).stdout.splitlines()
    assert (
        line == f"2031-03-04T10:00+02:00  Baltic Wire  Ministers meet in Tallinn  0 events  {site.address}/1"
    )
    site.put("/feed", rss(item("/2"), item("/1")))
    (line,) = watch(feed).stdout.splitlines()
    assert "Two" in line
    assert watch(feed).stdout == ""


def test_watch_tells_once_of_a_feed_that_fails(folder, site):
    """And leaves it alone for a while; the other feeds are looked at; when it works again, that is told."""
    good = site.put("/good", rss(item("/1", "One", WHOLE)))
    bad = site.answer("/bad", 404)
    first = watch(bad, good, code=1)
    assert first.stderr.splitlines() == [
        f"{bad}: there is no such page (answer 404); check the address; it is tried again in 10 minutes"
    ]
    assert "One" in first.stdout
    assert watch(bad, good).stderr == ""
    assert site.times("/bad") == 1
    with Store.open("news.db") as store:
        store._link.execute("UPDATE failures SET until = '2000-01-01T00:00:00+00:00'")
    assert watch(bad, code=1).stderr == ""
    with Store.open("news.db") as store:
        assert 1_100 < store.captures.waiting(bad) <= 1_200
        store._link.execute("UPDATE failures SET until = '2000-01-01T00:00:00+00:00'")
    site.put("/bad", rss(item("/2", "Two", WHOLE)))
    again = watch(bad)
    assert again.stderr.splitlines() == [f"{bad}: works again"]
    assert "Two" in again.stdout


def test_watch_keeps_to_retry_after(folder, site):
    """A feed that asks for two hours gets them."""
    bad = site.answer("/bad", 503, Retry_After="7200")
    assert "tried again in 2 hours" in watch(bad, code=1).stderr
    with Store.open("news.db", read_only=True) as store:
        assert 7_000 < store.captures.waiting(bad) <= 7_200


def test_a_page_that_fails_is_tried_again_and_not_lost(folder, site):
    """An item whose page can't be had is told once, and added later; one without an article is done with."""
    feed = site.put("/feed", rss(item("/1"), item("/2")))
    site.answer("/1", 404)
    site.put("/2", "<html><body><nav><a>Home</a></nav></body></html>")
    first = watch(feed, code=1)
    assert len(first.stderr.splitlines()) == 2
    assert watch(feed).output == ""
    site.put("/1", page("One"))
    with Store.open("news.db") as store:
        store._link.execute("UPDATE failures SET until = '2000-01-01T00:00:00+00:00'")
    assert "One" in watch(feed).stdout
    assert (site.times("/1"), site.times("/2")) == (2, 1)


def test_watch_looks_again_after_the_interval_and_stops_on_ctrl_c(folder, site):
    """Each feed in its turn; what was added before the stop is there."""
    slept: list[float] = []
    feed = site.put("/feed", rss(item("/1", "One", WHOLE)))

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        site.put("/feed", rss(item(f"/{len(slept) + 1}", "More", WHOLE)))
        if len(slept) == 3:
            raise KeyboardInterrupt

    session = Session(Settings(db="news.db", pace=0))
    session._coder = Stub()  # type: ignore[assignment]
    with Store.open("news.db") as store:
        by = Fetcher(session.settings, store.captures, allow_private=True)
        clock = iter(range(1_000, 2_000))
        watching = Watch(session, store, by, every=900, sleep=sleep, clock=lambda: float(next(clock)))
        tally = watching.run((feed,), once=False)
        assert store.counts().articles == 3
    assert (tally["added"], tally["stopped"]) == (3, 1)
    assert all(890 < s <= 900 for s in slept)


def test_watch_reads_a_saved_list(folder, site):
    """The feeds of an OPML file are watched one by one."""
    good = site.put("/good", rss(item("/1", "One", WHOLE)))
    Path("feeds.opml").write_text(
        f'<opml><body><outline xmlUrl="{site.address}/none"/><outline xmlUrl="{good}"/></body></opml>'
    )
    result = watch("feeds.opml", code=1)
    assert "One" in result.stdout
    assert result.stderr.startswith(f"{site.address}/none: ")


def test_an_item_that_leads_nowhere_costs_itself_alone(folder, site):
    """It is told once, and the feed is looked at as before."""
    bare = "<item><title>Bare</title></item>"
    feed = site.put("/feed", rss(item("mailto:desk@wire.example", "Bad"), bare, item("/1", "One", WHOLE)))
    result = watch(feed, code=1)
    assert "an item leads to 'mailto:" in result.stderr
    assert "neither a text nor a link" in result.stderr
    assert "tried again" not in result.stderr
    site.put("/feed", rss(item("mailto:desk@wire.example", "Bad"), item("/2", "Two", WHOLE)))
    result = watch(feed)
    assert "Two" in result.stdout
    assert result.stderr == ""


def test_the_feeds_of_a_list_at_an_address_are_watched_by_themselves(folder, site):
    """One that fails is left alone for a while, and told of when it works again; the list may change."""
    site.put("/good", rss(item("/1", "One", WHOLE)))
    outlines = f'<outline xmlUrl="{site.address}/none"/><outline xmlUrl="{site.address}/good"/>'
    feeds = site.put("/feeds.opml", f"<opml><body>{outlines}</body></opml>", "text/x-opml")
    result = watch(feeds, code=1)
    assert "One" in result.stdout
    assert result.stderr.count("\n") == 1
    site.put("/none", rss(item("/2", "Two", WHOLE)))
    site.put("/more", rss(item("/3", "Three", WHOLE)))
    more = f'<opml><body>{outlines}<outline xmlUrl="{site.address}/more"/></body></opml>'
    site.put("/feeds.opml", more, "text/x-opml")
    result = watch(feeds)
    assert site.times("/none") == 1
    assert [line.split("  ")[2] for line in result.stdout.splitlines()] == ["Three"]
    with Store.open("news.db") as store:
        store._link.execute("UPDATE failures SET until = '2020-01-01T00:00:00+00:00'")
    result = watch(feeds)
    assert "Two" in result.stdout
    assert result.stderr == f"{site.address}/none: works again\n"


@pytest.mark.parametrize(
    ("every", "told"), [("5s", "too often"), ("0m", "too often"), ("soon", "15m"), ("10", "15m")]
)
def test_an_interval_that_is_too_short_or_none_is_refused(folder, every, told):
    """A feed is looked at once a minute at most."""
    assert told in run("watch", "https://wire.example/", "--every", every, code=2).stderr


def test_a_fault_in_one_page_costs_that_page(folder, site):
    """A server that hangs up in the middle is one line; the pages beside it are added."""

    def rude(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        handler.wfile.write(b"<html><p>")
        handler.close_connection = True

    site.pages["/2"] = rude
    feed = site.put("/feed", rss(item("/1", "One", WHOLE), item("/2"), item("/3", "Three", WHOLE)))
    result = add(feed, code=1)
    assert "2 articles added" in result.stdout
    assert "the answer is cut off" in result.stderr


def small(n: int) -> str:
    """Return a small page that is no copy of another."""
    chance = random.Random(n)
    said = " ".join("".join(chance.choices("aeioubdklmnrst", k=6)) for _ in range(40))
    return (
        f"<html><head><title>Talks no {n}</title></head><body><article><h1>Talks no {n}</h1>"
        f"<p>{GOOD} It was their meeting no {n} of the year, said the ministry of the host on Monday.</p>"
        f"<p>{said.capitalize()}, it was said.</p>"
        f"<p>The envoys will meet again in the autumn, when round {n + 1} of the talks is to be held.</p>"
        "</article></body></html>"
    )


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_twenty_kills_lose_nothing_and_double_nothing(tmp_path, site):
    """Over 500 articles, 20 kills at random: what was told of is there, and all comes once."""
    count, kills = 500, 20
    chance = random.Random(20310304)
    for n in range(count):
        site.put(f"/{n}", small(n), ETag=f'"{n}"')
    for part in range(2):
        links = range(part * count // 2, (part + 1) * count // 2)
        site.put(f"/feed{part}", rss(*(item(f"/{n}", f"Talks no {n}") for n in links)), ETag=f'"f{part}"')
    feeds = [f"{site.address}/feed0", f"{site.address}/feed1"]
    told: list[str] = []
    codes: list[int] = []
    while not codes or codes[-1] != 0:
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.stubbed", "watch", *feeds, "--once", "--allow-private",
             "--db", str(tmp_path / "news.db")],
            cwd=ROOT,
            env=os.environ | {"DRAGOMAN_PACE": "0"},
            stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        assert child.stdout is not None
        left = chance.randrange(2, count // kills) if codes.count(-signal.SIGKILL) < kills else count
        for line in child.stdout:
            told.append(line.rstrip("\n"))
            left -= 1
            if left == 0:
                break
        if left == 0:
            time.sleep(chance.uniform(0, 0.02))
            child.kill()
        told += child.stdout.read().splitlines()
        child.stdout.close()
        codes.append(child.wait())
        with Store.open(tmp_path / "news.db", read_only=True) as store:
            held = {c.article.url for c in store.codings()}
        # The last line may be cut in two by the kill.
        assert {t.rpartition("  ")[2] for t in told[:-1]} <= held
    assert codes.count(-signal.SIGKILL) == kills
    addresses = [t.rpartition("  ")[2] for t in told]
    assert max(Counter(addresses).values()) == 1
    with Store.open(tmp_path / "news.db", read_only=True) as store:
        store.check()
        kept = [c.article.url for c in store.codings()]
        assert store.counts().codings == store.counts().articles == count
    assert Counter(kept) == Counter(f"{site.address}/{n}" for n in range(count))
    assert set(addresses) <= set(kept)


def test_refusals_and_articles_are_what_gather_yields(site):
    """The library's own face gives the same records."""
    from dragoman import read  # noqa: PLC0415  (the public name)

    by = Fetcher(Settings(pace=0), allow_private=True)
    got = list(read([site.put("/1", page()), site.address + "/none"], fetcher=by))
    assert [type(x) for x in got] == [Article, Refused]
