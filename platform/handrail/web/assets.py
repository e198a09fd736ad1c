"""Static files: served under the hash of their content, so a browser keeps them for ever and never a stale one."""

import functools
import hashlib
import mimetypes
from pathlib import Path
from typing import Final

from flask import Response, abort, url_for

DIRECTORY: Final = Path(__file__).parent / "static"
_DIGEST_LENGTH: Final = 16  # hexadecimal digits: 64 bits tell versions of one file apart
_TYPES: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
IMMUTABLE: Final = "public, max-age=31536000, immutable"


@functools.cache
def _names() -> frozenset[str]:
    return frozenset(path.name for path in DIRECTORY.iterdir() if path.suffix in _TYPES)


def _read(name: str) -> tuple[bytes, str]:
    path = DIRECTORY / name
    return _read_as_of(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=64)
def _read_as_of(path: Path, _changed_ns: int) -> tuple[bytes, str]:
    content = path.read_bytes()
    return content, hashlib.sha256(content).hexdigest()[:_DIGEST_LENGTH]


def digest(name: str) -> str:
    """Return the hash under which the file is served; KeyError where we have no such file."""
    if name not in _names():
        raise KeyError(name)
    return _read(name)[1]


def asset_url(name: str) -> str:
    """Return the address of a file of ours, with its hash."""
    return url_for("web.asset", version=digest(name), name=name)


def asset(version: str, name: str) -> Response:
    """Serve one file; an older hash (a page from before an update) gets the new file, unkept."""
    if name not in _names():
        abort(404)
    content, current = _read(name)
    kind = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = Response(content, content_type=kind)
    response.headers["Cache-Control"] = IMMUTABLE if version == current else "no-cache"
    response.set_etag(current)
    return response
