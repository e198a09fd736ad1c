"""The United States: family and medical leave, its notices and certifications, and injuries at work."""

from handrail.sdk import Jurisdiction, StatutoryDocument, hookimpl
from handrail_us.documents import DOCUMENTS
from handrail_us.jurisdiction import UNITED_STATES

__all__ = ["UNITED_STATES", "handrail_documents", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (UNITED_STATES,)


@hookimpl
def handrail_documents() -> tuple[StatutoryDocument, ...]:
    """Return the notices of family leave and the records of accommodations and injuries."""
    return DOCUMENTS
