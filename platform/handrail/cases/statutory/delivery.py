"""The one form in which a statutory document's paper leaves: as a file to keep."""

from flask import Response
from sqlalchemy.orm import Session

from handrail.cases.statutory.models import StatutoryDocument
from handrail.cases.statutory.paper import render
from handrail.cases.statutory.printing import sheet_of
from handrail.documents.rules import PDF, file_name
from handrail.kit.i18n import LOCALES, current_locale, use_locale
from handrail.tenancy.models import Employment
from handrail.web.security import SANDBOX


def as_paper(
    session: Session, employment: Employment, document: StatutoryDocument, number: int, language: str | None
) -> Response:
    """Return a version as PDF in a language of the platform, the reader's own where none is named; raises NotFound."""
    spoken = language if language in LOCALES else current_locale()
    with use_locale(spoken):
        sheet = sheet_of(session, employment, document, number)
        response = Response(render(sheet), mimetype=PDF)
    # A date says nothing of what is inside: names of downloads show in lists that others see.
    response.headers.set("Content-Disposition", "attachment", filename=file_name(PDF, sheet.shown.on))
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response
