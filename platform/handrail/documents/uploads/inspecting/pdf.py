"""PDF: nothing that acts, nothing that is hidden inside; then written anew without who made it."""

import io
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from handrail.documents.uploads.inspecting.kinds import Refusal, Refused

MOST_OBJECTS: Final = 200_000
_ACTIONS: Final = {
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute", "/GoTo3DView",
}  # fmt: skip
_ACTIVE_KEYS: Final = {"/JS", "/JavaScript", "/XFA", "/AA"}
_EMBEDDED_KEYS: Final = {"/EF", "/EmbeddedFiles", "/RichMediaContent"}
_EMBEDDED_TYPES: Final = {"/FileAttachment", "/RichMedia", "/3D", "/EmbeddedFile"}
_HEAD: Final = 1024


def clean(data: bytes) -> bytes:
    """Return the document written anew; raises Refused where it would act, holds files, or asks for a password."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise Refused(Refusal.ENCRYPTED)
            if not len(pdf.pages):
                raise Refused(Refusal.UNREADABLE)
            _look_through(pdf)
            for name in ("/Metadata", "/PieceInfo", "/OpenAction"):
                if name in pdf.Root:
                    del pdf.Root[name]
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            out = io.BytesIO()
            pdf.save(out, static_id=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return out.getvalue()
    except pikepdf.PasswordError:
        raise Refused(Refusal.ENCRYPTED) from None
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        raise Refused(Refusal.UNREADABLE) from None


def _look_through(pdf: pikepdf.Pdf) -> None:
    for count, each in enumerate(pdf.objects):
        if count > MOST_OBJECTS:
            raise Refused(Refusal.PACKED)
        for found in _dictionaries(each):
            _judge(found)


def _dictionaries(start: Any) -> Iterator[Any]:
    """Yield every dictionary that is written inside one object, without following it to others."""
    waiting, seen = [start], 0
    while waiting:
        each = waiting.pop()
        seen += 1
        if seen > MOST_OBJECTS:
            raise Refused(Refusal.PACKED)
        inner: list[Any] = []
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each
            inner = [value for _key, value in each.items()]
        elif isinstance(each, pikepdf.Array):
            inner = [*each]
        waiting += [value for value in inner if isinstance(value, pikepdf.Object) and not value.is_indirect]


def _judge(found: Any) -> None:
    keys = set(found.keys())
    if keys & _ACTIVE_KEYS or str(found.get("/S", "")) in _ACTIONS:
        raise Refused(Refusal.ACTIVE)
    kinds = {str(found.get("/Type", "")), str(found.get("/Subtype", ""))}
    if keys & _EMBEDDED_KEYS or kinds & _EMBEDDED_TYPES:
        raise Refused(Refusal.EMBEDDED)
