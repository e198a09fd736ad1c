"""Belgium: guaranteed pay, the reintegration trajectory, and medical force majeure."""

from handrail.sdk import Jurisdiction, hookimpl
from handrail_be.jurisdiction import BELGIUM

__all__ = ["BELGIUM", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (BELGIUM,)
