"""Great Britain and Northern Ireland: fit notes, Statutory Sick Pay day by day, and what employers look at."""

from handrail.sdk import Jurisdiction, hookimpl
from handrail_uk.jurisdiction import GREAT_BRITAIN, NORTHERN_IRELAND

__all__ = ["GREAT_BRITAIN", "NORTHERN_IRELAND", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the two jurisdictions of this plugin."""
    return (GREAT_BRITAIN, NORTHERN_IRELAND)
