"""Great Britain and Northern Ireland: fit notes, Statutory Sick Pay day by day, and what employers look at."""

from handrail.sdk import Jurisdiction, StatutoryDocument, hookimpl
from handrail_uk.documents import DOCUMENTS, DOCUMENTS_NI
from handrail_uk.jurisdiction import GREAT_BRITAIN, NORTHERN_IRELAND

__all__ = ["GREAT_BRITAIN", "NORTHERN_IRELAND", "handrail_documents", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the two jurisdictions of this plugin."""
    return (GREAT_BRITAIN, NORTHERN_IRELAND)


@hookimpl
def handrail_documents() -> tuple[StatutoryDocument, ...]:
    """Return the papers of both jurisdictions: evidence, form SSP1, adjustments, the return."""
    return (*DOCUMENTS, *DOCUMENTS_NI)
