"""Australia: the Commonwealth with Comcare, New South Wales, and Victoria."""

from handrail.sdk import Jurisdiction, hookimpl
from handrail_au.commonwealth.jurisdiction import COMMONWEALTH
from handrail_au.new_south_wales.jurisdiction import NEW_SOUTH_WALES
from handrail_au.victoria.jurisdiction import VICTORIA

__all__ = ["COMMONWEALTH", "NEW_SOUTH_WALES", "VICTORIA", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the three jurisdictions of this plugin."""
    return (COMMONWEALTH, NEW_SOUTH_WALES, VICTORIA)
