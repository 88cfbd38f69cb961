"""JSON text read value by value from a stream, in bounded memory."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, BinaryIO

from steelyard.sources.layout import encoding_of
from steelyard.sources.reading import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from steelyard.terms.errors import BadFile

LARGEST = 2**23
_STEP = 2**18
_SPACE = " \t\n\r"
_NUMBER = "-+.0123456789eE"


class JsonText:
    """A JSON text of which one value at a time is held.

    Numbers are given as text, digit by digit as they stand in the file, so that none is rounded.

    Args:
        stream: its bytes.
        name: how a person would name the file.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name = stream, name
        first = stream.read(_STEP)
        self._decode = codecs.getincrementaldecoder(encoding_of(first))()
        self._json = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
        self._text, self._at, self._ended = "", 0, False
        self._add(first)
        self._text = self._text.removeprefix("\ufeff")

    def sign(self) -> str:
        """Return the next character that is no space, and stay before it; empty at the end."""
        while True:
            text, at = self._text, self._at
            while at < len(text) and text[at] in _SPACE:
                at += 1
            self._at = at
            if at < len(text):
                return text[at]
            if not self._grown():
                return ""

    def take(self, signs: str) -> str:
        """Return the next character and pass it; it must be one of ``signs``.

        Raises:
            BadFile: it is another, or the text ends.
        """
        found = self.sign()
        if not found:
            raise self.damaged("the text ends before its last bracket")
        if found not in signs:
            raise self.damaged(f"{found!r} stands where {' or '.join(signs)} should")
        self._at += 1
        return found

    def value(self) -> object:
        """Return the next value and pass it.

        Raises:
            BadFile: it is no JSON, ends too early, nests too deep or is longer than ``LARGEST``.
        """
        self.sign()
        while True:
            try:
                found, end = self._json.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                self._more(f"it is no JSON: {error.msg}")
                continue
            except RecursionError:
                raise self.damaged("its brackets nest too deep") from None
            if end < len(self._text) or self._text[end - 1] not in _NUMBER or not self._grown():
                self._at = end
                return found

    def items(self) -> Iterator[object]:
        """Yield the elements of the array that begins here, and pass it.

        Raises:
            BadFile: there is no array, or it is damaged.
        """
        self.take("[")
        if self.sign() == "]":
            self.take("]")
            return
        yield self.value()
        while self.take(",]") == ",":
            yield self.value()

    def keys(self) -> Iterator[str]:
        """Yield the keys of the object that begins here; whoever asks passes each value.

        Raises:
            BadFile: there is no object, or it is damaged.
        """
        self.take("{")
        if self.sign() == "}":
            self.take("}")
            return
        yield self._key()
        while self.take(",}") == ",":
            yield self._key()

    def end(self) -> None:
        """Refuse whatever follows.

        Raises:
            BadFile: something does.
        """
        if self.sign():
            raise self.damaged("something stands behind its last bracket")

    def damaged(self, found: str) -> BadFile:
        """Return the error for a text that is not what it should be."""
        why = "A damaged or shortened download may have lost rows without a trace"
        return refuse(self._name, found, why, "Download it again.")

    def _key(self) -> str:
        key = self.value() if self.sign() == '"' else None
        if not isinstance(key, str):
            raise self.damaged("a key without quotation marks stands in an object")
        self.take(":")
        return key

    def _more(self, found: str) -> None:
        if len(self._text) - self._at > LARGEST:
            raise self.damaged(f"a value is longer than {LARGEST:,} characters, or {found}")
        if not self._grown():
            raise self.damaged(found)

    def _grown(self) -> bool:
        """Read on, as much again as is held; tell whether anything came."""
        if self._ended:
            return False
        self._text, self._at = self._text[self._at :], 0
        before = len(self._text)
        while len(self._text) == before:
            data = self._stream.read(max(_STEP, before))
            self._add(data)
            if not data:
                break
        return len(self._text) > before

    def _add(self, data: bytes) -> None:
        self._ended = not data
        try:
            self._text += self._decode.decode(data, final=self._ended)
        except UnicodeDecodeError:
            raise self.damaged("its bytes are no text") from None
