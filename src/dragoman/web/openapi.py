"""The routes in, their OpenAPI description out: the shapes are those of the records themselves."""

from collections.abc import Sequence
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

ERROR = {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]}
PROBLEMS = {
    "404": "There is nothing by that name.",
    "422": "What was asked cannot be understood.",
    "503": "The store cannot be read now.",
}


def describe(app: FastAPI, records: Sequence[type]) -> dict[str, Any]:
    """Return the description of *app*, whose answers are *records*."""
    told = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    _, shapes = msgspec.json.schema_components(records, ref_template="#/components/schemas/{name}")
    told["components"] = {"schemas": {**shapes, "Error": ERROR}}
    told["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path in told["paths"].values():
        for verb, route in path.items():
            _answers(route, route.pop("x-record", None))
            if verb == "post":
                route["security"] = [{"token": []}, {}]
    return told


def _answers(route: dict[str, Any], record: str | None) -> None:
    """Say what comes: *record*, or a file where it is None, or an error."""
    done = next(code for code in route["responses"] if code.startswith("2"))
    route["responses"] = {
        done: {
            "description": "What was asked for.",
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{record}"}}}
            if record
            else {"application/octet-stream": {}},
        },
        **{
            code: {
                "description": why,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            }
            for code, why in PROBLEMS.items()
        },
    }
