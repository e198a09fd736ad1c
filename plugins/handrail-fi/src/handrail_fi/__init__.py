"""Finland: the notice to occupational health, the sickness allowance, and its checkpoints at 60 to 300 weekdays."""

from handrail.sdk import Jurisdiction, StatutoryDocument, hookimpl
from handrail_fi.documents import DOCUMENTS
from handrail_fi.jurisdiction import FINLAND

__all__ = ["FINLAND", "handrail_documents", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (FINLAND,)


@hookimpl
def handrail_documents() -> tuple[StatutoryDocument, ...]:
    """Return the notice to occupational health, the memo of the talk and the 90-day statement."""
    return DOCUMENTS
