"""Archives that unpack to far more than they are, that lie, or that want to be elsewhere."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import warnings
import zipfile
import zlib
from collections.abc import Iterable
from functools import partial

import zstandard

MEGA = 1_000_000
TEXT = b"Kabar alfa dari Jakarta.\n"


def zeros(share: float) -> bytes:
    """300 MB of nothing."""
    return bytes(int(300 * MEGA * share))


def zipped(members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file, whatever the names are, also of the same name twice."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as opened, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that a name is there already
        for name, content in members:
            opened.writestr(_named(name, method), content)
    return file.getvalue()


def _named(name: str, method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("x")
    info.filename = name  # as it is: the constructor mends it
    info.compress_type = method
    return info


def zip_bomb(share: float, method: int = zipfile.ZIP_DEFLATED, name: str = "a.txt") -> bytes:
    return zipped([("first.txt", TEXT), (name, zeros(share)), ("last.txt", TEXT)], method)


def nested(share: float, depth: int = 30) -> bytes:
    """A bomb in a zip file in a zip file in …"""
    content = zip_bomb(share / 10)
    for number in range(depth):
        content = zipped([(f"{number}.zip", content)])
    return content


def overlapping(share: float) -> bytes:
    """Very many members, all of which are the same bytes of the file: 10 GB in some megabytes."""
    packed = zlib.compress(bytes(100_000), 9)[2:-4]
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 33, zlib.crc32(bytes(100_000)),
                        len(packed), 100_000, 5, 0) + b"a.txt" + packed  # fmt: skip
    count = max(2, int(60_000 * share))
    lists = b"".join(_listed(f"{number:05}.txt".encode(), packed) for number in range(count))
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(lists), len(local), 0)
    return local + lists + end


def _listed(name: bytes, packed: bytes) -> bytes:
    head = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 33,
                       zlib.crc32(bytes(100_000)), len(packed), 100_000, len(name),
                       0, 0, 0, 0, 0, 0)  # fmt: skip
    return head + name


def empty_members(share: float) -> bytes:
    """A million members without anything in them."""
    return zipped(((f"{number}.txt", b"") for number in range(int(MEGA * share))), 0)


NAMES = (
    "../../../../../tmp/archive-hostile-zip", "/tmp/archive-hostile-zip", "..\\..\\evil.txt",
    "C:\\evil.txt", "\\\\server\\evil.txt", "a/../../../b.txt", "nul\0.txt", "line\nend.txt",
    "\x1b]52;c;ZXZpbA==\x07.txt", "\u202egnp.txt", "", ".", "..", "/", "a" * 60_000, "\udce9.txt",
    "con.txt", "a//b.txt", "same.txt", "same.txt", "\x9b31m.txt",
)  # fmt: skip


def names(share: float) -> bytes:
    """Members of which each is called to be written somewhere else."""
    return zipped((name.encode("utf-8", "replace").decode(), TEXT) for name in NAMES)


def links(share: float) -> bytes:
    """A link out of the archive, and a file behind it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        for name, kind in (("link", stat.S_IFLNK), ("fifo", stat.S_IFIFO), ("dev", stat.S_IFCHR)):
            info = zipfile.ZipInfo(name)
            info.external_attr = (kind | 0o777) << 16
            opened.writestr(info, "/tmp")
        opened.writestr("link/archive-hostile-zip.txt", "written through a link")
    return file.getvalue()


def encrypted(share: float) -> bytes:
    content = bytearray(zipped([("a.txt", TEXT), ("b.txt", TEXT)]))
    at = content.index(b"PK\1\2")
    content[at + 8] |= 1
    return bytes(content)


def method(share: float, number: int = 99) -> bytes:
    """Packed by a method that does not exist, or is another one."""
    content = bytearray(zipped([("a.txt", TEXT * 9)]))
    content[8] = content[content.index(b"PK\1\2") + 10] = number
    return bytes(content)


def wrong_sum(share: float) -> bytes:
    content = bytearray(zipped([("a.txt", TEXT), ("b.txt", TEXT)]))
    content[content.index(b"PK\1\2") + 16] ^= 1
    return bytes(content)


def lying_sizes(share: float) -> bytes:
    """Members that say they have 4 GB, or nothing."""
    content = bytearray(zipped([("a.txt", TEXT), ("b.txt", TEXT)]))
    first = content.index(b"PK\1\2")
    content[first + 20 : first + 28] = b"\xfe\xff\xff\xff" * 2
    second = content.index(b"PK\1\2", first + 4)
    content[second + 20 : second + 28] = bytes(8)
    return bytes(content)


def lying_end(share: float) -> bytes:
    """The list of members is said to be elsewhere, and longer."""
    content = bytearray(zipped([("a.txt", TEXT)]))
    end = content.index(b"PK\5\6")
    content[end + 8 : end + 20] = b"\xff\xff\xff\xff\xff\xff\xff\x7f\0\0\0\0"
    return bytes(content)


