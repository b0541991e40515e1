"""The server as a process: how it begins and ends, and who cannot keep it from answering."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from conftest import ROOT

# Seconds after which something is taken not to happen at all.
PATIENCE = 30


@contextmanager
def serving(*options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server of the archive in ARCHIVE_HOME, and the port that it answers on."""
    command = [sys.executable, "-m", "archive", "serve", "--port", "0", *options]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            yield process, int(process.stdout.readline().rpartition(":")[2].strip("/\n"))
        finally:
            process.kill()


def exchanged(port: int, sent: bytes) -> bytes:
    """All that the server answers to these bytes, until it closes the connection."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as line:
        line.sendall(sent)
        answer = b""
        while piece := line.recv(65_536):
            answer += piece
    return answer


def asked(port: int, path: str) -> bytes:
    request = Request(f"http://127.0.0.1:{port}{path}")
    with urlopen(request, timeout=PATIENCE) as answer:
        return answer.read()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_it(seeded, number: int, code: int) -> None:
    """Also while connections are open that ask for nothing, or are not done asking."""
    with serving() as (process, port):
        assert b"Vostochny" in asked(port, "/?q=antariksa")
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: loc")
            process.send_signal(number)
            _, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == code
        assert "Traceback" not in err


def test_a_port_that_is_taken_is_said(archive, seeded) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = archive("serve", "--port", port)
    assert ran.code == 5
    assert f"port {port}" in ran.err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_others_need_a_password(archive, seeded, host: str) -> None:
    """There is no way to be reached from elsewhere without one."""
    ran = archive("serve", "--host", host, "--port", 0)
    assert ran.code == 2
    assert "--set-password" in ran.err


def test_secrets_are_kept_as_hashes(archive, seeded, monkeypatch) -> None:
    """And the settings that stood there already stay."""
    path = seeded / "archive.toml"
    path.write_text('limit = 3\npassword = "old"\n[stems.id]\nair = "air"\n')
    monkeypatch.setattr("sys.stdin", (seeded / "typed").open("w+"))
    (seeded / "typed").write_text("rahasia dapur\n")
    assert archive("serve", "--set-password").code == 0
    token = archive("serve", "--new-token").out.strip()
    written = path.read_text()
    assert len(token) > 40
    assert token not in written
    assert "rahasia" not in written
    assert "limit = 3" in written
    assert "scrypt$" in written
    assert path.stat().st_mode & 0o077 == 0
    shown = archive("config").out
    assert "scrypt" not in shown
    assert archive("config", "--json").json["limit"]["value"] == 3


RAW = [
    (b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", b"200"),
    (b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n", b"200"),
    (b"GET / HTTP/1.0\r\n\r\n", b"421"),
    (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", b"400"),
    (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", b"400"),
    (b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", b"421"),
    (b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", b"421"),
    (b"nonsense\r\n\r\n", b"400"),
    (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 100_000, b"400"),
    (b"POST /saved HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", b"400"),
    *(
        (b"GET /static/%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" % name, b"404")
        for name in (
            b"..%2f..%2fapp.py",
            b"%2e%2e/app.py",
            b"../app.py",
            b"..%5capp.py",
            b"style.css%00",
            b"%c0%ae%c0%ae/app.py",
        )
    ),
]


def test_what_is_no_request_is_refused(seeded) -> None:
    """With the headers that all answers have; and the server goes on."""
    with serving() as (_, port):
        for sent, status in RAW:
            answer = exchanged(port, sent)
            assert answer.split(b" ", 2)[1] == status, sent[:60]
            assert b"content-security-policy: default-src 'none'" in answer.lower(), sent[:60]
        assert b"Vostochny" in asked(port, "/?q=antariksa")


def test_who_is_slow_keeps_nobody_waiting(seeded) -> None:
    """200 that never come to the point: another one is answered, and they make room."""
    with serving() as (_, port):
        slow = [socket.create_connection(("127.0.0.1", port), PATIENCE) for _ in range(200)]
        try:
            for line in slow:
                line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-")
            assert b"Vostochny" in asked(port, "/?q=antariksa")
            closed = [line for line in slow if _is_closed(line)]
            assert len(closed) >= 100
        finally:
            for line in slow:
                line.close()


def _is_closed(line: socket.socket) -> bool:
    line.setblocking(False)
    try:
        return line.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def test_a_line_of_the_log_is_one_event(seeded, tmp_path: Path) -> None:
    """Whatever is asked for, nobody can write a line of their own."""
    with serving("--debug") as (process, port):
        exchanged(
            port,
            b"GET /%0aERROR%20fake%1b[31m HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        )
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=PATIENCE)
    told = [line for line in err.splitlines() if "fake" in line]
    assert told
    assert all("\x1b" not in line and not line.startswith("ERROR") for line in told)


def test_it_answers_while_another_process_ingests(seeded, tmp_path: Path) -> None:
    """What is stored meanwhile is found; no answer is an error."""
    (tmp_path / "more").mkdir()
    for number in range(300):
        (tmp_path / "more" / f"{number}.txt").write_text(f"Kabar {number}. Banjir surut di Lokan.")
    command = [sys.executable, "-m", "archive", "ingest", str(tmp_path / "more")]
    with (
        serving() as (_, port),
        subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, env={**os.environ}
        ) as process,
    ):
        while process.poll() is None:
            assert b"total" in asked(port, "/api/search?q=banjir")
        assert process.returncode == 0
        assert b'"total": 300' in asked(port, "/api/search?q=lokan+kabar")
