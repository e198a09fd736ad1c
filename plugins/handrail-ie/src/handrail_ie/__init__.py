"""Ireland: statutory sick leave by calendar year, and Illness Benefit after it."""

from handrail.sdk import Jurisdiction, StatutoryDocument, hookimpl
from handrail_ie.documents import DOCUMENTS
from handrail_ie.jurisdiction import IRELAND

__all__ = ["IRELAND", "handrail_documents", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (IRELAND,)


@hookimpl
def handrail_documents() -> tuple[StatutoryDocument, ...]:
    """Return the certificate as received and the records of leave and of measures."""
    return DOCUMENTS
