"""PDF: what it declares, what its pages say, and what is refused."""

from __future__ import annotations

import sys
import zlib
from pathlib import Path

import pytest

from archive.article import Record
from archive.ingest import readers
from archive.ingest.outcome import Outcome
from archive.ingest.readers import pdf as reader
from archive.ingest.source import Source
from ingest.pdfs import FONT, lines, pdf, stream, written

ALFA = "Alfa bravo charlie delta echo foxtrot golf hotel india juliett."


def read(path: Path, content: bytes) -> Record | Outcome:
    """What a file with this content holds."""
    path.write_bytes(content)
    (one,) = readers.read(Source(str(path), 64_000_000))
    return one


def record(path: Path, content: bytes) -> Record:
    """The same, which is a record."""
    one = read(path, content)
    assert isinstance(one, Record), one
    return one


def reason(path: Path, content: bytes) -> str:
    """Why it is none."""
    one = read(path, content)
    assert isinstance(one, Outcome), one
    return one.reason or ""


def test_a_file_is_an_article(tmp_path: Path) -> None:
    """Paragraphs go on across pages; the day of its making is that of saving it."""
    content = pdf(
        [
            lines("Koran Alfa", y=780) + lines("Besar", y=740, size=24) + lines(ALFA, "pemba-"),
            lines("Koran Alfa", y=780) + lines("ngunan (jalan) caf\xe9.", "", ALFA),
        ],
        b"/Author(Adi \\(A\\))/Title(Microsoft Word - x.doc)/CreationDate(D:20250618043000+07'00')",
    )
    one = record(tmp_path / "a", content)
    assert one.text == f"Besar\n{ALFA} pembangunan (jalan) caf\xe9.\n{ALFA}"
    assert one.key == f"file:{tmp_path / 'a'}"
    assert {(fact.field, fact.value, fact.basis, fact.rule) for fact in one.facts} == {
        ("title", "Besar", "inferred", "pdf: the largest letters"),
        ("author", "Adi (A)", "declared", "pdf: Author"),
        ("saved", "2025-06-18", "declared", "pdf: CreationDate, iso date"),
    }
    titled = record(tmp_path / "a", pdf([lines(ALFA)], b"/Title<FEFF00430061006600E9>"))
    assert [fact.value for fact in titled.facts] == ["Caf\xe9"]


def test_pages_turned_by_a_quarter_are_read(tmp_path: Path) -> None:
    """Where nothing stands upright; what is printed across upright text is left out."""
    turned = b"BT /F 10 Tf 0 1 -1 0 %d 72 Tm (%s) Tj ET\n"
    page = turned % (100, b"Alfa bravo") + turned % (112, b"charlie")
    assert record(tmp_path / "a", pdf([page])).text == "Alfa bravo charlie"
    assert record(tmp_path / "a", pdf([lines(ALFA) + page])).text == ALFA


def test_pages_without_text_are_told(tmp_path: Path) -> None:
    """One remark for those of a file; none with text is a reason."""
    one = record(tmp_path / "a", pdf([lines(ALFA), b"0 0 m", b"1 1 m"]))
    assert (one.text, one.remark) == (ALFA, "2 pages have no text layer")
    assert "no text layer" in reason(tmp_path / "a", pdf([b"0 0 m"]))
    unsaid = b"BT /F 10 Tf (\x01\x02\x03\x04\x05\x06) Tj ET"
    assert "which letters" in reason(tmp_path / "a", pdf([unsaid]))


def test_a_damaged_page_leaves_the_others(tmp_path: Path) -> None:
    """It is named."""
    content = pdf([lines(ALFA), lines("x"), lines("Bravo.")])
    packed = zlib.compress(lines("x"), 9)
    one = record(tmp_path / "a", content.replace(packed, bytes(len(packed))))
    assert ALFA in one.text
    assert "Bravo." in one.text


