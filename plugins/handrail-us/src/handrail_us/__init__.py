"""The United States: family and medical leave, its notices and certifications, and injuries at work."""

from handrail.sdk import Jurisdiction, hookimpl
from handrail_us.jurisdiction import UNITED_STATES

__all__ = ["UNITED_STATES", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (UNITED_STATES,)
