"""Australia: the Commonwealth with Comcare, New South Wales, and Victoria."""

from handrail.sdk import Jurisdiction, StatutoryDocument, hookimpl
from handrail_au.commonwealth import documents as commonwealth
from handrail_au.commonwealth.jurisdiction import COMMONWEALTH
from handrail_au.new_south_wales import documents as new_south_wales
from handrail_au.new_south_wales.jurisdiction import NEW_SOUTH_WALES
from handrail_au.victoria import documents as victoria
from handrail_au.victoria.jurisdiction import VICTORIA

__all__ = ["COMMONWEALTH", "NEW_SOUTH_WALES", "VICTORIA", "handrail_documents", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the three jurisdictions of this plugin."""
    return (COMMONWEALTH, NEW_SOUTH_WALES, VICTORIA)


@hookimpl
def handrail_documents() -> tuple[StatutoryDocument, ...]:
    """Return the papers of the Commonwealth and the two states."""
    return (*commonwealth.DOCUMENTS, *new_south_wales.DOCUMENTS, *victoria.DOCUMENTS)
