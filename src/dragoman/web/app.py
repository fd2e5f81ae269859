"""A store and who may use it in, the application out: pages, their JSON twins, errors in words."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

import dragoman
from dragoman.corrections import Correction
from dragoman.errors import CorrectionError, DragomanError
from dragoman.settings import Settings
from dragoman.web import files, openapi, reviewing, takeout, writing
from dragoman.web.adding import Adding, Busy, Job
from dragoman.web.desk import Desk
from dragoman.web.guards import Access, Guard
from dragoman.web.pages import actor, board, dyad, find, index, overview, reader, review, where
from dragoman.web.pages.asked import NotThere, Unclear, two_countries
from dragoman.web.rendering import Renderer, address
from dragoman.web.twins import Twin, as_json

TWINS = (
    Twin(path="/", made_by=overview.overview, template="overview.html", group="articles"),
    Twin(path="/articles", made_by=overview.articles, template="articles.html", group="articles"),
    Twin(path="/article", made_by=reader.article, template="reader.html", group="articles"),
    Twin(path="/search", made_by=find.search, template="search.html", group="articles"),
    Twin(path="/dyad/{a}/{b}", made_by=dyad.dyad, template="dyad.html", group="countries"),
    Twin(path="/index/{a}/{b}", made_by=index.series, template="index.html", group="countries"),
    Twin(path="/forecast/{a}/{b}", made_by=index.outlook, template="forecast.html", group="countries"),
    Twin(path="/map", made_by=where.map_of, template="map.html", group="countries"),
    Twin(path="/network", made_by=where.network, template="network.html", group="countries"),
    Twin(path="/claims", made_by=board.board, template="claims.html", group="happenings"),
    Twin(path="/happening/{number}", made_by=board.happening, template="happening.html", group="happenings"),
    Twin(path="/review", made_by=review.review, template=None, group="review"),
    Twin(path="/actors", made_by=actor.actors, template="actors.html", group="actors"),
    Twin(path="/actor", made_by=actor.actor, template="actor.html", group="actors"),
)

ABOUT = """What was read in the articles of one store: who did what to whom, when and where, who says so,
and whether it is asserted, alleged, denied, planned or foreseen. Every page of the workbench has its twin
here, at the same address under /api. Errors are {"error": "what is wrong, and what to do"}."""


def create(
    db: Path | str,
    *,
    access: Access | None = None,
    settings: Settings | None = None,
    adding: Adding | None = None,
) -> FastAPI:
    """Return the workbench on the store at *db*, which is made if it is not there.

    Raises:
        StoreError: if the store cannot be opened.
    """
    settings = settings or Settings()
    access = access or Access()
    desk = Desk(Path(db), settings)
    renderer = Renderer(desk, access)
    app = FastAPI(
        title="dragoman",
        version=dragoman.__version__,
        description=" ".join(ABOUT.split()),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    for twin in TWINS:
        twin.join(app, desk, renderer)
    files.join(app)
    takeout.join(app, desk)
    reviewing.join(app, desk, renderer)
    writing.join(app, adding or Adding(Path(db), settings), access, renderer)
    _shortcuts(app, desk)
    _documentation(app, renderer)
    _errors(app, renderer)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(Guard, access=access)
    return app


def _shortcuts(app: FastAPI, desk: Desk) -> None:
    @app.get("/dyad", include_in_schema=False)
    def dyad_of(request: Request, a: str = "", b: str = "") -> Response:
        """Lead from a form with two names to the page of the two countries."""
        if not a.strip() or not b.strip():
            message = "name two countries"
            raise Unclear(message)
        first, second = two_countries(desk, a, b)
        rest = {k: v for k, v in request.query_params.items() if k not in ("a", "b") and v}
        return RedirectResponse(address(f"/dyad/{first}/{second}", rest), status_code=303)


def _documentation(app: FastAPI, renderer: Renderer) -> None:
    records = [twin.record for twin in TWINS] + [writing.Order, Job, review.Decision, Correction]

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = openapi.describe(app, records)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]

    @app.get("/api/openapi.json", include_in_schema=False)
    def schema() -> Response:
        return as_json(described())

    @app.get("/api", include_in_schema=False)
    def page(request: Request) -> Response:
        return renderer.page("api.html", request, api=described(), twin="/api/openapi.json")


def _errors(app: FastAPI, renderer: Renderer) -> None:
    """Answer every error in words: a page to people, {"error": ...} to programs."""

    def answer(request: Request, status: int, why: str) -> Response:
        if request.url.path.startswith("/api/"):
            return as_json({"error": why}, status)
        return renderer.page("error.html", request, status=status, why=why, code=status)

    @app.exception_handler(NotThere)
    def missing(request: Request, error: Exception) -> Response:
        return answer(request, 404, str(error))

    @app.exception_handler(Unclear)
    def unclear(request: Request, error: Exception) -> Response:
        return answer(request, 422, str(error))

    @app.exception_handler(CorrectionError)
    def unfit(request: Request, error: Exception) -> Response:
        return answer(request, 422, str(error))

    @app.exception_handler(Busy)
    def busy(request: Request, error: Exception) -> Response:
        return answer(request, 503, str(error))

    @app.exception_handler(DragomanError)
    def ours(request: Request, error: Exception) -> Response:
        return answer(request, 503, str(error))

    @app.exception_handler(RequestValidationError)
    def wrong(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        told = [f"{e['loc'][-1]}: {str(e['msg']).removeprefix('Value error, ')}" for e in error.errors()]
        return answer(request, 422, "; ".join(told))

    @app.exception_handler(HTTPException)
    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        why = "there is no such page" if error.status_code == 404 else str(error.detail)
        return answer(request, error.status_code, why)
