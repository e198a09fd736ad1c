"""Finland: the notice to occupational health, the sickness allowance, and its checkpoints at 60 to 300 weekdays."""

from handrail.sdk import Jurisdiction, hookimpl
from handrail_fi.jurisdiction import FINLAND

__all__ = ["FINLAND", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (FINLAND,)
