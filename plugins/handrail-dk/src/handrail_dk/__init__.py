"""Denmark: the absence interview, the municipality's follow-up, and the 120-day rule of salaried staff."""

from handrail.sdk import Jurisdiction, hookimpl
from handrail_dk.jurisdiction import DENMARK

__all__ = ["DENMARK", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (DENMARK,)
