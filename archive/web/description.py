"""The description of the API (OpenAPI), from the code: every answer, and how errors look."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from archive.web.answers import Problem
from archive.web.problems import MEDIA_TYPE

# What FastAPI says of errors by itself; ours are other ones.
_NOT_OURS = ("HTTPValidationError", "ValidationError")
_PROBLEM = {
    "description": "What was wrong.",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def describe(app: FastAPI) -> None:
    """Have `/openapi.json` say what is answered."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # as its documentation says


def _described(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    schemas = schema["components"]["schemas"]
    for name in _NOT_OURS:
        schemas.pop(name, None)
    schemas["Problem"] = Problem.model_json_schema()
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = _PROBLEM
    return schema
