"""What writes: texts, addresses and files to add; and the token, once for a browser."""

import shutil
import tempfile
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import msgspec
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from dragoman.web.adding import Adding, Busy, Job, Paste, stored
from dragoman.web.guards import COOKIE, LARGEST_FILES, Access
from dragoman.web.pages.asked import NotThere, Unclear
from dragoman.web.rendering import Renderer
from dragoman.web.twins import as_json

MOST_FILES = 500
LONGEST_FIELD = 16_000_000


class Order(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What a program asks to add: one text with what is known of it, or addresses."""

    text: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    id: str | None = None
    language: str | None = None
    addresses: list[str] = []


def join(app: FastAPI, adding: Adding, access: Access, renderer: Renderer) -> None:
    """Add the routes that write to *app*."""
    _pages(app, adding, renderer)
    _api(app, adding)
    _token(app, access, renderer)


def _pages(app: FastAPI, adding: Adding, renderer: Renderer) -> None:
    def shown(
        request: Request, status: int = 200, problem: str | None = None, filled: dict[str, str] | None = None
    ) -> Response:
        megabytes = LARGEST_FILES // 10**6
        return renderer.page(
            "add.html", request, status, problem=problem, filled=filled or {}, megabytes=megabytes
        )

    @app.get("/add", include_in_schema=False)
    def add(request: Request) -> Response:
        return shown(request)

    @app.post("/add", include_in_schema=False)
    async def take(request: Request) -> Response:
        async with _form(request) as form:
            filled = {k: v for k, v in form.items() if isinstance(v, str)}
            try:
                job = await _from_form(form, adding)
            except (Unclear, Busy, ValueError) as error:
                problem = str(error)
            else:
                return RedirectResponse(f"/add/{job.id}", status_code=303)
        return shown(request, status=422, problem=problem, filled=filled)

    @app.get("/add/{name}", include_in_schema=False)
    def follow(request: Request, name: str) -> Response:
        return renderer.page("job.html", request, job=_job(adding, name), twin=f"/api/add/{name}")


def _api(app: FastAPI, adding: Adding) -> None:
    schema = {"$ref": "#/components/schemas/Order"}
    body = {
        "content": {
            "application/json": {
                "schema": schema,
                "examples": {
                    "a text": {"value": {"text": "Turkey accused Greece.", "published": "2024-01-19"}},
                    "addresses": {"value": {"addresses": ["https://news.example/story"]}},
                },
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}}
                    },
                }
            },
        },
        "required": True,
    }

    @app.post(
        "/api/add",
        status_code=202,
        summary="Add a text, addresses or files",
        tags=["adding"],
        openapi_extra={"requestBody": body, "x-record": "Job"},
        response_class=Response,
    )
    async def take(request: Request) -> Response:
        """Begin to add. The answer names the job: ask for it to see how far it is."""
        if request.headers.get("content-type", "").startswith("multipart/"):
            async with _form(request) as form:
                return as_json(await _from_form(form, adding), 202)
        try:
            order = msgspec.json.decode(await request.body(), type=Order)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            message = f"the request is not as it should be: {error}; /api says how"
            raise Unclear(message) from error
        return as_json(_from_order(order, adding), 202)

    @app.get(
        "/api/add/{name}",
        summary="How far a job is",
        tags=["adding"],
        response_class=Response,
        openapi_extra={"x-record": "Job"},
    )
    def follow(name: str) -> Response:
        """Say how far a job is, and what became of each source."""
        return as_json(_job(adding, name))


def _token(app: FastAPI, access: Access, renderer: Renderer) -> None:
    @app.get("/token", include_in_schema=False)
    def ask(request: Request) -> Response:
        return renderer.page("token.html", request, problem=None, may=access.may_write(request.headers))

    @app.post("/token", include_in_schema=False)
    async def give(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=5) as form:
            token = str(form.get("token", "")).strip()
        if not access.fits(token):
            problem = "that is not the token; dragoman serve tells it when it starts"
            return renderer.page("token.html", request, status=401, problem=problem, may=False)
        answer = RedirectResponse("/add", status_code=303)
        secure = request.url.scheme == "https"
        answer.set_cookie(COOKIE, access.cookie, httponly=True, samesite="strict", secure=secure)
        return answer


def _form(request: Request) -> AbstractAsyncContextManager[FormData]:
    return request.form(max_files=MOST_FILES, max_fields=50, max_part_size=LONGEST_FIELD)


def _job(adding: Adding, name: str) -> Job:
    job = adding.job(name)
    if job is None:
        message = "there is no such job; the list of articles shows what was added"
        raise NotThere(message)
    return job


def _from_order(order: Order, adding: Adding) -> Job:
    if bool(order.text) == bool(order.addresses):
        message = "give either text, or addresses"
        raise Unclear(message)
    try:
        if order.addresses:
            return adding.addresses(order.addresses, order.published)
        given = {f: getattr(order, f) for f in order.__struct_fields__ if f != "addresses"}
        return adding.paste(Paste(**given))
    except ValueError as error:
        raise Unclear(str(error)) from error


async def _from_form(form: FormData, adding: Adding) -> Job:
    """Begin the job that a form describes: files, addresses, or a text."""

    def said(name: str) -> str | None:
        value = form.get(name)
        return value.strip() or None if isinstance(value, str) else None

    files = [f for f in form.getlist("files") if isinstance(f, UploadFile) and f.filename]
    if files:
        folder = Path(tempfile.mkdtemp(prefix="dragoman-add-"))
        try:
            for number, file in enumerate(files):
                await run_in_threadpool(_keep, file, folder / stored(number, file.filename or ""))
            return adding.files(folder, [file.filename or "" for file in files], said("published"))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    if addresses := said("addresses"):
        return adding.addresses(addresses.split(), said("published"))
    if text := said("text"):
        known = {name: said(name) for name in ("title", "published", "publisher", "url")}
        return adding.paste(Paste(text=text, **known))
    message = "there is nothing to add: paste a text, give an address, or choose files"
    raise Unclear(message)


def _keep(file: UploadFile, path: Path) -> None:
    with path.open("wb") as out:
        shutil.copyfileobj(file.file, out)
