"""An index in, a file to keep out: a picture, or a table of its figures."""

import csv
import io
import tempfile
import threading
from pathlib import Path
from typing import Literal

from fastapi import FastAPI
from fastapi.responses import Response

from dragoman.views import figures
from dragoman.web.desk import Desk
from dragoman.web.pages import index
from dragoman.web.pages.asked import AsOf, CountryA, CountryB, Since, Until

KINDS = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}

_drawing = threading.Lock()


def join(app: FastAPI, desk: Desk) -> None:
    """Add the route of pictures and tables to *app*."""

    @app.get(
        "/api/index/{a}/{b}/file.{kind}",
        summary="The index as a picture or a table",
        tags=["countries"],
        response_class=Response,
    )
    def file(
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
        name = f"{found.index.a}-{found.index.b}-{by}.{kind}"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(body, media_type=KINDS[kind], headers=headers)


def _picture(found: index.Series, kind: str) -> bytes:
    from dragoman import plots  # noqa: PLC0415  (brings matplotlib)

    with _drawing, tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        path = Path(folder) / f"index.{kind}"
        plots.series(found.index, path, (found.a_name, found.b_name))
        return path.read_bytes()


def _table(found: index.Series) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(figures.COLUMNS)
    writer.writerows(row for point in found.index.points for row in figures.rows(point))
    return out.getvalue().encode()