@pytest.mark.parametrize("revision", [2, 3])
def test_what_is_encrypted_says_so(tmp_path: Path, revision: int) -> None:
    """With a password; without one it is read, as every viewer does."""
    from pypdf import PdfReader, PdfWriter

    (tmp_path / "plain").write_bytes(pdf([lines(ALFA)]))
    algorithm = {2: "RC4-40", 3: "RC4-128"}[revision]
    for password, path in (("", "open"), ("alfa", "closed")):
        writer = PdfWriter(PdfReader(tmp_path / "plain"))
        writer.encrypt(password, "bravo", algorithm=algorithm)
        with (tmp_path / path).open("wb") as file:
            writer.write(file)
    assert record(tmp_path / "open", (tmp_path / "open").read_bytes()).text == ALFA
    closed = (tmp_path / "closed").read_bytes()
    assert reason(tmp_path / "closed", closed) == "encrypted: it needs a password"


def tree(kids: bytes, **others: bytes) -> bytes:
    """A file with such pages."""
    named = {int(name[1:]): content for name, content in others.items()}
    pages = b"<</Type/Pages/Count 1/Kids[%s]>>" % kids
    return written({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: pages, 3: FONT, **named})


def deep_tree() -> bytes:
    """A file of 40 levels of three pages each, which is one in the end."""
    kids = {
        f"o{number}": b"<</Type/Pages/Kids[%d 0 R %d 0 R %d 0 R]>>" % ((number + 1,) * 3)
        for number in range(4, 43)
    }
    return tree(b"4 0 R", **kids, o43=b"<</Type/Page>>")


def nested_forms() -> bytes:
    """A page whose drawing draws ten others, each of which does so again, twenty times."""
    form = b"/Type/XObject/Subtype/Form/Resources<</Font<</F 3 0 R>>/XObject<</X %d 0 R>>>>"
    forms = {f"o{n}": stream(b"/X Do " * 10, form % (n + 1)) for n in range(6, 26)}
    last = stream(lines("alfa"), b"/Type/XObject/Subtype/Form/Resources<</Font<</F 3 0 R>>>>")
    page = b"<</Type/Page/Parent 2 0 R/Resources<</XObject<</X 6 0 R>>>>/Contents 5 0 R>>"
    return tree(b"4 0 R", o4=page, o5=stream(b"/X Do " * 10), **forms, o26=last)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n", "damaged"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 99, "damaged"),
        (tree(b"2 0 R"), "cyclic"),
        (tree(b"4 0 R", o4=b"<</Type/Pages/Kids[2 0 R 2 0 R]>>"), "cyclic"),
        (deep_tree(), "limit"),
        (tree(b"4 0 R " * 2_001, o4=b"<</Type/Page/Parent 2 0 R>>"), "more than 2,000 pages"),
        (pdf([b" " * 40_000_000]), "cannot be read: 1"),
        (pdf([b"BT /F 9 Tf (" + b"x" * 1_100_000 + b") Tj 0 9 Td (x) Tj ET"]), "1,000,000 letters"),
        (
            pdf([b"BT /F 9 Tf [" + b"(" + b"x" * 900_000 + b")" + b"(x)" * 9_000 + b"] TJ ET"]),
            "lett",
        ),
        (pdf([b"[" * 50_000 + b"]" * 50_000]), "cannot be read: 1"),
        (nested_forms(), None),
    ],
)
def test_what_is_hostile_comes_to_an_end(tmp_path: Path, content: bytes, said: str | None) -> None:
    """Trees that bite their tail or grow for ever, bombs, what takes the square of its length."""
    one = read(tmp_path / "a.pdf", content)
    if said is None:
        assert isinstance(one, Record)
    else:
        assert isinstance(one, Outcome)
        assert said in (one.reason or "")


def test_pdf_needs_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And says which extra brings it; the file is no text."""
    monkeypatch.setitem(sys.modules, "pypdf", None)
    assert "pip install 'news-archive[pdf]'" in reason(tmp_path / "a", pdf([lines(ALFA)]))


def test_a_large_file_fails(tmp_path: Path) -> None:
    """Beyond the limit of the user a file is not read."""
    (tmp_path / "a.pdf").write_bytes(pdf([lines(ALFA)]))
    (one,) = reader.read(Source(str(tmp_path / "a.pdf"), 100))
    assert isinstance(one, Outcome)
    assert "larger than 100 bytes" in (one.reason or "")
