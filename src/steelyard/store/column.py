"""A column of numbers in a file, which is there only once a number is not 0."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt


class Column:
    """Numbers of one type, written one after another and then read from the file where it lies.

    Args:
        file: where it is made with the first number that is not 0.
        of: type of the numbers.
    """

    def __init__(self, file: Path, of: npt.DTypeLike) -> None:
        self._file, self._of, self._rows = file, np.dtype(of), 0
        self._stream: IO[bytes] | None = None

    def add(self, numbers: npt.NDArray[Any]) -> None:
        """Write some numbers behind those before."""
        if self._stream is None and numbers.any():
            self._stream = self._file.open("wb")
            self._stream.seek(self._rows * self._of.itemsize)
        if self._stream is not None:
            self._stream.write(np.ascontiguousarray(numbers, self._of).data)
        self._rows += len(numbers)

    def close(self) -> None:
        """Close the file."""
        if self._stream is not None:
            self._stream.close()

    def read(self) -> npt.NDArray[Any] | None:
        """Return the numbers where they lie, once the file is closed; None when all are 0."""
        if self._stream is None:
            return None
        return np.memmap(self._file, self._of, "r", shape=(self._rows,))
