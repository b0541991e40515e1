"""Files brought in through the browser."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, HTTPException, Request, UploadFile
from fastapi.responses import Response

from archive.web.changes import ingest_options
from archive.web.drawing import page
from archive.web.jobs import Jobs
from archive.web.pages import back_to

routes = APIRouter(prefix="/upload", include_in_schema=False)


@routes.get("")
def form(request: Request) -> Response:
    """Where files are chosen. Template `upload.html`: `job` None."""
    return page(request, "upload.html", job=None)


@routes.post("")
def upload(
    request: Request,
    file: Annotated[list[UploadFile], File()],
    tag: Annotated[str, Form()] = "",
) -> Response:
    """Take files in; then it is shown how far they have come."""
    jobs: Jobs = request.app.state.jobs
    options = ingest_options([tag] if tag.strip() else [])
    job = jobs.submit(((one.filename or "", one.file) for one in file), options)
    return back_to(f"/upload/{job.id}")


@routes.get("/{job}")
def progress(request: Request, job: str) -> Response:
    """How far an upload has come. Template `upload.html`: `job` (Job)."""
    jobs: Jobs = request.app.state.jobs
    found = jobs.job(job)
    if found is None:
        raise HTTPException(404, f"there is no upload {job}")
    return page(request, "upload.html", job=found)
