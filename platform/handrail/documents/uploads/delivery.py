"""The one form in which a file that somebody added leaves: to keep, in a sandbox, never shown inside a page."""

from flask import Response
from werkzeug.datastructures import FileStorage

from handrail.documents.rules import file_name
from handrail.documents.uploads.commands import Sent
from handrail.documents.uploads.inspecting.kinds import CONTENT_TYPES, MOST_BYTES
from handrail.documents.uploads.queries import Opened
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.web.security import SANDBOX


def as_download(opened: Opened) -> Response:
    """Return the bytes as an attachment; its name says a day and nothing of what is in it (CON-3)."""
    content_type = CONTENT_TYPES[opened.file.kind]
    response = Response(opened.data, mimetype=content_type)
    name = file_name(content_type, opened.file.added_at.date())
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response


def sent_of(file: FileStorage | str | None) -> Sent:
    """Return what came in, at most one byte more than is taken; raises Invalid where nothing did."""
    if not isinstance(file, FileStorage) or not file.filename:
        raise Invalid(problems=[FieldProblem("/file", _("Choose the file first."))])
    data = file.stream.read(MOST_BYTES + 1)
    file.close()
    return Sent(data, file.filename, file.content_type or "")
