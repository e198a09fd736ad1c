"""Ireland: statutory sick leave by calendar year, and Illness Benefit after it."""

from handrail.sdk import Jurisdiction, hookimpl
from handrail_ie.jurisdiction import IRELAND

__all__ = ["IRELAND", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (IRELAND,)
