"""From file to article: find the files, read them, clean and enrich what they hold, store it.

    files ─▶ readers ─▶ Record ─▶ clean ─▶ Article ─▶ extractors ─▶ Article ─▶ Archive.put

Whatever cannot be read is an `Outcome` with a reason, counted and named, and the run goes on.
"""

from archive.ingest.again import Course
from archive.ingest.outcome import Outcome, Summary
from archive.ingest.pipeline import Options, ingest, take

__all__ = ["Course", "Options", "Outcome", "Summary", "ingest", "take"]
