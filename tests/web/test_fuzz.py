"""Whatever a program asks for: an answer as it is described, and never a fault of ours."""

from __future__ import annotations

from contextlib import nullcontext, suppress

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from archive import config
from archive.web import application
from archive.web.access import access

EXAMPLES = 25
pytestmark = [
    pytest.mark.slow,
    # Of schemathesis itself, and of what it asks with.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
OPERATIONS = [
    (path, method)
    for path, methods in application(config.load({"home": "unused"})).app.openapi()["paths"].items()
    for method in methods
]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_operation_answers_as_described(seeded, path: str, method: str, mode) -> None:
    """Good requests and bad ones, of every operation; none ends with a status of 500 or more."""
    app = application(config.load(), access(config.load(), hosts=["testserver"]))
    operation = schemathesis.openapi.from_asgi("/openapi.json", app)[path][method.upper()]

    @settings(
        deadline=None,
        derandomize=True,
        database=None,
        max_examples=EXAMPLES,
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case) -> None:
        case.call_and_validate(checks=CHECKS)

    # Of an operation that takes nothing, nothing can be wrong.
    with suppress(Unsatisfiable) if mode is GenerationMode.NEGATIVE else nullcontext():
        ask()