def zip64(share: float) -> bytes:
    """An end that says there are 2^60 members in a list of 2^60 bytes."""
    huge = 1 << 60
    content = zipped([("a.txt", TEXT)])
    end = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, huge, huge, huge, huge)
    where = struct.pack("<IIQI", 0x07064B50, 0, len(content), 1)
    last = struct.pack("<IHHHHIIH", 0x06054B50, *[0xFFFF] * 4, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return content + end + where + last


def tarred(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    file = io.BytesIO()
    for info, content in members:
        if info.isreg() and not info.size:
            info.size = len(content)
        file.write(info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape"))
        file.write(content + bytes(-len(content) % 512))
    return file.getvalue() + bytes(1024)


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0):
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, link, size
    return info


def tar_links(share: float) -> bytes:
    """Links out and through them, devices, pipes, names that lead out."""
    kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)
    odd = [(member(f"kind{kind.decode()}", kind, "/etc/passwd"), b"") for kind in kinds]
    through = [(member("out", tarfile.SYMTYPE, "/tmp"), b""), (member("out/evil.txt"), TEXT)]
    named = [(member(name or "x"), TEXT) for name in NAMES if "\0" not in name]
    return tarred(*odd, *through, *named, (member("last.txt"), TEXT))


def tar_lies(share: float, size: int = 1 << 40) -> bytes:
    """A member that says it has a terabyte."""
    return tarred((member("a.txt"), TEXT), (member("b.txt", size=size), TEXT))


def tar_back(share: float) -> bytes:
    """A member of fewer bytes than none: what is read next is what was read before."""
    content = bytearray(tarred((member("a.txt"), TEXT), (member("b.txt"), TEXT)))
    content[1024 + 124 : 1024 + 136] = b"\xff" * 10 + b"\xf8\x00"  # -2048, in base 256
    head = content[1024:1536]
    head[148:156] = b" " * 8
    content[1024 + 148 : 1024 + 156] = b"%06o\0 " % sum(head)
    return bytes(content)


def tar_headers(share: float) -> bytes:
    """Very many headers that are about the next member, and none comes."""
    value = "x" * 100
    info = member("a.txt")
    info.pax_headers = {f"k{n}": value for n in range(int(100_000 * share))}
    return info.tobuf(tarfile.PAX_FORMAT) * 3


def tar_sparse(share: float) -> bytes:
    """A member with holes of a terabyte."""
    info = member("a.txt")
    info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0",
                        "GNU.sparse.name": "a.txt", "GNU.sparse.realsize": str(1 << 40)}  # fmt: skip
    return tarred((info, b"1\n0\n1\n".ljust(512, b"\0")), (member("b.txt"), TEXT))


def tar_members(share: float) -> bytes:
    """More members than are read."""
    one = tarred((member("a.txt"), b""))[:-1024]
    return one * int(400_000 * share) + bytes(1024)


def gz_members(share: float) -> bytes:
    """A gzipped file of very many gzipped nothings."""
    return gzip.compress(b"") * int(500_000 * share) + gzip.compress(TEXT)


def gz_header(share: float) -> bytes:
    """A name of the file, in the header, that does not end."""
    return b"\x1f\x8b\x08\x08" + bytes(6) + b"a" * int(50 * MEGA * share)


FILES = {
    "bomb.zip": zip_bomb,
    "bomb-bzip2.zip": partial(zip_bomb, method=zipfile.ZIP_BZIP2),
    "bomb-lzma.zip": partial(zip_bomb, method=zipfile.ZIP_LZMA),
    "bomb-html.zip": partial(zip_bomb, name="a.html"),
    "nested.zip": nested,
    "overlapping.zip": overlapping,
    "members.zip": empty_members,
    "names.zip": names,
    "links.zip": links,
    "encrypted.zip": encrypted,
    "method.zip": method,
    "other-method.zip": partial(method, number=14),
    "sum.zip": wrong_sum,
    "sizes.zip": lying_sizes,
    "end.zip": lying_end,
    "zip64.zip": zip64,
    "comment.zip": lambda share: zipped([("a.txt", TEXT)])[:-2] + b"\xff\xff" + b"PK\5\6" * 9_000,
    "links.tar": tar_links,
    "lies.tar": tar_lies,
    "back.tar": tar_back,
    "negative.tar": partial(tar_lies, size=-1024),
    "headers.tar": tar_headers,
    "sparse.tar": tar_sparse,
    "members.tar": tar_members,
    "bomb.tgz": lambda share: gzip.compress(tarred((member("a.txt"), zeros(share)))),
    "bomb.txt.gz": lambda share: gzip.compress(zeros(share)),
    "bomb.jsonl.gz": lambda share: gzip.compress(b'{"text": "' + zeros(share)),
    "bomb.html.gz": lambda share: gzip.compress(b"<html>" + b"<p>" * int(100 * MEGA * share)),
    "twice.txt.gz": lambda share: gzip.compress(gzip.compress(zeros(share))),
    "bomb.txt.xz": lambda share: lzma.compress(zeros(share)),
    "bomb.txt.bz2": lambda share: bz2.compress(zeros(share)),
    "bomb.txt.zst": lambda share: zstandard.ZstdCompressor().compress(zeros(share)),
    "window.txt.zst": lambda share: b"\x28\xb5\x2f\xfd\x00\xff" + TEXT,
    "frames.txt.zst": lambda share: b"\x50\x2a\x4d\x18" + bytes(4) + b"\x50\x2a\x4d\x18\0\0\0\0" * int(MEGA * share),
    "members.txt.bz2": lambda share: bz2.compress(b"") * int(400_000 * share) + bz2.compress(TEXT),
    "members.txt.xz": lambda share: lzma.compress(b"") * int(90_000 * share) + lzma.compress(TEXT),
    "memory.txt.xz": lambda share: lzma.compress(TEXT, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30, "mode": lzma.MODE_FAST, "mf": lzma.MF_HC3, "nice_len": 16, "depth": 1}]) if share > 0.5 else lzma.compress(TEXT)[:-4],
    "members.txt.gz": gz_members,
    "header.txt.gz": gz_header,
    "junk.txt.gz": lambda share: gzip.compress(TEXT) + b"junk" * 999,
    "short.txt.gz": lambda share: gzip.compress(TEXT * 9)[:-9],
    "sum.txt.gz": lambda share: gzip.compress(TEXT)[:-8] + bytes(8),
}  # fmt: skip
