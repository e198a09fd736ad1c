"""The one form in which a file of a report leaves: to keep, in a sandbox, never run and never cached."""

from flask import Response

from handrail.reports.models import ReportFile
from handrail.web.security import SANDBOX


def as_download(file: ReportFile) -> Response:
    """Return the bytes as an attachment that no browser runs, embeds or keeps."""
    response = Response(file.content, mimetype=file.content_type)
    response.headers.set("Content-Disposition", "attachment", filename=file.name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response
