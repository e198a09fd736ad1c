"""The Netherlands: the two years of sickness pay, the reintegration duties in them, and what follows."""

from handrail.sdk import Jurisdiction, StatutoryDocument, hookimpl
from handrail_nl.documents import DOCUMENTS
from handrail_nl.jurisdiction import NETHERLANDS

__all__ = ["NETHERLANDS", "handrail_documents", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (NETHERLANDS,)


@hookimpl
def handrail_documents() -> tuple[StatutoryDocument, ...]:
    """Return the documents of the two years of sickness."""
    return DOCUMENTS
