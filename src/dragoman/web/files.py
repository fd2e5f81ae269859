"""The files that pages are drawn with: packed ahead, kept by browsers for as long as they are the same."""

from functools import cache

from fastapi import FastAPI, Request
from fastapi.responses import Response

from dragoman.web.pages.asked import NotThere
from dragoman.web.rendering import STATIC

KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
}


def join(app: FastAPI) -> None:
    """Add the route of the files to *app*."""

    @app.get("/static/{name}", include_in_schema=False)
    def file(request: Request, name: str) -> Response:
        kind = next((k for suffix, k in KINDS.items() if name.endswith(suffix)), None)
        if kind is None or name not in _names():
            message = f"there is no file {name!r}"
            raise NotThere(message)
        headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}
        if "gzip" in request.headers.get("accept-encoding", "") and f"{name}.gz" in _names():
            return Response(
                _bytes(f"{name}.gz"), media_type=kind, headers={**headers, "content-encoding": "gzip"}
            )
        return Response(_bytes(name), media_type=kind, headers=headers)


@cache
def _names() -> frozenset[str]:
    return frozenset(f.name for f in STATIC.iterdir())


@cache
def _bytes(name: str) -> bytes:
    return STATIC.joinpath(name).read_bytes()
