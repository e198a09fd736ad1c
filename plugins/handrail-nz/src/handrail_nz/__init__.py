"""New Zealand: claims, cover and rehabilitation with ACC, and sick leave under the Holidays Act."""

from handrail.sdk import Jurisdiction, hookimpl
from handrail_nz.jurisdiction import NEW_ZEALAND

__all__ = ["NEW_ZEALAND", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (NEW_ZEALAND,)
