"""PDF with a text layer: a file is an article.

Title and author are those of its properties; where they have no title, it is what is set largest on
the first page. The day on which it was made is that of saving it, none of publication. A picture of
text is no text: nothing is recognized.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from archive.article import Fact, Place, Record
from archive.ingest import declared, layout
from archive.ingest.clean import clean_text
from archive.ingest.layout import Line, Paragraph
from archive.ingest.outcome import Outcome, failed
from archive.ingest.pages._strangers import told_by
from archive.ingest.source import Source, file_key
from archive.ingest.unread import Unread, whole

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

SUFFIXES = (".pdf",)
MEDIA_TYPE = "application/pdf"

_BEGINNING = b"%PDF-"
# Pages of a file, and characters of a page.
_PAGES = 2_000
_CHARACTERS = 1_000_000
# Characters that are added to others of a line one by one, which takes the square of their number.
_MOST_ADDED = 500_000_000
# What pypdf may take for one stream: bytes that it unpacks, and parts that it takes apart.
_LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": 32_000_000,
    "lzw_maximum_output_length": 32_000_000,
    "run_length_maximum_output_length": 32_000_000,
    "array_based_stream_maximum_output_length": 32_000_000,
    "zlib_maximum_recovery_input_length": 1_000_000,
    "stream_decoding_work_maximum_length": 100_000_000,
    "stream_parsing_work_maximum_count": 1_000_000,
    "page_tree_maximum_entries": 10 * _PAGES,
    "xform_maximum_invocations_per_extraction": 1_000,
    "jbig2dec_binary": None,
}
# What programs write where nobody stated a title.
_NO_TITLE = re.compile(
    r"(?i)microsoft \w+ - |untitled|document ?\d*$|(?:https?|file)://|.*\.\w{2,4}$"
)
_DAY = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
# A title is set so many times larger than most of the text, and is no longer than this.
_LARGER = 1.25
_LONGEST = 300
# Paragraphs among which it is.
_FIRST = 12
# Letters that fonts do not say: no letters, private ones, and what stands for any.
_UNSAID = re.compile(r"[\0-\x08\x0e-\x1f\ue000-\uf8ff\ufffd]")


class _TooMuchError(Exception):
    """Why no more of a file is read, in words."""


def sniff(head: bytes) -> bool:
    """Whether it begins as a PDF, blank space left out."""
    return head.lstrip().startswith(_BEGINNING)


def read(source: Source) -> Iterator[Unread | Outcome]:
    """The file as one record that is yet to be understood; failed if it is too large."""
    yield whole(source, parse)


def parse(place: Place, original: bytes) -> Record | Outcome:
    """A file as a record; failed if it is encrypted or damaged, or has no text layer."""
    try:
        import pypdf  # 0.2 s that only PDF needs; an extra
    except ImportError:
        return failed(place, "reading PDF needs one more library: pip install 'news-archive[pdf]'")
    # What is wrong with a file is told by what comes of it.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with pypdf.apply_configuration(**_LIMITS):
        found = told_by("pypdf", lambda: _record(place, original))
    return found or failed(place, "a damaged PDF")


def _record(place: Place, original: bytes) -> Record | Outcome:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        file = PdfReader(io.BytesIO(original))
        if file.is_encrypted and not file.decrypt(""):
            return failed(place, "encrypted: it needs a password")
        pages = _Pages(file)
        found = layout.paragraphs(pages)
        own = _own(file)
    except DependencyError:
        return failed(place, "encrypted; one more library may open it: pip install 'pypdf[crypto]'")
    except PyPdfError as error:
        return failed(place, f"a damaged PDF: {str(error)[:200]}")
    text = "\n".join(paragraph.text for paragraph in found)
    if problem := pages.problem or (not text and pages.damage) or _problem(text):
        return failed(place, problem)
    return Record(
        place=place,
        original=original,
        media_type=MEDIA_TYPE,
        text=text,
        facts=_facts(own, found),
        key=file_key(place),
        remark=pages.remark or None,
    )


def _problem(text: str) -> str | None:
    """Why what was found is no text, if so."""
    if not text:
        return "no text layer: its pages are pictures, in which `ocrmypdf` can find the text"
    if len(_UNSAID.findall(text)) > 0.2 * len(text):
        return "no text layer: its fonts do not say which letters they show"
    return None


class _Pages:
    """The lines on the pages of a file, held to what it may take.

    `problem` says then why it took too much, `remark` which pages could not be read.
    """

    def __init__(self, file: PdfReader) -> None:
        self._file = file
        self._length = self._line = self._added = 0
        self.problem = ""
        self._damaged: list[int] = []
        self._empty: list[int] = []

    def __iter__(self) -> Iterator[list[Line]]:
        pages = self._file.pages
        if len(pages) > _PAGES:
            self.problem = f"more than {_PAGES:,} pages"
            return
        for number in range(len(pages)):
            lines = told_by("pypdf", partial(self._lines, pages, number))
            if self.problem:
                return
            (self._damaged if lines is None else [] if lines else self._empty).append(number + 1)
            # It keeps all that it unpacked.
            self._file.resolved_objects.clear()
            yield lines or []

    @property
    def remark(self) -> str:
        """Which pages have no text, and which could not be read."""
        empty = f"{len(self._empty):,} pages have no text layer" if self._empty else ""
        return "; ".join(part for part in (empty, self.damage) if part)

    @property
    def damage(self) -> str:
        """Which pages could not be read."""
        numbers = ", ".join(map(str, self._damaged[:9]))
        return f"damaged pages that cannot be read: {numbers}" if numbers else ""

    def _lines(self, pages: Sequence[PageObject], number: int) -> list[Line]:
        """Those that stand upright; only where there are none, the others."""
        page = pages[number]
        for orientations in ((0,), (90, 180, 270)):
            lines = _Lines()
            self._length = self._line = self._added = 0
            page.extract_text(
                orientations=orientations,
                visitor_operand_before=self._check,
                visitor_text=partial(self._add, lines),
            )
            found = lines.found()
            if found or not self._length:
                break
        return found

    def _add(self, lines: _Lines, *stretch: Any) -> None:
        self._line = 0
        lines.add(*stretch)

    def _check(self, operator: bytes, operands: Any, *_: Any) -> None:
        """Go on only if it does not take too much."""
        shown = operands[0] if operands else ""
        parts = shown if isinstance(shown, list) else [shown]
        letters = sum(len(part) for part in parts if isinstance(part, str | bytes))
        self._length += letters
        self._line += letters
        self._added += (len(parts) + letters) * self._line
        if self._length > _CHARACTERS or self._added > _MOST_ADDED:
            self.problem = f"a page with more than {_CHARACTERS:,} letters"
            raise _TooMuchError(self.problem)


class _Lines:
    """Lines made of the stretches that are found one after the other."""

    def __init__(self) -> None:
        self._places: list[Line] = []
        self._texts: list[list[str]] = []
        self._is_open = False

    def add(self, text: str, outer: Any, inner: Any, _font: Any, size: float) -> None:
        """Add a stretch, which the matrices `inner` and then `outer` place on the page."""
        if text.strip() and not self._is_open:
            self._places.append(_place(outer, inner, size))
            self._texts.append([])
            self._is_open = True
        if self._is_open:
            self._texts[-1].append(text)
        if text.endswith("\n"):
            self._is_open = False

    def found(self) -> list[Line]:
        """The lines, in the order in which they were drawn."""
        texts = map("".join, self._texts)
        return [replace(one, text=text) for one, text in zip(self._places, texts, strict=True)]


def _place(outer: Any, inner: Any, size: float) -> Line:
    """The line that begins where the matrices say, seen as it is read; its text is yet to come."""
    from pypdf import mult

    a, b, c, d, x, y = (float(value) for value in mult(inner, outer))
    length = (a * a + b * b) ** 0.5 or 1.0
    return Line(
        x=(x * a + y * b) / length,
        y=(y * a - x * b) / length,
        size=float(size) * (c * c + d * d) ** 0.5,
        text="",
    )


def _own(file: PdfReader) -> dict[str, str]:
    """What the properties of a file say, by the names that they have there."""
    own: Any = told_by("pypdf", lambda: file.metadata) or {}
    found = {}
    for name in ("Title", "Author", "CreationDate"):
        value = " ".join(clean_text(str(own.get(f"/{name}") or "")).split())
        if value and not (name == "Title" and _NO_TITLE.match(value)):
            found[name] = value
    return found


def _facts(own: dict[str, str], found: list[Paragraph]) -> tuple[Fact, ...]:
    day = _DAY.match(own.get("CreationDate", ""))
    stated = (
        ("title", "Title", own.get("Title")),
        ("author", "Author", own.get("Author")),
        ("saved", "CreationDate", "-".join(day.groups()) if day else None),
    )
    facts, _ = declared.facts(stated, "pdf")
    title = None if "Title" in own else _largest(found)
    guessed = [Fact("title", title, "inferred", "pdf: the largest letters")] if title else []
    return (*facts, *guessed)


def _largest(found: list[Paragraph]) -> str | None:
    """The paragraph among the first whose letters are largest, if they are larger than most."""
    first = max(found[:_FIRST], key=lambda paragraph: paragraph.size)
    sizes = sorted((one.size, len(one.text)) for one in found)
    half, most = sum(length for _, length in sizes) / 2, 0.0
    for size, length in sizes:
        half -= length
        most = size
        if half <= 0:
            break
    is_title = first.size >= _LARGER * most and len(first.text) <= _LONGEST
    return first.text if is_title else None
