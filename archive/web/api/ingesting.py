"""Uploads: taken in at once, ingested one after the other."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, HTTPException, Request, UploadFile
from fastapi.responses import Response

from archive.web import answers
from archive.web.changes import ingest_options
from archive.web.door import as_json
from archive.web.jobs import Jobs

routes = APIRouter(prefix="/api", tags=["ingest"])


@routes.post("/ingest", response_model=answers.Upload, status_code=202)
def ingest(
    request: Request,
    file: Annotated[list[UploadFile], File(description="What to read.")],
    tag: Annotated[list[str], Form(description="Give every article this tag.")] = [],  # noqa: B006
    set: Annotated[list[str], Form(description="FIELD=VALUE of every article.")] = [],  # noqa: B006
    format: Annotated[str, Form(description="Read everything as this format.")] = "",
) -> Response:
    """Take files in, to be ingested as `archive ingest` does; its state is at `Location`."""
    options = ingest_options(tag, set, format)
    jobs: Jobs = request.app.state.jobs
    job = jobs.submit(((one.filename or "", one.file) for one in file), options)
    answer = as_json(job.as_json(), status=202)
    answer.headers["Location"] = f"/api/ingest/{job.id}"
    return answer


@routes.get("/ingest/{job}", response_model=answers.Upload)
def progress(request: Request, job: str) -> Response:
    """How far an upload has come: `waiting`, `running`, `done` or `failed`."""
    jobs: Jobs = request.app.state.jobs
    found = jobs.job(job)
    if found is None:
        raise HTTPException(404, f"there is no upload {job}")
    return as_json(found.as_json())
