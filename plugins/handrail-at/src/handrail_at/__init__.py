"""Austria: reintegration part-time work (Wiedereingliederungsteilzeit)."""

from handrail.sdk import Jurisdiction, hookimpl
from handrail_at.jurisdiction import AUSTRIA

__all__ = ["AUSTRIA", "handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the one jurisdiction of this plugin."""
    return (AUSTRIA,)
