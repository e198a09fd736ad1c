"""New Zealand: claims, cover and rehabilitation with ACC, and sick leave under the Holidays Act."""

from handrail.sdk import Jurisdiction, StatutoryDocument, hookimpl
from handrail_nz.documents import DOCUMENTS
from handrail_nz.jurisdiction import NEW_ZEALAND

__all__ = ["NEW_ZEALAND", "handrail_documents", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (NEW_ZEALAND,)


@hookimpl
def handrail_documents() -> tuple[StatutoryDocument, ...]:
    """Return the certificate as received, the rehabilitation plan and the return step by step."""
    return DOCUMENTS
