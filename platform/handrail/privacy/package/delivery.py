"""The one form in which a package leaves: as a file to keep, in a sandbox, never kept on the way."""

from flask import Response

from handrail.privacy.package.models import DataPackage
from handrail.web.security import SANDBOX


def as_download(package: DataPackage, archive: bytes) -> Response:
    """Return the archive; its name is a date, since names of files show in lists that others see."""
    response = Response(archive, mimetype="application/zip")
    name = f"handrail-{package.asked_at.date().isoformat()}.zip"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response
