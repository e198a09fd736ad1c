"""France: the visits before and at the return, the liaison meeting, and the supervised trial."""

from handrail.sdk import Jurisdiction, StatutoryDocument, hookimpl
from handrail_fr.documents import DOCUMENTS
from handrail_fr.jurisdiction import FRANCE

__all__ = ["FRANCE", "handrail_documents", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (FRANCE,)


@hookimpl
def handrail_documents() -> tuple[StatutoryDocument, ...]:
    """Return the offer of a liaison meeting and the review of a supervised trial."""
    return DOCUMENTS
