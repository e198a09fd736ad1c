"""Norway: the employer's period, follow-up plan and dialogue meetings, and the year of sickness benefit."""

from handrail.sdk import Jurisdiction, hookimpl
from handrail_no.jurisdiction import NORWAY

__all__ = ["NORWAY", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (NORWAY,)
