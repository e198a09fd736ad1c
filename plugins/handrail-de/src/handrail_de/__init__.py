"""Germany: continued pay, sickness benefit, and the employer's offer of integration management (BEM)."""

from handrail.sdk import Jurisdiction, StatutoryDocument, hookimpl
from handrail_de.documents import DOCUMENTS
from handrail_de.jurisdiction import GERMANY

__all__ = ["GERMANY", "handrail_documents", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (GERMANY,)


@hookimpl
def handrail_documents() -> tuple[StatutoryDocument, ...]:
    """Return the papers of integration management and of gradual return."""
    return DOCUMENTS
