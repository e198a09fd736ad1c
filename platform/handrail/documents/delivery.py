"""The one form in which a document's bytes leave: as a file to keep, in a sandbox, never shown inside a page."""

from flask import Response

from handrail.documents.queries import Opened
from handrail.documents.rules import PDF, file_name
from handrail.kit import clock
from handrail.web.security import SANDBOX


def as_download(opened: Opened) -> Response:
    """Return the bytes as an attachment that no browser runs, embeds or keeps."""
    document = opened.document
    return _attached(opened.data, document.content_type, file_name(document.content_type, document.created_at.date()))


def paper(data: bytes) -> Response:
    """Return a PDF that is kept nowhere, as `as_download` does a document."""
    return _attached(data, PDF, file_name(PDF, clock.today()))


def _attached(data: bytes, content_type: str, name: str) -> Response:
    response = Response(data, mimetype=content_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response
