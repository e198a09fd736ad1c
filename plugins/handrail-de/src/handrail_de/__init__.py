"""Germany: continued pay, sickness benefit, and the employer's offer of integration management (BEM)."""

from handrail.sdk import Jurisdiction, hookimpl
from handrail_de.jurisdiction import GERMANY

__all__ = ["GERMANY", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (GERMANY,)
