"""Belgium: guaranteed pay, the reintegration trajectory, and medical force majeure."""

from handrail.sdk import Jurisdiction, StatutoryDocument, hookimpl
from handrail_be.documents import DOCUMENTS
from handrail_be.jurisdiction import BELGIUM

__all__ = ["BELGIUM", "handrail_documents", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (BELGIUM,)


@hookimpl
def handrail_documents() -> tuple[StatutoryDocument, ...]:
    """Return the plan and the reasoned report of a trajectory."""
    return DOCUMENTS
