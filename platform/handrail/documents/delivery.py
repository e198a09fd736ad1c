"""The one form in which a document's bytes leave: as a file to keep, in a sandbox, never shown inside a page."""

from flask import Response

from handrail.documents.queries import Opened
from handrail.documents.rules import file_name
from handrail.web.security import SANDBOX


def as_download(opened: Opened) -> Response:
    """Return the bytes as an attachment that no browser runs, embeds or keeps."""
    response = Response(opened.data, mimetype=opened.document.content_type)
    name = file_name(opened.document.content_type, opened.document.created_at.date())
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response
