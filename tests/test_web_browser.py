"""The workbench as a person sees it: in headless Chromium, by keyboard, at two widths, and by axe-core."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING

import pytest
import uvicorn

from dragoman.settings import Settings
from dragoman.store import Store
from dragoman.web import create
from dragoman.web.adding import Adding
from tests.test_web import Coder
from tests.workbench import filled, hostile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Dialog, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium"),
    # The browser's own event loop is closed when its driver ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

PAGES = (
    "/",
    "/articles",
    "/article?id=tallinn-1",
    "/article?id=tallinn-1#event-e1",
    "/article?id=%3Cb%3Eid%3C%2Fb%3E%26x%3D1%23y",
    "/search?q=visited",
    "/dyad/MDA/EST?status=all",
    "/map?status=all",
    "/network?status=all",
    "/claims",
    "/happening/1",
    "/actors",
    "/actor?name=the Estonian foreign ministry",
    "/index/MDA/EST?by=day",
    "/forecast/MDA/EST",
    "/review",
    "/add",
    "/token",
    "/api",
    "/nowhere",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """The workbench on a store of some visits, listening."""
    path = filled(tmp_path_factory.mktemp("web") / "news.db")
    with Store.open(path) as store:
        store.add(hostile())
    adding = Adding(path, Settings(), load=lambda settings: Coder())
    server = uvicorn.Server(uvicorn.Config(create(path, adding=adding), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (where there is a browser)

    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


def opened(
    browser: Browser, where: str, *, width: int = 1280, scheme: str = "light"
) -> tuple[Page, list[str]]:
    """Return a page and, as it goes on, what it complains of."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=False,
    )
    page = context.new_page()
    complaints: list[str] = []

    def refuse(dialog: Dialog) -> None:
        complaints.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.on("dialog", refuse)
    page.on("request", lambda r: None if r.url.startswith(where[:16]) else complaints.append(r.url))
    page.goto(where)
    page.wait_for_load_state("networkidle")
    return page, complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_within_reach_of_everybody(browser, address, path, scheme):
    """axe-core finds no breach of WCAG 2.2 AA, in light and in dark; nothing is fetched from elsewhere."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    page, complaints = opened(browser, address + path, scheme=scheme)
    options = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
    found = Axe().run(page, options=options)
    assert found.violations_count == 0, found.generate_report()
    assert [c for c in complaints if "404" not in c] == []
    page.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_a_phone(browser, address, path):
    """At 390 pixels nothing has to be pushed sideways."""
    page, _ = opened(browser, address + path, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()


def test_a_record_lights_up_its_words(browser, address):
    """A focused event lights up its trigger, arguments, time, place and source, and no others."""
    page, _ = opened(browser, f"{address}/article?id=tallinn-1")
    page.locator("#event-e1").focus()
    assert page.locator(".lit-trigger").all_inner_texts() == ["visited"]
    assert page.locator(".lit-place").all_inner_texts() == ["Tallinn"]
    assert "Ana Lupu" in "".join(page.locator(".lit-actor").all_inner_texts())
    page.keyboard.press("Shift+Tab")
    page.locator(".text > p .m-time").first.hover()
    assert page.locator("#time-t1").get_attribute("class") == "record is-lit"
    page.context.close()


def test_a_link_to_an_event_shows_it(browser, address):
    """The address of an event leads to its record, lit up."""
    page, _ = opened(browser, f"{address}/article?id=tallinn-1#event-e1")
    assert page.locator(".lit-trigger").count() == 1
    assert page.evaluate("document.activeElement.id") == "event-e1"
    page.context.close()


def test_keys(browser, address):
    """A slash goes to the search field, j and k from record to record, Escape out of a field."""
    page, _ = opened(browser, f"{address}/article?id=tallinn-1")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "event-e1"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("visited")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=visited")
    assert "Lupu in Tallinn" in page.inner_text("main")
    page.context.close()


def test_a_timeline_is_drawn_and_leads_on(browser, address):
    """Each happening is a mark that is a link; choosing a status asks anew."""
    page, complaints = opened(browser, f"{address}/dyad/MDA/EST?status=all")
    marks = page.locator("[data-chart=timeline] a")
    assert marks.count() == page.locator(".lines > li").count()
    assert (marks.first.get_attribute("xlink:href") or marks.first.get_attribute("href") or "").startswith(
        "/happening/"
    )
    page.select_option("select[name=status]", "planned")
    page.wait_for_url("**/dyad/MDA/EST?status=planned")
    assert complaints == []
    page.context.close()


def test_the_map_and_the_network_are_drawn(browser, address):
    """Towns are dots, and pairs are lines."""
    page, complaints = opened(browser, f"{address}/map?status=all")
    page.wait_for_selector("[data-chart=map] .dot")
    page.goto(f"{address}/network?status=all")
    page.wait_for_selector("[data-chart=network] .edge", state="attached")
    assert complaints == []
    page.context.close()


def test_a_review_session_by_keyboard(browser, address):
    """A name once, then keys: accept, later, put right, take back; what waits has the focus."""
    page, complaints = opened(browser, f"{address}/review")
    waiting = int(page.inner_text("#review .lede").split()[0])
    page.fill("input[name=by] >> nth=0", "Ana")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.wait_for_selector(f"text=Correction 1 is made. {waiting - 1} events wait")
    assert page.evaluate("document.activeElement.matches('[data-focus]')")
    assert page.input_value("form[data-focus] input[name=by]") == "Ana"
    page.keyboard.press("n")
    page.wait_for_selector("input[name=skipped]", state="attached")
    page.keyboard.press("c")
    page.select_option("form[data-focus] select[name=status]", "foreseen")
    page.get_by_role("button", name="Put right").click()
    page.wait_for_selector("text=Correction 2 is made")
    page.keyboard.press("u")
    page.wait_for_selector("text=2 is taken back")
    assert complaints == []
    page.context.close()


def test_the_index_comes_by_itself(browser, address):
    """On the page of two countries, index and forecast are put in when they are there."""
    page, complaints = opened(browser, f"{address}/dyad/MDA/EST?status=all")
    page.wait_for_selector("[data-chart=index] svg")
    assert "What the coming month may bring".upper() in page.inner_text("main").upper()
    assert complaints == []
    page.context.close()


def test_adding_by_hand(browser, address):
    """A text is pasted, its job goes on by itself, and its article can be opened."""
    page, complaints = opened(browser, f"{address}/add")
    page.fill("textarea[name=text]", "Talks began in Chisinau on Monday.")
    page.fill("input[name=title]", "Talks begin")
    page.click("text=Add text")
    page.get_by_role("link", name="Talks begin").click()
    assert page.inner_text("h1") == "Talks begin"
    assert complaints == []
    page.context.close()
