"""France: the visits before and at the return, the liaison meeting, and the supervised trial."""

from handrail.sdk import Jurisdiction, hookimpl
from handrail_fr.jurisdiction import FRANCE

__all__ = ["FRANCE", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (FRANCE,)
