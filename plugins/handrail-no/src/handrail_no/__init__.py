"""Norway: the employer's period, follow-up plan and dialogue meetings, and the year of sickness benefit."""

from handrail.sdk import Jurisdiction, StatutoryDocument, hookimpl
from handrail_no.documents import DOCUMENTS
from handrail_no.jurisdiction import NORWAY

__all__ = ["NORWAY", "handrail_documents", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (NORWAY,)


@hookimpl
def handrail_documents() -> tuple[StatutoryDocument, ...]:
    """Return the follow-up plan, the record of dialogue meeting 1 and what goes to NAV."""
    return DOCUMENTS
