"""Characters that could drive a terminal, or fake a line of a log, made visible."""

from __future__ import annotations

import re

# C0 but tab and line feed, DEL, C1, line separators, direction controls, lone surrogates.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def term_safe(text: str) -> str:
    """`text` with every character that could drive a terminal made visible."""
    return UNSAFE.sub(_visible, text)


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
