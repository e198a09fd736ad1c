"""Canada: what Quebec, Ontario and British Columbia ask when somebody is sick or injured at work."""

from handrail.sdk import Jurisdiction, hookimpl
from handrail_ca.quebec.jurisdiction import QUEBEC

__all__ = ["QUEBEC", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the provinces of this plugin."""
    return (QUEBEC,)
