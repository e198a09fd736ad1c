"""Rows put aside while a file is read to its end: in a file without a name, under a key that nobody else has.

Memory does not grow with the rows, and nothing is left when the process ends, however it ends: the file was never in a
folder, and what it held can not be opened without the key, which was only in memory.
"""

import os
import struct
import tempfile
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Final, Generic, Self, TypeVar

import msgspec

from handrail.exchange.intake.waiting import text_in, text_out
from handrail.kit.crypto import decrypt, encrypt

_T = TypeVar("_T")
_LENGTH: Final = struct.Struct(">I")
_KEY_BYTES: Final = 32


class Shelf:
    """Takes rows and gives each back by its place. Close it, or use it in a `with`."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the shelf is
        self._key = os.urandom(_KEY_BYTES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back to the system, which forgets it."""
        self._file.close()

    def put(self, row: Any) -> int:
        """Put a row aside and return its place. Texts in it are kept in the language of now."""
        place = self._file.seek(0, os.SEEK_END)
        sealed = encrypt(self._key, msgspec.msgpack.encode(row, enc_hook=text_out), place.to_bytes(8, "big"))
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)
        return place

    def get(self, place: int, kind: type[_T]) -> _T:
        """Return the row of this kind that was put at this place."""
        self._file.seek(place)
        (length,) = _LENGTH.unpack(self._file.read(_LENGTH.size))
        plain = decrypt(self._key, self._file.read(length), place.to_bytes(8, "big"))
        return msgspec.msgpack.decode(plain, type=kind, dec_hook=text_in)


class OnShelf(Sequence[_T], Generic[_T]):
    """Rows of one kind, of which only the places are in memory."""

    def __init__(self, shelf: Shelf, kind: type[_T], places: Sequence[int]) -> None:
        self._shelf = shelf
        self._kind = kind
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return OnShelf(self._shelf, self._kind, self._places[index])
        return self._shelf.get(self._places[index], self._kind)
