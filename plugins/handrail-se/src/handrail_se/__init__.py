"""Sweden: the employer's sick pay, the return plan, and the days of the rehabilitation chain."""

from handrail.sdk import Jurisdiction, hookimpl
from handrail_se.jurisdiction import SWEDEN

__all__ = ["SWEDEN", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (SWEDEN,)
