"""Whatever a program asks for: an answer as it is described, and never a fault of ours."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from archive import config
from archive.web import application
from archive.web.access import access

pytestmark = [
    pytest.mark.slow,
    # Of schemathesis itself, and of what it asks with.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def described(seeded):
    """The API of an archive of the seeds, by its own description."""
    rules = access(config.load(), hosts=["testserver"])
    return schemathesis.openapi.from_asgi("/openapi.json", application(config.load(), rules))


api = schemathesis.pytest.from_fixture("described")


@api.parametrize()
@settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=40,
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_described(case) -> None:
    """Good requests and bad ones, of every operation; none ends with a status of 500 or more."""
    case.call_and_validate(
        checks=[
            not_a_server_error,
            checks.status_code_conformance,
            checks.content_type_conformance,
            checks.response_schema_conformance,
        ]
    )
