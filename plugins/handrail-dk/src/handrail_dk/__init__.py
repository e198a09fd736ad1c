"""Denmark: the absence interview, the municipality's follow-up, and the 120-day rule of salaried staff."""

from handrail.sdk import Jurisdiction, StatutoryDocument, hookimpl
from handrail_dk.documents import DOCUMENTS
from handrail_dk.jurisdiction import DENMARK

__all__ = ["DENMARK", "handrail_documents", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (DENMARK,)


@hookimpl
def handrail_documents() -> tuple[StatutoryDocument, ...]:
    """Return the papers of the interview, of what is possible, of the fast track and the refund."""
    return DOCUMENTS
