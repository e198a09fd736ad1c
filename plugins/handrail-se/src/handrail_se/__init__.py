"""Sweden: what the law asks during sickness."""

from handrail.sdk import Jurisdiction, hookimpl

__all__ = ["handrail_jurisdictions"]


@hookimpl
def handrail_jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the jurisdictions of this plugin."""
    return ()
