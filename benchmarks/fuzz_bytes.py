"""Damage to bytes: whatever the file is."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
from random import Random

import pyarrow as pa

MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"\xff\xfe\x00\x00")
ODD = (
    b"\0",
    b"\0" * 7,
    b"\xff",
    b"\xed\xa0\x80",
    b'"',
    b"\n",
    b"\r",
    b"\r\n",
    b"\x1a",
    b"\x85",
    b",",
)
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-8-sig", "cp037", "utf-7")
DELIMITERS = (b",", b";", b"\t", b"|", b" ")
ENDS = (b"\n", b"\r\n", b"\r", b"\n\n", b"\n\r", b"\x0b", b"\xc2\x85", b"\xe2\x80\xa8")
LARGEST = 400_000


def likely(chance: Random, share: float) -> bool:
    """Tell true in a share of cases."""
    return chance.random() < share


def flip(data: bytes, chance: Random) -> bytes:
    """Change some bytes."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 40))):
        if found:
            found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def insert(data: bytes, chance: Random) -> bytes:
    """Put something odd in."""
    at = chance.randrange(len(data) + 1)
    put = chance.choice(ODD) if likely(chance, 0.7) else chance.randbytes(chance.randrange(1, 20))
    return data[:at] + put + data[at:]


def delete(data: bytes, chance: Random) -> bytes:
    """Take a block out."""
    start, length = _block(data, chance)
    return data[:start] + data[start + length :]


def double(data: bytes, chance: Random) -> bytes:
    """Repeat a block, often many times."""
    start, length = _block(data, chance)
    times = chance.choice((1, 1, 2, 50))
    return (data[:start] + data[start : start + length] * times + data[start:])[:LARGEST]


def cut(data: bytes, chance: Random) -> bytes:
    """Stop short; sometimes after a line."""
    at = chance.randrange(len(data) + 1)
    return data[: data.rfind(b"\n", 0, at) + 1] if likely(chance, 0.3) else data[:at]


def behead(data: bytes, chance: Random) -> bytes:
    """Lose the opening."""
    return data[chance.randrange(len(data) + 1) :]


def splice(data: bytes, other: bytes, chance: Random) -> bytes:
    """Begin as one file and end as another."""
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def mark(data: bytes, chance: Random) -> bytes:
    """Begin with a byte order mark, true or not."""
    return chance.choice(MARKS) + data


def recode(data: bytes, chance: Random) -> bytes:
    """Write the text in another encoding."""
    return data.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")


def delimit(data: bytes, chance: Random) -> bytes:
    """Swap the delimiter, everywhere or in one place."""
    return _swapped(data, chance, chance.choice(DELIMITERS[:4]), chance.choice(DELIMITERS))


def quote(data: bytes, chance: Random) -> bytes:
    """Swap quotes for others, or open some."""
    return _swapped(
        data, chance, chance.choice((b'"', b",", b"\n", b"1")), chance.choice((b'"', b"'"))
    )


def end_lines(data: bytes, chance: Random) -> bytes:
    """End lines in another way."""
    return _swapped(data.replace(b"\r\n", b"\n"), chance, b"\n", chance.choice(ENDS))


def nil(data: bytes, chance: Random) -> bytes:
    """Write nils over a block."""
    start, length = _block(data, chance)
    return data[:start] + b"\0" * length + data[start + length :]


def wrap(data: bytes, chance: Random) -> bytes:
    """Pack the file, sometimes twice, and sometimes damage the package."""
    packed = data
    for _ in range(chance.choice((1, 1, 1, 2))):
        packed = chance.choice((_gzip, _zstd, _zip))(packed, chance)
    return (
        chance.choice((flip, cut, delete, insert))(packed, chance)
        if likely(chance, 0.5)
        else packed
    )


ANY = (flip, insert, delete, double, cut, behead, mark, nil)
TEXT = (*ANY, recode, delimit, quote, end_lines)


def _block(data: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, chance.randrange(min(len(data) - start, chance.choice((4, 40, 4000))) + 1)


def _swapped(data: bytes, chance: Random, old: bytes, new: bytes) -> bytes:
    if likely(chance, 0.5):
        return data.replace(old, new)
    places = [at for at in range(len(data)) if data.startswith(old, at)]
    at = chance.choice(places) if places else len(data)
    return data[:at] + new + data[at + len(old) :]


def _gzip(data: bytes, chance: Random) -> bytes:
    packed = gzip.compress(data, mtime=0)
    return packed * 2 if likely(chance, 0.1) else packed


def _zstd(data: bytes, _chance: Random) -> bytes:
    return pa.Codec("zstd").compress(data, asbytes=True)


def _zip(data: bytes, chance: Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(
        out, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    ) as file:
        for place in range(chance.choice((1, 1, 2))):
            name = chance.choice((f"a{place}.csv", f"b/{place}.txt", f"x{place}.json"))
            file.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()
