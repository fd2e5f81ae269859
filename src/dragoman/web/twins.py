"""A function from the store to a record in, two routes out: a page, and its JSON twin under /api."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, get_type_hints

import msgspec
from fastapi import FastAPI, Request
from fastapi.responses import Response

from dragoman.web.desk import Desk
from dragoman.web.rendering import Renderer


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A page: its path, the function that makes its record, its template, and the group it is listed in.

    Without a template there is the JSON twin alone, and the page is made elsewhere.
    """

    path: str
    made_by: Callable[..., Any]
    template: str | None
    group: str = "pages"

    @property
    def api(self) -> str:
        """The path of the JSON twin."""
        return f"/api{self.path}" if self.path != "/" else "/api/overview"

    @property
    def record(self) -> type:
        """The type of the record that both show."""
        return get_type_hints(self.made_by)["return"]  # type: ignore[no-any-return]

    def join(self, app: FastAPI, desk: Desk, renderer: Renderer) -> None:
        """Add both routes to *app*."""
        about = inspect.getdoc(self.made_by) or ""
        app.get(
            self.api,
            summary=about.partition("\n")[0].rstrip("."),
            tags=[self.group],
            response_class=Response,
            openapi_extra={"x-record": self.record.__name__},
        )(self._json(desk))
        if self.template is not None:
            shown = self._page(desk, renderer, self.template)
            app.get(self.path, include_in_schema=False, name=self.made_by.__name__)(shown)

    def _json(self, desk: Desk) -> Callable[..., Response]:
        @wraps(self.made_by)
        def answer(**asked: object) -> Response:
            return as_json(self.made_by(desk, **asked))

        return _asking(answer, self.made_by)

    def _page(self, desk: Desk, renderer: Renderer, template: str) -> Callable[..., Response]:
        @wraps(self.made_by)
        def answer(request: Request, **asked: object) -> Response:
            twin = f"/api{request.url.path}" if self.path != "/" else self.api
            return renderer.page(template, request, view=self.made_by(desk, **asked), twin=twin)

        return _asking(answer, self.made_by, with_request=True)


def as_json(record: object, status: int = 200) -> Response:
    """Return *record* as JSON."""
    return Response(msgspec.json.encode(record), status_code=status, media_type="application/json")


def _asking(
    answer: Callable[..., Response], made_by: Callable[..., Any], *, with_request: bool = False
) -> Callable[..., Response]:
    """Let FastAPI see what *made_by* asks for, but for the desk, which we hand over."""
    _, *asked = inspect.signature(made_by).parameters.values()
    hints = get_type_hints(made_by, include_extras=True)
    kinds = [p.replace(annotation=hints[p.name], kind=inspect.Parameter.KEYWORD_ONLY) for p in asked]
    if with_request:
        kinds.insert(0, inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request))
    answer.__signature__ = inspect.Signature(kinds)  # type: ignore[attr-defined]
    return answer
