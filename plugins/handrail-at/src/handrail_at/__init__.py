"""Austria: reintegration part-time work (Wiedereingliederungsteilzeit)."""

from handrail.sdk import Jurisdiction, StatutoryDocument, hookimpl
from handrail_at.documents import DOCUMENTS
from handrail_at.jurisdiction import AUSTRIA

__all__ = ["AUSTRIA", "handrail_documents", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (AUSTRIA,)


@hookimpl
def handrail_documents() -> tuple[StatutoryDocument, ...]:
    """Return plan and agreement of reintegration part-time work."""
    return DOCUMENTS
