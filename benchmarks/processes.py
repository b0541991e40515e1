"""Running steps in processes of their own, and the clock of another process (Linux)."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class StepError(Exception):
    """A step ended with an error; says the last line of it."""


def step(*arguments: object) -> dict[str, Any]:
    """The figures of a step of `measure.py`."""
    command = [sys.executable, str(HERE / "measure.py"), *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise StepError((ran.stderr.strip().splitlines() or [f"ended with {ran.returncode}"])[-1])
    figures: dict[str, Any] = json.loads(ran.stdout)
    return figures


def start(
    command: Sequence[str], times: int, environ: Mapping[str, str] = os.environ
) -> list[float]:
    """Milliseconds of the processor and of the clock until `command` has printed its first line.

    The median of so many times, after one that fetches the files into memory.
    """
    taken = [_first_line(command, environ) for _ in range(times + 1)][1:]
    return [statistics.median(one) for one in zip(*taken, strict=True)]


def _first_line(command: Sequence[str], environ: Mapping[str, str]) -> tuple[float, float]:
    began = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ
    ) as process:
        assert process.stdout
        first = process.stdout.readline()
        wall = time.perf_counter() - began
        cpu = time.clock_gettime(~process.pid << 3 | 2)  # Linux: the CPU time of that process
        _, error = process.communicate()
    if process.returncode or not first.strip():
        raise StepError(f"{' '.join(command)}: {error.decode().strip()}")
    return cpu * 1000, wall * 1000


def whole(command: Sequence[str], environ: Mapping[str, str]) -> dict[str, float]:
    """What a command takes, with all processes that it starts.

    `memory` is that of the largest, in megabytes.
    """
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environ)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise StepError(f"{' '.join(command)} ended with {process.returncode}")
    return {
        "wall": time.perf_counter() - began,
        "cpu": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss * 1024 / 1e6,
    }
