"""The keeper that needs nothing: master keys in files of the state folder, or in variables.

`master.key` wraps; `master-NAME.key` beside it are older ones that still open. Where HANDRAIL_MASTER_KEY is set, it
wraps and HANDRAIL_OLDER_MASTER_KEYS still open. A key's name is a digest of it, so no two are taken for each other.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from handrail.kit.keys.errors import KeyGone
from handrail.kit.keys.wrapping import decrypt, encrypt
from handrail.kit.settings import KEY_BYTES, SettingError, Settings, read_key, write_private

OWN: Final = "file"
_FILE: Final = "master.key"
_NAME_DIGITS: Final = 16


def name_of(key: bytes) -> str:
    """Return the name of a master key: it tells nothing of 32 random bytes."""
    return hashlib.sha256(b"handrail master key\0" + key).hexdigest()[:_NAME_DIGITS]


class FileKeeper:
    """See `KeyKeeper`. What wraps is read anew each time, for another process may have rotated it."""

    def __init__(self, chosen: Settings) -> None:
        self._chosen = chosen
        self._known: dict[str, bytes] = {}

    def newest(self) -> str:
        """Return the name of the key that wraps."""
        return name_of(self._newest())

    def names(self) -> Sequence[str]:
        """Return the names of all keys here, the newest first."""
        return list(dict.fromkeys(name_of(key) for key in self._keys()))

    def wrap(self, plain: bytes, associated: bytes) -> tuple[str, bytes]:
        """Wrap with the newest key."""
        key = self._newest()
        return name_of(key), encrypt(key, plain, associated)

    def unwrap(self, key: str, wrapped: bytes, associated: bytes) -> bytes:
        """Unwrap what the key of this name wrapped."""
        return decrypt(self._find(key), wrapped, associated)

    def rotate(self) -> str:
        """Lay the key that wraps aside under its name, then put a new one in its place: at no moment is one missing."""
        if self._chosen.has_given_master_key:
            raise SettingError(
                "The master key is in HANDRAIL_MASTER_KEY, which this command can not change. Put it into "
                "HANDRAIL_OLDER_MASTER_KEYS and a new one (openssl rand -hex 32) into HANDRAIL_MASTER_KEY, start "
                "every part of Handrail anew, and then say `handrail keys rewrap`."
            )
        old, new = self._newest(), secrets.token_bytes(KEY_BYTES)
        aside = self._aside(name_of(old))
        if not aside.exists():
            write_private(aside, old.hex() + "\n")
        write_private(self._folder / _FILE, new.hex() + "\n")
        _sync(self._folder)
        return name_of(new)

    def destroy(self, key: str) -> None:
        """Remove the file of an older key."""
        if key == self.newest():
            raise SettingError(f"The key {key} is the one that wraps. Rotate first.")
        if not self._aside(key).exists():
            raise KeyGone(f"There is no file of an older key {key} in {self._folder}.")
        self._aside(key).unlink()
        self._known.pop(key, None)
        _sync(self._folder)

    @property
    def _folder(self) -> Path:
        return self._chosen.state_dir

    def _aside(self, name: str) -> Path:
        return self._folder / f"master-{name}.key"

    def _newest(self) -> bytes:
        made = self._chosen.master_key  # makes the file where there is none
        return made if self._chosen.has_given_master_key else read_key(self._folder / _FILE)

    def _keys(self) -> Iterator[bytes]:
        yield self._newest()
        yield from self._chosen.older_master_keys
        for path in sorted(self._folder.glob("master-*.key")):
            yield read_key(path)

    def _find(self, name: str) -> bytes:
        if name not in self._known:
            self._known = {name_of(key): key for key in self._keys()}
        if name not in self._known:
            raise KeyGone(
                f"The master key {name} is not here. Put its file (master-{name}.key) back into the state folder, or "
                "the key into HANDRAIL_OLDER_MASTER_KEYS."
            )
        return self._known[name]


def _sync(folder: Path) -> None:
    """Bring a folder's names to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
