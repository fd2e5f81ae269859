"""A form or an order in, a correction in the store out, and the next item that waits."""

from dataclasses import dataclass
from typing import get_args

import msgspec
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from starlette.datastructures import FormData

from dragoman.corrections import Correction
from dragoman.errors import CorrectionError
from dragoman.naming import Facts
from dragoman.records import Status
from dragoman.store import Store
from dragoman.web.desk import Desk
from dragoman.web.pages import review
from dragoman.web.pages.asked import Unclear
from dragoman.web.rendering import Renderer
from dragoman.web.twins import as_json

MOST_SKIPPED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """What a page of the review shows beside the queue."""

    made: Correction | None = None
    problem: str | None = None


def join(app: FastAPI, desk: Desk, renderer: Renderer) -> None:
    """Add the routes of the review to *app*; that which only asks is a twin."""

    def shown(
        request: Request, skipped: list[str], by: str, done: _Done | None = None, first: str | None = None
    ) -> Response:
        view = review.review(desk, skipped, first)
        done = done or _Done()
        return renderer.page(
            "review.html",
            request,
            422 if done.problem else 200,
            view=view,
            skipped=skipped,
            by=by,
            made=done.made,
            problem=done.problem,
            twin="/api/review",
        )

    @app.get("/review", include_in_schema=False)
    def ask(request: Request, event: str | None = None) -> Response:
        return shown(request, [], "", first=event)

    @app.post("/review", include_in_schema=False)
    async def say(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=MOST_SKIPPED + 30) as form:
            return await run_in_threadpool(answer, request, form)

    def answer(request: Request, form: FormData) -> Response:
        skipped = [str(name) for name in form.getlist("skipped")][-MOST_SKIPPED:]
        by, action, event = (str(form.get(name, "")) for name in ("by", "action", "event"))
        if action == "skip":
            return shown(request, [*skipped, event], by)
        try:
            decision = _read(form)
            with Store.open(desk.db) as store:
                made = review.decide(store, decision)
        except (CorrectionError, Unclear) as error:
            return shown(request, skipped, by, _Done(problem=str(error)), first=event)
        return shown(request, skipped, by, _Done(made=made))

    @app.post(
        "/api/review",
        summary="Accept, put right, merge, split, mark false, or take back",
        tags=["review"],
        response_class=Response,
        openapi_extra={
            "x-record": "Correction",
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": {"$ref": "#/components/schemas/Decision"},
                        "examples": {
                            "change": {
                                "value": {
                                    "action": "change",
                                    "event": "tallinn-1#e1",
                                    "by": "Ana",
                                    "facts": {"status": "planned", "recipients": ["Estonia"]},
                                }
                            }
                        },
                    }
                },
            },
        },
    )
    async def order(request: Request) -> Response:
        """Make one correction; nothing is altered by it, and it can be taken back."""
        try:
            decision = msgspec.json.decode(await request.body(), type=review.Decision)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            message = f"the request is not as it should be: {error}; /api says how"
            raise Unclear(message) from error
        return await run_in_threadpool(_do, desk, decision)


def _do(desk: Desk, decision: review.Decision) -> Response:
    with Store.open(desk.db) as store:
        return as_json(review.decide(store, decision))


def _read(form: FormData) -> review.Decision:
    """Return what a form says; empty fields say nothing."""

    def said(name: str) -> str | None:
        return str(form.get(name, "")).strip() or None

    def several(name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in str(form.get(name, "")).split(";") if part.strip())

    action, undoes, status = said("action"), said("undoes"), said("status")
    if action not in get_args(review.Action):
        message = "say what is to be done: accept, change, false, merge, split or undo"
        raise Unclear(message)
    if undoes is not None and not undoes.isdecimal():
        message = f"{undoes!r} is no number of a correction"
        raise Unclear(message)
    if status is not None and status not in get_args(Status):
        message = f"{status!r} is no status; there are {', '.join(get_args(Status))}"
        raise Unclear(message)
    return review.Decision(
        action=action,  # type: ignore[arg-type]
        by=said("by") or "",
        event=said("event") or "",
        note=said("note") or "",
        facts=Facts(
            kind=said("type"),
            modes=several("modes"),
            actors=several("actors"),
            recipients=several("recipients"),
            participants=several("participants"),
            when=said("when"),
            where=said("where"),
            status=status,  # type: ignore[arg-type]
        ),
        others=tuple(str(name) for name in form.getlist("others") if str(name).strip()),
        undoes=int(undoes) if undoes else None,
    )
