"""Sweden: the employer's sick pay, the return plan, and the days of the rehabilitation chain."""

from handrail.sdk import Jurisdiction, StatutoryDocument, hookimpl
from handrail_se.documents import DOCUMENTS
from handrail_se.jurisdiction import SWEDEN

__all__ = ["SWEDEN", "handrail_documents", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (SWEDEN,)


@hookimpl
def handrail_documents() -> tuple[StatutoryDocument, ...]:
    """Return the plan for the return and what stands in its place."""
    return DOCUMENTS
