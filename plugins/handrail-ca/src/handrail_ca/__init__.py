"""Canada: what Quebec, Ontario and British Columbia ask when somebody is sick or injured at work."""

from handrail.sdk import Jurisdiction, StatutoryDocument, hookimpl
from handrail_ca.british_columbia import documents as british_columbia
from handrail_ca.british_columbia.jurisdiction import BRITISH_COLUMBIA
from handrail_ca.ontario import documents as ontario
from handrail_ca.ontario.jurisdiction import ONTARIO
from handrail_ca.quebec import documents as quebec
from handrail_ca.quebec.jurisdiction import QUEBEC

__all__ = ["BRITISH_COLUMBIA", "ONTARIO", "QUEBEC", "handrail_documents", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the provinces of this plugin."""
    return (QUEBEC, ONTARIO, BRITISH_COLUMBIA)


@hookimpl
def handrail_documents() -> tuple[StatutoryDocument, ...]:
    """Return the papers of the three provinces."""
    return (*quebec.DOCUMENTS, *ontario.DOCUMENTS, *british_columbia.DOCUMENTS)
