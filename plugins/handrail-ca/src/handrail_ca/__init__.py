"""Canada: what Quebec, Ontario and British Columbia ask when somebody is sick or injured at work."""

from handrail.sdk import Jurisdiction, hookimpl
from handrail_ca.british_columbia.jurisdiction import BRITISH_COLUMBIA
from handrail_ca.ontario.jurisdiction import ONTARIO
from handrail_ca.quebec.jurisdiction import QUEBEC

__all__ = ["BRITISH_COLUMBIA", "ONTARIO", "QUEBEC", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the provinces of this plugin."""
    return (QUEBEC, ONTARIO, BRITISH_COLUMBIA)
