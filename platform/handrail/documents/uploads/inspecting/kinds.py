"""Which kinds of files are taken, how each is known by its content, and why one is refused."""

from enum import StrEnum
from typing import Final

MOST_BYTES: Final = 20_000_000
_TEXT_SIGNS: Final = frozenset("\t\n\r\f")
_FOREIGN: Final = (
    b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"RIFF",
    b"\xd0\xcf\x11\xe0", b"{\\rtf",
)  # fmt: skip
_MARKUP: Final = ("<!doctype", "<html", "<script", "<svg", "<?xml", "<?php", "#!")


class FileKind(StrEnum):
    """The kinds of files that people may add."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    DOCX = "docx"
    TXT = "txt"


class Refusal(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    NOT_WHAT_IT_SAYS = "not_what_it_says"
    UNREADABLE = "unreadable"
    TOO_MANY_PIXELS = "too_many_pixels"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"
    EMBEDDED = "embedded"
    MACROS = "macros"
    LINKED = "linked"
    PACKED = "packed"
    INFECTED = "infected"


class Refused(Exception):
    """The file is not taken; `why` says it in a code."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


EXTENSIONS: Final = {
    "pdf": FileKind.PDF,
    "png": FileKind.PNG,
    "jpg": FileKind.JPEG,
    "jpeg": FileKind.JPEG,
    "docx": FileKind.DOCX,
    "txt": FileKind.TXT,
}
CONTENT_TYPES: Final = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.TXT: "text/plain",
}
ACCEPT: Final = ",".join(f".{extension}" for extension in EXTENSIONS)
_UNDECLARED: Final = {"", "application/octet-stream"}
"""What browsers say of a file that their system does not know."""


def kind_of(data: bytes, name: str, declared: str) -> FileKind:
    """Return what the file is; raises Refused where name, declared type and content do not say the same."""
    if not data:
        raise Refused(Refusal.EMPTY)
    if len(data) > MOST_BYTES:
        raise Refused(Refusal.TOO_LARGE)
    kind = EXTENSIONS.get(name.rpartition(".")[2].lower()) if "." in name else None
    if kind is None:
        raise Refused(Refusal.UNKNOWN_KIND)
    said = declared.partition(";")[0].strip().lower()
    if said not in _UNDECLARED | {CONTENT_TYPES[kind]} or not is_by_content(kind, data):
        raise Refused(Refusal.NOT_WHAT_IT_SAYS)
    return kind


def is_by_content(kind: FileKind, data: bytes) -> bool:
    """Say whether the first bytes are those of this kind; a text is one by all of its bytes."""
    match kind:
        case FileKind.PDF:
            return data.startswith(b"%PDF-")
        case FileKind.PNG:
            return data.startswith(b"\x89PNG\r\n\x1a\n")
        case FileKind.JPEG:
            return data.startswith(b"\xff\xd8\xff")
        case FileKind.DOCX:
            return data.startswith(b"PK\x03\x04") and b"word/document.xml" in data
        case FileKind.TXT:
            return _is_text(data)


def _is_text(data: bytes) -> bool:
    if data.startswith(_FOREIGN):
        return False
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    begins = text.lstrip()[:20].lower()
    return not begins.startswith(_MARKUP) and all(sign >= " " or sign in _TEXT_SIGNS for sign in text)
