"""Mail: what its headers and parts mean, and how an mbox is taken apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.article import Record
from archive.ingest import readers
from archive.ingest.outcome import Outcome
from archive.ingest.source import Source
from ingest.samples import MAIL, MBOX

HEAD = "Message-ID: <7@a.id>\nFrom: a@a.id\nSubject: Alfa\n"


def reading(path: Path, content: bytes) -> list[Record | Outcome]:
    """Everything that a file with this content holds."""
    path.write_bytes(content)
    return list(readers.read(Source(str(path), 1_000_000)))


def mail(path: Path, written: str | bytes) -> Record:
    """The record that a mail is."""
    content = written if isinstance(written, bytes) else written.encode()
    (record,) = reading(path / "a.eml", content)
    assert isinstance(record, Record), record
    return record


def test_a_mail_is_a_record(tmp_path: Path) -> None:
    """Its headers are facts, decoded; the plain text is its text; its id stays the same."""
    record = mail(tmp_path, MAIL)
    assert record.text == "Delta caf\xe9.\n\nFrom here on echo, foxtrot."
    assert {fact.field: (fact.value, fact.basis) for fact in record.facts} == {
        "title": ("Bravo charlie", "declared"),
        "author": ("Adi Caf\xe9", "declared"),
        "published": ("2025-06-18", "declared"),
    }
    assert (record.key, record.original) == ("mail:7@alfa.id", MAIL)


def test_an_mbox_holds_many(tmp_path: Path) -> None:
    """Each as it would be alone: the line that begins like the next one is given back."""
    one, two = reading(tmp_path / "a", MBOX)
    assert isinstance(one, Record)
    assert isinstance(two, Record)
    assert one.original == MAIL
    assert (two.text.strip(), str(two.place)) == ("Hotel", f"{tmp_path / 'a'}:2")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Content-Type: text/html\n\n<style>x</style><p>Bravo<p>charlie", "Bravo\ncharlie"),
        ("Content-Type: text/plain; charset=nosuch\n\nBravo caf\xe9", "Bravo caf\xe9"),
        ("Content-Type: image/png\n\nBravo", ""),
        ("Content-Type: text/plain\nContent-Disposition: attachment\n\nBravo", ""),
        ("Content-Transfer-Encoding: base64\n\nQnJhdm8=", "Bravo"),
        ("Content-Transfer-Encoding: base64\n\n====", ""),
        ("Content-Type: multipart/mixed; boundary=b\n\n--c\n\nBravo", ""),
        ("\nBravo", "Bravo"),
    ],
)
def test_texts(tmp_path: Path, content: str, text: str) -> None:
    """A part is text if it says so, or says nothing; of others the subject is left."""
    assert mail(tmp_path, HEAD + content).text.strip() == text


def test_a_plain_text_that_only_points_elsewhere_is_not_taken(tmp_path: Path) -> None:
    """The HTML is five times as long."""
    html = f"<p>{'Bravo charlie delta. ' * 20}</p>"
    kind = "Content-Type: multipart/alternative; boundary=b\n\n"
    parts = f"--b\n\nSee our page.\n--b\nContent-Type: text/html\n\n{html}\n--b--\n"
    assert mail(tmp_path, HEAD + kind + parts).text.startswith("Bravo")


@pytest.mark.parametrize(
    "subject",
    [
        "Caf\xe9".encode(),
        b"=?iso-8859-1?q?Caf=E9?=",
        b"=?utf-8?B?Q2Fmw6k=?=\n  ",
        b"=?x?q?Caf=C3=A9?=",
    ],
)
def test_subjects(tmp_path: Path, subject: bytes) -> None:
    """Encoded as mail does, or raw."""
    record = mail(tmp_path, b"Message-ID: <7>\nFrom: a@a.id\nSubject: " + subject + b"\n\nBravo")
    assert record.facts[0].value == "Caf\xe9"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"This is no mail.", "no headers"),
        (b"", "empty"),
        (b"Message-ID: <7>\nFrom: a@a.id\nDate: x\n\n", "no text"),
    ],
)
def test_what_is_no_mail_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    """A file with the suffix of a mail is refused with a reason."""
    (outcome,) = reading(tmp_path / "a.eml", content)
    assert isinstance(outcome, Outcome)
    assert reason in (outcome.reason or "")


@pytest.mark.parametrize("depth", [20, 2_000])
def test_mails_in_mails(tmp_path: Path, depth: int) -> None:
    """However deep they are, it is a record or a failed outcome."""
    head = "".join(
        f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n" for i in range(depth)
    )
    (one,) = reading(tmp_path / "a.eml", (HEAD + head + "\nBravo").encode())
    assert isinstance(one, Record) or "deep" in (one.reason or "")


@pytest.mark.parametrize("text", ["From: Adi\nTo: Budi\n\nBravo", "Title: x\nDate: y\n\nBravo"])
def test_a_note_is_no_mail(tmp_path: Path, text: str) -> None:
    """What only looks a little like one is plain text."""
    (record,) = reading(tmp_path / "a.txt", text.encode())
    assert isinstance(record, Record)
    assert record.media_type == "text/plain"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("Content-Type: text/plain" + ";a*0=b" * 4_000 + "\n\nBravo", "a header larger"),
        ("Content-Type: text/plain" + ";\n a=b" * 4_000 + "\n\nBravo", "a header larger"),
        ("\n" + "--b\n\n" * 60_000, "parts"),
    ],
)
def test_what_would_take_for_ever_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    """Headers and parts without an end."""
    (outcome,) = reading(tmp_path / "a.eml", (HEAD + content).encode())
    assert isinstance(outcome, Outcome)
    assert reason in (outcome.reason or "")
