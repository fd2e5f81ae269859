"""What a page shows in, a file to keep out: a picture, a table, a document, a calendar."""

import csv
import io
import tempfile
import threading
from pathlib import Path as File
from typing import Annotated, Literal

from fastapi import FastAPI, Path, Query
from fastapi.responses import Response

from dragoman import listings
from dragoman.views import figures
from dragoman.web.desk import Desk
from dragoman.web.pages import board, dyad, index
from dragoman.web.pages.asked import AsOf, CountryA, CountryB, NotThere, OneStatus, Since, Until, Words

KINDS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl",
}
FORMS = {"csv": "csv", "docx": "docx", "ics": "ical", "md": "markdown", "html": "html", "jsonl": "jsonl"}
MOST = 1000
"""Items that a file holds at most."""

Kind = Literal["csv", "docx", "ics", "md", "html", "jsonl"]

_drawing = threading.Lock()


def join(app: FastAPI, desk: Desk) -> None:
    """Add the routes of files to *app*."""

    @app.get(
        "/api/index/{a}/{b}/file.{kind}",
        summary="The index as a picture or a table",
        tags=["countries"],
        response_class=Response,
    )
    def index_file(
        a: CountryA,
        b: CountryB,
        kind: Literal["svg", "png", "csv"],
        by: index.By = "month",
        since: Since = None,
        until: Until = None,
        as_known_on: AsOf = None,
    ) -> Response:
        """Give the index as a picture (svg, png) good enough to print, or with all its figures (csv)."""
        found = index.series(desk, a, b, by=by, since=since, until=until, as_known_on=as_known_on)
        body = _table(found) if kind == "csv" else _picture(found, kind)
        return _file(body, f"{found.index.a}-{found.index.b}-{by}", kind)

    @app.get(
        "/api/dyad/{a}/{b}/file.{kind}",
        summary="A timeline as a file",
        tags=["countries"],
        response_class=Response,
    )
    def dyad_file(
        a: CountryA,
        b: CountryB,
        kind: Kind,
        since: Since = None,
        until: Until = None,
        status: OneStatus = None,
        type: dyad.EventType = None,
        level: dyad.Level = None,
    ) -> Response:
        """Give what happened between two countries, for a spreadsheet, a text, a calendar or a program."""
        found = dyad.dyad(desk, a, b, since, until, status, type, level, limit=MOST)
        title = f"{found.a_name} and {found.b_name}"
        listing = listings.of_timeline(found.happenings[::-1], title=title, note=_note(since, until, status))
        return _file(listings.write(listing, FORMS[kind]), f"{found.a}-{found.b}", kind)

    @app.get(
        "/api/page/{digest}",
        summary="A page as it was fetched",
        tags=["articles"],
        response_class=Response,
    )
    def page(
        digest: Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="The SHA-256 of it.")],
    ) -> Response:
        """Give the bytes of a page as they came. A browser keeps them as a file and does not show them."""
        body = desk.store.captures.body(digest)
        if body is None:
            message = "the store keeps no such page"
            raise NotThere(message)
        headers = {"content-disposition": f'attachment; filename="{digest[:12]}.page"'}
        return Response(body, media_type="application/octet-stream", headers=headers)

    @app.get(
        "/api/claims/file.{kind}", summary="Claims as a file", tags=["happenings"], response_class=Response
    )
    def claims_file(
        kind: Kind,
        a: Annotated[Words, Query(description="A country; then give b too.", examples=["PRK"])] = None,
        b: Annotated[Words, Query(description="Another country.", examples=["RUS"])] = None,
        as_of: AsOf = None,
        state: board.Board = None,
    ) -> Response:
        """Give claims and who says what of them, for a spreadsheet, a text, a calendar or a program."""
        found = board.board(desk, a, b, as_of, state, limit=MOST)
        title = f"Claims: {found.a_name} and {found.b_name}" if found.a else "Claims"
        listing = listings.of_claims(found.claims, title=title, note=_note(None, as_of, state))
        return _file(listings.write(listing, FORMS[kind]), "claims", kind)


def _note(since: object, until: object, status: str | None) -> str:
    parts = [f"from {since}" if since else "", f"until {until}" if until else "", status or ""]
    return ", ".join(part for part in parts if part)


def _file(body: bytes, name: str, kind: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(body, media_type=KINDS[kind], headers=headers)


def _picture(found: index.Series, kind: str) -> bytes:
    from dragoman import plots  # noqa: PLC0415  (brings matplotlib)

    with _drawing, tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        path = File(folder) / f"index.{kind}"
        plots.series(found.index, path, (found.a_name, found.b_name))
        return path.read_bytes()


def _table(found: index.Series) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(figures.COLUMNS)
    writer.writerows(row for point in found.index.points for row in figures.rows(point))
    return out.getvalue().encode()
